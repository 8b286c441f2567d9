"""A changed constraint changes its own words; all others stay as a person typed them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.changes.change import changed
from core.features.brief.parse import ParsedBrief

_LETTER = (
    "Hi Tom,\n\nwe'd need six beauty creators based in Germany, ideally on Instagram, "
    "20k–80k followers 🙂  EUR 7.500 for the whole thing.\n\nBest,\nAnna Schmidt"
)
_LIST = "- 10 creators\n- travel\n- Spain / Portugal\n- ER min. 3%\n- 500€ per reel max"


@pytest.mark.parametrize(
    ("brief", "name", "value", "old", "new"),
    [
        (_LETTER, "count", 5, "six", "5"),
        (_LETTER, "countries", ("FR", "IT"), "Germany", "France or Italy"),
        (_LETTER, "budget", 6000.0, "7.500", "6.000"),
        (_LETTER, "followers_max", 50_000, "80k", "50k"),
        (_LETTER, "platforms", ("youtube",), "Instagram", "YouTube"),
        (_LETTER, "niches", ("Travel",), "beauty", "travel"),
        (_LETTER, "countries", (), " based in Germany", ""),
        (_LETTER, "engagement_percent_min", 2.5, "thing.", "thing.\nengagement above 2.5%"),
        (_LIST, "countries", ("FR",), "Spain / Portugal", "France"),
        (_LIST, "countries", (), "- Spain / Portugal\n", ""),
        (_LIST, "price_max", 300.0, "500€", "300€"),
        (_LIST, "tiers", ("nano",), "max", "max\nnano tier"),
        ("8 German yoga creators", "countries", ("FR",), "German", "French"),
        ("8 yoga creators, no TikTok", "platforms", (), ", no TikTok", ""),
        ("5 creators. Best, Anna", "tiers", ("nano",), ". Best", ". nano tier. Best"),
        ("suche zwölf Köche aus Wien", "count", 3, "zwölf", "3"),
    ],
)
def test_only_the_words_of_the_constraint_change(
    brief: str,
    name: str,
    value: Any,
    old: str,
    new: str,
    parsed: Callable[[str], ParsedBrief],
) -> None:
    before = parsed(brief)
    text = changed(before, name, value)
    assert text == brief.replace(old, new, 1)
    after = parsed(text).constraints.said()
    expected = before.constraints.said() | ({name: value} if value else {})
    assert after == {key: entry for key, entry in expected.items() if value or key != name}


def test_the_same_value_changes_nothing(parsed: Callable[[str], ParsedBrief]) -> None:
    assert changed(parsed(_LETTER), "count", 6) == _LETTER
