"""Influencer Scout: niches, growth evidence and brand fit over a DuckDB store of creators."""

__version__ = "0.1.0"
