"""Prices of creators who list none, learned from those who do."""
