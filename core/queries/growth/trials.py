"""Read query for the trials of the growth check: what was found of growth that was added."""

from __future__ import annotations

import duckdb
import pandas as pd


def growth_trials(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every kind and size that was tried, deliveries first, by kind and size.

    Returns:
        The columns of table `growth_trials`; empty where the data has too few creators.
    """
    return con.execute(
        """SELECT kind, size_fraction, is_delivery, creators_count, marked_count, named_count,
                  first_day_error
           FROM growth_trials ORDER BY NOT is_delivery, kind, size_fraction"""
    ).df()
