"""What a brief says of each group of creators that it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.features.brief.groups.heads import Head
from core.features.brief.people import CREATORS
from core.features.brief.reading import Mention, Reading
from core.features.brief.words.vocabulary import any_of

# What a group can have of its own; the other constraints are those of the whole brief.
KINDS = (
    "countries", "exclude_countries", "audience_countries", "languages", "platforms", "tiers",
    "niches", "exclude_niches", "price_min", "price_max", "engagement_percent_min",
    "posts_per_week_min", "followers_min", "followers_max",
)  # fmt: skip
_NAMED_BEFORE = ("countries", "languages", "platforms", "tiers", "niches")
# Between a number and what is asked of its group: "should be on", "creators from the".
LEAD = re.compile(
    rf"(?:\s*(?:{any_of('groups.lead', 'groups.of_them', 'groups.each', 'comparisons.loose')}"
    rf"|{CREATORS.pattern}|[:(,-]))*\s*"
)
_LIST = re.compile(r"(?:\s*(?:[,/&+]|(?:and|or|und|oder|aus|from|in|on|auf|the|der|den)\b))*\s*")
_SEPARATOR = re.compile(
    r"(?:\s*(?:[,;:()&+/|-]|\b(?:and|und|plus|sowie|n|but|aber|or|oder)\b))*\s*$"
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_NAME_LINK = re.compile(r"\s*(?:[:=(x×-]\s*)?")
_ENDS = re.compile(rf"\s*(?:x\b|{CREATORS.pattern})?\s*\)?")
_NO_CREATORS = re.compile(
    rf"{any_of('groups.no_creators')}|{any_of('quantities.posts')}(?!\s+(?:in|on|about|auf|über)\b)"
)


@dataclass(frozen=True)
class Group:
    """Attributes:
    head: the words that say how many.
    start, end: characters of all that is said of the group.
    mentions: what is asked of it, in the order of the text.
    people: where its noun ends; -1 without one.
    """

    head: Head
    start: int
    end: int
    mentions: tuple[Mention, ...]
    people: int = -1

    @property
    def kinds(self) -> dict[str, set[Any]]:
        """Name -> values of what is asked of the group."""
        kinds: dict[str, set[Any]] = {}
        for mention in self.mentions:
            kinds.setdefault(mention.name, set()).add(mention.value)
        return kinds

    @property
    def kinds_before_people(self) -> set[str]:
        """Names of what stands before the noun: of 'beauty creators on TikTok' the topic."""
        return {mention.name for mention in self.mentions if mention.end <= self.people}

    def amount(self, total: int | None) -> float:
        """How many creators it has, or, without a total, which share of them; 0 for unknown."""
        if self.head.share is not None:
            return self.head.share * (total or 1)
        number = self.head.number or 0
        if self.head.each:
            return number * max((len(values) for values in self.kinds.values()), default=1)
        return number


def groups_of(
    reading: Reading, heads: list[Head], read_names: Callable[[Reading], None]
) -> list[Group]:
    """The groups in the order of the text, by a reading in which each is a clause of its own.

    Args:
        read_names: reads everything that a group can have of its own.
    """
    probe = reading.branch()
    for head in heads:
        probe.cut(head.start)
        probe.cut(head.end)
        probe.claim(head.start, head.end)
    read_names(probe)
    in_order = sorted(probe.mentions, key=lambda mention: mention.start)
    mentions = [mention for mention in in_order if mention.name in KINDS]
    ends = [mention.start for mention in in_order if mention.name not in KINDS]
    groups: list[Group] = []
    for number, head in enumerate(heads):
        following = heads[number + 1].start if number + 1 < len(heads) else len(reading.text)
        group = _group(reading, head, following, mentions, ends)
        named = _name_before(reading, group, mentions)
        is_taken = any(mention in other.mentions for other in groups for mention in named)
        if named and not is_taken:
            groups.append(Group(head, named[0].start, group.end, tuple(named)))
        elif _counts_creators(reading, group):
            groups.append(group)
    return groups


def _group(
    reading: Reading, head: Head, following: int, mentions: list[Mention], ends: list[int]
) -> Group:
    """
    Args:
        following: where the next group starts.
        ends: where something is said of the whole brief, which ends a group.
    """
    end = min(head.end + len(reading.after(head.end, length=400)), following)
    end = min([end, *(place for place in ends if place >= head.end)])
    separator = _SEPARATOR.search(reading.lower[head.end : end])
    end = head.end + separator.start() if separator else end
    # "10 nano (50 euros each)".
    bracket = _BRACKET.match(reading.lower, end, following)
    end = bracket.end() if bracket else end
    asked = [mention for mention in mentions if head.end <= mention.start < end]
    for mention in mentions:
        # "4 from Poland, Czechia or Hungary".
        if asked and end <= mention.start < following and mention.name == asked[-1].name:
            between = reading.lower[max(entry.end for entry in asked) : mention.start]
            if _LIST.fullmatch(between):
                asked.append(mention)
    if not asked and (kind := _kind_of_each(head, mentions)):
        # "Germany and France, 3 creators per country".
        asked = [mention for mention in mentions if mention.name == kind]
        return Group(head, head.start, end, tuple(asked))
    noun = CREATORS.search(reading.lower, head.end, end)
    return Group(
        head,
        head.start,
        max([end, *(mention.end for mention in asked)]),
        tuple(asked),
        noun.end() if noun else -1,
    )


def _kind_of_each(head: Head, mentions: list[Mention]) -> str:
    """What a number holds for each of where nothing of that follows it; '' for nothing."""
    if head.each != "all":
        return head.each if head.each in KINDS else ""
    named = [mention for mention in mentions if mention.name in _NAMED_BEFORE]
    nearest = min(named, key=lambda mention: abs(mention.start - head.start), default=None)
    return nearest.name if nearest else ""


def _counts_creators(reading: Reading, group: Group) -> bool:
    """Whether a head counts creators, by what follows it."""
    head = group.head
    if head.is_part or head.has_people or (head.is_rest and not group.mentions):
        return True
    if not group.mentions or _NO_CREATORS.search(reading.lower[head.end : group.end]):
        return False
    return bool(LEAD.fullmatch(reading.lower[head.end : group.mentions[0].start]))


def _name_before(reading: Reading, group: Group, mentions: list[Mention]) -> list[Mention]:
    """The mentions of 'TikTok' before the 4 of 'TikTok: 4'; none where more is said of the 4."""
    head = group.head
    if group.mentions or head.number is None or head.is_part or head.each or head.has_end:
        return []
    if not _ENDS.fullmatch(reading.lower[head.end : group.end]):
        return []
    return [
        mention
        for mention in mentions
        if mention.name in _NAMED_BEFORE
        and mention.end <= head.start
        and _NAME_LINK.fullmatch(reading.lower[mention.end : head.start])
    ]
