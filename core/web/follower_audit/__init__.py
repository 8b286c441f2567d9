"""The Follower audit page."""
