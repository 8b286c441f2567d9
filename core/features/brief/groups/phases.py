"""Points of a brief that each ask for creators: 'Phase 1: 5 in Germany', a line for each group."""

from __future__ import annotations

import re

from core.features.brief.reading import Reading
from core.features.brief.words.vocabulary import any_of

_PHASE = (
    rf"{any_of('groups.phase')}\s*(?:no\.?|nr\.?|#)?\s*(?:\d{{1,2}}|i{{1,3}}|[ab])(?!\w)(?:\s*\([^()\n]*\))?"
    r"(?:\s*[:.)=-])?"
)
_LABEL = re.compile(_PHASE)
_LABEL_BEFORE = re.compile(rf"{_PHASE}\s*$")


def read_phases(reading: Reading) -> None:
    """Claims the labels of phases, each of which begins a clause: their numbers count nothing."""
    for match in list(reading.matches(_LABEL)):
        reading.claim(*match.span())
        reading.cut(match.start())
        reading.cut(match.end())


def starts_a_point(reading: Reading, place: int) -> bool:
    """Whether a place begins a line of several, or follows the label of a phase."""
    before = reading.lower[:place]
    line = reading.text.rfind("\n", 0, place) + 1
    is_first_of_line = "\n" in reading.text and not before[line:].strip()
    return is_first_of_line or bool(_LABEL_BEFORE.search(before))
