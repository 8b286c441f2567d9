from __future__ import annotations

from core.features.brief.spelling import nearest


def test_near_word_is_found_and_a_far_one_is_not() -> None:
    assert nearest("netherlnds", ("netherlands", "new zealand")) == "netherlands"
    assert nearest("cooking", ("cycling",)) == ""
    assert nearest("itlay", ("italy",)) == "italy"
    assert nearest("", ("cycling",)) == ""
