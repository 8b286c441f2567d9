"""A brief in plain words, read into constraints without a model: rules and lists of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.brief import BriefConstraints
from core.domain.tiers import TIER_NAMES
from core.features.brief.campaigns import read_campaigns
from core.features.brief.growth import read_growth
from core.features.brief.numbers import with_digits
from core.features.brief.places.read import read_places
from core.features.brief.platforms import read_platforms
from core.features.brief.quantities.read import read_quantities
from core.features.brief.reading import Mention, Reading
from core.features.brief.rest import meaning_of
from core.features.brief.signs import plain_signs
from core.features.brief.tiers import read_tiers
from core.features.brief.topics import read_topics
from core.features.brief.unknowable import read_unknowable

_SORTED = {
    "countries", "exclude_countries", "audience_countries", "languages", "platforms",
}  # fmt: skip


@dataclass(frozen=True)
class ParsedBrief:
    """Attributes:
    text: as read: numbers in digits, plain signs.
    constraints: what was understood.
    mentions: what was read from where, in the order of the text.
    leftover: what no rule understood, without the words that ask for creators; '' for nothing.
    meaning: leftover and the words of the topics, in their order: what creators are compared with.
    warnings: what the reader of the brief should know, as sentences.
    """

    text: str
    constraints: BriefConstraints
    mentions: tuple[Mention, ...]
    leftover: str
    meaning: str
    warnings: tuple[str, ...]


def parse_brief(text: str, topic_names: Mapping[str, tuple[str, ...]]) -> ParsedBrief:
    """The constraints of a brief in English or German; other languages for places alone.

    The same text always gives the same result.

    Args:
        topic_names: topic -> what people call it, see `core.models.niches.taxonomy.Topic.names`.
    """
    reading = Reading(plain_signs(with_digits(plain_signs(text))))
    # Longer phrases come first: a campaign or a growth may hold a name or a number.
    read_growth(reading)
    read_campaigns(reading)
    read_tiers(reading)
    read_quantities(reading)
    read_places(reading)
    read_platforms(reading)
    read_topics(reading, topic_names)
    read_unknowable(reading)
    mentions = tuple(sorted(reading.mentions, key=lambda mention: (mention.start, mention.end)))
    constraints = _constraints(mentions, list(topic_names))
    for mention in mentions:
        is_topic = mention.name == "exclude_niches"
        if is_topic and mention.value not in constraints.exclude_niches:
            reading.warn(f"{mention.value} is both wanted and refused; it is read as wanted.")
    return ParsedBrief(
        reading.text,
        constraints,
        mentions,
        meaning_of(reading.unclaimed()),
        meaning_of(reading.unclaimed(keep="niches")),
        tuple(reading.warnings),
    )


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
    order = {"tiers": list(TIER_NAMES), "niches": topics, "exclude_niches": topics}
    for name, entries in lists.items():
        if name in _SORTED:
            entries.sort()
        elif name in order:
            entries.sort(key=order[name].index)
    excluded = set(lists.get("exclude_countries", ()))
    if "countries" in lists:
        lists["countries"] = [code for code in lists["countries"] if code not in excluded]
    # "Finance, but no crypto" are one topic in the list: it is wanted.
    if "exclude_niches" in lists:
        wanted = lists.get("niches", ())
        lists["exclude_niches"] = [
            topic for topic in lists["exclude_niches"] if topic not in wanted
        ]
    low, high = values.get("followers_min"), values.get("followers_max")
    if low is not None and high is not None and low > high:
        values["followers_min"], values["followers_max"] = high, low
    values |= {name: tuple(entries) for name, entries in lists.items()}
    return BriefConstraints(**values)
