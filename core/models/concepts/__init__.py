"""Concepts that accounts are about, their graph, and accounts as vectors of it."""
