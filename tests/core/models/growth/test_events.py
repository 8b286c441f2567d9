"""What stands out of a curve: found at the right step, with the right kind and size."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from core.models.growth.events.events import delivery_of, find_events
from core.models.growth.events.gains import measured
from core.models.growth.events.window_events import window_curves, window_events
from core.models.growth.kinds import EventConfig
from core.models.growth.signals.jumps import find_jumps, jump_signals
from core.models.growth.signals.runs import even_runs, run_signals
from core.models.growth.signals.segments import level_shifts
from core.models.growth.signals.spikes import spike_signals
from tests.support.series import FIRST_DAY, calm, read, with_gains

WAVE = {40 + day: 0.06 * np.exp(-day / 2) for day in range(12)}
DECAY = {40: 0.10, **{41 + day: -0.10 * 0.06 * np.exp(-day / 10) for day in range(30)}}


def _events(counts: np.ndarray, config: EventConfig | None = None, **options: int) -> pd.DataFrame:
    config = config or EventConfig()
    windows, data = read([counts], **options)
    jumps = find_jumps(data)
    daily, spaced = even_runs(data, spaced=False), even_runs(data, spaced=True)
    found = find_events(data, jumps, daily, spaced, config)
    return measured(found, data, windows, config)


def _curve(gains: dict[int, float], seed: int = 0) -> np.ndarray:
    return with_gains(calm(np.random.default_rng(seed)), gains)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("gains", "kind", "first", "last"),
    [
        ({40: 0.05}, "step", 40, 40),
        ({40: 0.03, 41: 0.02}, "step", 40, 41),
        (DECAY, "step_decay", 40, 50),
        (WAVE, "viral", 40, None),
        (dict.fromkeys(range(40, 46), 0.01), "staircase", 40, 45),
        (dict.fromkeys(range(40, 52, 2), 0.02), "staircase", 40, 50),
        (dict.fromkeys(range(40, 65, 5), 0.02), "staircase", 40, 60),
        (dict.fromkeys(range(30, 60), 0.008), "drip", 30, 59),
        ({40: -0.05}, "drop", 40, 40),
    ],
)
@pytest.mark.slow
def test_planted_events_are_found_at_their_days(
    gains: dict[int, float], kind: str, first: int, last: int | None, seed: int
) -> None:
    found = _events(_curve(gains, seed))
    assert found["kind"].iloc[0] == kind
    assert found["first_day_number"].iloc[0] - FIRST_DAY == pytest.approx(first, abs=1)
    if last is not None:
        assert found["last_day_number"].iloc[0] - FIRST_DAY == pytest.approx(last, abs=2)


def test_swings_that_take_turns_are_a_seesaw() -> None:
    gains: dict[int, float] = {}
    for day in range(20, 70, 10):
        gains |= {day: 0.04, day + 2: -0.04}
    found = _events(_curve(gains))
    assert found["kind"].iloc[0] == "seesaw"
    assert found["first_day_number"].iloc[0] - FIRST_DAY == 20
    assert found["last_day_number"].iloc[0] - FIRST_DAY == pytest.approx(62, abs=2)


@pytest.mark.slow
def test_calm_growth_has_no_event() -> None:
    for seed in range(10):
        assert _events(_curve({}, seed)).empty


@pytest.mark.parametrize("counts", [np.full(40, 900), np.arange(900, 940), np.zeros(40, int)])
def test_equal_counts_and_a_straight_line_have_no_event(counts: np.ndarray) -> None:
    assert _events(counts).empty


def test_the_only_rise_of_an_account_that_never_moved_is_a_step() -> None:
    counts = np.full(60, 10_000)
    counts[30:] += 3_000
    found = _events(counts)
    assert found["kind"].tolist() == ["step"]
    assert found["excess_count"].tolist() == [3000]


def test_two_counts_have_no_event() -> None:
    assert _events(np.array([100, 5000])).empty


def test_size_and_expected_range_by_hand() -> None:
    # 100 followers a day, and 5,000 more on day 45 of an account of 100,000.
    rng = np.random.default_rng(8)
    gains = rng.integers(80, 121, 89).astype(float)
    gains[44] = 5100
    counts = (100_000 + np.concatenate([[0], np.cumsum(gains)])).astype(int)
    event = _events(counts).iloc[0]
    before = counts[44]
    assert event["change_count"] == 5100
    assert event["excess_count"] == pytest.approx(5000, abs=15)
    assert event["size_fraction"] == pytest.approx(5000 / before, rel=0.01)
    assert event["expected_low_count"] < 100 < event["expected_high_count"]
    # Four of five days lie within 16 of 100.
    width = event["expected_high_count"] - event["expected_low_count"]
    assert width == pytest.approx(32, abs=6)
    middle = (event["expected_low_count"] + event["expected_high_count"]) / 2
    assert middle == pytest.approx(event["change_count"] - event["excess_count"], abs=1)
    assert event["retained_7"] == pytest.approx(1.0, abs=0.05)
    assert event["retained_30"] == pytest.approx(1.0, abs=0.06)


def test_retention_by_hand() -> None:
    # 10,000 of 100,000 arrive on day 45; 3,000 leave within a week, 3,000 more later.
    gains = np.full(89, 100.0) + np.tile([-3, 0, 3], 30)[:89]
    gains[44] += 10_000
    gains[45:51] -= 500
    gains[54:64] -= 300
    counts = (100_000 + np.concatenate([[0], np.cumsum(gains)])).astype(int)
    windows, data = read([counts])
    event = pd.DataFrame(
        {"window": [0], "kind": ["step"], "start": [44], "last": [44], "strength": 9.0}
    )
    found = measured(event, data, windows, EventConfig()).iloc[0]
    assert found["retained_7"] == pytest.approx(0.7, abs=0.03)
    assert found["retained_30"] == pytest.approx(0.4, abs=0.05)
    # Ten days before the end nobody knows what is left after a month.
    # Without the step's height a share would say what came later.
    counts[80:] += 10_000
    windows, data = read([counts])
    late = event.assign(start=79, last=79)
    gone = measured(late, data, windows, EventConfig()).iloc[0]
    assert np.isnan(gone["retained_30"])
    assert np.isfinite(gone["retained_7"])


def test_weekly_events_last_their_week() -> None:
    counts = with_gains(calm(np.random.default_rng(2), days=60), {30: 0.2})
    event = _events(counts, step_days=7).iloc[0]
    assert (event["kind"], event["change_count"] > 15_000) == ("step", True)
    # The step from count 29 to count 30: the seven days after count 29.
    assert event["first_day_number"] == FIRST_DAY + 29 * 7 + 1
    assert event["last_day_number"] == FIRST_DAY + 30 * 7
    assert event["retained_7"] == pytest.approx(1.0, abs=0.1)


def test_a_step_after_an_unknown_pause_is_found() -> None:
    counts = _curve({60: 0.05})
    days = np.delete(np.arange(90), np.s_[20:30])
    from core.domain.histories import Histories
    from core.models.growth.signals.noise import standardised
    from core.models.growth.signals.steps import regular_windows

    windows = regular_windows(Histories(np.array([0, 80]), FIRST_DAY + days, counts[days]))
    data = standardised(windows, np.zeros(windows.rates.shape))
    found = find_events(
        data,
        find_jumps(data),
        even_runs(data, spaced=False),
        even_runs(data, spaced=True),
        EventConfig(),
    )
    assert (found["kind"].iloc[0], found["start"].iloc[0]) == ("step", 59)


def test_events_of_a_window_do_not_share_a_day() -> None:
    found = _events(_curve({**WAVE, **dict.fromkeys(range(36, 60), 0.01), 70: 0.05}))
    spans = sorted(zip(found["first_day_number"], found["last_day_number"], strict=True))
    assert len(spans) >= 2
    assert all(last < first for (_, last), (first, _) in itertools.pairwise(spans))
    assert found["strength"].is_monotonic_decreasing


def test_stricter_settings_find_less() -> None:
    counts = _curve({20: 0.01, 50: 0.05})
    assert len(_events(counts)) == 2
    assert len(_events(counts, EventConfig(size_min=0.03))) == 1
    assert _events(counts, EventConfig(height_min=500, run_score_min=1e9)).empty


def test_a_handful_of_followers_is_no_event() -> None:
    counts = np.full(60, 101)
    counts[30:] += 4
    assert _events(counts)["excess_count"].tolist() == [4]
    assert _events(counts, EventConfig(count_min=5)).empty


def test_events_of_several_windows_keep_their_windows_when_some_are_left_out() -> None:
    handful, many = np.full(60, 101), np.full(60, 5_000)
    handful[30:] += 4
    many[40:] += 900
    windows, data = read([handful, many])
    posts = pd.DataFrame({"creator": [], "day_number": [], "engagements": []}, dtype=float)
    curves = window_curves(windows, data, posts)
    nobody = np.zeros(data.z.shape)
    events = window_events(curves, nobody, None, EventConfig(count_min=5))
    assert events["creator"].tolist() == [1]
    assert events["begin"].tolist() == [FIRST_DAY]
    assert window_events(curves, nobody, None, EventConfig(count_min=1_000)).empty


def test_shapes_of_a_jump_tell_deliveries_from_waves() -> None:
    rng = np.random.default_rng(0)
    base = calm(rng)
    curves = [with_gains(base, one) for one in ({40: 0.05}, DECAY, WAVE)]
    jumps = find_jumps(read(curves)[1])
    assert jumps.start[:, 0].tolist() == [39] * 3  # the step that ends on day 40
    shapes = np.stack([jumps.step[:, 0], jumps.decay[:, 0], jumps.wave[:, 0]])
    assert shapes.argmax(axis=0).tolist() == [0, 1, 2]
    signals = jump_signals(read(curves)[1], jumps)
    assert signals["delivery_step_or_wave"][0] > 5 > signals["delivery_step_or_wave"][2]
    assert np.diff(jumps.height, axis=1).max() <= 0  # the largest first


def test_even_runs_say_start_portions_and_spacing() -> None:
    base = calm(np.random.default_rng(1))
    curves = [
        with_gains(base, dict.fromkeys(range(40, 48), 0.01)),
        with_gains(base, dict.fromkeys(range(40, 58, 3), 0.02)),
    ]
    _, data = read(curves)
    daily, spaced = even_runs(data, spaced=False), even_runs(data, spaced=True)
    assert (daily.start[0], daily.portions[0], daily.spacing[0]) == (39, 8, 1)
    assert (spaced.start[1], spaced.portions[1], spaced.spacing[1]) == (39, 6, 3)
    assert spaced.length[1] == 16
    signals = run_signals(data, daily, "daily")
    # 8 portions of 1%, in relative growth.
    assert signals["daily_size"][0] == pytest.approx(0.08, rel=0.15)
    assert signals["daily_high_inside"][0] == 1.0


def test_windows_too_short_for_a_run_have_none() -> None:
    _, data = read([np.arange(100, 108)])
    for spaced in (False, True):
        runs = even_runs(data, spaced=spaced)
        assert runs.score[0] < 0
        assert np.isfinite(np.array(list(run_signals(data, runs, "x").values()))).all()


def test_a_lasting_rise_is_a_level_and_a_single_day_is_none() -> None:
    base = calm(np.random.default_rng(3))
    curves = [
        with_gains(base, dict.fromkeys(range(40, 60), 0.006)),
        with_gains(base, {40: 0.1}),
        with_gains(base, dict.fromkeys(range(70, 90), 0.006)),
        base[:10],
    ]
    found = level_shifts(read(curves)[1])
    # What lasts to the end has no second edge, and ten counts are too few.
    assert found["window"].tolist() == [0]
    assert found["start"].iloc[0] == pytest.approx(39, abs=1)
    assert found["last"].iloc[0] == pytest.approx(58, abs=1)
    assert found["unevenness"].iloc[0] < 0.45


def test_the_oddest_spike_stands_alone_and_a_burst_has_a_tail() -> None:
    base = calm(np.random.default_rng(4))
    signals = spike_signals(read([with_gains(base, {40: 0.05}), with_gains(base, WAVE)])[1])
    assert signals["odd_spike"][0] > signals["odd_spike"][1]
    assert abs(signals["odd_tail"][0]) < 0.1
    assert signals["odd_size"][0] == pytest.approx(0.05, rel=0.1)


def test_the_delivery_of_a_kind_is_found_even_when_it_is_faint() -> None:
    base = calm(np.random.default_rng(5), noise=0.0008)
    curves = [
        with_gains(base, {40: 0.005}),
        with_gains(base, dict.fromkeys(range(40, 58), 0.0025)),
    ]
    _, data = read(curves)
    jumps = find_jumps(data)
    daily, spaced = even_runs(data, spaced=False), even_runs(data, spaced=True)
    # Of one day or, as the next rose by chance as well, of two.
    assert delivery_of("step", data, jumps, daily, spaced, 0) in ((39, 39), (39, 40))
    first, last = delivery_of("step_decay", data, jumps, daily, spaced, 0)
    assert (first, last) == (39, 49)
    first, last = delivery_of("drip", data, jumps, daily, spaced, 1)
    assert first == pytest.approx(39, abs=3)
    assert last == pytest.approx(56, abs=3)
