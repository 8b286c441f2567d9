"""Words added at the end of what a brief asks for."""

from __future__ import annotations

from core.features.brief.letters.signature import signature


def added(text: str, words: str, *, on_line: bool = False) -> str:
    """The text with words at its end, or before the signature of a letter.

    Args:
        words: '' adds nothing.
        on_line: on a line of their own, which keeps them apart from the sentence before.
    """
    span = signature(text) if words else None
    end = (text[: span[0]] if span else text).rstrip()
    rest = text[len(end) :] if span else ""
    if not words or not end:
        return words + rest if words else text
    if on_line or "\n" in end:
        joint = "\n"
    else:
        joint = " " if end.endswith((",", ";", ".", "!", "?", ":")) else ", "
    # Before "Best, Anna" on the same line a sentence ends.
    stop = "." if rest and "\n" not in rest[: len(rest) - len(rest.lstrip())] else ""
    return end + joint + words + stop + rest
