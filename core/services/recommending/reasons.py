"""Why a creator is recommended, in words: what put it there, and what is merely true of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.interactions import CAMPAIGN, CHOSEN_KINDS, COLLABORATION, CONTACT
from core.models.recommender.interactions import unit_rows
from core.queries import brands
from core.services.matching.matching import MatchQuery
from core.services.matching.reasons import match_chips
from core.services.recommending.placing import Placed, placed
from core.services.recommending.recommending import RecommendPage
from core.services.session import BuildSession

_LIKE_CREATOR = 0.5  # cosine of factors from which two creators are chosen by the same brands
# The same for brands: on demo data those of the same trade lie above, all others below .45.
_LIKE_BRAND = 0.5
_LIKE_BRANDS = 20
_NAMES_SHOWN = 2
_HABIT_FROM = 5  # choices until a habit can be named
_HABIT_SHARE = 0.5
_DID = {
    CONTACT: "a creator you contacted",
    CAMPAIGN: "a creator of a past campaign",
    COLLABORATION: "a creator you worked with",
}
# Only what was added in the app is on the Campaigns page.
_IN_APP = {**_DID, CAMPAIGN: "a creator in your campaigns"}


# A part that raised the score by less is no reason for the place.
DRIVES_FROM = 0.1
_CHOICES, _TEXTS, _POINTS = "learnt", "semantic", "points"
# Beginnings of facts that a part of the score reads, and the part.
_READ_BY = (
    ("+ same category", (_POINTS,)),
    ("+ same audience country", (_POINTS,)),
    ("+ same country", (_POINTS,)),
    ("+ engagement", (_POINTS,)),
    ("+ same niche", (_TEXTS,)),
    ("+ says ", (_TEXTS,)),
)
_HASHTAGS = "shared hashtag"


@dataclass(frozen=True)
class RankReasons:
    """Chips about one creator, each with its sign.

    Attributes:
        drove: what put the creator where it stands, the strongest part first; '+ '.
        also_true: what speaks for the creator and did not count for its place; '+ '.
        watch_outs: '! ' is worth checking, '- ' speaks against.
    """

    drove: tuple[str, ...] = ()
    also_true: tuple[str, ...] = ()
    watch_outs: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, str, str]:
        """The three as cells of a file, without signs, which a spreadsheet would calculate with."""
        drove, also_true, watch_outs = (
            "; ".join(chip[2:] for chip in chips)
            for chips in (self.drove, self.also_true, self.watch_outs)
        )
        return drove, also_true, watch_outs


def rank_reasons(
    session: BuildSession,
    brand: BrandProfile,
    app_interactions: pd.DataFrame,
    page: RecommendPage,
) -> dict[str, RankReasons]:
    """Reasons of all creators of a page, the one drawn by chance included: id -> reasons.

    Args:
        app_interactions: what the brand did in the app: influencer_id, kind, happened_at.
    Raises:
        ModelError: the build has no recommender.
    """
    ids = [*page.frame["influencer_id"], *page.chance["influencer_id"]]
    place = placed(session, brand)
    choices = _all_choices(session, brand.brand_id, app_interactions)
    learned = learned_chips(session, brand, place, choices, ids)
    facts = match_chips(session, ids, MatchQuery(brand))
    drivers = {row["influencer_id"]: _drivers(row) for row in page.frame.to_dict("records")}
    return {
        influencer_id: _sorted(
            drivers.get(influencer_id, {}),
            learned.get(influencer_id, []),
            facts.get(influencer_id, []),
        )
        for influencer_id in ids
    }


def _drivers(row: dict[str, Any]) -> dict[str, str]:
    """Parts that raised the score, the strongest first, each with its words."""
    words = {
        _CHOICES: f"choices of this brand and brands like it{_above(row['learnt_part'])}",
        _TEXTS: f"similar texts{_above(row['semantic_part'])}",
        _POINTS: f"rule points{_above(row['points_part'])}",
        "popularity": "how many brands choose it, as the slider asks",
    }
    shares = {part: float(row[f"{part}_share"]) for part in words}
    strongest = sorted(words, key=lambda part: -shares[part])
    return {part: words[part] for part in strongest if shares[part] >= DRIVES_FROM}


def _above(place: float) -> str:
    """': above 97.5% of creators'; never rounds up to all; '' when the place is not known."""
    if pd.isna(place):
        return ""
    if place >= 1:
        return ": highest of all creators"
    return f": above {math.floor(place * 1000) / 10:g}% of creators"


def _sorted(drivers: dict[str, str], learned: list[str], facts: list[str]) -> RankReasons:
    read = {part: [chip for chip in facts if part in _parts_reading(chip)] for part in drivers}
    if _CHOICES in drivers:
        read[_CHOICES] = learned
    drove = [chip for part, words in drivers.items() for chip in (f"+ {words}", *read[part])]
    drove = list(dict.fromkeys(drove))
    good = [chip for chip in (*learned, *facts) if chip.startswith("+")]
    return RankReasons(
        tuple(drove),
        tuple(chip for chip in good if chip not in drove),
        tuple(chip for chip in facts if not chip.startswith("+")),
    )


def _parts_reading(chip: str) -> tuple[str, ...]:
    if chip.startswith("+") and _HASHTAGS in chip:
        return (_TEXTS, _POINTS)
    return next((parts for start, parts in _READ_BY if chip.startswith(start)), ())


def _all_choices(
    session: BuildSession, brand_id: str, app_interactions: pd.DataFrame
) -> pd.DataFrame:
    """What a brand did, in the data and in the app, with `in_app` (bool)."""
    build_interactions = brands.interactions(session.con, brand_id)
    return pd.concat(
        [build_interactions.assign(in_app=False), app_interactions.assign(in_app=True)],
        ignore_index=True,
    )


def campaign_creators(
    session: BuildSession, brand_id: str, app_interactions: pd.DataFrame
) -> frozenset[str]:
    """Ids of creators that the brand added to a campaign, in the data or in the app."""
    choices = _all_choices(session, brand_id, app_interactions)
    return frozenset(choices.loc[choices["kind"] == CAMPAIGN, "influencer_id"])


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
            f"{(_IN_APP if past['in_app'] else _DID)[past['kind']]}"
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
