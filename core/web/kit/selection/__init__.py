"""Creators ticked on any list, and what can be done with them."""
