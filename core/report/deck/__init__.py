"""Slides of our reports."""
