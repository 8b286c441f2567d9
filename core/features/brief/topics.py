"""Topics that a brief names: which creators should be about, and which they should not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from core.features.brief.people import (
    CREATORS,
    is_in_refused_list,
    is_own_description,
    is_refused,
    refusal,
)
from core.features.brief.reading import Reading
from core.features.brief.refusals.lists import refused_lists
from core.features.brief.rest import is_empty_clause
from core.features.brief.spelling import nearest
from core.features.brief.words.vocabulary import any_ending, any_of

_PEOPLE_NEXT = re.compile(rf"^[\s-]*{CREATORS.pattern}")
_COMPOUND = rf"[sn]?-?{any_ending('topics.compounds')}"
_IS_PERSON = re.compile(rf"{_COMPOUND}$")
_BEFORE = re.compile(
    rf"(?:^|{any_of('topics.before')}|[/&+,])[\s:,]*(?:{any_of('topics.before_filler')} )*$"
)
_KEY = re.compile(rf"{any_of('topics.key')}\s*[:=]?\s*(?:(?:is|ist|the|on|of)\s+)?$")
_FOR_A_PRODUCT = re.compile(
    r"\b(?:for|für)\s+(?:an?|our|the|its|their|ein\w*|unser\w*|den|die|das)\s+(?:[\w-]+\s+){0,2}$"
)
_CREATORS_FOR = re.compile(
    rf"{CREATORS.pattern}[^,.;\n]*\b(?:for|für)\s+(?:(?!{any_of('topics.determiners')})[\w-]+\s+)?$"
)
_AFTER = re.compile(rf"^\s*(?:{any_of('topics.after')}|-related\b|[/&+-])")
_GOODS = re.compile(
    r"^[\s-]*(?:(?!(?:creators?|influencer\w*|bloggers?)\b)[\w-]+\s+){0,2}?"
    rf"{any_of('topics.goods')}"
)
_IS_OURS = re.compile(
    r"^[^.;]{0,25}\b(?:is|are|ist|sind|liegt)\b[^.;]{0,20}\b(?:our|us|unser\w*|uns)\b"
)
_REACHES_PEOPLE = re.compile(
    rf"^[\s-]*(?:(?!{any_of('topics.not_across')})[\w&'+/-]+[\s,]+){{0,6}}?{CREATORS.pattern}"
)
_BARE_PEOPLE = re.compile(any_of("topics.bare_people"))
_LOOKS = re.compile(any_of("topics.looks"))
_LOOKS_BEFORE = re.compile(rf"{any_of('topics.looks_before')}\s+$")
_NARROWER = re.compile(rf"{any_of('topics.narrower')}$")
_LIST = re.compile(r"[\s,/&+-]*(?:(?:and|or|und|oder|nor|noch|sowie|as well as)\s*)?[\s,/&+-]*")
_NOT_MISSPELT = re.compile(any_of("topics.not_misspelt"))
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
# "We want to book 5 creators" is about no books.
_BOOKING = re.compile(
    r"\bbook(?=\s+(?:\d"
    rf"|{any_of('topics.after_booking', 'comparisons.least', 'comparisons.most')}))"
    r"|\b(?:to|we|i|can|could|will|would|please) book(?=\s+"
    rf"(?:{any_of('people.vague')}|(?:creators|influencers|accounts)\b))"
)
_NEGATED_BOOKING = re.compile(rf"{any_of('people.negations')}\s+(?:to\s+)?$")
_SMALL_NUMBER = re.compile(r"\b\d{1,3}\s+$")
_LEAST_LETTERS = 6

Span = tuple[int, int, str]


def read_topics(reading: Reading, names: Mapping[str, tuple[str, ...]]) -> None:
    """Notes the topics that creators should be about, and those that they should not be about.

    Args:
        names: topic -> what people call it, lower case; a word that ends in * stands for every
            ending.
    """
    negated_bookings: set[int] = set()
    for match in list(reading.matches(_BOOKING)):
        start = match.end() - len("book")
        if _NEGATED_BOOKING.search(reading.before(start)):
            negated_bookings.add(start)  # the words from "not" on are one thing, read later
        else:
            # Asks for creators, as "need" does.
            reading.claim(start, match.end())
    spans = [span for span in _topics(reading, names) if span[0] not in negated_bookings]
    refused = [items for _, items in refused_lists(reading.masked(), reading.lower)]
    other_words = _words_not_refused(reading, spans, refused)
    row: list[str] = []  # the roles of the list that a topic stands in, up to it
    last_end = -1
    passed_over: list[Span] = []
    for start, end, label in spans:
        between = reading.lower[last_end:start] if last_end >= 0 else ";"
        if not _LIST.fullmatch(between) or _is_anew(reading, (start, end, label), between, row):
            row = []
        is_listed = _is_within(start, end, refused)
        role = "exclude_niches" if is_listed else _role(reading, start, end, row[-1] if row else "")
        is_narrower = _NARROWER.search(reading.lower[:end]) or other_words.get(label, set()) - {
            reading.lower[start:end]
        }
        if role == "exclude_niches" and is_narrower:
            if not is_listed:
                _tell_refused(reading, start, end)
            continue
        if role:
            reading.add(role, label, start, end)
            last_end, row = end, [*row, role]
        elif not _is_of_goods(reading, start, end):
            passed_over.append((start, end, label))
    # Nothing is named where creators are asked for: the one topic that the brief is about, then.
    if len({label for _, _, label in passed_over}) == 1 and not _is_named(reading):
        for start, end, label in passed_over:
            reading.add("niches", label, start, end)


def _tell_refused(reading: Reading, start: int, end: int) -> None:
    """Warns of 'cats no' and 'steer clear of cats', and keeps them out of the meaning."""
    left, right = refusal(reading.before(start), reading.after(end))
    # Of "no cats and dogs" or "no cat food" another reader tells all.
    is_whole = right or (left and not reading.after(end).strip())
    if is_whole and reading.is_free(start - left, end + right):
        reading.warn_of_refused(reading.text[start:end])
        reading.claim(start - left, end + right)


def _words_not_refused(
    reading: Reading, spans: list[Span], refused: list[tuple[int, int]]
) -> dict[str, set[str]]:
    """Topic -> its words that a brief says of the brand or leaves open.

    Of "for our finance app, no crypto" only a part of the topic is refused, and not all of it.
    """
    words: dict[str, set[str]] = {}
    for start, end, label in spans:
        if not _is_within(start, end, refused) and not _role(reading, start, end, ""):
            words.setdefault(label, set()).add(reading.lower[start:end])
    return words


def _is_within(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)


def _is_named(reading: Reading) -> bool:
    return any(mention.name == "niches" for mention in reading.mentions)


def _is_anew(reading: Reading, span: Span, between: str, row: list[str]) -> bool:
    """'No gaming, beauty creators from Spain' asks for the second; a longer list refuses all."""
    is_second = between.strip() == "," and row == ["exclude_niches"]
    start, end, _ = span
    is_person = CREATORS.fullmatch(reading.lower[start:end]) or _PEOPLE_NEXT.match(
        reading.lower[end:]
    )
    return is_second and bool(is_person) and not _is_named(reading)


def _topics(reading: Reading, names: Mapping[str, tuple[str, ...]]) -> list[Span]:
    """Where topics are named, in the order of the text."""
    spans = [
        (match.start(), match.end() if reading.is_free(*match.span()) else match.end("name"), label)
        for label, entries in names.items()
        for match in _pattern(entries).finditer(reading.lower)
        if reading.is_free(*match.span("name"))
    ]
    spans += _misspelt(reading, names, spans)
    # The longest name wins where two meet: "mental health" is not "health".
    spans.sort(key=lambda span: (span[0] - span[1], span[0]))
    kept: list[Span] = []
    for span in spans:
        if all(span[1] <= other[0] or span[0] >= other[1] or span[:2] == other[:2]
               for other in kept):  # fmt: skip
            kept.append(span)
    return _without_bare_people(reading, sorted(kept))


@lru_cache(maxsize=256)
def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    parts = [
        re.escape(word.removesuffix("*")).replace(r"\ ", r"[\s-]")
        + (r"\w*" if word.endswith("*") else "")
        for word in sorted(entries, key=len, reverse=True)
    ]
    return re.compile(
        rf"\b(?P<name>{'|'.join(parts)})(?!'s\s+day\b)(?:{_COMPOUND}|(?![\w-])|(?=-\s)|(?=-{any_of('topics.joined')}))"
    )


def _misspelt(
    reading: Reading, names: Mapping[str, tuple[str, ...]], spans: list[Span]
) -> list[Span]:
    """Words of seven letters and more that nearly are a topic: 'sustainabel', 'photograhy'."""
    single = {
        name.removesuffix("*"): label
        for label, entries in names.items()
        for name in entries
        if " " not in name and len(name) >= _LEAST_LETTERS
    }
    near: list[Span] = []
    for match in reading.matches(_LONG_WORD):
        meets = any(start < match.end() and match.start() < end for start, end, _ in spans)
        is_right = CREATORS.fullmatch(match.group()) or _NOT_MISSPELT.fullmatch(match.group())
        if not meets and not is_right:
            name = nearest(match.group(), tuple(single))
            if name and name != match.group():
                near.append((match.start(), match.end(), single[name]))
    return near


def _without_bare_people(reading: Reading, spans: list[Span]) -> list[Span]:
    """Without people who are only about the topic named before them: "dog and cat parents"."""
    kept: list[Span] = []
    for start, end, label in spans:
        between = reading.lower[kept[-1][1] : start] if kept else ";"
        if between.strip(" -") or not _BARE_PEOPLE.fullmatch(reading.lower[start:end]):
            kept.append((start, end, label))
    return kept


def _is_of_goods(reading: Reading, start: int, end: int) -> bool:
    before, after = reading.before(start), reading.after(end)
    if _is_looks(reading.lower[start:end], before):
        return True
    is_product = _GOODS.match(after) or _IS_OURS.match(after) or _FOR_A_PRODUCT.search(before)
    return bool(is_product) or is_own_description(before, after)


def _is_looks(word: str, before: str) -> bool:
    return bool(_LOOKS.fullmatch(word) and _LOOKS_BEFORE.search(before))


def _role(reading: Reading, start: int, end: int, previous: str) -> str:
    """The constraint that a topic belongs to; '' for none.

    Args:
        previous: role of the topic before it in a list; '' where it stands in none.
    """
    before, after = reading.before(start), reading.after(end)
    is_listed = is_in_refused_list(reading.masked()[:start], reading.lower[end:])
    if is_listed or is_refused(before, after):
        return "exclude_niches"
    word = reading.lower[start:end]
    is_goods = bool(_GOODS.match(after))
    is_sought = bool(
        _REACHES_PEOPLE.match(re.split(r"[;.\n!?():]", reading.lower[end : end + 120])[0])
        or CREATORS.fullmatch(word)
        or _IS_PERSON.search(word)
    )
    if previous and (is_sought or previous == "exclude_niches" or not is_goods):
        return previous
    if is_sought:
        return "niches"
    if is_goods or is_own_description(before, after) or _is_looks(word, before):
        return ""
    stands_alone = not reading.unread_after(end).strip(" -") or bool(_AFTER.match(after))
    # "10 creators: 5 food, 5 travel".
    is_first = is_empty_clause(_SMALL_NUMBER.sub("", reading.unread_before(start)))
    is_led = is_first or _BEFORE.search(before) or _CREATORS_FOR.search(before)
    return "niches" if _KEY.search(before) or (stands_alone and is_led) else ""
