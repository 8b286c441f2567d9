"""Numbers with what they count."""

from __future__ import annotations

from core.formats import counted


def test_one_is_singular() -> None:
    assert counted(1, "past partner") == "1 past partner"
    assert counted(0, "creator") == "0 creators"
    assert counted(2_000, "creator") == "2,000 creators"
