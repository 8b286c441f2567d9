"""Why a creator is in a campaign, as a report says it: fit, conditions, the closest post."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from core.domain.fit_bands import fit_words, is_weak
from core.errors import StoreError
from core.formats import country_name, day, is_missing
from core.services.brief.campaign_brief import CampaignBrief
from core.services.brief.conditions import creator_conditions
from core.services.campaigns.candidates import fit_row_of
from core.services.campaigns.draft import closest_post
from core.services.matching.fits import row_fits
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession

# Cosine x 100 from which a post is about the same thing: of 300 demo creators, the nearest posts to
# "skincare" are about skin down to 32 and about soap or vans below 24.
_QUOTED_FROM = 30.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What the creators of a campaign are judged by; None for what it lacks."""

    brief: CampaignBrief | None
    query: MatchQuery | None
    fit_row: np.ndarray | None

    @property
    def what(self) -> str:
        """What fit is measured with, in a sentence."""
        return "the brand" if self.query is None or self.query.brand is not None else "the brief"


def fit_row_if_known(session: BuildSession, query: MatchQuery | None) -> np.ndarray | None:
    """As `fit_row_of`; None as well for a build without vectors."""
    try:
        return fit_row_of(session, query)
    except StoreError:
        _LOG.info("report without fit: the build has no vectors", exc_info=True)
        return None


def fit_sentences(
    session: BuildSession, asked: Asked, ids: list[str]
) -> dict[str, tuple[str, bool]]:
    """influencer_id -> how well it fits among all creators, and whether that is weak.

    Empty without anything to fit.
    """
    if asked.fit_row is None or not ids:
        return {}
    fits = row_fits(session, asked.fit_row, ids).dropna().itertuples(index=False, name=None)
    return {
        influencer_id: (fit_words(score, percentile * 100, asked.what), is_weak(score))
        for influencer_id, score, percentile in fits
    }


def meets_words(asked: Asked, unmet: tuple[str, ...]) -> list[str]:
    """That a creator meets every condition of the brief; [] where it does not, or has none."""
    if asked.brief is None or unmet:
        return []
    has_conditions = creator_conditions(asked.brief.parsed.constraints)
    return ["meets every condition of the brief"] if has_conditions else []


def post_words(session: BuildSession, asked: Asked, influencer_id: str) -> list[str]:
    """The post that is closest to the brief or the brand, quoted; [] where none is close."""
    post = closest_post(session, asked.query, influencer_id)
    if post is None or post.similarity_score < _QUOTED_FROM:
        return []
    on = "" if post.day is None else f" on {day(post.day)}"
    return [f"posted{on}: \u201c{post.quote}\u201d"]


def audience_words(asked: Asked, country: object) -> list[str]:
    """That most of the audience is elsewhere than the countries of the brief; [] otherwise.

    Args:
        country: ISO code of most of the audience; missing where not known.
    """
    wanted = () if asked.brief is None else asked.brief.parsed.constraints.countries
    if not wanted or is_missing(country) or country in wanted:
        return []
    return [f"audience mostly in {country_name(str(country))}"]
