"""Ranked creators: filters, cards, who is left out."""
