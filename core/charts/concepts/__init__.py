"""Figures of what brands and creators are about, as concepts."""
