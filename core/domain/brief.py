"""What a brief asks of the creators and of the plan, once it was read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

# Constraints of the set, not of who may be in it.
OF_THE_SET = ("count", "budget")
BRIEF_MAX = 2_000  # characters of a brief that are read and kept
# Names of campaigns that are not names: the latest one, and whoever the brand ever worked with.
LAST_CAMPAIGN, ANY_CAMPAIGN = "last", "all"


# How a sentence ends that says of an amount in another currency how it was read.
NO_EXCHANGE_RATE = "prices in this data are in EUR, and no exchange rate is applied."


@dataclass(frozen=True)
class BriefConstraints:
    """What a brief says in numbers and names; None and empty mean that it does not say.

    Attributes:
        count: creators wanted.
        countries, exclude_countries: ISO 3166 alpha-2 codes of the creators, sorted.
        audience_countries: ISO codes of where most of the audience is, sorted.
        languages: ISO 639-1 codes of the posts, sorted.
        platforms: as stored, sorted.
        tiers: smallest first.
        niches, exclude_niches: labels of the topics that niches are named by, in their order.
        budget: EUR for all creators together.
        price_min, price_max: EUR for one creator or post.
        engagement_percent_min: likes and comments by followers, in per cent.
        posts_per_week_min: posts a week of the last 28 days.
        followers_min, followers_max: both ends included.
        hide_unusual: whether growth worth checking is left out; None when the brief is silent.
        exclude_campaigns: names, `LAST_CAMPAIGN` or `ANY_CAMPAIGN`.
    """

    count: int | None = None
    countries: tuple[str, ...] = ()
    exclude_countries: tuple[str, ...] = ()
    audience_countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    niches: tuple[str, ...] = ()
    exclude_niches: tuple[str, ...] = ()
    budget: float | None = None
    price_min: float | None = None
    price_max: float | None = None
    engagement_percent_min: float | None = None
    posts_per_week_min: float | None = None
    followers_min: int | None = None
    followers_max: int | None = None
    hide_unusual: bool | None = None
    exclude_campaigns: tuple[str, ...] = ()

    def said(self) -> dict[str, Any]:
        """Name -> value of what the brief says, in the order above."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None and value != ()}
