"""Reads of the growth verdict and the specified score."""
