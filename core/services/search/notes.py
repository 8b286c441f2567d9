"""What a search could not do with a text, so that nothing of it is dropped without a word."""

from __future__ import annotations

from collections.abc import Sequence

from core.services.search.creators import FoundCreators


def unknown_words(found: FoundCreators) -> list[str]:
    """Words of the query that no name, bio, caption or hashtag has, also not misspelt."""
    return [form.typed for form in found.words if form.is_unknown]


def apart_words(found: FoundCreators) -> list[str]:
    """Words of the query that are each known while no creator has them all; [] otherwise."""
    needed = [form.typed for form in found.words if not form.is_common]
    if len(needed) < 2 or found.words_count or unknown_words(found):
        return []
    return [] if found.creators["name"].astype(bool).any() else needed


def search_notes(found: FoundCreators) -> list[str]:
    """A sentence for each thing that the list does not answer; plain text."""
    notes = []
    unknown, apart = unknown_words(found), apart_words(found)
    if unknown:
        notes.append(f"No name, bio, caption or hashtag has {_quoted(unknown, 'or')}.")
    if apart and not found.creators.empty:
        notes.append(
            f"No creator has {_quoted(apart, 'and')} together: these have some of the words, or "
            "mean about the same."
        )
    return notes


def _quoted(words: Sequence[str], joint: str) -> str:
    shown = [f"\u201c{word}\u201d" for word in words]
    return f" {joint} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
