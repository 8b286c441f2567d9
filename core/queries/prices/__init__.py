"""Estimated prices of a build."""
