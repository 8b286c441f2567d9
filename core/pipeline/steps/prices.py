"""Step: what creators would ask for a post or a story where they list no price."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from core.errors import ModelError
from core.models.prices.estimates import (
    FORMATS,
    MODEL_VERSION,
    PRICED_LEAST,
    PriceQuality,
    price_estimates,
)
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results, write_gap
from core.store import tables

STEP = "prices"
GAP = "Estimated prices"


def estimate_prices(context: BuildContext) -> None:
    """Writes `price_estimates`, and how well they did on creators kept aside into `metrics`.

    The table has no row of a format that fewer than `PRICED_LEAST` creators list a price of; costs
    then follow the assumed CPM.
    """
    from threadpoolctl import threadpool_limits

    con = context.con
    clear_results(context, ("price_estimates",))
    con.execute("DELETE FROM metrics WHERE model = $model", {"model": STEP})
    con.execute("DELETE FROM data_gaps WHERE capability = $name", {"name": GAP})
    creators = priced_creators(con)
    facts: dict[str, Any] = {}
    for place, form in enumerate(FORMATS):
        context.report(STEP, place, len(FORMATS), f"prices of a {form}")
        try:
            # Threads of the trees get in each other's way on data of this size.
            with threadpool_limits(limits=1):
                estimates = price_estimates(creators, form, seed=context.config.seed)
        except ModelError as error:
            if form == FORMATS[0] and len(creators):
                write_gap(
                    context,
                    GAP,
                    str(error),
                    f"Import post_price in EUR for at least {PRICED_LEAST} creators.",
                )
            continue
        frame = estimates.frame.rename_axis("influencer_id").reset_index()
        frame = frame.assign(format=form, model_version=MODEL_VERSION)
        tables.append_frame(con, "price_estimates", frame)
        _write_quality(con, form, estimates.quality)
        facts[form] = _facts(estimates.quality, len(frame))
    context.facts[STEP] = facts


def priced_creators(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What prices depend on, as `price_estimates` takes it, by influencer_id."""
    return (
        con.execute(
            """SELECT i.influencer_id, i.followers_count, s.tier, i.platform, s.engagement_rate,
                      i.avg_views, m.niche_id AS niche,
                      coalesce(i.audience_country, i.country) AS country, i.post_price,
                      i.story_price
               FROM influencers i
               LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
               LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
               ORDER BY i.influencer_id"""
        )
        .df()
        .set_index("influencer_id")
    )


def _write_quality(con: duckdb.DuckDBPyConnection, form: str, quality: PriceQuality) -> None:
    on = f"on {quality.priced_count:,} creators kept aside in fifths, price of a {form}"
    rows = [
        ("coverage_80", quality.coverage, "share of prices inside the 80% range"),
        ("range_width", quality.width, "median of high end / low end"),
        ("median_error", quality.error, f"median |error| / price, {quality.predictor}"),
        ("baseline_error", quality.baseline_error, "the same of the median of the tier"),
    ]
    frame = pd.DataFrame(
        [(STEP, f"{form}_{name}", value, f"{note}, {on}") for name, value, note in rows],
        columns=["model", "metric", "value", "note"],
    )
    tables.append_frame(con, "metrics", frame)


def _facts(quality: PriceQuality, estimates_count: int) -> dict[str, Any]:
    return {
        "estimates": estimates_count,
        "priced": quality.priced_count,
        "predictor": quality.predictor,
        "errors": {name: round(error, 4) for name, error in quality.errors.items()},
        "coverage": round(quality.coverage, 4),
        "coverage_by_tier": {
            tier or "unknown": round(share, 4) for tier, share in quality.coverage_by_tier.items()
        },
        "width": round(quality.width, 3),
    }
