"""Follower counts, posts and planted purchases of the demo."""
