"""Choosing a campaign and adding creators to it, from any page."""
