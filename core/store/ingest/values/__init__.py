"""Cells as values."""
