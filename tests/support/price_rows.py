"""Creators of a published small build without listed prices, with estimates written by hand."""

from __future__ import annotations

import pandas as pd

from core.settings import Settings
from core.store import builds, tables
from core.store.connect import open_store


def plant_estimates(settings: Settings, ids: list[str], *, low: float, high: float) -> None:
    """Takes the prices of some creators of the build in use away and plants an estimate of each.

    Args:
        low, high: EUR of a post, the ends of the range.
    """
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    try:
        con.execute(
            """UPDATE influencers SET post_price = NULL, story_price = NULL
               WHERE list_contains($ids::VARCHAR[], influencer_id)""",
            {"ids": ids},
        )
        frame = pd.DataFrame({"influencer_id": ids}).assign(
            format="post",
            price=(low * high) ** 0.5,
            price_low=low,
            price_high=high,
            is_widened=False,
            basis="similar creators",
            peers_count=31,
            model_version="test",
        )
        tables.append_frame(con, "price_estimates", frame)
    finally:
        con.close()
