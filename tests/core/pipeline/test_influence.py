"""The step of influence: features in time order, scores, figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.models.influence.store_features import NAMES
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.influence import features_at, outcome_after, score_influence
from core.progress import silent
from core.queries.builds import INFLUENCE, has
from core.queries.influence import compared_creators, influence_quality
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

CUT = date(2026, 10, 21)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings.from_env(tmp_path)
    found = empty_store(tmp_path / "store.duckdb", settings)
    yield found
    found.close()


def _creators(con: duckdb.DuckDBPyConnection, count: int, platform: str = "tiktok") -> list[str]:
    ids = [f"c{number:03d}" for number in range(count)]
    frame = pd.DataFrame(
        {"influencer_id": ids, "handle": [f"h{one}" for one in ids], "name": ids}
    ).assign(platform=platform)
    tables.append_frame(con, "influencers", frame)
    return ids


def _post(
    con: duckdb.DuckDBPyConnection, who: str, day: date, likes: int | None, **more: object
) -> None:
    number = con.execute("SELECT count(*) FROM posts").fetchone()
    row = {
        "post_id": f"p{number[0] if number else 0}", "influencer_id": who, "caption": "",
        "posted_at": pd.Timestamp(day) + pd.Timedelta(hours=12), "likes_count": likes, **more,
    }  # fmt: skip
    tables.append_frame(con, "posts", pd.DataFrame([row]))


def test_features_worked_by_hand(con: duckdb.DuckDBPyConnection) -> None:
    one, two, _ = _creators(con, 3)
    _post(con, one, CUT - timedelta(days=14), 99, comments_count=0, hashtags=["a", "b"])
    _post(con, one, CUT - timedelta(days=7), 399, comments_count=0, is_sponsored=True)
    _post(con, two, CUT - timedelta(days=3), 5, mentions=["HC000"])
    history = pd.DataFrame(
        {
            "influencer_id": [one, one, two],
            "day": [CUT - timedelta(days=28), CUT, CUT],
            "followers_count": [1000, 1100, 5000],
        }
    )
    tables.append_frame(con, "follower_history", history)
    found = features_at(con, CUT).set_index("influencer_id")
    row = found.loc[one]
    assert row["followers_count"] == 1100
    assert row["reactions_per_post"] == pytest.approx(np.sqrt(100 * 400) - 1)
    assert row["posts_per_week"] == pytest.approx(1.0)
    assert row["weekly_growth"] == pytest.approx(np.log(1.1) / 4)
    assert row["days_since_post"] == 7
    assert row["hashtags_per_post"] == 2
    assert row["sponsored_share"] == 1
    assert (row["mentions_count"], row["larger_mentions_count"]) == (1, 1)
    assert np.isnan(row["reactions_trend"])
    assert (row["is_tiktok"], row["is_youtube"]) == (1, 0)
    nobody = found.loc["c002"]
    assert np.isnan(nobody["followers_count"])
    assert np.isnan(nobody["posts_per_week"])
    assert nobody["mentions_count"] == 0


def test_nothing_after_the_cut_is_known_before_it(con: duckdb.DuckDBPyConnection) -> None:
    ids = _planted(con, 20)
    before = features_at(con, CUT)
    _post(con, ids[0], CUT + timedelta(days=1), 10**7, mentions=[f"h{one}" for one in ids])
    con.execute("UPDATE posts SET likes_count = 1 WHERE posted_at >= $cut", {"cut": CUT + _DAY})
    con.execute("UPDATE follower_history SET followers_count = 7 WHERE day > $cut", {"cut": CUT})
    pd.testing.assert_frame_equal(before, features_at(con, CUT))
    assert not before[list(NAMES)].equals(features_at(con, CUT + timedelta(days=30))[list(NAMES)])


def test_the_outcome_is_the_mean_of_two_posts_or_more_after_the_cut(
    con: duckdb.DuckDBPyConnection,
) -> None:
    one, two, three = _creators(con, 3)
    for who, likes in ((one, 10), (one, 30), (two, 50)):
        _post(con, who, CUT + timedelta(days=2), likes)
    _post(con, one, CUT, 10**6)
    _post(con, one, CUT + timedelta(days=40), 10**6)
    _post(con, three, CUT + timedelta(days=2), None)
    _post(con, three, CUT + timedelta(days=3), None)
    np.testing.assert_array_equal(outcome_after(con, CUT), [20, np.nan, np.nan])


_DAY = timedelta(days=1)


def _planted(con: duckdb.DuckDBPyConnection, count: int) -> list[str]:
    """Creators with posts before and after the cut whose reactions follow a size of their own."""
    rng = np.random.default_rng(4)
    ids = _creators(con, count)
    size = np.exp(rng.normal(7, 1, count))
    posts, days = [], []
    for who, usual in zip(ids, size, strict=True):
        for number, back in enumerate((55, 48, 41, 34, 31, 20, 12, 5, 0)):
            posts.append(
                {
                    "post_id": f"{who}-{number}",
                    "influencer_id": who,
                    "caption": "",
                    "posted_at": pd.Timestamp(CUT + 30 * _DAY) - pd.Timedelta(days=back),
                    "likes_count": int(usual * np.exp(rng.normal(0, 0.3))),
                    "comments_count": 3,
                }
            )
        for back in (60, 30, 0):
            day = CUT + 30 * _DAY - back * _DAY
            days.append((who, day, int(usual * 30 * np.exp(rng.normal(0, 0.7)))))
    tables.append_frame(con, "posts", pd.DataFrame(posts))
    columns = ["influencer_id", "day", "followers_count"]
    tables.append_frame(con, "follower_history", pd.DataFrame(days, columns=columns))
    return ids


def _context(con: duckdb.DuckDBPyConnection, folder: Path) -> BuildContext:
    return BuildContext(con, folder, Settings.from_env(folder), BuildConfig(), silent)


@pytest.mark.slow
def test_scores_follow_what_is_to_come_and_figures_say_how_well(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    ids = _planted(con, 150)
    tables.append_frame(
        con,
        "influencers",
        pd.DataFrame(
            {"influencer_id": ["z"], "handle": ["z"], "name": ["z"], "platform": ["tiktok"]}
        ),
    )
    score_influence(_context(con, tmp_path))
    assert has(con, INFLUENCE)
    rows = compared_creators(con, (*ids, "z"))
    assert rows["strength"].isna().sum() == 1
    assert rows.set_index("influencer_id").loc["z", "influence_score"] != 0
    known = rows.dropna(subset=["strength"])
    likes = con.execute(
        "SELECT avg(likes_count) FROM posts GROUP BY influencer_id ORDER BY influencer_id"
    ).fetchnumpy()
    mean = next(iter(likes.values()))
    assert np.corrcoef(known["influence_score"].to_numpy(float), np.log(mean))[0, 1] > 0.9
    parts = np.array(known["parts"].tolist()).sum(axis=1)
    np.testing.assert_allclose(parts, known["strength"].to_numpy(float), atol=1e-9)
    assert sorted(known["influence_rank"]) == list(range(1, 151))
    assert known["reasons"].map(len).max() <= 3
    quality = influence_quality(con)
    assert quality.accuracy is not None
    assert quality.accuracy > 0.8
    assert quality.creators_count == 150


@pytest.mark.slow
def test_the_step_can_run_again_and_gives_the_same(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _planted(con, 60)
    context = _context(con, tmp_path)
    score_influence(context)
    first = con.execute("SELECT strength FROM influence ORDER BY influencer_id").fetchall()
    score_influence(context)
    assert con.execute("SELECT strength FROM influence ORDER BY influencer_id").fetchall() == first


@pytest.mark.parametrize("count", [0, 10])
def test_too_little_to_learn_from_gives_no_score(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, count: int
) -> None:
    if count:
        _planted(con, count)
    score_influence(_context(con, tmp_path))
    assert not has(con, INFLUENCE)
    assert influence_quality(con).accuracy is None
