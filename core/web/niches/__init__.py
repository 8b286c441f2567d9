"""The Niches page."""
