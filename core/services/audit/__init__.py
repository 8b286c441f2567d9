"""Follower samples."""
