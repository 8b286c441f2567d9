"""What counts as a trend, and what must not."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.trends.found import HASHTAG, DatedPosts, Uses, found_trends
from core.models.trends.weeks import item_weeks
from tests.support.worlds import WEEKS, posts_of, tags_of

_AXIS = np.arange(WEEKS)


def test_a_rise_a_fall_and_a_steady_use_are_told_apart_with_their_growth() -> None:
    rng = np.random.default_rng(3)
    posts = posts_of(rng, 1200, 10, growing=True)
    shares = [0.01 * np.exp(0.15 * _AXIS), 0.08 * np.exp(-0.15 * _AXIS), np.full(WEEKS, 0.03)]
    found = found_trends(posts, tags_of(rng, posts, shares)).trends
    assert found["direction"].tolist() == ["rising", "falling", "steady"]
    assert (found["growth_low"] < [0.15, -0.15, 0]).all()
    assert (found["growth_high"] > [0.15, -0.15, 0]).all()
    assert found["share_now"][0] > found["share_before"][0]


@pytest.mark.parametrize("growing", [False, True])
@pytest.mark.slow
def test_nothing_moves_when_nothing_was_planted_even_in_a_growing_store(growing: bool) -> None:
    called = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        posts = posts_of(rng, 800, 10, growing=growing)
        shares = [np.full(WEEKS, share) for share in rng.uniform(0.01, 0.1, 120)]
        directions = found_trends(posts, tags_of(rng, posts, shares)).trends["direction"]
        assert (directions == "too few").sum() == 0
        called.append(directions.isin(["rising", "falling"]).mean())
    assert np.mean(called) < 0.02


def test_more_posts_a_creator_do_not_make_everything_rise() -> None:
    rng = np.random.default_rng(8)
    owner = np.repeat(np.arange(600), 40)
    # Everybody posts twice as often in each quarter as in the one before.
    week = rng.choice(WEEKS, len(owner), p=2 ** (_AXIS / 4) / (2 ** (_AXIS / 4)).sum())
    posts = DatedPosts(owner, 20_000 + week * 7 + 3, np.full(len(owner), np.nan))
    posts.days[:WEEKS] = 20_000 + _AXIS * 7 + np.where(_AXIS == WEEKS - 1, 6, 0)
    shares = [np.full(WEEKS, 0.04)] * 60
    found = found_trends(posts, tags_of(rng, posts, shares)).trends
    assert (found["direction"] == "steady").mean() > 0.97
    assert abs(found["weekly_growth"].mean()) < 0.01


def test_one_busy_account_is_no_trend() -> None:
    rng = np.random.default_rng(5)
    posts = posts_of(rng, 300, 10, growing=False)
    busy = DatedPosts(
        np.append(posts.creators, np.zeros(400, np.int64)),
        np.append(posts.days, 20_000 + WEEKS * 7 - 1 - np.arange(400) % 21),
        np.append(posts.engagements, np.ones(400)),
    )
    uses = np.arange(len(posts.days), len(busy.days))
    found = found_trends(busy, Uses(HASHTAG, uses, np.zeros(400, np.int64), ["mine"]))
    assert found.trends["direction"].tolist() == ["too few"]
    assert np.isnan(found.trends["weekly_growth"][0])
    assert found.riders.empty
    # Nor when a dozen others used it now and then all along.
    others = rng.choice(len(posts.days), 60, replace=False)
    mixed = Uses(HASHTAG, np.append(uses, others), np.zeros(460, np.int64), ["mine"])
    assert found_trends(busy, mixed).trends["direction"].tolist() == ["steady"]


@pytest.mark.slow
def test_creators_who_repeat_themselves_count_as_one_voice() -> None:
    """A habit of few, begun by chance in late weeks, is not as certain as many uses look."""
    called = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        posts = posts_of(rng, 200, 30, growing=True)
        fans = rng.choice(200, 14, replace=False)
        uses = np.flatnonzero(np.isin(posts.creators, fans))
        found = found_trends(posts, Uses(HASHTAG, uses, np.zeros(len(uses), np.int64), ["habit"]))
        called.append(found.trends["direction"][0] in ("rising", "falling"))
    assert np.mean(called) <= 0.12


def test_weeks_count_back_from_the_newest_day_and_a_broken_first_one_is_left_out() -> None:
    days = np.repeat(np.arange(100, 117), 12)  # two weeks and three days
    creators = np.tile(np.arange(12), 17)
    posts = np.arange(len(days))
    weeks = item_weeks(creators, days, posts, np.zeros(len(days), np.int64), items_count=1)
    assert weeks.first_days.tolist() == [103, 110]
    assert weeks.users.tolist() == [[12, 12]]
    assert weeks.shares.tolist() == [[1.0, 1.0]]
    assert weeks.first_use.tolist() == [100]


def test_few_weeks_say_too_few_and_no_posts_say_nothing() -> None:
    rng = np.random.default_rng(1)
    posts = posts_of(rng, 100, 10, growing=False)
    short = DatedPosts(posts.creators, 20_000 + posts.days % 21, posts.engagements)
    uses = Uses(HASHTAG, np.arange(0, 1000, 3), np.zeros(334, np.int64), ["often"])
    assert found_trends(short, uses).trends["direction"].tolist() == ["too few"]
    none = np.zeros(0, np.int64)
    empty = found_trends(DatedPosts(none, none, none.astype(float)), Uses(HASHTAG, none, none, []))
    assert empty.trends.empty


def test_riders_know_who_was_early_and_what_it_brought() -> None:
    rng = np.random.default_rng(2)
    posts = posts_of(rng, 600, 10, growing=False)
    uses = tags_of(rng, posts, [0.005 * np.exp(0.25 * _AXIS)])
    posts.engagements[:] = 100.0
    posts.engagements[uses.posts] = 150.0
    found = found_trends(posts, uses)
    assert found.trends["direction"].tolist() == ["rising"]
    riders = found.riders.sort_values("early_rank")
    assert riders["first_day_number"].is_monotonic_increasing
    assert riders["early_rank"].iloc[0] == 1
    assert riders["posts_count"].sum() == len(uses.posts)
    assert riders["engagement_ratio"].dropna().unique().tolist() == [1.5]
