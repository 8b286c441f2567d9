"""Which groups of a brief stand beside each other, and of how many creators they are parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from core.features.brief.groups.group import Group
from core.features.brief.groups.phases import starts_a_point
from core.features.brief.people import CREATORS
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_BETWEEN = re.compile(r"(?:\s*(?:[,;:()&+/|-]|\b(?:and|und|plus|sowie|n|dann|then)\b))*\s*")
_JOINED = re.compile(r"\b(?:and|und|plus)\b|[+&]")
_TOTAL = any_of("quantities.total")
_TOTAL_AFTER = rf"\s*(?:{CREATORS.pattern})?\s*{_TOTAL}"
_OWN_TOTAL = re.compile(rf"^{_TOTAL_AFTER}")
_STATED_TOTAL = re.compile(
    rf"(?<![\w.,])(?:\d{{1,3}}{_TOTAL_AFTER}|{_TOTAL}[\s:]*\d{{1,3}}(?![\w.,]))"
)
_PLAIN_PEOPLE = re.compile(rf"\s*{CREATORS.pattern}\s*")
_ENOUGH = 0.99  # of all creators, for shares such as three times a third


@dataclass(frozen=True)
class Parts:
    """Attributes:
    groups: in the order of the text, one at least.
    total: number of all creators; None for unknown.
    is_sum: the brief gives no total, so that it is the sum of the groups.
    """

    groups: tuple[Group, ...]
    total: int | None
    is_sum: bool

    @property
    def common(self) -> set[str]:
        """Names of what is asked of each creator; none where the groups are not all of them."""
        has_rest = any(group.head.is_rest for group in self.groups) and len(self.groups) > 1
        # Without a number of all creators, only shares can be all of them.
        is_known = self.total is not None or all(
            group.head.share is not None for group in self.groups
        )
        amount = sum(group.amount(self.total) for group in self.groups)
        is_whole = has_rest or (is_known and amount >= _ENOUGH * (self.total or 1))
        if not is_whole:
            return set()
        return set.intersection(*(set(group.kinds) | self._implied for group in self.groups))

    @property
    def _implied(self) -> set[str]:
        """What "5 beauty creators from Spain and 3 from Italy" asks of the 3, too."""
        first, *others = self.groups
        if not others or any(group.people >= 0 for group in others):
            return set()
        return first.kinds_before_people - {name for group in others for name in group.kinds}


def parts_of(reading: Reading, groups: list[Group]) -> list[Parts]:
    """Groups that belong together; a number that is that of all creators is in none."""
    counted: list[Group] = []
    some: list[Group] = []
    for group in _with_rest(reading, groups):
        head = group.head
        follows = bool(some) and _is_next(reading, some[-1], group) and group.people < 0
        is_rest = head.is_rest and bool(some or counted)
        if head.is_part or head.share is not None or is_rest or follows:
            some.append(group)
        elif not head.is_rest:
            counted.append(group)
    if not counted and not any(group.head.share is not None for group in some):
        # "8 of them" is the number of all where no other is.
        some = [group for group in some if group.mentions or group.head.is_rest]
    beside = _beside_each_other(reading, counted)
    parts = [beside] if beside else []
    if some:
        total = beside.total if beside else _total_of(reading, counted)
        parts.append(Parts(tuple(some), total, is_sum=False))
    return parts


def _with_rest(reading: Reading, groups: list[Group]) -> list[Group]:
    """The groups with the only one as a part where a rest or a total stands beside it.

    "4 from Poland, the rest is open" and "at least 3 from Sweden, 10 in all" ask nothing of all.
    """
    named = [group for group in groups if group.mentions and not group.head.is_rest]
    if len(named) != 1 or named[0].head.has_people or named[0].head.each:
        return groups
    (only,) = named
    is_part = any(group.head.is_rest for group in groups) or (
        only.head.has_end and bool(_STATED_TOTAL.search(reading.lower, only.end))
    )
    if only.head.number is None or not is_part:
        return groups
    part = replace(only, head=replace(only.head, is_part=True))
    return [part if group is only else group for group in groups]


def _is_next(reading: Reading, group: Group, following: Group) -> bool:
    if all(starts_a_point(reading, entry.head.start) for entry in (group, following)):
        return True
    return bool(_BETWEEN.fullmatch(reading.lower[group.end : following.start]))


def _total_of(reading: Reading, counted: list[Group]) -> int | None:
    stated = next((group for group in counted if _is_total(reading, group)), None)
    first = stated or (counted[0] if counted else None)
    return first.head.number if first else None


def _is_total(reading: Reading, group: Group) -> bool:
    return not group.mentions and bool(_OWN_TOTAL.match(reading.lower[group.head.end :]))


def _is_plain(reading: Reading, group: Group) -> bool:
    """Whether it is "6 creators", and not "6 vegan creators"."""
    words = reading.lower[group.head.end : group.end]
    return not group.mentions and bool(_PLAIN_PEOPLE.fullmatch(words))


def _beside_each_other(reading: Reading, counted: list[Group]) -> Parts | None:
    """'3 on TikTok and 5 on Instagram'; None for a single number."""
    each = [group for group in counted if group.head.each and group.mentions]
    if each:
        total = _total_of(reading, [group for group in counted if group not in each])
        number = total or int(sum(group.amount(None) for group in each))
        return Parts(tuple(each), number, is_sum=total is None)
    if len(counted) < 2 or not any(group.mentions for group in counted):
        return None
    stated = next((group for group in counted if _is_total(reading, group)), None)
    # "4 on TikTok; 6 creators".
    last, amount = counted[-1], sum(group.head.number or 0 for group in counted[:-1])
    if not stated and _is_plain(reading, last) and (last.head.number or 0) >= amount:
        stated = last
    if stated or _is_of_all(reading, counted[0], counted[1:]):
        all_of_them = stated or counted[0]
        rest = tuple(group for group in counted if group is not all_of_them and group.mentions)
        return Parts(rest, all_of_them.head.number, is_sum=False) if rest else None
    beside = [counted[0]]
    for group in counted[1:]:
        if _is_next(reading, beside[-1], group):
            beside.append(group)
    if len(beside) < 2:
        return None
    return Parts(tuple(beside), sum(group.head.number or 0 for group in beside), is_sum=True)


def _is_of_all(reading: Reading, first: Group, others: list[Group]) -> bool:
    """Whether a number is that of all creators, and the later ones are of some of them."""
    total, parts = first.head.number or 0, [group for group in others if group.mentions]
    if not parts or (not first.head.has_people and first.mentions):
        return False
    is_shared = any(set(first.kinds) & set(part.kinds) for part in parts)
    # "12 creators from Europe, 4 from Poland".
    is_narrower = all(
        part.kinds[name] <= first.kinds[name]
        for part in parts
        for name in set(first.kinds) & set(part.kinds)
    )
    link = reading.lower[first.end : parts[0].head.end]
    if _JOINED.search(link):
        return not is_shared and sum(part.amount(total) for part in parts) == total
    if sum(part.amount(total) for part in parts) == total:
        return is_narrower or ":" in link or "(" in link
    is_smaller = max(part.amount(total) for part in parts) < total
    # "5 vegan creators, 3 gaming creators" are eight, "12 creators, 3 gaming creators" are twelve.
    is_other_kind = is_shared or not (first.kinds or _is_plain(reading, first))
    has_people = any(part.head.has_people for part in parts)
    return is_smaller and is_narrower and not (is_other_kind and has_people)
