"""The caution score against numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.histories import Histories
from core.errors import SeriesError
from core.models.caution.reasons import CautionConfig
from core.models.caution.score import CautionScores, caution_scores


def score(
    counts: list[int],
    followers: float = 1000,
    engagements: float = 100,
    days: list[int] | None = None,
) -> CautionScores:
    history = Histories(
        starts=np.array([0, len(counts)]),
        days=np.array(days if days is not None else range(len(counts)), dtype=np.int64),
        counts=np.array(counts, dtype=np.int64),
    )
    return caution_scores(history, np.array([followers]), np.array([engagements]))


def counts_from(changes: list[int], start: int = 100_000) -> list[int]:
    return [start, *(start + int(total) for total in np.cumsum(changes))]


def test_quiet_creator_with_high_engagement_scores_zero() -> None:
    row = score(counts_from([10, 12] * 14), engagements=91).scores.iloc[0]
    assert (row["caution_score"], row["spike_count"]) == (0, 0)
    assert row["engagement_percent"] == pytest.approx(9.1)
    assert row["status"] == "complete"


def test_one_spike_low_engagement_and_doubling_adds_up_by_hand() -> None:
    # 29 changes: 28 of 0 and one of 1,000. Mean 34.48, population sd 182.47, threshold 399.4.
    # One spike 10 + engagement 1.9% 40 + growth 100% 30 = 80.
    result = score(counts_from([0] * 20 + [1000] + [0] * 8, start=1000), engagements=19)
    row = result.scores.iloc[0]
    assert row["spike_threshold"] == pytest.approx(399.42, abs=0.01)
    assert (row["spike_points"], row["engagement_points"], row["growth_points"]) == (10, 40, 30)
    assert row["caution_score"] == 80
    assert row["red_flags"] == ("engagement below 5%", "growth above 50%")
    assert result.spikes[["day_number", "change_count"]].to_numpy().tolist() == [[21, 1000]]


def test_parts_of_120_are_capped_at_100() -> None:
    # 5 equal purchase days among 29: mean 86.2, sd 188.9, threshold 464 -> 5 spikes, 50 points.
    row = score(counts_from([0] * 24 + [500] * 5, start=1000), engagements=5).scores.iloc[0]
    assert (row["spike_points"], row["engagement_points"], row["growth_points"]) == (50, 40, 30)
    assert row["caution_score"] == 100
    assert row["red_flags"][0] == "3 or more unusual growth days"


@pytest.mark.parametrize(("purchase_days", "spikes"), [(5, 5), (6, 0)])
def test_known_weakness_more_than_five_equal_days_hide_each_other(
    purchase_days: int, spikes: int
) -> None:
    changes = [0] * (29 - purchase_days) + [500] * purchase_days
    assert score(counts_from(changes)).scores["spike_count"].iloc[0] == spikes


def test_a_change_exactly_on_its_threshold_is_no_spike() -> None:
    # One change of s among five zeros otherwise: mean s/5, sd 2s/5, threshold exactly s.
    for size in (1, 7, 1000, 33_333):
        assert score(counts_from([0, 0, size, 0, 0])).scores["spike_count"].iloc[0] == 0


@pytest.mark.parametrize(
    ("engagements", "points"),
    [(19.999, 40), (20, 30), (49.999, 30), (50, 15), (80, 15), (80.001, 0), (0, 40)],
)
def test_engagement_bounds(engagements: float, points: int) -> None:
    assert score([1, 1, 1], engagements=engagements).scores["engagement_points"].iloc[0] == points


@pytest.mark.parametrize(
    ("last", "points"),
    [(1299, 0), (1300, 10), (1499, 10), (1500, 20), (1700, 20), (1701, 30), (900, 0)],
)
def test_growth_bounds(last: int, points: int) -> None:
    assert score([1000, 1000, last]).scores["growth_points"].iloc[0] == points


def test_spike_points_stop_at_fifty() -> None:
    changes = ([0] * 30 + [1000]) * 7
    row = score(counts_from(changes)).scores.iloc[0]
    assert (row["spike_count"], row["spike_points"]) == (7, 50)


@pytest.mark.parametrize("flag_percent", [(4.999, True), (5.0, False)])
def test_red_flag_on_engagement_is_strictly_below(flag_percent: tuple[float, bool]) -> None:
    percent, flagged = flag_percent
    flags = score([1, 1, 1], engagements=percent * 10).scores["red_flags"].iloc[0]
    assert ("engagement below 5%" in flags) is flagged


def test_red_flag_on_growth_is_strictly_above_fifty() -> None:
    assert score([1000, 1000, 1500]).scores["red_flags"].iloc[0] == ()
    assert score([1000, 1000, 1501]).scores["red_flags"].iloc[0] == ("growth above 50%",)


def test_missing_parts_are_said_and_count_nothing() -> None:
    row = score([], engagements=np.nan).scores.iloc[0]
    assert row["status"] == "not enough data"
    assert row[["caution_score", "spike_count", "growth_points"]].isna().all()
    two = score([1000, 1400]).scores.iloc[0]
    assert (two["status"], two["growth_points"]) == ("partial", 10)
    assert any("2 daily counts" in reason for reason in two["reasons"])
    zero_first = score([0, 5, 9]).scores.iloc[0]
    assert np.isnan(zero_first["growth_percent"])


def test_zero_followers_have_no_engagement_rate() -> None:
    assert np.isnan(score([1, 1, 1], followers=0).scores["engagement_percent"].iloc[0])


def test_a_gap_of_days_is_not_a_spike() -> None:
    days = [0, 1, 2, 3, 4, 5, 6, 7, 37, 38, 39]
    counts = [1000 + 10 * day for day in days]
    assert score(counts, days=days).scores["spike_count"].iloc[0] == 0


def test_creators_do_not_leak_into_each_other() -> None:
    one, two = counts_from([0] * 20 + [900] + [0] * 8), counts_from([5] * 10, start=50)
    both = Histories(
        starts=np.array([0, len(one), len(one), len(one) + len(two)]),
        days=np.r_[np.arange(len(one)), np.arange(len(two))],
        counts=np.array(one + two, dtype=np.int64),
    )
    flat = np.full(3, 1000.0)
    scores = caution_scores(both, flat, flat).scores
    assert scores["spike_count"].tolist()[0] == 1
    assert scores["days_known"].tolist() == [len(one), 0, len(two)]
    assert scores["spike_count"].iloc[2] == 0


def test_negative_counts_and_unordered_days_are_refused() -> None:
    with pytest.raises(SeriesError, match="negative"):
        score([5, -1, 5])
    with pytest.raises(SeriesError, match="rise"):
        score([5, 6, 7], days=[0, 2, 2])


@given(
    changes=st.lists(st.integers(0, 5000), min_size=3, max_size=60),
    engagements=st.floats(0, 1e5),
    shift=st.integers(0, 10_000),
)
@settings(max_examples=150, deadline=None)
@pytest.mark.slow
def test_score_is_bounded_and_dates_do_not_matter(
    changes: list[int], engagements: float, shift: int
) -> None:
    counts = counts_from(changes)
    days = list(range(len(counts)))
    row = score(counts, engagements=engagements, days=days).scores.iloc[0]
    later = score(counts, engagements=engagements, days=[day + shift for day in days]).scores.iloc[
        0
    ]
    assert 0 <= row["caution_score"] <= 100
    assert row["caution_score"] == later["caution_score"]
    # By Chebyshev's one-sided bound at most a fifth of the days lie above mean + 2 sd.
    assert row["spike_count"] <= len(changes) / 5


def test_the_constants_are_those_specified() -> None:
    config = CautionConfig()
    assert (config.spike_sds, config.points_per_spike, config.spike_points_max) == (2, 10, 50)
    assert (config.low_points, config.medium_points, config.high_points) == (40, 30, 15)
    assert config.score_max == 100


def test_the_rate_in_words_never_contradicts_its_band() -> None:
    reasons = score([1, 1, 1], engagements=19.97).scores["reasons"].iloc[0]
    assert "engagement rate 1.997% is below 2% (+40)" in reasons
    reasons = score([1, 1, 1], engagements=80.01).scores["reasons"].iloc[0]
    assert "engagement rate 8.001% is above 8%" in reasons


def test_many_creators_score_as_each_of_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(5)
    lengths = generator.integers(0, 40, 60)  # some have no count at all
    lengths[[0, 30, 59]] = 0
    starts = np.concatenate([[0], np.cumsum(lengths)])
    days = np.concatenate([np.sort(generator.choice(90, n, replace=False)) for n in lengths])
    counts = generator.integers(0, 5_000, starts[-1])
    flat = np.full(60, 900.0)
    every = Histories(starts, days.astype(np.int64), counts)
    monkeypatch.setattr("core.models.caution.score._COUNTS_AT_ONCE", 100)
    together = caution_scores(every, flat, flat / 20)
    alone = [
        caution_scores(
            Histories(
                np.array([0, lengths[row]]),
                every.days[starts[row] : starts[row + 1]],
                counts[starts[row] : starts[row + 1]],
            ),
            flat[:1],
            flat[:1] / 20,
        )
        for row in range(60)
    ]
    pd.testing.assert_frame_equal(
        together.scores, pd.concat([one.scores for one in alone], ignore_index=True)
    )
    spikes = [one.spikes.assign(creator=row) for row, one in enumerate(alone)]
    pd.testing.assert_frame_equal(together.spikes, pd.concat(spikes, ignore_index=True))
    assert len(together.spikes) > 30
