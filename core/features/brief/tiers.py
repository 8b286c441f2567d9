"""Size tiers that a brief names, also as ranges: 'micro to mid'."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.domain.tiers import TIERS
from core.features.brief.people import CREATORS, is_refused
from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_NAMES = "|".join(f"(?P<{tier.name}>{any_of(f'tiers.{tier.name}')})" for tier in TIERS)
_ANY_NAME = any_of(*(f"tiers.{tier.name}" for tier in TIERS))
_TIER = re.compile(rf"(?:{_NAMES})")
_TAIL = re.compile(rf"^[\s-]*{any_of('tiers.tail')}")
_HEAD = re.compile(rf"{any_of('tiers.head')}\s*:?\s*$")
# "Macro tech reviewers" are macro, "micro tech" is a thing.
_NO_TIER = re.compile(rf"^[\s-]*(?!tech\s+{CREATORS.pattern}){any_of('tiers.no_tier')}")
_LIST = re.compile(r"\s*(?:,|/|&|and|or|und|oder|nor|noch|n)\s*")
_RANGE = re.compile(rf"^\s*(?:{any_of('tiers.range')}|-)\s*$")
# Hardly ever anything else.
_SURE = ("micro", "mikro", "mikros", "makro", "makros", "nanos", "megas")
_ARTICLE = re.compile(r"\b(?:a|an|one|some|\d+(?: x)?)\s+$")
# "micro-, mid-" and "macro, mega": next to another one it is a tier.
_OTHER_BEFORE = re.compile(
    rf"{_ANY_NAME}[\s,/&-]*(?:(?:and|or|und|oder|to|bis|through|up to|auf)\b)?\s*$"
)
_OTHER_AFTER = re.compile(
    rf"^\s*(?:$|[,;.\n)/+&|(]|:\s*\d|(?:and|or|und|oder|n|to|bis|only|nur|up|in)\b|-\s*{_ANY_NAME}"
    # "Nano is fine"
    rf"|(?:is|are|ist|sind)\s+{any_of('growth.fine', 'tiers.fine')})"
)
_AFTER_HYPHEN = re.compile(rf"^-\s*(?:[,/]|(?:and|und|or|oder|bis|to)\b|{_ANY_NAME})")
_PEOPLE_AFTER = re.compile(rf"^\s*(?:[\w&-]+\s+){{0,4}}?{CREATORS.pattern}")
_NO_ONE = rf"{any_of('tiers.no_one')}\s+(?:\w+\s+)?"
# Words before a tier: pattern, and the first and last tier counted from the one named.
_LAST = len(TIERS)
_LED = (
    (re.compile(rf"{_NO_ONE}{any_of('tiers.bigger')}\s*$"), -_LAST, 0),
    (re.compile(rf"{_NO_ONE}{any_of('tiers.smaller')}\s*$"), 0, _LAST),
    (re.compile(rf"{any_of('tiers.up_to')}\s*$"), -_LAST, 0),
    (re.compile(rf"{any_of('tiers.smaller')}\s*$"), -_LAST, -1),
    (re.compile(rf"{any_of('tiers.bigger')}\s*$"), 1, _LAST),
)
_CAPPED = _LED[:2]
_FROM = re.compile(rf"{any_of('tiers.from')}\s*$")
_UP = re.compile(rf"^\s*(?:tier\s*)?(?:\+(?!\s*(?:\d|{_ANY_NAME}))|{any_of('tiers.up')})")
_DOWN = re.compile(rf"^\s*(?:tier\s*)?{any_of('tiers.down')}")
_IN_WORDS = tuple(
    (re.compile(rf"{any_of(name)}\s+(?=(?:[\w&-]+\s+){{0,3}}?{CREATORS.pattern})"), places)
    for name, places in (("tiers.small", (0, 1)), ("tiers.medium", (2,)), ("tiers.big", (3, 4)))
)
# "who aren't huge", "nobody too big", "keine großen Accounts": pattern, and the tiers left.
_NOT_SIZED = tuple(
    (
        re.compile(
            r"(?:(?:who|that|die|der)\s+)?"
            rf"(?P<no>{any_of('tiers.not')})(?:\s+{any_of('tiers.so')}){{0,4}}\s+{any_of(name)}"
            rf"(?:[\s-]+{any_of('tiers.sized')})*"
            r"(?:\s+(?:sind|ist))?(?=\s*(?:$|[,.;!?()]|(?:and|but|und|aber|from|aus)\b))"
        ),
        places,
    )
    for name, places in (("tiers.small", (2, 3, 4)), ("tiers.big", (0, 1, 2)))
)
# "A mid-sized Danish manufacturer" is who writes.
_OF_COMPANY = re.compile(
    rf"^[\s-]*(?:sized?\s+)?"
    rf"(?:(?!{CREATORS.pattern}|{any_of('people.ends_refusal')})[\w&-]+\s+){{0,3}}?"
    rf"{any_of('tiers.companies')}(?!\s+(?:[\w&-]+\s+)?{CREATORS.pattern})"
)
_NOT_OF_CREATORS = re.compile(any_of("tiers.not_of_creators"))


@dataclass
class _Tier:
    """Attributes:
    place: in `TIERS`.
    places: of all tiers that the words around it ask for.
    start, end: characters that say so.
    """

    place: int
    start: int
    end: int
    is_negated: bool = False
    places: list[int] = field(default_factory=list)


def read_tiers(reading: Reading) -> None:
    """Notes the size tiers; 'no mega' is all the others."""
    tiers = _named_tiers(reading)
    wanted = {place: (tier.start, tier.end) for tier in tiers if not tier.is_negated
              for place in tier.places}  # fmt: skip
    refused = {place: (tier.start, tier.end) for tier in tiers if tier.is_negated
               for place in tier.places}  # fmt: skip
    if not tiers:
        wanted = _refused_sizes(reading) or _sizes_in_words(reading)
    if refused and not wanted:
        span = next(iter(refused.values()))
        wanted = {place: span for place in range(len(TIERS)) if place not in refused}
    left = sorted(set(wanted) - set(refused))
    for place in left:
        reading.add("tiers", TIERS[place].name, *wanted[place])
    # A tier that is named again says no more.
    for tier in tiers:
        if not tier.is_negated and set(tier.places) & set(left):
            place = next(place for place in left if place in tier.places)
            reading.add("tiers", TIERS[place].name, tier.start, tier.end)
    # "micro, no mega": the second part says no more than the first.
    for span in refused.values() if left else ():
        reading.add("tiers", TIERS[left[0]].name, *span)


def _named_tiers(reading: Reading) -> list[_Tier]:
    tiers: list[_Tier] = []
    for match in reading.matches(_TIER):
        if not _is_tier(reading, match):
            continue
        tail = _TAIL.match(reading.lower[match.end() :])
        place = next(place for place, tier in enumerate(TIERS) if match[tier.name])
        tiers.append(_Tier(place, match.start(), match.end() + (tail.end() if tail else 0)))
    for number, tier in enumerate(tiers):
        _read_around(
            reading,
            tier,
            tiers[number - 1] if number else None,
            tiers[number + 1] if number + 1 < len(tiers) else None,
        )
    return tiers


def _is_tier(reading: Reading, match: re.Match[str]) -> bool:
    after = reading.lower[match.end() :]
    if _NO_TIER.match(after) or _OF_COMPANY.match(after):
        return False
    before, clause = reading.lower[: match.start()], reading.before(match.start())
    is_led = is_refused(clause, "") or _ARTICLE.search(before) or _HEAD.search(before)
    if _TAIL.match(after) or is_led:
        return True
    if after.startswith("-"):
        return bool(_AFTER_HYPHEN.match(after))
    if (
        match.group() in _SURE
        or "influencer" in match.group()
        or _OTHER_BEFORE.search(before)
        or _OTHER_AFTER.match(after)
    ):
        return True
    return match.group() != "mega" and bool(_PEOPLE_AFTER.match(reading.after(match.end())))


def _read_around(
    reading: Reading, tier: _Tier, previous: _Tier | None, following: _Tier | None
) -> None:
    """Sets which tiers are asked for: 'up to micro', 'micro or bigger', 'micro to mid'."""
    before, after = reading.lower[: tier.start], reading.lower[tier.end :]
    between = reading.lower[previous.end : tier.start] if previous else ""
    tier.is_negated = not any(pattern.search(before) for pattern, _, _ in _CAPPED) and is_refused(
        reading.before(tier.start), reading.after(tier.end)
    )
    if previous and _LIST.fullmatch(between):
        tier.is_negated = previous.is_negated
    first, last = tier.place, tier.place
    if previous and not tier.is_negated and _RANGE.match(between):
        first = previous.place
    elif led := next((led for led in _LED if led[0].search(before)), None):
        first, last = first + led[1], last + led[2]
        tier.start = _start(led[0], before)
    elif up := _UP.match(after):
        last, tier.end = _LAST, tier.end + up.end()
    elif down := _DOWN.match(after):
        first, tier.end = 0, tier.end + down.end()
    elif _FROM.search(before) and not (
        following and _RANGE.match(reading.lower[tier.end : following.start])
    ):
        last, tier.start = _LAST, _start(_FROM, before)
    tier.places = list(range(max(first, 0), min(last, _LAST - 1) + 1))


def _start(pattern: re.Pattern[str], before: str) -> int:
    match = pattern.search(before)
    return match.start() if match else len(before)


def _refused_sizes(reading: Reading) -> dict[int, tuple[int, int]]:
    """The tiers that 'not huge' and 'not too small' leave, each with the characters that say so."""
    for pattern, places in _NOT_SIZED:
        for match in reading.matches(pattern):
            if not _NOT_OF_CREATORS.search(reading.before(match.start("no"))):
                _warn_of_size(reading, match.group(), places)
                return dict.fromkeys(places, match.span())
    return {}


def _warn_of_size(reading: Reading, words: str, places: tuple[int, ...]) -> None:
    *first, last = (TIERS[place].name for place in places)
    named = f"{', '.join(first)} and {last}" if first else last
    reading.warn(f"'{words.strip()}' is read as {named}.")


def _sizes_in_words(reading: Reading) -> dict[int, tuple[int, int]]:
    for pattern, places in _IN_WORDS:
        for match in reading.matches(pattern):
            if not is_refused(reading.before(match.start()), ""):
                _warn_of_size(reading, match.group(), places)
                span = (match.start(), match.start() + len(match.group().rstrip()))
                return dict.fromkeys(places, span)
    return {}
