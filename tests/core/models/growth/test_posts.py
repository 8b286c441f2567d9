"""Posts on time steps, what happened around an event, and what is said of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.models.growth.events.post_days import engagement_changes, post_days, recent_reach
from core.models.growth.events.surroundings import deals_by_creator, with_surroundings
from core.models.growth.evidence.reading import GrowthData, read_growth
from core.models.growth.evidence.reasons import with_event_reasons
from core.models.growth.signals.steps import regular_windows
from tests.support.series import FIRST_DAY, histories


def _posts(days: list[int], engagements: list[float], creator: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "creator": creator,
            "day_number": [FIRST_DAY + day for day in days],
            "engagements": engagements,
        }
    )


def test_posts_stand_on_the_step_that_ends_on_their_day() -> None:
    windows = regular_windows(histories([np.arange(100, 140)]))
    found = post_days(windows, _posts([5, 5, 20, 30], [100, 300, 100, 50]))
    assert found.has_posts.tolist() == [True]
    # The count of day 5 closes step 4; the median post has 100.
    assert np.flatnonzero(found.number[0]).tolist() == [4, 19, 29]
    assert found.number[0, 4] == 2
    assert found.reach[0, [4, 19, 29]].tolist() == [3.0, 1.0, 0.5]
    assert found.log_reach[0, 4] == pytest.approx(np.log(3) / 2)
    assert np.isnan(found.log_reach[0, 5])


def test_posts_of_a_week_stand_on_its_step() -> None:
    windows = regular_windows(histories([np.arange(100, 140)], step_days=7))
    found = post_days(windows, _posts([1, 7, 8, 14], [10, 10, 10, 10]))
    assert found.number[0, :3].tolist() == [2, 2, 0]


def test_posts_outside_of_the_window_or_without_reactions_do_not_count() -> None:
    windows = regular_windows(histories([np.arange(100, 140), np.arange(100, 140)]))
    found = post_days(windows, _posts([-1, 0, 40, 10, 11], [5, 5, 5, np.nan, 5]))
    assert found.number.sum() == 1
    assert found.has_posts.tolist() == [False, False]
    for none in (None, _posts([], [])):
        assert not post_days(windows, none).has_posts.any()


def test_each_window_of_a_long_history_has_its_posts() -> None:
    windows = regular_windows(histories([np.arange(1000, 1200)]))
    found = post_days(windows, _posts([100, 101, 102], [1, 1, 1]))
    # From the first day, from day 60 and from day 79 on.
    assert found.number.sum(axis=1).tolist() == [3, 3, 3]
    assert np.flatnonzero(found.number[2]).tolist() == [20, 21, 22]


def test_a_post_two_days_before_is_recent_and_one_three_days_before_is_not() -> None:
    values = np.zeros((2, 6))
    values[:, 1] = 4.0
    found = recent_reach(values, np.array([1, 7]))
    assert found[0].tolist() == [0, 4, 4, 4, 0, 0]
    assert found[1].tolist() == [0, 4, 4, 0, 0, 0]


def test_change_of_engagement_by_hand() -> None:
    windows = regular_windows(histories([np.arange(100, 180)]))
    # Median post 100. Before: 100 and 100; after: 400 and 100, in the mean of logs twice as much.
    posts = post_days(windows, _posts([2, 20, 25, 35, 45, 70], [100, 100, 100, 400, 100, 900]))
    at = np.array([29])
    change = engagement_changes(posts, np.array([0]), at, at, np.array([1]))
    assert change == pytest.approx([1.0])
    early = np.array([0])
    assert np.isnan(engagement_changes(posts, np.array([0]), early, early, np.array([1]))).all()


def _around(event: dict[str, int], deals: pd.DataFrame | None, posts: pd.DataFrame) -> pd.Series:
    windows = regular_windows(histories([np.arange(1000, 1080)]))
    medians = np.full(windows.rates.shape, 0.01)
    events = pd.DataFrame(
        {
            "window": [0],
            "creator": 0,
            "first_day_number": FIRST_DAY + 1 + event["start"],
            **{k: [v] for k, v in event.items()},
        }
    )
    return with_surroundings(
        events, windows, post_days(windows, posts), medians, deals_by_creator(deals)
    ).iloc[0]


def test_what_happened_around_an_event_by_hand() -> None:
    posts = _posts([27, 28, 30, 31, 60], [100, 100, 500, 900, 100])
    deals = pd.DataFrame(
        {"creator": [0] * 5, "day_number": [FIRST_DAY + day for day in (22, 23, 30, 31, 60)]}
    )
    # The event is on day 30 and 31; its step begins on the count before, step 29.
    found = _around({"start": 29, "last": 30}, deals, posts)
    assert found["posts_before"] == 2  # of days 28 and 30
    assert found["post_reach"] == 5.0
    assert found["collaborations_near"] == 2  # of days 23 and 30
    assert found["cohort_fraction"] == pytest.approx(1.01**2 - 1)


def test_posts_are_unknown_on_days_before_the_earliest_stored_post_or_after_the_newest() -> None:
    posts = _posts([32, 40, 50, 60], [100, 100, 100, 100])
    for start in (24, 28, 62, 70):
        found = _around({"start": start, "last": start}, None, posts)
        assert np.isnan(found["posts_before"]), start
        assert np.isnan(found["post_reach"]), start
    # Day 34 has the post of day 32 before it, day 37 none although the posts cover it.
    assert _around({"start": 33, "last": 33}, None, posts)["posts_before"] == 1
    assert _around({"start": 36, "last": 36}, None, posts)["posts_before"] == 0
    # Days 61 and 62 still have the post of day 60 before them.
    assert _around({"start": 61, "last": 61}, None, posts)["posts_before"] == 1


def test_a_post_with_unknown_reactions_is_not_taken_for_no_post() -> None:
    posts = _posts([2, 20, 30, 60], [100, 100, np.nan, 100])
    assert np.isnan(_around({"start": 30, "last": 30}, None, posts)["posts_before"])
    assert _around({"start": 40, "last": 40}, None, posts)["posts_before"] == 0


def _step_signals(posts: pd.DataFrame | None) -> pd.Series:
    """Signals of a creator with steady noise and a step of 30% on day 30."""
    rng = np.random.default_rng(4)
    counts = 10_000 + np.cumsum(rng.poisson(20, 80))
    counts[30:] += 3_000
    reading = read_growth(GrowthData(histories([counts]), np.zeros(1, np.int64), posts=posts))
    return reading.block(np.array([0])).signals.iloc[0]


@pytest.mark.parametrize("days", [[50, 60, 70, 75], [2, 10, 20]])
def test_posts_that_do_not_cover_a_rise_weigh_nothing_in_its_signals(days: list[int]) -> None:
    signals = _step_signals(_posts(days, [100.0] * len(days)))
    for name in (
        "post_before_largest", "post_before_delivery", "highest_unexplained", "highest_explained",
    ):  # fmt: skip
        assert np.isnan(signals[name]), name


def test_signals_of_covered_days_say_that_there_was_no_post() -> None:
    signals = _step_signals(_posts([2, 10, 20, 50, 60], [100.0] * 5))
    assert signals["post_before_largest"] == 0
    assert signals["highest_unexplained"] > 10
    assert signals["highest_explained"] == -9
    assert not np.isnan(signals["gains_follow_posts"])


def test_posts_of_a_few_days_say_nothing_of_the_whole_window() -> None:
    signals = _step_signals(_posts([60, 65, 70], [100, 100, 100]))
    # Steps 60 to 70 and two after: too few to compare gains with posts.
    assert np.isnan(signals["gains_follow_posts"])
    assert signals["posts_a_step"] == pytest.approx(3 / 13)


def test_what_nobody_knows_is_unknown_and_what_is_not_there_is_none() -> None:
    posts = _posts([1, 2, 50], [1, 1, 1])
    found = _around({"start": 29, "last": 29}, None, posts)
    assert found["posts_before"] == 0
    assert np.isnan(found["post_reach"])
    assert np.isnan(found["engagement_change"])
    assert np.isnan(found["collaborations_near"])
    elsewhere = pd.DataFrame({"creator": [7], "day_number": [FIRST_DAY + 30]})
    silent = _around({"start": 29, "last": 29}, elsewhere, _posts([], []))
    assert silent["collaborations_near"] == 0
    assert np.isnan(silent["posts_before"])


def _reasons(**event: object) -> tuple[list[str], list[str]]:
    row = {
        "kind": "step",
        "size_fraction": 0.05,
        "excess_count": 5000,
        "first_day_number": 100,
        "last_day_number": 100,
        "peak_day_number": 100,
        "retained_7": np.nan,
        "retained_30": np.nan,
        "posts_before": np.nan,
        "post_reach": np.nan,
        "engagement_change": np.nan,
        "collaborations_near": np.nan,
        "cohort_fraction": np.nan,
        **event,
    }
    found = with_event_reasons(pd.DataFrame([row])).iloc[0]
    return found["reasons_for"], found["reasons_against"]


def test_reasons_say_what_was_measured() -> None:
    assert _reasons() == (
        ["+5,000 followers beyond the usual (+5.0%) in one day, and no wave before or after"],
        [],
    )
    yes, no = _reasons(posts_before=0, retained_30=0.2, engagement_change=-0.4)
    assert "only 20% of them were left 30 days after the peak" in yes
    assert "no post on the first day or the two days before" in yes
    assert "engagement fell by 40% in the three weeks after" in yes
    assert no == []
    yes, no = _reasons(posts_before=1, post_reach=6.0, engagement_change=0.5,
                       collaborations_near=1, cohort_fraction=0.02)  # fmt: skip
    assert len(yes) == 1
    assert no == [
        "a post just before reached 6.0 times the creator's usual one",
        "engagement rose along: +50% in the three weeks after",
        "a collaboration began in the week before",
        "comparable accounts moved by +2.0% on the same days",
    ]


def test_the_words_of_a_step_that_decays_follow_what_was_left() -> None:
    lost, _ = _reasons(kind="step_decay", retained_30=0.28)
    assert lost[0].endswith("in one day, then a slow loss")
    kept, _ = _reasons(kind="step_decay", retained_30=1.0)
    assert kept[0].endswith("in one day, then little lost")
    unknown, _ = _reasons(kind="step_decay")
    assert unknown[0].endswith("in one day")


def test_a_burst_speaks_against_and_a_drop_needs_no_post() -> None:
    yes, no = _reasons(kind="viral", retained_7=0.95)
    assert yes == []
    assert no[1] == "95% of them were left 7 days after the peak"
    yes, no = _reasons(kind="drop", size_fraction=-0.05, excess_count=-5000, posts_before=0)
    assert (yes, no) == ([], [])
    assert with_event_reasons(pd.DataFrame()).columns.tolist() == [
        "reasons_for", "reasons_against",
    ]  # fmt: skip
