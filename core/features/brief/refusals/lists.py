"""Lists that a brief refuses as a whole: 'avoid politics, religion and gambling'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.features.brief.people import NO_REFUSAL
from core.features.brief.reading import CLAIMED
from core.features.brief.words.vocabulary import any_of

_HEAD = (
    rf"(?<![\w'-]){any_of('refusals.heads')}(?!-)(?!\s+{any_of('people.no_negation')})[\s:]+"
    rf"(?:{any_of('refusals.after_head')}\s+)*"
)
_STOP = any_of("refusals.ends_item", "people.creators")
_WORD = rf"(?!{_STOP})[^\W\d][\w'&-]*"
_ITEM = rf"(?:{any_of('refusals.before_item')}\s+)*{_WORD}(?:[ \t]+{_WORD}){{0,2}}"
_HARM = any_of("refusals.harms")
_AND = r"(?:and|or|nor|und|oder|noch|sowie|&)"
_END = rf"(?=\s*(?:$|[.;!?)\]\n|]|,(?!\d)|{CLAIMED}*\s*[.;\n]|{any_of('refusals.after_list')}))"
# With "and" or "or" before the last, a list tells where it ends.
_JOINED = rf"{_ITEM}(?:\s*[,/]\s*{_ITEM})*\s*,?\s+{_AND}\s+{_ITEM}{_END}"
_SLASHED = rf"{_ITEM}(?:\s?/\s?{_ITEM})+{_END}"
# With commas alone the next words may be another wish ("no alcohol, vegan, from Berlin"): they are
# of the list where brands refuse them all the time, or where a sentence is nothing but the list.
_OF_HARMS = rf"{_ITEM}(?:\s*,\s*{_HARM}(?=\s+{_AND}\s|{_END}))+"
_SENTENCE = rf"{_WORD}(?:\s*,\s*{_WORD}){{2,}}(?=\s*(?:$|[.;!?)\]\n|]))"
_STARTS = r"(?:^|(?<=[.;!?\n|])|(?<=[.;!?\n|]\s))(?:(?:please|bitte|and|also)\s+)?"
# "Creators who promote gambling or crypto will not be considered".
_REJECTED = (
    rf"{any_of('people.creators', 'people.vague')},?\s+(?:who|that|with|die|mit)\s+"
    rf"(?:{any_of('people.never_doing')}\s+(?:(?:about|for|on|über|für)\s+)?)?"
    rf"(?P<list>[^.;:!?\n{CLAIMED}]{{3,90}}?)\s+{any_of('refusals.rejected')}"
)
# "Don't want: casino, betting, loot boxes", which is nothing but the list up to its end.
_KEYED = (
    rf"{_STARTS}{any_of('refusals.heads')}\s*:\s*(?P<list>{_ITEM}(?:\s*[,/]\s*{_ITEM})+)"
    r"(?=\s*(?:$|[.;!?\n|]))"
)
_LISTS = (
    re.compile(rf"{_HEAD}(?P<list>{_JOINED})"),
    re.compile(rf"{_HEAD}(?P<list>{_SLASHED})"),
    re.compile(rf"{_HEAD}(?P<list>{_OF_HARMS})"),
    re.compile(rf"{_STARTS}{_HEAD}(?P<list>{_SENTENCE})"),
    re.compile(_REJECTED),
    re.compile(_KEYED),
)
# "nobody who drinks, smokes and gambles", "who don't gossip, swear and argue": each word a verb.
_RELATIVE = r"(?:who|that|(?P<{}>die|der|das))"
_PEOPLE = (
    rf"(?:{any_of('people.negations')}|{any_of('refusals.heads')}\s+any(?:one|body))"
    rf"(?:\s+{any_of('people.creators')})?,?\s+{_RELATIVE.format('german')}"
)
_VERB = rf"(?!{any_of('refusals.ends_item')})[^\W\d]+"
_VERBS = re.compile(
    rf"(?<![\w'-])(?:{_PEOPLE}|{_RELATIVE.format('german_never')}\s+{any_of('people.negations')})"
    rf"\s+(?P<list>(?P<first>{_VERB})(?P<others>(?:\s*,\s*{_VERB})+\s*,?\s+{_AND}\s+{_VERB})"
    r"(?:\s+\w+)?)(?=\s*(?:$|[.,;!?)\n]))"
)

# After a thing that another rule claimed with its "no": "no TikTok, politics or gambling".
_MORE_HARMS = re.compile(
    rf"{_HEAD}{_ITEM}(?:\s+{any_of('people.creators', 'quantities.followers')})?"
    # One thing after a comma alone may be a wish: "no TikTok, crypto, from Berlin".
    rf"(?P<list>(?:\s*,\s*{_HARM})*\s*,?\s+{_AND}\s+{_HARM}|(?:\s*,\s*{_HARM}){{2,}})"
    rf"(?=\s+{_AND}\s|{_END})"
)

Span = tuple[int, int]


def refused_lists(text: str, whole: str) -> Iterator[tuple[Span, Span]]:
    """Where refused lists stand: with the words that refuse them, and from first to last item.

    Args:
        text: lower case, with `CLAIMED` for each character that no item may have.
        whole: the same text without these signs.
    """
    taken = 0
    found = {
        match.span("list"): match.span()
        for pattern in _LISTS
        for match in pattern.finditer(text)
        if not NO_REFUSAL.search(text[: match.start()])
    }
    for match in _VERBS.finditer(text):
        if _are_verbs(match) and not NO_REFUSAL.search(text[: match.start()]):
            found[match.span("list")] = match.span()
    for match in _MORE_HARMS.finditer(whole):
        first, last = match.span("list")
        is_new = all(end <= first or start >= last for start, end in found)
        if is_new and not NO_REFUSAL.search(whole[: match.start()]):
            found[first, last] = first, last
    # Of lists that begin at one place the longer, of those that overlap the first.
    for items, led in sorted(found.items(), key=lambda entry: (entry[0][0], -entry[0][1])):
        if items[0] >= taken:
            yield led, items
            taken = items[1]


def _are_verbs(match: re.Match[str]) -> bool:
    """Whether words after "who" end alike, as verbs do: not in "who smokes, lentils and rice"."""
    sign = "t" if match["german"] or match["german_never"] else "s"
    others = re.split(rf"\s*,?\s+{_AND}\s+|\s*,\s*", match["others"])[1:]
    return not match["first"].endswith(sign) or all(verb.endswith(sign) for verb in others)
