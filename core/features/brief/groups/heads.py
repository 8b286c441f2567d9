"""Words of a brief that stand for some of its creators: '4 of them', 'half', 'the rest'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from core.features.brief.people import CREATORS, is_own_description
from core.features.brief.quantities.counts import COUNTED, can_count, is_count, is_limit
from core.features.brief.quantities.money import follows_money
from core.features.brief.quantities.quantity import Quantity, quantities, with_both_ends
from core.features.brief.quantities.read import is_other
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

# The longer phrases come first.
_SHARES = {
    "evenly": 1.0, "two_thirds": 2 / 3, "three_quarters": 3 / 4, "half": 1 / 2, "third": 1 / 3,
    "quarter": 1 / 4,
}  # fmt: skip
_FRACTIONS = "|".join(rf"(?P<{name}>{any_of(f'groups.{name}')})" for name in _SHARES)
_PERCENT = rf"(?<![\w.,])(?P<percent>\d{{1,3}})\s?{any_of('comparisons.percent')}"
_COMPARED = any_of("comparisons.least", "comparisons.most")
_OF_THEM = any_of("groups.of_them")
_LED = rf"(?:(?:{_COMPARED}|{any_of('groups.another', 'groups.of_them_before')})\s+){{0,4}}"
_SHARE = re.compile(
    rf"{_LED}(?:{_FRACTIONS}|{_PERCENT}|(?P<some>{any_of('groups.some')})"
    rf"|(?P<rest>{any_of('groups.rest')}(?:\s+{any_of('groups.free')})?))(?![-\w]|\s+{any_of('groups.no_share')})"
    rf"(?:\s+(?P<of>{_OF_THEM}|of the \d+(?: creators)?))?"
)
# What such a share would be of otherwise.
_OTHER_SHARE = re.compile(
    rf"{any_of('places.audience', 'quantities.shares', 'quantities.engagement', 'quantities.age')}"
)
_OF_THEM_AFTER = re.compile(
    rf"^\s*(?:x\s+)?(?:{_OF_THEM}|of the \d+(?: creators)?|of the (?:[\w-]+ ){{1,2}}ones\b)"
)
_LED_BEFORE = re.compile(rf"{_LED}$")
_OF_THEM_BEFORE = re.compile(rf"{any_of('groups.of_them_before')}\s+")
_EACH_AFTER = re.compile(
    rf"^\s*(?:{CREATORS.pattern}\s+)?(?:(?P<country>{any_of('groups.each_country')})"
    rf"|(?P<platform>{any_of('groups.each_platform')})|{any_of('groups.of_each')}"
    rf"|(?P<all>{any_of('groups.of_each_one')})|{any_of('groups.each')}"
    r"(?=\s*(?:$|[:]|(?:from|in|on|aus|auf)\b)))"
)
_EACH_BEFORE = re.compile(rf"{any_of('groups.each_before')}\s*$")
_NEXT_IN_LIST = re.compile(r"^\s+(?:on|from|auf|aus)\s")
_ENDS_SENTENCE = re.compile(r"[.;:!?(]")
_MOST_THINGS = 1000
_MOST_WORDS_OF_NAME = 3
_SIGNS = re.compile(r"[\s:=~]*")
_ONE = re.compile(rf"{_LED}(?<!\w)(?P<one>{any_of('groups.one')})(?!\w)")
# A number without its noun counts creators at the start of a clause, in a list or where it is
# asked for.
_STARTS = re.compile(
    rf"(?:^|[,:(/&+]|\b(?:and|und|plus|sowie|either|with|mit)|{any_of('quantities.sought')}"
    rf"(?:\s+{any_of('quantities.sought_filler')})?|"
    rf"{any_of('groups.another', 'groups.of_them_before')})\s*$"
)


@dataclass(frozen=True)
class Head:
    """The words that stand for some of the creators.

    Attributes:
        start, end: characters of the text.
        number: of creators; None where only a share is named.
        share: of all creators; None where only a number is named, or nobody knows.
        is_rest: all that the other groups leave.
        is_part: surely of some of the creators, and never of all.
        has_people: its own noun follows: '3 beauty creators'.
        each: '' or what the number holds for each of: 'countries', 'platforms', 'any' for
            what follows it and 'all' for what is named anywhere.
        has_end: it is compared: 'at least 2'.
    """

    start: int
    end: int
    number: int | None = None
    share: float | None = None
    is_rest: bool = False
    is_part: bool = False
    has_people: bool = False
    each: str = ""
    has_end: bool = False


def heads_of(reading: Reading) -> list[Head]:
    """All of them in the order of the text, also such as turn out to be of something else."""
    shares = list(_shares(reading))
    heads = shares + [
        head
        for head in (*_numbers(reading), *_ones(reading))
        if not any(head.start < share.end and share.start < head.end for share in shares)
    ]
    return sorted(heads, key=lambda head: head.start)


def _shares(reading: Reading) -> list[Head]:
    heads = []
    for match in _SHARE.finditer(reading.masked()):
        clause = reading.clause(*match.span())
        if match["percent"] and _OTHER_SHARE.search(clause):
            continue
        share = next((part for name, part in _SHARES.items() if match[name]), None)
        if match["percent"]:
            share = int(match["percent"]) / 100
        is_part = bool(match["of"] or match["some"])
        heads.append(Head(*match.span(), share=share, is_rest=bool(match["rest"]), is_part=is_part))
    return heads


def _numbers(reading: Reading) -> list[Head]:
    numbers = [
        _without_colon(reading, quantity)
        for quantity in with_both_ends(reading, list(quantities(reading)))
    ]
    heads: list[Head] = []
    for quantity in numbers:
        after = reading.after(quantity.end)
        if not can_count(reading, quantity) or is_other(reading, quantity):
            continue
        of_them = _OF_THEM_AFTER.match(after)
        if heads and not of_them and is_limit(reading, quantity):
            continue
        counts = is_count(reading, quantity)
        has_people = counts and not of_them and bool(COUNTED.match(after))
        if of_them or counts or _starts_a_group(reading, quantity, numbers, heads):
            heads.append(_head_of_number(reading, quantity, of_them, has_people=has_people))
    return heads


def _without_colon(reading: Reading, quantity: Quantity) -> Quantity:
    """The number of 'TikTok: 4' without what it begins with."""
    signs = _SIGNS.match(reading.lower[quantity.start : quantity.end])
    return replace(quantity, start=quantity.start + (signs.end() if signs else 0))


def _starts_a_group(
    reading: Reading, quantity: Quantity, numbers: list[Quantity], heads: list[Head]
) -> bool:
    """Whether a number without a noun stands where one counts creators."""
    before, after = reading.before(quantity.start), reading.after(quantity.end)
    first = quantity.start - len(before)
    is_led = _STARTS.search(before) and (_EACH_AFTER.match(after) or not follows_money(after))
    # "Spain 6, Mexico 6".
    is_led = is_led or (not after.strip() and 0 < len(before.split()) <= _MOST_WORDS_OF_NAME)
    # "3 on TikTok 5 on Instagram".
    is_next = heads and heads[-1].end > first and _NEXT_IN_LIST.match(after)
    if is_own_description(before, after) or not (is_led or is_next):
        return False
    # "18+ on TikTok" is an age.
    if reading.lower[quantity.start : quantity.end].rstrip().endswith("+"):
        return False
    if _is_of_things(reading, quantity, numbers):
        return False
    # Not the second one of "3 shops in Berlin and 2 in Munich".
    return not any(
        first < other.end <= quantity.start
        and other.number <= _MOST_THINGS
        and not (other.currency or other.has_percent or other.has_unit)
        and not any(head.start <= other.end <= head.end for head in heads)
        for other in numbers
    )


def _is_of_things(reading: Reading, quantity: Quantity, numbers: list[Quantity]) -> bool:
    """Whether it counts what the last number did: '3 stores in Spain, 2 in Portugal'."""
    before = [other for other in numbers if other.end <= quantity.start]
    if not before or can_count(reading, before[-1]):
        return False
    last = before[-1]
    return not (last.currency or last.has_percent or last.has_unit) and not (
        _ENDS_SENTENCE.search(reading.lower[last.end : quantity.start])
    )


def _head_of_number(
    reading: Reading, quantity: Quantity, of_them: re.Match[str] | None, *, has_people: bool
) -> Head:
    before, after = reading.lower[: quantity.start], reading.after(quantity.end)
    led = _LED_BEFORE.search(before)
    start = led.start() if led and reading.is_free(led.start(), quantity.start) else quantity.start
    is_part = bool(of_them or _OF_THEM_BEFORE.search(reading.lower[start : quantity.start]))
    end = quantity.end + (of_them.end() if of_them else 0)
    each = ""
    if match := _EACH_AFTER.match(after):
        kinds = {"country": "countries", "platform": "platforms", "all": "all"}
        each = next((kind for name, kind in kinds.items() if match[name]), "any")
        end = quantity.end + match.end()
    elif match := _EACH_BEFORE.search(before):
        each, start = "any", match.start()
    has_end = not quantity.is_bare and not quantity.is_range
    return Head(
        start, end, quantity.counted, is_part=is_part, has_people=has_people and not is_part,
        each=each, has_end=has_end,
    )  # fmt: skip


def _ones(reading: Reading) -> list[Head]:
    """'one of them', and 'one' at the start of a clause or in a list."""
    heads = []
    for match in _ONE.finditer(reading.masked()):
        before, after = reading.before(match.start("one")), reading.after(match.end())
        of_them = _OF_THEM_AFTER.match(after)
        is_part = bool(of_them or _OF_THEM_BEFORE.search(match.group()))
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        is_led = _STARTS.search(before) or _STARTS.search(reading.before(start))
        if not is_part and not is_led:
            continue
        each = _EACH_AFTER.match(after)
        end = match.end() + (of_them.end() if of_them else each.end() if each else 0)
        has_end = bool(re.search(_COMPARED, match.group()))
        has_people = not is_part and bool(COUNTED.match(after))
        heads.append(
            Head(
                start,
                end,
                1,
                is_part=is_part,
                has_people=has_people,
                each="any" if each else "",
                has_end=has_end,
            )
        )
    return heads
