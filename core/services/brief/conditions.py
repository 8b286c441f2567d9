"""The conditions of a brief as short labels, for chips, plans and reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN, OF_THE_SET, BriefConstraints
from core.formats import (
    activity_words,
    compact,
    country_name,
    language_name,
    money,
    platform_label,
)

_NOT_OF_CREATORS = (*OF_THE_SET, "hide_unusual")
_CAMPAIGN_WORDS = {LAST_CAMPAIGN: "the last campaign", ANY_CAMPAIGN: "any earlier campaign"}


def campaign_words(name: str, last_name: str = "") -> str:
    """A campaign that is left out: its name, or which one is meant.

    Args:
        last_name: of the last campaign; '' where it is not known.
    """
    if name == LAST_CAMPAIGN and last_name:
        return f"'{last_name}'"
    return _CAMPAIGN_WORDS.get(name, name)


def _list(
    words: Callable[[str], str] = str, joint: str = " or "
) -> Callable[[tuple[str, ...]], str]:
    def shown(values: tuple[str, ...]) -> str:
        first = [words(value) for value in values[:3]]
        more = len(values) - len(first)
        if more or len(first) < 2:
            return ", ".join(first) + (f" and {more} more" if more else "")
        return joint.join((", ".join(first[:-1]), first[-1]))

    return shown


_LABELS: dict[str, Callable[[Any], str]] = {
    "count": lambda value: f"{value} creator{'' if value == 1 else 's'}",
    "niches": _list(),
    "countries": _list(country_name),
    "audience_countries": lambda codes: f"audience in {_list(country_name)(codes)}",
    "languages": lambda codes: f"posts in {_list(language_name)(codes)}",
    "platforms": _list(platform_label),
    "tiers": _list(),
    "followers_min": lambda value: f"from {compact(value)} followers",
    "followers_max": lambda value: f"up to {compact(value)} followers",
    "engagement_percent_min": lambda value: f"engagement from {value:g}%",
    "posts_per_week_min": activity_words,
    "budget": lambda value: f"budget {money(value)}",
    "price_min": lambda value: f"from {money(value)} per post",
    "price_max": lambda value: f"up to {money(value)} per post",
    "hide_unusual": lambda value: "no unusual growth" if value else "unusual growth included",
    "exclude_campaigns": lambda names: "not in " + _list(joint=" and ")(names),
    "exclude_countries": lambda codes: f"not from {_list(country_name)(codes)}",
    "exclude_niches": lambda labels: f"not {_list()(labels)}",
}


def chip_labels(constraints: BriefConstraints, last_name: str = "") -> dict[str, str]:
    """Name -> label of each constraint that a brief says, in the order to show.

    Args:
        last_name: of the last campaign, as in `campaign_words`.
    """
    said = constraints.said()
    return {name: label_of(name, constraints, last_name) for name in _LABELS if name in said}


def creator_conditions(constraints: BriefConstraints) -> dict[str, str]:
    """The labels of what creators must meet one by one, but for their growth.

    Number and budget are of the set; growth has a verdict of its own.
    """
    labels = chip_labels(constraints)
    return {name: label for name, label in labels.items() if name not in _NOT_OF_CREATORS}


def label_of(name: str, constraints: BriefConstraints, last_name: str = "") -> str:
    """The label of one constraint that a brief says.

    Args:
        last_name: of the last campaign, as in `campaign_words`.
    """
    value = getattr(constraints, name)
    if name == "exclude_campaigns":
        value = tuple(campaign_words(campaign, last_name) for campaign in value)
    return _LABELS[name](value)


def number_note(constraints: BriefConstraints, most: int) -> str:
    """How many creators a plan has where the brief names no number; '' where it names one.

    Args:
        most: creators of a plan when the brief says no number.
    """
    if constraints.count is not None:
        return ""
    return f"The brief names no number: the plan has at most {most} creators."
