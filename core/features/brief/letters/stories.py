"""What a brief tells of the brand: its history, its customers and what its goods cost."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_CLAUSE = re.compile(r"(?:[^,.;:!?\n()]|[.,](?=\d))+")
_TELLS = re.compile(any_of("letters.story"))
# "was started by three chefs" is told, whoever they are.
_SURELY_TELLS = re.compile(any_of("letters.surely_story"))
_ASKS = re.compile(
    rf"{any_of('letters.no_story', 'money.each_after', 'people.negations', 'people.creators')}"
)
# "(founded 2014, 12 people)": one clause of it tells of the brand, and so do the others.
_BRACKETS = re.compile(r"\(([^()]*)\)")
# "our e-scooter (25 km/h, from €699)".
_GOODS = re.compile(
    rf"{any_of('letters.goods')}\s+(?P<name>[\w-]+(?:\s+[\w-]+){{0,3}})\s*\((?P<told>[^()]*)\)"
)


def read_stories(reading: Reading) -> None:
    """Marks such clauses: no number and no place in them is one of creators.

    Their words stay, because what a brand makes says what creators should be about.
    """
    for clause in _CLAUSE.finditer(reading.lower):
        is_told = _TELLS.search(clause.group()) and not _ASKS.search(clause.group())
        if is_told or _SURELY_TELLS.search(clause.group()):
            reading.stories.append(clause.span())
    for brackets in _BRACKETS.finditer(reading.lower):
        if _TELLS.search(brackets[1]) and not _ASKS.search(brackets[1]):
            reading.stories.append(brackets.span(1))
    for goods in _GOODS.finditer(reading.lower):
        # "our protein bar (2.49 each)": there "each" is of the goods.
        if not _ASKS.search(goods.group().replace(" each", "")):
            reading.stories.append(goods.span("told"))
