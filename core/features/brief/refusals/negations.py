"""Negated clauses of which no rule knows more: they are told, and no creator is ranked by them."""

from __future__ import annotations

import re

from core.features.brief.people import LIST_TO_OR, NO_REFUSAL
from core.features.brief.reading import CLAIMED, Reading
from core.features.brief.refusals.refused import OR_AT_END
from core.features.brief.rest import is_empty_clause
from core.features.brief.words.vocabulary import any_of

_SUBJECT = r"(?:(?:who|that|which|die|der|das|we|i|wir|ich|they)\s+)?(?:(?:are|is|have|has)\s+)?"
_RELATIVE = r"(?:who|whose|die|der|deren)\b"
_WORD = r"[^\s,;.!?()\[\]|\n\0]+(?:[.,](?=\d)[^\s,;!?()\0]*)?"
_END = rf"(?:but|aber|sondern|because|weil|please|bitte)\b|(?:and|und)\s+{_WORD}\s+\w"
# "don't wanna work with celebrities", "niemand Langweiliges", up to the end of the clause.
_NEGATED = re.compile(
    rf"{_SUBJECT}(?P<no>(?<![\w'-]){any_of('people.negations')})(?!-)"
    rf"(?!\s+{any_of('people.no_negation')})"
    # "keine Creator, die Fleisch zeigen"
    rf"(?P<rest>(?:(?:,(?=\s+{_RELATIVE}))?\s+(?!{_END}){_WORD})*"
    rf"(?:{LIST_TO_OR}(?:(?:\s+(?!{_END}){_WORD})+|(?=\s*{CLAIMED})))?)"
)
_WANTING = re.compile(rf"(?:\s+{any_of('people.wanting')})*\s*")


def read_negations(reading: Reading) -> None:
    """Keeps what a negation governs out of the meaning, and warns of it where it says something."""
    masked = reading.masked()
    for match in list(_NEGATED.finditer(masked)):
        if NO_REFUSAL.search(masked[: match.start("no")]):
            continue
        rest = match["rest"]
        if not (is_empty_clause(rest) or _WANTING.fullmatch(rest)):
            words = OR_AT_END.sub("", reading.text[match.start() : match.end()])
            reading.warn(f"'{words}' is left aside: nothing in the data tells it.")
        reading.claim(*match.span())
