"""Words that differ from a typed one by a letter or two: added, left out, changed or swapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SHORTEST = 4  # letters of a word in which an error is forgiven
_TWO_ERRORS = 8  # letters from which two are


def allowed_errors(word: str) -> int:
    """Typing errors that are forgiven in a word: 0 below 4 letters, 1 below 8, else 2."""
    if len(word) < _SHORTEST:
        return 0
    return 1 if len(word) < _TWO_ERRORS else 2


def closest(
    word: str, known: Mapping[int, Sequence[str]], most_errors: int
) -> list[tuple[str, int]]:
    """Known words within a number of typing errors, fewest errors first.

    Args:
        known: words by their length.
    Returns:
        Word and errors, 1 or more: optimal string alignment, where two swapped letters are one.
    """
    if most_errors < 1:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    matches: list[tuple[str, int]] = []
    for length in range(len(word) - most_errors, len(word) + most_errors + 1):
        near = process.extract(
            word,
            known.get(length, ()),
            scorer=OSA.distance,
            score_cutoff=most_errors,
            limit=None,
        )
        matches += [(text, int(errors)) for text, errors, _ in near if errors > 0]
    return sorted(matches, key=lambda match: (match[1], match[0]))
