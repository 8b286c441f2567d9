"""The step that rates momentum, on small stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.growth_evidence import gather_evidence
from core.pipeline.steps.momentum import rate_momentum
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store
from tests.support.series import calm

_FIRST = pd.Timestamp("2026-06-01")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    con.close()


def _fill(context: BuildContext, *, with_history: bool = True) -> None:
    """c00 names c01 (larger to smaller) and c01 names c00; c02 takes off; c03 has 10 counts."""
    rng = np.random.default_rng(2)
    ids = [f"c{number:02d}" for number in range(30)]
    sizes = [90_000 if one == "c00" else 5_000 + 10 * place for place, one in enumerate(ids)]
    tables.append_frame(
        context.con,
        "influencers",
        pd.DataFrame(
            {
                "influencer_id": ids,
                "handle": [one.upper() for one in ids],
                "name": "x",
                "platform": "instagram",
                "followers_count": sizes,
            }
        ),
    )
    posts = pd.DataFrame(
        {
            "post_id": ["p0", "p1", "p2"],
            "influencer_id": ["c00", "c01", "c04"],
            "posted_at": pd.Timestamp("2026-08-20"),
            "caption": "",
            "hashtags": [["glow"], ["glow", "dusty"], ["other"]],
            "mentions": [["c01"], ["c00"], []],
        }
    )
    tables.append_frame(context.con, "posts", posts)
    trends = pd.DataFrame(
        {
            "kind": "hashtag",
            "item": ["glow", "dusty"],
            "direction": ["rising", "falling"],
            "weekly_growth": [0.2, -0.1],
            "creators_count": 30,
            "first_seen": _FIRST,
            "is_new": False,
            "posts_count": 90,
            "first_day": _FIRST,
            "last_day": _FIRST,
            "model_version": "test",
        }
    )
    tables.append_frame(context.con, "trends", trends)
    if not with_history:
        return
    for one in ids:
        counts = calm(rng, noise=0.001, days=90).astype(float)
        if one == "c02":
            # Even gains day after day would be a steady delivery.
            uneven = np.random.default_rng(1).lognormal(-0.3, 0.8, 90)
            counts *= np.exp(0.01 * np.cumsum(np.where(np.arange(90) > 60, uneven, 0)))
        frame = pd.DataFrame(
            {
                "influencer_id": one,
                "day": _FIRST + pd.to_timedelta(np.arange(90), unit="D"),
                "followers_count": np.rint(counts),
            }
        )
        tables.append_frame(
            context.con, "follower_history", frame.head(10) if one == "c03" else frame
        )


def test_every_creator_has_a_row_and_the_riser_leads(context: BuildContext) -> None:
    _fill(context)
    gather_evidence(context)
    rate_momentum(context)
    found = context.con.execute("SELECT * FROM momentum ORDER BY influencer_id").df()
    found = found.set_index("influencer_id")
    assert len(found) == 30
    assert found["momentum_rank"].idxmin() == "c02"
    assert found.loc["c03", "confidence"] == "not enough data"
    assert pd.isna(found.loc["c03", "momentum_score"])
    assert found["first_day"].iloc[0] == _FIRST
    assert found["last_day"].iloc[0] == _FIRST + pd.Timedelta(days=89)


@pytest.mark.slow
def test_topics_and_larger_accounts_are_read_from_the_store(context: BuildContext) -> None:
    _fill(context)
    rate_momentum(context)
    found = context.con.execute(
        "SELECT influencer_id, topic_growth, mentions FROM momentum ORDER BY influencer_id"
    ).df()
    found = found.set_index("influencer_id")
    assert found.loc["c00", "topic_growth"] == pytest.approx(0.2)
    assert found.loc["c01", "topic_growth"] == pytest.approx(0.05)
    assert pd.isna(found.loc["c04", "topic_growth"])
    assert found.loc[["c01", "c00"], "mentions"].tolist() == [1, 0]


@pytest.mark.slow
def test_forecasts_have_both_horizons_and_say_which_was_tested(context: BuildContext) -> None:
    _fill(context)
    rate_momentum(context)
    found = context.con.execute(
        """SELECT horizon_days, count(*) AS creators, bool_and(is_tested) AS is_tested,
                  bool_and(followers_low <= followers_forecast
                           AND followers_forecast <= followers_high) AS is_ordered
           FROM forecasts GROUP BY horizon_days ORDER BY horizon_days"""
    ).fetchall()
    assert found == [(30, 29, True, True), (90, 29, False, True)]


@pytest.mark.slow
def test_a_second_run_leaves_the_same_rows(context: BuildContext) -> None:
    _fill(context)
    rate_momentum(context)
    first = context.con.execute("SELECT * FROM momentum ORDER BY influencer_id").df()
    rate_momentum(context)
    again = context.con.execute("SELECT * FROM momentum ORDER BY influencer_id").df()
    pd.testing.assert_frame_equal(first, again)


def test_without_histories_the_tables_stay_empty(context: BuildContext) -> None:
    _fill(context, with_history=False)
    rate_momentum(context)
    assert context.con.execute("SELECT count(*) FROM momentum").fetchone() == (0,)
    assert context.con.execute("SELECT count(*) FROM forecasts").fetchone() == (0,)
