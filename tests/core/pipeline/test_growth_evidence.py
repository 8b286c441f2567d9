"""The step that gathers growth evidence, on demo builds and on stores that lack most tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.domain.histories import dates
from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.kinds import EVENT_KINDS, KINDS
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.growth_days import histories_of
from core.pipeline.run import make_build
from core.pipeline.sources import EarlierBuild
from core.pipeline.steps.growth_evidence import gather_evidence
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import empty_store, open_store
from tests.support.series import calm, with_gains
from tests.support.some_steps import end_after

_FIRST = pd.Timestamp("2026-01-01")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    con.close()


def _fill(
    con: duckdb.DuckDBPyConnection, counts: dict[str, np.ndarray], platform: str | None
) -> None:
    creators = pd.DataFrame(
        {"influencer_id": list(counts), "handle": list(counts), "name": "x", "platform": platform}
    )
    tables.append_frame(con, "influencers", creators)
    history = [
        pd.DataFrame(
            {
                "influencer_id": one,
                "day": _FIRST + pd.to_timedelta(np.arange(len(values)), unit="D"),
                "followers_count": values,
            }
        )
        for one, values in counts.items()
        if len(values)
    ]
    tables.append_frame(con, "follower_history", pd.concat(history))


def _few() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    counts = {f"c{number:02d}": calm(rng, noise=0.002) for number in range(24)}
    counts["c05"] = with_gains(counts["c05"], {40: 0.08})
    return counts | {"none": np.zeros(0, int), "one": np.array([5]), "zero": np.zeros(40, int)}


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


@pytest.fixture
def store(small_build: Build, small_settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_store(small_build.store_file, small_settings, read_only=True)
    yield con
    con.close()


def test_every_creator_of_a_build_has_a_row_and_keys_are_unique(
    store: duckdb.DuckDBPyConnection,
) -> None:
    assert _rows(
        store,
        """SELECT count(*), count(DISTINCT influencer_id), count(purchased_probability),
                  min(purchased_probability) >= 0, max(purchased_probability) <= 1,
                  min(authenticity_index) >= 0, max(authenticity_index) <= 100
           FROM growth_evidence JOIN influencers USING (influencer_id)""",
    ) == [(150, 150, 150, True, True, True, True)]
    events = _rows(
        store,
        """SELECT count(*), count(DISTINCT (influencer_id, event_number)), min(event_number),
                  count(*) FILTER (first_day > last_day) FROM growth_patterns""",
    )[0]
    assert events[0] == events[1] > 50
    assert events[2:] == (1, 0)
    assert _rows(
        store,
        """SELECT count(*) = count(DISTINCT (platform, size_group, step_days, day)),
                  min(members_count) >= 20, bool_or(platform = ''), bool_or(size_group >= 0)
           FROM cohort_growth""",
    ) == [(True, True, True, False)]


def test_what_the_build_says_fits_together(store: duckdb.DuckDBPyConnection) -> None:
    frame = store.execute(
        """SELECT e.*, p.kind, p.first_day AS event_day, p.excess_count
           FROM growth_evidence e LEFT JOIN growth_patterns p
             ON p.influencer_id = e.influencer_id AND p.event_number = 1
           ORDER BY e.influencer_id"""
    ).df()
    assert set(frame["pattern"]) <= set(KINDS)
    assert set(frame["kind"].dropna()) <= set(EVENT_KINDS)
    shown = frame[frame["pattern_first_day"].notna()]
    assert (shown["pattern"] == shown["kind"]).all()
    assert (shown["pattern_first_day"] == shown["event_day"]).all()
    assert (shown["pattern_excess_count"] == shown["excess_count"]).all()
    assert frame.loc[frame["pattern_first_day"].isna(), "pattern"].isin(["organic"]).all()
    assert (frame["step_days"] == 1).all()
    assert (frame["days_known"] == 90).all()
    assert frame["model_version"].nunique() == 1
    counts: dict[str, int] = dict(
        _rows(store, "SELECT influencer_id, count(*) FROM growth_patterns GROUP BY influencer_id")
    )
    assert frame["events_count"].tolist() == [counts.get(one, 0) for one in frame["influencer_id"]]


def test_purchases_of_the_demo_stand_first(
    store: duckdb.DuckDBPyConnection, small_build: Build
) -> None:
    truth = pd.read_parquet(next(small_build.folder.glob("truth*purchases*.parquet")))
    frame = store.execute(
        "SELECT influencer_id, purchased_probability FROM growth_evidence ORDER BY influencer_id"
    ).df()
    bought = frame["influencer_id"].isin(truth["influencer_id"])
    high = frame["purchased_probability"] >= WORTH_CHECKING
    assert high[bought].mean() > 0.7
    assert high[~bought].mean() < 0.05


@pytest.mark.slow
def test_a_rebuild_from_this_step_gives_the_same(
    store: duckdb.DuckDBPyConnection,
    small_build: Build,
    small_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end_after(monkeypatch, "evidence")
    again = make_build(
        small_settings,
        EarlierBuild(small_build, with_results=True),
        BuildConfig(seed=42, niches_count=6, deep=False, creators_count=150),
        first_step="evidence",
        publish=False,
    )
    assert "evidence" in again.manifest["timings_s"]
    assert "niches" not in again.manifest["timings_s"]
    con = open_store(again.store_file, small_settings, read_only=True)
    try:
        for table in ("growth_evidence", "growth_patterns", "cohort_growth"):
            query = f"SELECT * FROM {table} ORDER BY ALL"
            pd.testing.assert_frame_equal(
                con.execute(query).df(), store.execute(query).df(), rtol=1e-9
            )
    finally:
        con.close()
    assert again.manifest["facts"]["growth_evidence"]["model"]["version"]


@pytest.mark.parametrize("platform", ["instagram", ""])
@pytest.mark.slow
def test_a_store_of_histories_alone_is_enough(context: BuildContext, platform: str | None) -> None:
    _fill(context.con, _few(), platform)
    gather_evidence(context)
    rows = {row[0]: row[1:] for row in _rows(
        context.con,
        """SELECT influencer_id, purchased_probability, pattern, confidence, authenticity_index,
                  pattern_first_day::VARCHAR, engagement_part, days_known, first_day
           FROM growth_evidence ORDER BY influencer_id""",
    )}  # fmt: skip
    assert len(rows) == 27
    for one, days in (("none", 0), ("one", 1), ("zero", 40)):
        assert rows[one][:6] == (None, "unknown", "not enough data", None, None, None)
        assert rows[one][6] == days
    assert rows["none"][7] is None
    assert float(rows["c05"][0]) > WORTH_CHECKING
    assert rows["c05"][1] == "step"
    assert rows["c05"][4] == "2026-02-10"
    # No posts, no profiles, no collaborations: nothing is made up.
    assert _rows(
        context.con,
        """SELECT count(posts_before), count(collaborations_near), count(engagement_change)
           FROM growth_patterns""",
    ) == [(0, 0, 0)]
    assert {row[5] for row in rows.values()} == {None}
    # A second run replaces what the first wrote.
    gather_evidence(context)
    assert _rows(context.con, "SELECT count(*) FROM growth_evidence") == [(27,)]


@pytest.mark.parametrize(("is_demo", "highest"), [(True, "high"), (False, "medium")])
@pytest.mark.slow
def test_confidence_is_never_high_for_imported_accounts(
    context: BuildContext, is_demo: bool, highest: str
) -> None:
    _fill(context.con, _few(), "instagram")
    context.is_demo = is_demo
    gather_evidence(context)
    levels = {
        str(level) for (level,) in _rows(context.con, "SELECT confidence FROM growth_evidence")
    }
    assert highest in levels
    assert is_demo or "high" not in levels


@pytest.mark.slow
def test_the_spread_of_a_day_is_kept_for_accounts_of_no_known_platform(
    context: BuildContext,
) -> None:
    rng = np.random.default_rng(2)
    counts = {f"c{number:02d}": calm(rng) for number in range(30)}
    for one, values in counts.items():
        counts[one] = with_gains(values, {50: float(rng.normal(0, 0.03))})
    _fill(context.con, counts, "")
    gather_evidence(context)
    wide = _rows(
        context.con,
        "SELECT platform, day::VARCHAR FROM cohort_growth WHERE extra_spread > 5 ORDER BY day",
    )
    assert wide == [("", "2026-02-20")]


def test_a_store_without_creators_or_histories_works(context: BuildContext) -> None:
    gather_evidence(context)
    assert _rows(context.con, "SELECT count(*) FROM growth_evidence") == [(0,)]
    tables.append_frame(
        context.con,
        "influencers",
        pd.DataFrame({"influencer_id": ["a", "b"], "handle": "x", "name": "x", "platform": ""}),
    )
    gather_evidence(context)
    assert _rows(
        context.con, "SELECT influencer_id, confidence FROM growth_evidence ORDER BY 1"
    ) == [("a", "not enough data"), ("b", "not enough data")]


def test_histories_come_by_influencer_id_whatever_the_order_they_were_stored_in(
    context: BuildContext,
) -> None:
    _fill(context.con, {"b": np.array([5, 6, 7]), "c": np.zeros(0, int), "a": np.array([1])}, "x")
    found = histories_of(context.con, 3)
    assert found.starts.tolist() == [0, 1, 4, 4]
    assert found.counts.tolist() == [1, 5, 6, 7]
    assert found.days[0] == (_FIRST - pd.Timestamp("1970-01-01")).days


def test_day_numbers_as_dates() -> None:
    found = dates(pd.Series([0, 1, -1, 20_000]))
    assert found.dt.strftime("%Y-%m-%d").tolist()[:2] == ["1970-01-01", "1970-01-02"]
    assert found.isna().tolist() == [False, False, True, False]
    assert dates(pd.Series([], dtype="int64")).empty
