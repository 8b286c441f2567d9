from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Creator aus Spanien, zur Not Portugal", "zur Not"),
        ("Creator aus Spanien, notfalls aus Portugal", "notfalls"),
        ("Creator aus Spanien oder zur Not auch Portugal", "zur Not"),
        ("creators from Spain, if need be Portugal", "if need be"),
    ],
)
def test_second_choice_is_read_like_the_first(
    text: str, word: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"countries": ("ES", "PT")}
    assert brief.warnings == (f"'{word}' is read as 'or': a brief has no order of wishes.",)
    assert not brief.meaning
