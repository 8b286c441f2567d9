"""Reads of the growth verdict and the caution score."""
