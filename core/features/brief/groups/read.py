"""What a brief asks of some of its creators, which no constraint can ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from core.features.brief.groups.group import Group, groups_of
from core.features.brief.groups.heads import heads_of
from core.features.brief.groups.parts import Parts, parts_of
from core.features.brief.reading import Reading

# Of several groups the loosest end holds for all of them.
_LOOSEST: dict[str, Callable[[list[Any]], Any]] = {
    "price_min": min, "engagement_percent_min": min, "posts_per_week_min": min,
    "followers_min": min, "price_max": max, "followers_max": max,
}  # fmt: skip
_JOINT = re.compile(r"(?:[\s,;:&+(-]|(?:and|und|plus)\b)*", re.IGNORECASE)


def read_groups(reading: Reading, read_names: Callable[[Reading], None]) -> None:
    """Notes what several groups have in common, and leaves aside what is asked of some creators.

    Args:
        read_names: reads everything that a group can have of its own.
    """
    heads = heads_of(reading)
    is_plain = all(head.number is not None and not head.is_part and not head.each for head in heads)
    if not heads or (is_plain and len(heads) < 2 and heads[0].has_people):
        return
    groups = groups_of(reading, heads, read_names)
    found = parts_of(reading, groups)
    if is_plain and len(groups) == 1 and groups[0].mentions and not found:
        # "Spain, 5 on TikTok": all of them.
        reading.add("count", groups[0].head.number, groups[0].head.start, groups[0].head.end)
    for parts in found:
        _note(reading, parts)


def _note(reading: Reading, parts: Parts) -> None:
    common = parts.common
    # "6 creators, all 6 from Spain" has no groups.
    is_one = (
        len(parts.groups) == 1 and max(map(len, parts.groups[0].kinds.values()), default=1) == 1
    )
    if (common and not is_one) or parts.is_sum:
        _say_what_is_not_kept_apart(reading, parts)
    for group in parts.groups:
        _leave_aside_what_is_not(common, reading, group, is_last=group is parts.groups[-1])
        _note_head(reading, parts, group, common)
        reading.cut(group.head.start)
        reading.cut(group.head.end)
    for name in common & set(_LOOSEST):
        mentions = [m for group in parts.groups for m in group.mentions if m.name == name]
        value = _LOOSEST[name]([mention.value for mention in mentions])
        for mention in mentions:
            reading.add(name, value, mention.start, mention.end)


def _note_head(reading: Reading, parts: Parts, group: Group, common: set[str]) -> None:
    """Claims how many a group has, so that it goes from the text together with what it is of."""
    head = group.head
    shared = [
        mention
        for mention in group.mentions
        # The words of topics are compared with creators, and "half" is none of them.
        if mention.name in common - {"niches"}
    ]
    if head.number is not None and parts.total is not None and (common or parts.is_sum):
        reading.add("count", parts.total, head.start, head.end)
    elif head.number is None and shared:
        reading.add(shared[0].name, shared[0].value, head.start, head.end)
    else:
        reading.claim(head.start, head.end)


def _leave_aside_what_is_not(
    common: set[str], reading: Reading, group: Group, *, is_last: bool
) -> None:
    """Claims what is asked of one group and not of all of them."""
    ends = [mention.end for mention in group.mentions if mention.name in common]
    if not ends and (group.mentions or group.head.is_part):
        last = max((mention.end for mention in group.mentions), default=group.end)
        _leave_aside(reading, group.start, last if last > group.start else group.end)
    # What comes last, as in "two micro and one macro creator from Italy", is said of all.
    until = max(ends, default=0) if is_last else group.end
    apart = [
        mention
        for mention in group.mentions
        if ends and mention.name not in common and mention.start < until
    ]
    if apart:
        last = max(mention.end for mention in apart)
        _leave_aside(reading, min(mention.start for mention in apart), last)


def _leave_aside(reading: Reading, start: int, end: int) -> None:
    reading.warn(
        f"'{_words(reading, start, end)}' applies to part of the creators only and is left aside: "
        "a plan cannot hold quotas."
    )
    reading.claim(start, end)


def _say_what_is_not_kept_apart(reading: Reading, parts: Parts) -> None:
    words = [f"'{_words(reading, group.start, group.end)}'" for group in parts.groups]
    joined = " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
    verb = "are" if len(words) > 1 else "is"
    read_as = f" {verb} read as {parts.total:,} creators in all" if parts.is_sum else ""
    reading.warn(
        f"{joined}{read_as}: the groups are not kept apart, so the plan may have another mix."
    )


def _words(reading: Reading, start: int, end: int) -> str:
    """The text between two places without what joins it to the text before."""
    text = reading.text[start:end]
    if text.count("(") > text.count(")") and reading.text[end : end + 1] == ")":
        text += ")"
    joint = _JOINT.match(text)
    return text[joint.end() if joint else 0 :].strip(" ,;:")
