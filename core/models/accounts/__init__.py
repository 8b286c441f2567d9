"""Accounts labelled fake or real, and what they say about a sample of followers."""
