"""A brief in plain words, read into constraints without a model: rules and lists of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from core.domain.brief import NO_EXCHANGE_RATE, BriefConstraints
from core.domain.tiers import TIER_NAMES
from core.features.brief.campaigns import read_campaigns
from core.features.brief.groups.phases import read_phases
from core.features.brief.groups.read import read_groups
from core.features.brief.groups.wishes import (
    read_fallbacks,
    read_goals,
    read_nice_to_have,
    read_no_needs,
    read_second_choices,
    warn_of_mostly,
    warn_of_wishes,
)
from core.features.brief.growth import read_growth
from core.features.brief.letters.dates import read_dates
from core.features.brief.letters.past import read_past
from core.features.brief.letters.sheets import with_refused_points, with_rows_as_lines
from core.features.brief.letters.signature import read_letter
from core.features.brief.letters.stories import read_stories
from core.features.brief.letters.tongues import (
    foreign_language,
    warn_of_language,
    with_foreign_words,
)
from core.features.brief.numbers import with_corrections, with_digits
from core.features.brief.places.market import warn_of_market
from core.features.brief.places.read import read_places
from core.features.brief.platforms import read_platforms
from core.features.brief.quantities.activity import read_activity
from core.features.brief.quantities.read import read_quantities
from core.features.brief.reading import Mention, Reading
from core.features.brief.refusals.negations import read_negations
from core.features.brief.refusals.refused import read_refused
from core.features.brief.rest import meaning_of
from core.features.brief.signs import plain_signs
from core.features.brief.tiers import read_tiers
from core.features.brief.topics import read_topics
from core.features.brief.unknowable import (
    read_exceptions,
    read_exclusions,
    read_left_numbers,
    read_names,
    read_order,
    read_posts_each,
    read_unknowable,
)
from core.features.language import UNKNOWN
from core.formats import country_name

_SORTED = {
    "countries", "exclude_countries", "audience_countries", "languages", "platforms",
}  # fmt: skip
# The readers of the others warn themselves.
_ONE_VALUE = {
    "price_min", "price_max", "engagement_percent_min", "posts_per_week_min", "followers_min",
    "followers_max", "hide_unusual",
}  # fmt: skip


@dataclass(frozen=True)
class ParsedBrief:
    """Attributes:
    text: as read: numbers in digits and none that was taken back, plain signs.
    constraints: what was understood.
    mentions: what was read from where, in the order of the text.
    leftover: what no rule understood, without the words that ask for creators; '' for nothing.
    meaning: leftover and the words of the topics, in their order: what creators are compared with.
    warnings: what the reader of the brief should know, as sentences.
    typed: the text as it was given.
    topic_names: of the topics that it was read with, see `parse_brief`.
    """

    text: str
    constraints: BriefConstraints
    mentions: tuple[Mention, ...]
    leftover: str
    meaning: str
    warnings: tuple[str, ...]
    typed: str = field(repr=False)
    topic_names: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False)

    @property
    def currency_notes(self) -> tuple[str, ...]:
        """Those of the warnings that say of money in another currency that it counts as euros."""
        return tuple(words for words in self.warnings if words.endswith(NO_EXCHANGE_RATE))


def parse_brief(text: str, topic_names: Mapping[str, tuple[str, ...]]) -> ParsedBrief:
    """The constraints of a brief in English or German; other languages for places alone.

    The same text always gives the same result.

    Args:
        topic_names: topic -> what people call it, see `core.models.niches.taxonomy.Topic.names`.
    """
    lines = with_refused_points(with_rows_as_lines(text))
    language = foreign_language(text)
    plain = plain_signs(with_digits(plain_signs(lines)))
    reading = Reading(with_corrections(with_foreign_words(plain, language)))
    read_letter(reading)
    read_past(reading)
    read_stories(reading)
    read_dates(reading)
    # Longer phrases come first: a campaign or a growth may hold a name or a number.
    read_growth(reading)
    read_campaigns(reading)
    read_names(reading)
    read_no_needs(reading)
    read_goals(reading)
    read_nice_to_have(reading)
    read_second_choices(reading)
    read_fallbacks(reading)
    read_phases(reading)
    read_activity(reading)
    read_posts_each(reading)

    def read_constraints(part: Reading) -> None:
        read_tiers(part)
        read_quantities(part)
        read_places(part)
        read_platforms(part)
        read_topics(part, topic_names)

    read_groups(reading, read_constraints)
    read_constraints(reading)
    warn_of_mostly(reading)
    warn_of_wishes(reading)
    read_exceptions(reading)
    read_refused(reading, to_end=language != UNKNOWN)
    read_order(reading)
    read_unknowable(reading)
    read_negations(reading)
    read_exclusions(reading)
    read_left_numbers(reading)
    warn_of_market(reading)
    leftover = meaning_of(reading.unclaimed())
    warn_of_language(reading, leftover, language)
    mentions = tuple(sorted(reading.mentions, key=lambda mention: (mention.start, mention.end)))
    constraints = _constraints(mentions, list(topic_names))
    for mention in mentions:
        is_topic = mention.name == "exclude_niches"
        if is_topic and mention.value not in constraints.exclude_niches:
            reading.warn(f"{mention.value} is both wanted and refused; it is read as wanted.")
    _warn_of_refused_countries(reading, constraints)
    _warn_of_second_values(reading, mentions)
    return ParsedBrief(
        reading.text,
        constraints,
        mentions,
        leftover,
        meaning_of(reading.unclaimed(keep="niches")),
        tuple(reading.warnings),
        text,
        topic_names,
    )


def _warn_of_refused_countries(reading: Reading, constraints: BriefConstraints) -> None:
    """Of a country that is both wanted and refused, but not of one out of a region."""
    wanted: dict[tuple[int, int], list[str]] = {}
    for mention in reading.mentions:
        if mention.name == "countries":
            wanted.setdefault((mention.start, mention.end), []).append(mention.value)
    for codes in wanted.values():
        if len(codes) == 1 and codes[0] in constraints.exclude_countries:
            reading.warn(f"{country_name(codes[0])} is both wanted and refused; it is left out.")


def _warn_of_second_values(reading: Reading, mentions: Iterable[Mention]) -> None:
    """Of "10k to 50k followers or 50k to 200k": a constraint has one value, the first."""
    values: dict[str, Any] = {}
    for mention in mentions:
        first = values.setdefault(mention.name, mention.value)
        if mention.name in _ONE_VALUE and mention.value != first:
            words = reading.text[mention.start : mention.end].strip()
            reading.warn(f"'{words}' is left aside: the brief says something else before.")


def _constraints(mentions: Iterable[Mention], topics: list[str]) -> BriefConstraints:
    values: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {}
    for mention in mentions:
        name = mention.name
        if isinstance(getattr(BriefConstraints, name), tuple):
            lists.setdefault(name, [])
            if mention.value not in lists[name]:
                lists[name].append(mention.value)
        else:
            values.setdefault(name, mention.value)
    values |= {name: tuple(entries) for name, entries in lists.items()}
    return settled(BriefConstraints(**values), topics)


def settled(constraints: BriefConstraints, topics: Iterable[str]) -> BriefConstraints:
    """The constraints in order and without contradictions, as `parse_brief` gives them.

    Args:
        topics: all of them, in their order.
    """
    values: dict[str, Any] = {
        entry.name: getattr(constraints, entry.name) for entry in fields(constraints)
    }
    topics = list(topics)
    order = {"tiers": list(TIER_NAMES), "niches": topics, "exclude_niches": topics}
    for name, entries in values.items():
        if name in _SORTED:
            values[name] = tuple(sorted(entries))
        elif name in order:
            values[name] = tuple(sorted(entries, key=order[name].index))
    values["countries"] = tuple(
        code for code in values["countries"] if code not in values["exclude_countries"]
    )
    # "Finance, but no crypto" are one topic in the list: it is wanted.
    values["exclude_niches"] = tuple(
        topic for topic in values["exclude_niches"] if topic not in values["niches"]
    )
    low, high = values["followers_min"], values["followers_max"]
    if low is not None and high is not None and low > high:
        values["followers_min"], values["followers_max"] = high, low
    return BriefConstraints(**values)
