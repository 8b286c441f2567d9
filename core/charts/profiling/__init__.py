"""Figures of categories and profiles."""
