"""Figures of growth: one case, several on one axis, days, triage, what would change it."""
