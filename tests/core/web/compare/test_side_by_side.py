"""Who is marked as best in a row of the comparison."""

from __future__ import annotations

import pytest

from core.web.compare.side_by_side import ComparedCreator, _influence, _row_html


@pytest.mark.parametrize(("scores", "marks"), [((75.03, 75.04), 0), ((75.0, 75.1), 1)])
def test_figures_that_read_the_same_have_no_best(scores: tuple[float, float], marks: int) -> None:
    cells = [
        _influence(ComparedCreator(None, influence_score=score, influence_rank=1))  # type: ignore[arg-type]
        for score in scores
    ]
    assert _row_html("Influence (reactions)", cells).count(">best<") == marks
