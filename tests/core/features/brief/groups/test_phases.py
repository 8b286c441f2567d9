"""Points that each ask for creators are added up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    "text",
    [
        "Phase 1: 5 in Germany. Phase 2: 10 in France",
        "Phase 1 (May): 5 creators in Germany\nPhase 2 (June): 10 creators in France",
        "Welle 1: 5 Creator aus Deutschland; Welle 2: 10 Creator aus Frankreich",
        "- 5 creators from Germany\n- 10 creators from France",
        "1) 5 creators from Germany 2) 10 creators from France",
    ],
)
def test_phases_and_points_add_up(text: str, parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 15, "countries": ("DE", "FR")}
    assert any("not kept apart" in words for words in brief.warnings)
    assert not brief.meaning


def test_a_point_within_the_first_one_is_a_part_of_it(
    said: Callable[[str], dict[str, object]],
) -> None:
    assert said("12 creators from Europe\n4 from Poland")["count"] == 12
