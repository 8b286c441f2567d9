"""One creator's growth day by day, beside what was expected."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.models.growth.kinds import KIND_WORDS, EventConfig
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.growth_evidence import gather_evidence
from core.progress import silent
from core.services.growth.case import GrowthCase, growth_case
from core.services.session import BuildSession
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store
from tests.support.growth_cases import FIRST, history_rows, known_counts


def _session(con: duckdb.DuckDBPyConnection) -> BuildSession:
    return BuildSession("test", Path(), con, Settings.from_env(Path()))


def _case(
    con: duckdb.DuckDBPyConnection, one: str, config: EventConfig | None = None
) -> GrowthCase:
    found = growth_case(_session(con), one, config)
    assert found is not None
    return found


def test_the_days_by_hand(con: duckdb.DuckDBPyConnection) -> None:
    found = _case(con, "bought")
    counts = known_counts()["bought"]
    days = found.days
    assert (found.step_days, found.steps_known, len(days)) == (1, 89, 89)
    assert days["day"].iloc[0] == FIRST + pd.Timedelta(days=1)
    np.testing.assert_allclose(days["followers_count"], counts[1:], rtol=1e-9)
    np.testing.assert_allclose(days["change_count"], np.diff(counts), atol=1e-4)
    assert (days["expected_low"] < days["expected_change"]).all()
    assert (days["expected_change"] < days["expected_high"]).all()
    np.testing.assert_allclose(days["band_mid"], counts[:-1] + days["expected_change"])
    assert days.columns.tolist() == [
        "day", "followers_count", "change_count", "change_per_day", "expected_change",
        "expected_low", "expected_high", "band_low", "band_mid", "band_high", "cohort_change",
        "event_number", "note",
    ]  # fmt: skip


def test_events_are_those_of_the_build_for_clear_purchases(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for one, kind in (("bought", "step"), ("daily", "staircase")):
        stored = con.execute(
            "SELECT * FROM growth_patterns WHERE influencer_id = $id AND event_number = 1",
            {"id": one},
        ).df()
        live = _case(con, one).events.iloc[0]
        assert live["kind"] == stored["kind"].iloc[0] == kind
        assert live["first_day"] == stored["first_day"].iloc[0] == FIRST + pd.Timedelta(days=40)
        assert live["last_day"] == stored["last_day"].iloc[0]
        assert live["excess_count"] == pytest.approx(stored["excess_count"].iloc[0], rel=0.02)
        assert live["reasons_for"] == list(stored["reasons_for"].iloc[0])
        assert live["reasons_against"] == list(stored["reasons_against"].iloc[0])


@pytest.mark.slow
def test_events_have_the_columns_of_the_table(con: duckdb.DuckDBPyConnection) -> None:
    expected = [one for one in tables.columns(con, "growth_patterns") if one != "influencer_id"]
    for one in ("bought", "flat", "two"):
        assert sorted(_case(con, one).events.columns) == sorted(expected)


@pytest.mark.slow
def test_the_band_holds_about_four_of_five_ordinary_days(con: duckdb.DuckDBPyConnection) -> None:
    shares = []
    for number in range(30):
        days = _case(con, f"c{number:02d}").days
        inside = days["change_per_day"].between(days["expected_low"], days["expected_high"])
        shares.append(inside.mean())
    # A wandering median follows the days a little: seen .79 to .86 in the mean.
    assert np.mean(shares) == pytest.approx(0.8, abs=0.06)
    assert min(shares) > 0.65


def test_what_happened_on_a_day_is_said(con: duckdb.DuckDBPyConnection) -> None:
    days = _case(con, "bought").days.set_index("day")
    note = days.loc[FIRST + pd.Timedelta(days=40), "note"]
    assert note.startswith("+8,")
    assert "(usual +" in note
    assert note.endswith(KIND_WORDS["step"])
    assert days.loc[FIRST + pd.Timedelta(days=39), "note"].endswith("2 posts")
    assert days.loc[FIRST + pd.Timedelta(days=50), "note"].endswith("1 post")
    assert days["event_number"].dropna().index.tolist() == [FIRST + pd.Timedelta(days=40)]


def test_a_purge_is_no_event_and_the_cohort_line_shows_it(con: duckdb.DuckDBPyConnection) -> None:
    found = _case(con, "c01")
    assert "drop" not in set(found.events["kind"])
    days = found.days.set_index("day")
    purge = days.loc[FIRST + pd.Timedelta(days=60)]
    assert purge["cohort_change"] / (purge["followers_count"] - purge["change_count"]) == (
        pytest.approx(-0.028, abs=0.003)
    )
    assert purge["expected_low"] < purge["change_per_day"] < 0


@pytest.mark.slow
def test_other_settings_find_other_events(con: duckdb.DuckDBPyConnection) -> None:
    assert _case(con, "bought", EventConfig(size_min=0.2)).events.empty
    wide = _case(con, "bought", EventConfig(band_share=0.95)).days
    usual = _case(con, "bought").days
    assert (wide["expected_high"] > usual["expected_high"]).all()


@pytest.mark.parametrize("one", ["one", "silent", "nobody at all"])
def test_under_two_counts_there_is_no_case(con: duckdb.DuckDBPyConnection, one: str) -> None:
    assert growth_case(_session(con), one) is None


def test_two_counts_and_a_flat_line_are_a_case_without_events(
    con: duckdb.DuckDBPyConnection,
) -> None:
    two = _case(con, "two")
    assert (len(two.days), two.steps_known, two.events.empty) == (1, 1, True)
    assert two.days["change_count"].tolist() == [4.0]
    flat = _case(con, "flat")
    assert flat.events.empty
    assert (flat.days["change_count"] == 0).all()
    assert np.isfinite(flat.days[["band_low", "band_high"]].to_numpy()).all()


def test_weekly_counts_are_told_by_week_and_by_day(con: duckdb.DuckDBPyConnection) -> None:
    found = _case(con, "weekly")
    assert found.step_days == 7
    np.testing.assert_allclose(found.days["change_per_day"] * 7, found.days["change_count"])
    event = found.events.iloc[0]
    assert event["kind"] == "step"
    assert (event["last_day"] - event["first_day"]).days == 6
    assert (found.days["event_number"] == 1).sum() == 1


def test_both_ends_of_a_very_long_pause_are_shown(con: duckdb.DuckDBPyConnection) -> None:
    days = _case(con, "pause").days
    assert days["day"].iloc[-1] == FIRST + pd.Timedelta(days=3039)
    assert len(days) == 1500
    assert days["change_count"].notna().sum() == 39
    assert set(days.loc[days["change_count"].isna(), "note"]) == {""}


def test_what_two_stretches_of_a_long_history_see_stands_once(tmp_path: Path) -> None:
    bare = _bare(tmp_path, "long")
    found = _case(bare, "long")
    bare.close()
    for day in (100, 300):
        at = FIRST + pd.Timedelta(days=day)
        own = found.events[(found.events["first_day"] <= at) & (found.events["last_day"] >= at)]
        assert own["kind"].tolist() == ["step"]
    assert found.events["event_number"].tolist() == list(range(1, len(found.events) + 1))
    assert len(found.days) == 399


def _bare(folder: Path, one: str) -> duckdb.DuckDBPyConnection:
    """A store that holds nothing but one history."""
    bare = empty_store(folder / "store.duckdb", Settings.from_env(folder))
    tables.append_frame(bare, "follower_history", history_rows(one, known_counts()[one]))
    return bare


def test_a_store_without_evidence_still_shows_the_case(tmp_path: Path) -> None:
    bare = _bare(tmp_path, "bought")
    found = _case(bare, "bought")
    bare.close()
    assert found.days["cohort_change"].isna().all()
    assert {"step", "drop"} <= set(found.events["kind"])  # nobody says that all were purged


@pytest.mark.slow
def test_accounts_of_no_known_platform_are_not_taken_for_all(tmp_path: Path) -> None:
    """Cohorts of accounts without a platform have the name '' as those of all do."""
    settings = Settings.from_env(tmp_path)
    mixed = empty_store(tmp_path / "store.duckdb", settings)
    rng = np.random.default_rng(6)
    names = [f"{kind}{number:03d}" for kind in ("n", "x") for number in range(150)]
    tables.append_frame(
        mixed,
        "influencers",
        pd.DataFrame(
            {
                "influencer_id": names, "handle": names, "name": "x",
                "platform": ["" if one[0] == "n" else "x" for one in names],
            }
        ),
    )  # fmt: skip
    rates = {"n": 0.01, "x": 0.001}

    def grown(one: str) -> np.ndarray:
        rate = rates[one[0]] + rng.normal(0, 1e-4)
        return np.rint(10_000 * (1 + rate) ** np.arange(20)).astype(int)

    tables.append_frame(
        mixed,
        "follower_history",
        pd.concat(history_rows(one, grown(one)) for one in names),
    )
    gather_evidence(BuildContext(mixed, tmp_path, settings, BuildConfig(), silent))
    for kind, rate in rates.items():
        days = _case(mixed, f"{kind}007").days
        before = days["followers_count"] - days["change_count"]
        assert (days["cohort_change"] / before).median() == pytest.approx(rate, rel=0.3)
    mixed.close()
