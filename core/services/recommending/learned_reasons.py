"""Reasons out of what brands did: past creators like this one, like brands, the usual size."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.interactions import CAMPAIGN, CHOSEN_KINDS, COLLABORATION, CONTACT
from core.models.recommender.interactions import unit_rows
from core.services.recommending.placing import Placed
from core.services.session import BuildSession

_LIKE_CREATOR = 0.5  # cosine of factors from which two creators are chosen by the same brands
# The same for brands: on demo data those of the same trade lie above, all others below .45.
_LIKE_BRAND = 0.5
_LIKE_BRANDS = 20
_NAMES_SHOWN = 2
_HABIT_FROM = 5  # choices until a habit can be named
_HABIT_SHARE = 0.5
_IN_DATA = {
    CONTACT: "a creator you contacted",
    CAMPAIGN: "a creator of a past campaign",
    COLLABORATION: "a creator you worked with",
}
# Only what was added in the app is on the Campaigns page.
_IN_APP = {**_IN_DATA, CAMPAIGN: "a creator in your campaigns"}


def learned_chips(
    session: BuildSession,
    brand: BrandProfile,
    place: Placed,
    choices: pd.DataFrame,
    influencer_ids: list[str],
) -> dict[str, list[str]]:
    """Reasons out of what brands did: id -> chips that begin with '+ '.

    Args:
        choices: all that the brand did, in the build and since: influencer_id, kind, happened_at,
            in_app (whether it was done in the app).
    Returns:
        Up to three a creator: the brand's own past creators it is most like by who chooses
        them, like brands that have it in a campaign or worked with it, and the size the brand
        usually chooses. No chip without such evidence.
    Raises:
        ModelError: the build has no recommender.
    """
    chips: dict[str, list[str]] = {influencer_id: [] for influencer_id in influencer_ids}
    model = session.recommender()
    if not model.facts["learns"] or not influencer_ids:
        return chips
    rows = np.searchsorted(session.creator_ids(), np.array(influencer_ids, dtype=object))
    strong = choices[choices["kind"].isin(CHOSEN_KINDS)]
    _like_past_creators(session, rows, strong, chips)
    _like_brands(session, brand, place, influencer_ids, chips)
    _habits(session, strong, influencer_ids, chips)
    return chips


def _like_past_creators(
    session: BuildSession, rows: np.ndarray, strong: pd.DataFrame, chips: dict[str, list[str]]
) -> None:
    """Of the creators that the brand chose before, the one most like each creator."""
    ids, units = session.creator_ids(), unit_rows(session.recommender().factors.item_factors)
    best = (
        strong.assign(weight=strong["kind"].map({kind: i for i, kind in enumerate(CHOSEN_KINDS)}))
        .sort_values(["weight", "in_app", "influencer_id"])
        .drop_duplicates("influencer_id", keep="last")
    )
    known = np.isin(best["influencer_id"].to_numpy(dtype=object), ids)
    best = best[known]
    if best.empty:
        return
    past_rows = np.searchsorted(ids, best["influencer_id"].to_numpy(dtype=object))
    closeness = units[rows] @ units[past_rows].T
    handles = _handles(session, best["influencer_id"].tolist())
    for place, row in enumerate(rows.tolist()):
        values = np.where(past_rows == row, -np.inf, closeness[place])
        nearest = int(np.argmax(values))
        if values[nearest] < _LIKE_CREATOR:
            continue
        past = best.iloc[nearest]
        chips[str(ids[row])].append(
            f"+ chosen by the same brands as @{handles[past['influencer_id']]}, "
            f"{(_IN_APP if past['in_app'] else _IN_DATA)[past['kind']]}"
        )


def _like_brands(
    session: BuildSession,
    brand: BrandProfile,
    place: Placed,
    influencer_ids: list[str],
    chips: dict[str, list[str]],
) -> None:
    """Brands nearest by factors that have the creator in a campaign or worked with it."""
    model = session.recommender()
    factors = unit_rows(model.factors.user_factors)
    length = float(np.linalg.norm(place.factor))
    if length < 1e-9:
        return
    closeness = np.where(model.chosen_counts > 0, factors @ (place.factor / length), -np.inf)
    names = session.con.execute("SELECT brand_id, name FROM brands ORDER BY brand_id").fetchall()
    nearest = [
        int(row)
        for row in np.argsort(-closeness, kind="stable")[: _LIKE_BRANDS + 1]
        if closeness[row] >= _LIKE_BRAND and names[row][0] != brand.brand_id
    ][:_LIKE_BRANDS]
    order = {names[row][0]: (number, names[row][1]) for number, row in enumerate(nearest)}
    rows = session.con.execute(
        """
        SELECT DISTINCT influencer_id, brand_id FROM (
            SELECT influencer_id, brand_id FROM interactions
            WHERE kind IN ('campaign', 'collaboration')
              AND list_contains($ids::VARCHAR[], influencer_id)
            UNION ALL
            SELECT influencer_id, brand_id FROM collaborations
            WHERE list_contains($ids::VARCHAR[], influencer_id))
        WHERE list_contains($brands::VARCHAR[], brand_id)
        ORDER BY influencer_id, brand_id
        """,
        {"ids": influencer_ids, "brands": list(order)},
    ).fetchall()
    together: dict[str, list[tuple[int, str]]] = {}
    for influencer_id, brand_id in rows:
        together.setdefault(influencer_id, []).append(order[brand_id])
    for influencer_id, like_brands in together.items():
        shown = [name for _, name in sorted(like_brands)[:_NAMES_SHOWN]]
        count = len(like_brands)
        noun = "brand like yours" if count == 1 else "brands like yours"
        chips[influencer_id].append(f"+ in campaigns of {count} {noun}: {', '.join(shown)}")


def _habits(
    session: BuildSession,
    strong: pd.DataFrame,
    influencer_ids: list[str],
    chips: dict[str, list[str]],
) -> None:
    past = sorted(set(strong["influencer_id"]))
    tiers = session.con.execute(
        """SELECT influencer_id, tier FROM profile_stats
           WHERE list_contains($ids::VARCHAR[], influencer_id) AND tier IS NOT NULL
           ORDER BY influencer_id""",
        {"ids": [*past, *influencer_ids]},
    ).fetchall()
    tier_of = dict(tiers)
    chosen = [tier_of[influencer_id] for influencer_id in past if influencer_id in tier_of]
    if len(chosen) < _HABIT_FROM:
        return
    counts = pd.Series(chosen).value_counts()
    for influencer_id in influencer_ids:
        share = counts.get(tier_of.get(influencer_id, ""), 0) / len(chosen)
        if share >= _HABIT_SHARE:
            chips[influencer_id].append(
                f"+ {tier_of[influencer_id]}, like {share:.0%} of those you chose"
            )


def _handles(session: BuildSession, ids: list[str]) -> dict[str, str]:
    rows = session.con.execute(
        """SELECT influencer_id, handle FROM influencers
           WHERE list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY influencer_id""",
        {"ids": ids},
    ).fetchall()
    return dict(rows)
