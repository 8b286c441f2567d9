"""The growth check judges the curve again with something added to it or taken away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from core.domain.histories import EPOCH
from core.formats import is_missing
from core.models.growth.evidence.evidence import evidence_of
from core.models.growth.kinds import DRIP, STEP, STEP_DECAY
from core.models.growth.learner import shipped
from core.models.growth.orders import Order, usual_order
from core.services.growth.creator_reading import creator_history, creator_reading
from core.services.growth.trial import GrowthTrial, with_order_judged, without_event_judged
from core.services.session import BuildSession
from core.settings import Settings
from tests.support.growth_cases import FIRST

_DAY = int((FIRST - EPOCH).days)


@pytest.fixture
def session(con: duckdb.DuckDBPyConnection) -> BuildSession:
    return BuildSession("test", Path(), con, Settings.from_env(Path()))


def _with(session: BuildSession, one: str, order: Order) -> GrowthTrial:
    trial = with_order_judged(session, one, order)
    assert trial is not None
    return trial


@pytest.mark.parametrize("one", ["c03", "bought", "daily", "weekly", "pause", "flat"])
def test_the_own_curve_is_judged_as_in_the_build(session: BuildSession, one: str) -> None:
    found = evidence_of(
        creator_reading(session, one, creator_history(session, one)), shipped(), threads=1
    ).creators.iloc[0]
    stored = session.con.execute(
        "SELECT * FROM growth_evidence WHERE influencer_id = ?", [one]
    ).df().iloc[0]  # fmt: skip
    np.testing.assert_allclose(
        found["purchased_probability"], stored["purchased_probability"], rtol=0, atol=1e-9
    )
    assert found["pattern"] == stored["pattern"]
    assert is_missing(found["authenticity_index"]) == is_missing(stored["authenticity_index"])
    if not is_missing(stored["authenticity_index"]):
        assert found["authenticity_index"] == stored["authenticity_index"]


def test_a_step_of_a_tenth_is_found_and_named(session: BuildSession) -> None:
    trial = _with(session, "c03", usual_order(STEP, _DAY + 30, 10_000))
    assert not trial.before.is_worth_checking
    assert trial.after.is_worth_checking
    # All lose 3% a month later, which some of the order does too.
    assert trial.after.pattern in (STEP, STEP_DECAY)
    assert trial.after.first_day == (FIRST + timedelta(days=30)).date()
    before, after = trial.days["followers_before"], trial.days["followers_after"]
    assert (after[:30] == before[:30]).all()
    assert (after[30:] - before[30:]).unique().tolist() == [10_000]


def test_a_handful_of_followers_over_a_month_is_not(session: BuildSession) -> None:
    trial = _with(session, "c03", usual_order(DRIP, _DAY + 30, 100))
    assert not trial.after.is_worth_checking


@pytest.mark.slow
def test_without_its_event_a_bought_curve_looks_ordinary(session: BuildSession) -> None:
    day = (FIRST + timedelta(days=40)).date()
    trial = without_event_judged(session, "bought", day, day)
    assert trial is not None
    assert trial.before.is_worth_checking
    assert not trial.after.is_worth_checking
    before, after = trial.days["followers_before"], trial.days["followers_after"]
    assert (after[:40] == before[:40]).all()
    # 8% of about 108,000 followers, less the usual growth of a day
    assert (before[40:] - after[40:]).unique() == pytest.approx([8_600], abs=500)


@pytest.mark.slow
def test_a_quiet_stretch_taken_out_changes_little(session: BuildSession) -> None:
    first, last = ((FIRST + timedelta(days=n)).date() for n in (10, 20))
    trial = without_event_judged(session, "c03", first, last)
    assert trial is not None
    assert not trial.after.is_worth_checking
    assert trial.days["followers_after"].iloc[-1] == pytest.approx(
        trial.days["followers_before"].iloc[-1], rel=0.02
    )


@pytest.mark.parametrize("one", ["one", "silent", "nobody"])
def test_under_two_counts_nothing_is_tried(session: BuildSession, one: str) -> None:
    assert with_order_judged(session, one, usual_order(STEP, _DAY, 5)) is None
    assert without_event_judged(session, one, FIRST.date(), FIRST.date()) is None
