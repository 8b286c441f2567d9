"""Read queries for estimated prices: joined to lists, and those of one creator."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from core.models.prices.estimates import FORMATS
from core.queries.builds import PRICES, has


def estimate_join(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL that joins estimates of a post to `influencers i`, and the columns for lists.

    The columns are estimated_low and estimated_high, EUR: the 80% range where no price of a post is
    listed; NULL for others, for creators without an estimate, and in builds of earlier versions.
    """
    if not has(con, PRICES):
        return "", "NULL::DOUBLE AS estimated_low, NULL::DOUBLE AS estimated_high"
    return (
        f"""LEFT JOIN price_estimates e ON e.influencer_id = i.influencer_id
              AND e.format = '{FORMATS[0]}' AND i.post_price IS NULL""",
        "e.price_low AS estimated_low, e.price_high AS estimated_high",
    )


@dataclass(frozen=True)
class PriceEstimate:
    """An estimated price of one creator; fields as in `price_estimates`.

    Attributes:
        listed: EUR; None when the creator lists no price of this format.
    """

    form: str
    listed: float | None
    price: float
    low: float
    high: float
    is_widened: bool
    basis: str
    peers_count: int


def creator_estimates(
    con: duckdb.DuckDBPyConnection, influencer_id: str
) -> tuple[PriceEstimate, ...]:
    """What a creator would ask for a post and a story, in this order; empty without estimates."""
    if not has(con, PRICES):
        return ()
    rows = con.execute(
        """SELECT e.format, CASE e.format WHEN 'post' THEN i.post_price ELSE i.story_price END,
                  e.price, e.price_low, e.price_high, e.is_widened, e.basis, e.peers_count
           FROM price_estimates e JOIN influencers i USING (influencer_id)
           WHERE e.influencer_id = $id ORDER BY e.format""",
        {"id": influencer_id},
    ).fetchall()
    return tuple(PriceEstimate(*row) for row in rows)
