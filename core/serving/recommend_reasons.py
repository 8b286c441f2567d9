"""Why a creator is recommended, in words: what like brands did, whom the brand chose before."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.models.recommender.interactions import unit_rows
from core.serving.asking_brand import AskingBrand, Placed, placed, recommender
from core.serving.build_rows import creator_ids
from core.serving.match_reasons import match_chips
from core.serving.recommend_scores import given
from core.settings import Settings

_LIKE_CREATOR = 0.5  # cosine of factors from which two creators are chosen by the same brands
# The same for brands: on demo data those of the same trade lie above, all others below .45.
_LIKE_BRAND = 0.5
_LIKE_BRANDS = 20
_NAMES_SHOWN = 2
_HABIT_FROM = 5  # choices until a habit can be named
_HABIT_SHARE = 0.5
_STRONG = ("contact", "campaign", "collaboration")
_DID = {
    "contact": "whom you contacted",
    "campaign": "from your campaigns",
    "collaboration": "whom you agreed with",
}


def all_chips(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    brand: AskingBrand,
    own: pd.DataFrame,
    influencer_ids: list[str],
) -> dict[str, list[str]]:
    """Reasons out of what was learnt, then those out of facts: id -> chips.

    Args:
        own: what the brand did in the app: influencer_id, kind, happened_at.
    Returns:
        Chips as in `match_reasons.match_chips`: '+ ' speaks for, '! ' is worth checking, '- '
        speaks against.
    Raises:
        ModelError: the build has no recommender.
    """
    place = placed(con, folder, settings, brand)
    did = pd.concat([given(con, brand.brand_id), own], ignore_index=True)
    learnt = learnt_chips(con, folder, brand, place, did, influencer_ids)
    facts = match_chips(
        con,
        folder,
        influencer_ids,
        brand.text(),
        place.vector,
        facts=(brand.category or None, brand.country or None, list(brand.hashtags)),
    )
    return {one: [*learnt.get(one, []), *facts.get(one, [])] for one in influencer_ids}


def campaign_creators(
    con: duckdb.DuckDBPyConnection, brand_id: str, own: pd.DataFrame
) -> frozenset[str]:
    """Ids of those of whom a chip may say 'from your campaigns': in the build, and in the app."""
    deeds = pd.concat([given(con, brand_id), own], ignore_index=True)
    return frozenset(deeds.loc[deeds["kind"] == "campaign", "influencer_id"])


def learnt_chips(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    brand: AskingBrand,
    place: Placed,
    own: pd.DataFrame,
    influencer_ids: list[str],
) -> dict[str, list[str]]:
    """Reasons out of what brands did: id -> chips that begin with '+ '.

    Args:
        own: all that the brand did, in the build and since: influencer_id, kind, happened_at.
    Returns:
        Up to three a creator: the brand's own past creators it is most like by who chooses
        them, like brands that have it in a campaign or worked with it, and the size the brand
        usually chooses. No chip without such evidence.
    Raises:
        ModelError: the build has no recommender.
    """
    chips: dict[str, list[str]] = {one: [] for one in influencer_ids}
    model = recommender(folder)
    if not model.facts["learns"] or not influencer_ids:
        return chips
    ids = creator_ids(con, folder)
    rows = np.searchsorted(ids, np.array(influencer_ids, dtype=object))
    strong = own[own["kind"].isin(_STRONG)]
    _like_own(con, ids, rows, strong, unit_rows(model.factors.item_factors), chips)
    _like_brands(con, folder, brand, place, influencer_ids, chips)
    _habits(con, strong, influencer_ids, chips)
    return chips


def _like_own(
    con: duckdb.DuckDBPyConnection,
    ids: np.ndarray,
    rows: np.ndarray,
    strong: pd.DataFrame,
    units: np.ndarray,
    chips: dict[str, list[str]],
) -> None:
    best = (
        strong.assign(weight=strong["kind"].map({kind: i for i, kind in enumerate(_STRONG)}))
        .sort_values(["weight", "influencer_id"])
        .drop_duplicates("influencer_id", keep="last")
    )
    known = np.isin(best["influencer_id"].to_numpy(dtype=object), ids)
    best = best[known]
    if best.empty:
        return
    own_rows = np.searchsorted(ids, best["influencer_id"].to_numpy(dtype=object))
    closeness = units[rows] @ units[own_rows].T
    handles = _handles(con, best["influencer_id"].tolist())
    for place, row in enumerate(rows.tolist()):
        values = np.where(own_rows == row, -np.inf, closeness[place])
        nearest = int(np.argmax(values))
        if values[nearest] < _LIKE_CREATOR:
            continue
        past = best.iloc[nearest]
        chips[str(ids[row])].append(
            f"+ chosen by the same brands as @{handles[past['influencer_id']]}, "
            f"{_DID[past['kind']]}"
        )


def _like_brands(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    brand: AskingBrand,
    place: Placed,
    influencer_ids: list[str],
    chips: dict[str, list[str]],
) -> None:
    """Brands nearest by factors that have the creator in a campaign or worked with it."""
    model = recommender(folder)
    factors = unit_rows(model.factors.user_factors)
    length = float(np.linalg.norm(place.factor))
    if length < 1e-9:
        return
    closeness = np.where(model.chosen_counts > 0, factors @ (place.factor / length), -np.inf)
    names = con.execute("SELECT brand_id, name FROM brands ORDER BY brand_id").fetchall()
    nearest = [
        int(row)
        for row in np.argsort(-closeness, kind="stable")[: _LIKE_BRANDS + 1]
        if closeness[row] >= _LIKE_BRAND and names[row][0] != brand.brand_id
    ][:_LIKE_BRANDS]
    order = {names[row][0]: (number, names[row][1]) for number, row in enumerate(nearest)}
    rows = con.execute(
        """
        SELECT DISTINCT influencer_id, brand_id FROM (
            SELECT influencer_id, brand_id FROM interactions
            WHERE kind IN ('campaign', 'collaboration')
              AND list_contains($ids::VARCHAR[], influencer_id)
            UNION ALL
            SELECT influencer_id, brand_id FROM collaborations
            WHERE list_contains($ids::VARCHAR[], influencer_id))
        WHERE list_contains($brands::VARCHAR[], brand_id)
        ORDER BY influencer_id, brand_id LIMIT 100000
        """,
        {"ids": influencer_ids, "brands": list(order)},
    ).fetchall()
    together: dict[str, list[tuple[int, str]]] = {}
    for influencer_id, brand_id in rows:
        together.setdefault(influencer_id, []).append(order[brand_id])
    for influencer_id, found in together.items():
        shown = [name for _, name in sorted(found)[:_NAMES_SHOWN]]
        count = len(found)
        noun = "brand like yours" if count == 1 else "brands like yours"
        chips[influencer_id].append(f"+ in campaigns of {count} {noun}: {', '.join(shown)}")


def _habits(
    con: duckdb.DuckDBPyConnection,
    strong: pd.DataFrame,
    influencer_ids: list[str],
    chips: dict[str, list[str]],
) -> None:
    past = sorted(set(strong["influencer_id"]))
    tiers = con.execute(
        """SELECT influencer_id, tier FROM profile_stats
           WHERE list_contains($ids::VARCHAR[], influencer_id) AND tier IS NOT NULL
           ORDER BY influencer_id LIMIT 100000""",
        {"ids": [*past, *influencer_ids]},
    ).fetchall()
    tier_of = dict(tiers)
    chosen = [tier_of[one] for one in past if one in tier_of]
    if len(chosen) < _HABIT_FROM:
        return
    counts = pd.Series(chosen).value_counts()
    for influencer_id in influencer_ids:
        share = counts.get(tier_of.get(influencer_id, ""), 0) / len(chosen)
        if share >= _HABIT_SHARE:
            chips[influencer_id].append(
                f"+ {tier_of[influencer_id]}, like {share:.0%} of those you chose"
            )


def _handles(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, str]:
    rows = con.execute(
        """SELECT influencer_id, handle FROM influencers
           WHERE list_contains($ids::VARCHAR[], influencer_id)
           ORDER BY influencer_id LIMIT 100000""",
        {"ids": ids},
    ).fetchall()
    return dict(rows)
