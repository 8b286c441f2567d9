"""Momentum of one creator, as several pages show it."""
