"""The search on pages: one box, one list of hits with their reasons."""
