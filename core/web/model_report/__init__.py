"""The Model report page."""
