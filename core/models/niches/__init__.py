"""Niches: the space of texts, k-means in it, their words."""
