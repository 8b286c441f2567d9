"""Platforms that a brief names."""

from __future__ import annotations

import re

from core.features.brief.people import is_refused, refusal
from core.features.brief.reading import Reading
from core.features.brief.spelling import nearest
from core.features.brief.words.vocabulary import any_of
from core.store.ingest.values.places import PLATFORMS

_NAMES = "|".join(f"(?P<{name}>{any_of(f'platforms.{name}')})" for name in PLATFORMS)
# Not "youtube.com" and "TikTok-like".
_PLATFORM = re.compile(rf"(?:{_NAMES})(?![\w.]*\.(?:com|de))(?!-(?:like|style|artig|ähnlich))")
_OTHER = re.compile(any_of("platforms.others"))
_OUR_OWN = re.compile(rf"{any_of('platforms.our')}\s+$")
_ONLY = re.compile(rf"^\s*{any_of('platforms.only')}")
_LIST = re.compile(r"\s*(?:,|/|&|and|or|und|oder|nor|noch)\s*(?:on |auf )?")

_POSTS = re.compile(
    "|".join(
        f"(?P<{name}>{any_of(f'platforms.{name}_posts')})" for name in ("instagram", "youtube")
    )
)
_BESIDE = re.compile(
    r"(?:\s+(?:reels|stories|posts|videos))?\s*(?:/|&|\+|,?\s(?:and|or|und|oder))\s*"
)

_LONG_WORD = re.compile(r"(?<![\w.@])[a-z]{6,11}(?![\w.]*\.(?:com|de))(?!\w)")

Span = tuple[str, int, int]


def read_platforms(reading: Reading) -> None:
    """Notes the platforms; 'no TikTok' is all the others."""
    wanted, refused = _sorted_by_wish(reading)
    refused_names = {name for name, _, _ in refused}
    if refused and not wanted:
        wanted = [
            (name, start, end)
            for name in PLATFORMS
            if name not in refused_names
            for _, start, end in refused
        ]
    if refused and not wanted:  # all of them
        reading.warn("The brief refuses every platform of the data, so none is left out.")
        for _, start, end in refused:
            reading.claim(start, end)
    left = [(name, start, end) for name, start, end in wanted if name not in refused_names]
    for name, start, end in left:
        reading.add("platforms", name, start, end)
    # "Instagram, no TikTok": the second part says no more than the first.
    for _, start, end in refused if left else ():
        reading.add("platforms", left[0][0], start, end)
    _read_others(reading)


def _sorted_by_wish(reading: Reading) -> tuple[list[Span], list[Span]]:
    """Platforms that the brief wants, and those that it does not want."""
    sides: dict[bool, list[Span]] = {False: [], True: []}
    last_end, refused = -1, False
    for name, match in _names(reading):
        before, after = reading.before(match.start()), reading.after(match.end())
        is_word = match.group() == "tt" and reading.text[match.start() : match.end()] != "TT"
        if is_word or _OUR_OWN.search(before):
            continue
        in_list = last_end >= 0 and _LIST.fullmatch(reading.lower[last_end : match.start()])
        only = _ONLY.match(after)
        # "No TikTok and YouTube only": what is said of the second is its own.
        refused = refused if in_list and not only else is_refused(before, after)
        # "Instagram, TikTok, YouTube rather not".
        refused = refused or is_refused("", after)
        last_end = match.end()
        start, end = match.start(), last_end + (only.end() if only else 0)
        if refused and not in_list:
            # The words that refuse it say nothing else.
            left, right = refusal(before, after)
            start -= left if reading.is_free(start - left, start) else 0
            end = max(end, last_end + right) if reading.is_free(end, last_end + right) else end
        sides[refused].append((name, start, end))
    return sides[False], sides[True]


def _names(reading: Reading) -> list[tuple[str, re.Match[str]]]:
    """Platforms by name in the order of the text, also those misspelt: 'instagarm'."""
    named = [(str(match.lastgroup), match) for match in reading.matches(_PLATFORM)]
    taken = {match.start() for _, match in named}
    for match in reading.matches(_LONG_WORD):
        name = nearest(match.group(), tuple(PLATFORMS))
        if name not in ("", match.group()) and match.start() not in taken:
            named.append((name, match))
    named += [entry for entry in _named_by_posts(reading) if _is_beside(reading, entry, named)]
    return sorted(named, key=lambda entry: entry[1].start())


def _named_by_posts(reading: Reading) -> list[tuple[str, re.Match[str]]]:
    return [(str(match.lastgroup), match) for match in reading.matches(_POSTS)]


def _is_beside(
    reading: Reading,
    entry: tuple[str, re.Match[str]],
    named: list[tuple[str, re.Match[str]]],
) -> bool:
    """Whether a kind of posts stands beside another platform: 'TikTok + Reels'."""
    name, posts = entry
    for other, match in named:
        first, second = sorted((posts, match), key=lambda found: found.start())
        if other != name and _BESIDE.fullmatch(reading.lower[first.end() : second.start()]):
            return True
    return False


def _read_others(reading: Reading) -> None:
    for match in reading.matches(_OTHER):
        name = reading.text[match.start() : match.end()]
        reading.warn(f"{name} is not in the data, which knows Instagram, TikTok and YouTube.")
        if is_refused(reading.before(match.start()), reading.after(match.end())):
            reading.claim(*match.span())
