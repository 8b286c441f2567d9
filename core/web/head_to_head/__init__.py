"""The Head-to-head page."""
