"""The Rising page."""
