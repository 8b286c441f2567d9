"""Creators ranked for brands by what other brands did."""
