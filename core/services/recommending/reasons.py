"""Why a creator is recommended, in words: what put it there, and what is merely true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.fit_bands import better_than
from core.domain.interactions import CAMPAIGN
from core.queries import brands
from core.services.matching.query import MatchQuery
from core.services.matching.reasons import match_chips
from core.services.recommending.learned_reasons import learned_chips
from core.services.recommending.placing import placed
from core.services.recommending.recommending import RecommendPage
from core.services.session import BuildSession

# A part that raised the score by less is no reason for the place.
DRIVES_FROM = 0.1
_CHOICES, _TEXTS, _POINTS = "trained", "semantic", "points"
# Beginnings of facts that a part of the score reads, and the part.
_READ_BY = (
    ("+ same category", (_POINTS,)),
    ("+ same audience country", (_POINTS,)),
    ("+ same country", (_POINTS,)),
    ("+ engagement", (_POINTS,)),
    ("+ same niche", (_TEXTS,)),
    ("+ says ", (_TEXTS,)),
)
_HASHTAGS = "shared profile hashtag"


@dataclass(frozen=True)
class RankReasons:
    """Chips about one creator, each with its sign.

    Attributes:
        drove: what put the creator where it stands, the strongest part first; '+ '.
        also_true: what is in favour of the creator and did not count for its place; '+ '.
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
        _CHOICES: f"choices of this brand and brands like it{_above(row['trained_part'])}",
        _TEXTS: f"similar texts{_above(row['semantic_part'])}",
        _POINTS: f"rule points{_above(row['points_part'])}",
        "popularity": "how many brands choose it, as the slider asks",
    }
    shares = {part: float(row[f"{part}_share"]) for part in words}
    strongest = sorted(words, key=lambda part: -shares[part])
    return {part: words[part] for part in strongest if shares[part] >= DRIVES_FROM}


def _above(place: float) -> str:
    """': above 97% of creators'; '' when the place is not known."""
    if pd.isna(place):
        return ""
    if place >= 1:
        return ": highest of all creators"
    return f": above {better_than(place)}% of creators"


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
