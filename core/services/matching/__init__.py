"""Creators that fit a brand or a brief."""
