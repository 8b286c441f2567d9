"""Searches that people save on a page and open again."""
