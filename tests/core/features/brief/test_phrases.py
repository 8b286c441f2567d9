"""Constraints written as phrases read back as the same constraints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.brief import ANY_CAMPAIGN, LAST_CAMPAIGN, BriefConstraints
from core.domain.tiers import TIERS
from core.features.brief.changes.change import changed
from core.features.brief.parse import ParsedBrief, parse_brief
from core.features.brief.phrases import phrase
from core.models.niches.taxonomy import read_taxonomy
from core.store.ingest.values.places import PLATFORMS
from tests.core.features.brief.test_properties import BRIEF_LIKE

_TOPICS = read_taxonomy().names
_TIER_NAMES = [tier.name for tier in TIERS]
_EUROS = st.integers(20, 500_000).map(float)


def _some(values: list[Any], *, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of the values in their order."""
    chosen = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)
    return chosen.map(lambda some: tuple(sorted(some, key=values.index)))


_COUNTRIES = sorted(country.alpha_2 for country in pycountry.countries)
_LANGUAGES = ["ar", "de", "el", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr"]
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "count": st.integers(1, 300),
    "countries": _some(_COUNTRIES),
    "exclude_countries": _some(_COUNTRIES),
    "audience_countries": _some(_COUNTRIES),
    "languages": _some(_LANGUAGES),
    "platforms": _some(sorted(PLATFORMS)),
    "tiers": _some(_TIER_NAMES, most=4),
    "niches": _some(list(_TOPICS)),
    "exclude_niches": _some(list(_TOPICS), most=2),
    "budget": _EUROS,
    "price_min": _EUROS,
    "price_max": _EUROS,
    "engagement_percent_min": st.integers(1, 200).map(lambda tenths: tenths / 10),
    "posts_per_week_min": st.integers(1, 56).map(lambda quarters: quarters / 4),
    "followers_min": st.integers(100, 5_000_000),
    "followers_max": st.integers(100, 5_000_000),
    "hide_unusual": st.booleans(),
    "exclude_campaigns": st.sampled_from(
        [(LAST_CAMPAIGN,), (ANY_CAMPAIGN,), ("Spring Glow",), ("Spring Glow", "Red & Blue 24")]
    ),
}
_ONE_CONSTRAINT = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda name: st.tuples(st.just(name), _VALUES[name])
)
# Each says nothing of what the second one of its pair asks.
_BRIEFS = (
    "vegan recipes",
    "8 German skincare creators, micro, under €5,000 in all, on Instagram or TikTok, "
    "engagement above 3%, no unusual growth, not in our last campaign",
    "Wir suchen zwölf Fitness-Influencer aus Österreich mit 10k-50k Followern, "
    "max. 300 Euro pro Post, kein TikTok",
)


# What one constraint says holds words of another, or stands beside it.
_CLOSE_TOGETHER = (
    "5 gaming YouTubers from the UK",
    "10 Food-Creator aus Wien",
    "top 10 food creators by engagement",
    "5 fashion creators with engagement between 2% and 4%",
    "10 creators: 5 food, 5 travel",
    "6 travel creators, not from the US",
    "5 travel creators, audience in Germany",
    "5 travel creators, not from Germany",
    "5 food creators, from Germany, from Austria",
)


def test_every_constraint_has_values_here() -> None:
    assert set(_VALUES) == {field.name for field in fields(BriefConstraints)}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(_ONE_CONSTRAINT)
def test_phrase_alone_reads_back(constraint: tuple[str, Any]) -> None:
    name, value = constraint
    assert parse_brief(phrase(name, value), _TOPICS).constraints.said() == {name: value}


def _with(constraints: BriefConstraints, name: str, value: Any) -> BriefConstraints:
    """The constraints with one more, as the reader settles contradictions."""
    wanted = replace(constraints, **{name: value})
    topics = tuple(topic for topic in wanted.exclude_niches if topic not in wanted.niches)
    places = tuple(code for code in wanted.countries if code not in wanted.exclude_countries)
    low, high = wanted.followers_min, wanted.followers_max
    if low is not None and high is not None and low > high:
        low, high = high, low
    return replace(
        wanted, exclude_niches=topics, countries=places, followers_min=low, followers_max=high
    )


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(st.sampled_from(_BRIEFS), _ONE_CONSTRAINT)
def test_changed_brief_says_the_new_value_and_all_others(
    brief: str, constraint: tuple[str, Any]
) -> None:
    name, value = constraint
    parsed = parse_brief(brief, _TOPICS)
    text = changed(parsed, name, value)
    assert parse_brief(text, _TOPICS).constraints == _with(parsed.constraints, name, value)


@pytest.mark.parametrize("brief", _BRIEFS[1:])
@pytest.mark.parametrize("name", sorted(_VALUES))
def test_constraint_that_is_taken_out_is_gone_and_others_stay(
    brief: str, name: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    before = parsed(brief)
    nothing: Any = () if isinstance(getattr(BriefConstraints, name), tuple) else None
    after = parsed(changed(before, name, nothing))
    assert after.constraints == replace(before.constraints, **{name: nothing})


@pytest.mark.parametrize("name", ["countries", "exclude_countries", "audience_countries"])
def test_each_country_reads_back(name: str, topic_names: Mapping[str, tuple[str, ...]]) -> None:
    wrong = {
        code: parse_brief(phrase(name, (code,)), topic_names).constraints.said()
        for code in _COUNTRIES
        if parse_brief(phrase(name, (code,)), topic_names).constraints.said() != {name: (code,)}
    }
    assert wrong == {}


def test_each_topic_reads_back(topic_names: Mapping[str, tuple[str, ...]]) -> None:
    for topic in topic_names:
        for name in ("niches", "exclude_niches"):
            text = phrase(name, (topic,))
            assert parse_brief(text, topic_names).constraints.said() == {name: (topic,)}


@pytest.mark.parametrize("value", [None, "", ()])
def test_nothing_is_no_phrase(value: object) -> None:
    assert phrase("countries", value) == ""


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_CLOSE_TOGETHER) | BRIEF_LIKE, _ONE_CONSTRAINT)
def test_other_constraints_stay_when_one_changes(brief: str, constraint: tuple[str, Any]) -> None:
    name, value = constraint
    parsed = parse_brief(brief, _TOPICS)
    text = changed(parsed, name, value)
    assert parse_brief(text, _TOPICS).constraints == _with(parsed.constraints, name, value)


@pytest.mark.parametrize("brief", _CLOSE_TOGETHER)
@pytest.mark.parametrize("name", sorted(_VALUES))
def test_other_constraints_stay_when_one_is_taken_out(
    brief: str, name: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    before = parsed(brief)
    nothing: Any = () if isinstance(getattr(BriefConstraints, name), tuple) else None
    after = parsed(changed(before, name, nothing))
    assert after.constraints == replace(before.constraints, **{name: nothing})


_CAMPAIGN_NAMES = (
    "X", "7", 'Spring "Glow"', '"Glow"', "Red; Blue", "Why not? Now!", "Pets \u00b7 Germany",
    "Seven Summers", "TikTok, 10% off", "No budget", "A" * 80, "Ab c " * 23 + "Abcd", "B" * 120,
)  # fmt: skip


@pytest.mark.parametrize("name", _CAMPAIGN_NAMES)
@pytest.mark.parametrize("brief", ["", "8 food creators from Italy", "8 food creators, no TikTok."])
def test_name_of_a_campaign_survives_changes(
    name: str, brief: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    before = parsed(brief)
    after = parsed(changed(before, "exclude_campaigns", ("Spring Glow", name)))
    wanted = replace(before.constraints, exclude_campaigns=("Spring Glow", name))
    assert after.constraints == wanted
    again = parsed(changed(after, "count", 3))
    assert again.constraints == replace(wanted, count=3)
    gone = parsed(changed(again, "exclude_campaigns", ()))
    assert gone.constraints == replace(before.constraints, count=3)


def test_words_that_the_change_does_not_concern_stay_as_typed(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    text = changed(parsed("6 travel creators, not from the US"), "count", 5)
    assert text == "5 travel creators, not from the US"
    text = changed(parsed("10 creators: 5 food, 5 travel"), "count", 7)
    assert parsed(text).constraints.niches == ("Food & cooking", "Travel")
