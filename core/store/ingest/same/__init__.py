"""Rows of several files, or of a file and the store, that speak of the same creator or post."""
