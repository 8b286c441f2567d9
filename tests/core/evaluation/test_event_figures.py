"""Figures of events on demo data against the planted orders."""

from __future__ import annotations

import pandas as pd
import pytest

from core.demo.generator import DemoConfig, generate
from core.evaluation.event_figures import FIGURES, figure_errors, figure_table
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.kinds import BOUGHT_LIKE
from core.models.growth.learner import shipped
from core.pipeline.growth_learning.planted import planted_growth

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    data = generate(DemoConfig(creators_count=1000), seed=7)
    planted = planted_growth(data)
    evidence = growth_evidence(planted.given, shipped())
    return figure_table(
        figure_errors(
            data.truth["purchases"], planted.creator_ids, evidence.creators, evidence.events
        )
    )


def test_every_pattern_and_figure_is_checked(table: pd.DataFrame) -> None:
    assert set(table["kind"]) == set(BOUGHT_LIKE)
    # A step that decays has no planted last day.
    assert len(table) == 4 * len(FIGURES) - 1


def test_the_usual_figure_lies_well_within_its_tolerance(table: pd.DataFrame) -> None:
    off = table[table["median_error"] > table["tolerance"] / 2]
    assert off.empty, off.to_string()


def test_figures_of_gains_at_once_hardly_leave_their_tolerance(table: pd.DataFrame) -> None:
    at_once = table[table["kind"].isin(["step", "step_decay"])].set_index(["kind", "figure"])
    for kind in ("step", "step_decay"):
        for figure in ("first day", "peak day", "peak gain"):
            assert at_once.loc[(kind, figure), "within_share"] >= 0.9, (kind, figure)
