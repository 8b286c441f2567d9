"""What was planted in the follower counts can be found there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.demo.config import DemoConfig
from core.demo.generator import DemoData
from core.demo.histories.events import Events, Purchase
from core.demo.histories.growth import make_growth
from core.demo.histories.schedule import Schedule
from core.demo.people.cast import Cast


@pytest.fixture(scope="module")
def counts(demo: DemoData) -> pd.DataFrame:
    """Creators by days."""
    history = demo.tables["follower_history"]
    return history.pivot(index="influencer_id", columns="day", values="followers_count")


def change(counts: pd.DataFrame, creator: str, first: pd.Timestamp, last: pd.Timestamp) -> float:
    """Relative rise from the day before `first` to `last`."""
    before = counts.loc[creator, first - pd.Timedelta(days=1)]
    return counts.loc[creator, last] / before - 1


def test_about_one_in_eight_bought_followers_in_four_ways(demo: DemoData) -> None:
    purchases = demo.truth["purchases"]
    assert purchases["influencer_id"].is_unique
    # 600 creators at 12%: 72 expected, standard deviation 8.
    assert 48 <= len(purchases) <= 96
    assert set(purchases["kind"]) == {"step", "step_decay", "staircase", "drip"}
    assert purchases["size_fraction"].between(0.008, 0.20).all()


def test_bought_followers_arrive_in_the_counts_within_their_days(
    demo: DemoData, counts: pd.DataFrame
) -> None:
    for one in demo.truth["purchases"].itertuples():
        if one.kind in ("step", "step_decay") and one.size_fraction > 0.03:
            rise = change(counts, one.influencer_id, one.first_day, one.last_day)
            assert rise == pytest.approx(one.size_fraction, abs=0.035)
        before = counts.loc[one.influencer_id, one.first_day - pd.Timedelta(days=1)]
        assert one.size_count == round(one.size_fraction * before)


def test_most_purchases_have_no_post_in_the_days_before_and_bursts_have_one(
    demo: DemoData,
) -> None:
    posts = demo.tables["posts"].set_index("post_id")
    purchases = demo.truth["purchases"]
    assert purchases["posted_before"].mean() < 0.35
    quiet = purchases[~purchases["posted_before"]]
    days = posts["posted_at"].dt.normalize().groupby(posts["influencer_id"]).agg(set)
    for one in quiet.itertuples():
        near = {one.first_day - pd.Timedelta(days=back) for back in (0, 1, 2)}
        assert not near & days[one.influencer_id]
    likes = posts["likes_count"]
    usual = likes.groupby(posts["influencer_id"]).median()
    bursts = demo.truth["bursts"]
    lifts = []
    for one in bursts.itertuples():
        lag = one.first_day - posts.loc[one.post_id, "posted_at"].normalize()
        assert pd.Timedelta(0) <= lag <= pd.Timedelta(days=2)
        lifts.append(likes[one.post_id] / max(usual[one.influencer_id], 1))
    assert np.median(lifts) > 4


def test_the_purge_hits_one_platform_on_one_day(demo: DemoData, counts: pd.DataFrame) -> None:
    purge = demo.truth["purges"].iloc[0]
    platform = demo.tables["influencers"].set_index("influencer_id")["platform"]
    daily = counts.pct_change(axis=1)
    medians = daily.groupby(platform).median()
    hit = medians.loc[purge["platform"]]
    assert hit.idxmin() == purge["day"]
    assert hit[purge["day"]] < -0.006
    others = medians.drop(index=purge["platform"])
    assert (others[purge["day"]] > -0.002).all()


def test_growth_has_a_weekly_rhythm(counts: pd.DataFrame) -> None:
    daily = counts.pct_change(axis=1).iloc[:, 1:].median()
    by_weekday = daily.groupby(daily.index.dayofweek).median()
    assert by_weekday.max() > 1.3 * by_weekday.min()


def test_risers_take_off_at_the_end(demo: DemoData, counts: pd.DataFrame) -> None:
    last = counts.columns[-1]
    for one in demo.truth["risers"].itertuples():
        assert change(counts, one.influencer_id, one.first_day, last) > 0.08


def test_a_step_of_a_tenth_worked_by_hand() -> None:
    """1,000 organic followers, 100 bought on day 10: 10 / 11 of the last count are organic."""
    config = DemoConfig(creators_count=1, days=60)
    one = np.zeros(1, dtype=np.int64)
    cast = Cast(
        ids=["c1"], platform=one + 1, country=one, audience_country=one, tier=one,
        followers=np.array([1_100_000_000]), engagement=np.array([0.03]), main=one, second=one - 1,
        main_share=np.ones(1), second_share=np.zeros(1), chatter_share=np.zeros(1),
        language=["en"],
    )  # fmt: skip
    arrived = (np.arange(60) >= 10).astype(float)
    bought = Purchase(0, "step", 10, 10, 0.1, arrived, np.ones(60), False)
    events = Events((bought,), (), np.zeros(1, dtype=bool), {}, purge_platform=0, purge_day=30)
    # One post, years before the history, so that no gain comes from posts.
    schedule = Schedule(np.full((1, 1), -(10**6)), np.ones((1, 1)))
    growth = make_growth(cast, schedule, events, config, np.random.default_rng(0))
    assert growth.counts[0, -1] == 1_100_000_000
    assert growth.organic_share[0, 9] == 1.0
    assert growth.organic_share[0, 10] == pytest.approx(10 / 11, abs=0.002)
