"""The Authenticity page."""
