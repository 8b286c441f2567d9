"""Kernel densities of windows, beside the same worked out one window at a time."""

from __future__ import annotations

import numpy as np
import pytest

from core.models.growth.signals import kernels as k
from core.models.growth.signals.density import GROUPS, density_signals
from core.models.growth.signals.kernels import Kernels, window_ratios
from tests.support.series import calm, read, with_gains


def _directly(
    z: np.ndarray, live: np.ndarray, spacing: int, number: int, start: int
) -> tuple[float, float]:
    """Ratio and level of one window of one account, from the definition."""
    logs, steps = np.arcsinh(z), np.arange(len(z))
    inside = start + spacing * np.arange(number)
    used = [one for one in inside if live[one]]
    peak = 1 / (0.14 * np.sqrt(2 * np.pi))
    total = 0.0
    for one in used:
        prior = 1.5 * np.exp(-0.5 * (logs[one] / 1.6) ** 2) / (1.6 * np.sqrt(2 * np.pi))
        near = peak * np.exp(-0.5 * ((logs[one] - logs) / 0.14) ** 2)
        nearness = 0.15 + 0.85 * np.exp(-np.abs(one - steps) / 10)
        others = [two for two in used if two != one]
        rest = [two for two in steps if live[two] and two not in inside]
        own = (near[others].sum() + prior) / (len(others) + 1.5)
        around = ((near * nearness)[rest].sum() + prior) / (nearness[rest].sum() + 1.5)
        total += np.log(own) - np.log(around)
    level = float(z[used].sum() / max(len(used), 1))
    return float(total), level


@pytest.mark.parametrize("spacing", [1, 2, 5])
@pytest.mark.parametrize("differ", [False, True])
def test_all_windows_are_as_worked_out_one_by_one(spacing: int, *, differ: bool) -> None:
    rng = np.random.default_rng(spacing)
    z = rng.normal(0, 1, (3, 26))
    z[1, 5:9] += 4
    live = rng.random((3, 26)) > 0.2 if differ else np.ones((3, 26), bool)
    found = window_ratios(Kernels.of(z, live), spacing, (3, 4), rest_min=6)
    assert [one.number for one in found] == [3, 4]
    for one in found:
        # All starts from step 1 on of which the window lies inside, but for the last step.
        assert one.ratio.shape == (3, 26 - (one.number - 1) * spacing - 2)
        for row in range(3):
            for at in range(one.ratio.shape[1]):
                ratio, level = _directly(z[row], live[row], spacing, one.number, at + 1)
                assert one.ratio[row, at] == pytest.approx(ratio, abs=2e-3)
                assert one.level[row, at] == pytest.approx(level, abs=1e-4)


def test_a_day_never_judges_itself() -> None:
    # Three days far from all others and from each other: nothing makes them likely.
    z = np.zeros((1, 30))
    z[0, 10:13] = [5.0, 30.0, 200.0]
    live = np.ones((1, 30), bool)
    alone = window_ratios(Kernels.of(z, live), 1, (3,), rest_min=8)[0].ratio[0, 9]
    z[0, 10:13] = 30.0
    alike = window_ratios(Kernels.of(z, live), 1, (3,), rest_min=8)[0].ratio[0, 9]
    # By hand: own density (2 peaks + prior) / 3.5 over (prior) / (its weight), three times.
    assert alike - alone > 3 * np.log(2 * k.PEAK / (2 * k.PEAK / 100))
    assert alone < 15


def test_windows_that_leave_too_few_days_are_left_out() -> None:
    z = np.zeros((2, 12))
    assert window_ratios(Kernels.of(z, z == 0), 1, (5, 6), rest_min=8) == []
    assert [one.number for one in window_ratios(Kernels.of(z, z == 0), 1, (4, 5), rest_min=8)] == [
        4
    ]


def test_a_planted_daily_delivery_has_the_best_window_at_its_length() -> None:
    rng = np.random.default_rng(5)
    honest = calm(rng)
    sold = with_gains(honest, dict.fromkeys(range(40, 46), 0.008))
    spaced = with_gains(honest, dict.fromkeys(range(30, 55, 5), 0.008))
    _, data = read([honest, sold, spaced])
    found = density_signals(data)
    assert found["like_short_ratio"][1] > found["like_short_ratio"][0] + 10
    assert found["like_short_days"][1] == 6
    assert found["like_spaced_ratio"][2] > found["like_spaced_ratio"][0] + 5
    assert found["like_spaced_spacing"][2] == 5
    assert (found["like_any_joined"][1:] > found["like_any_joined"][0] + 5).all()


def test_short_windows_have_unknown_signals_and_no_rows_have_none() -> None:
    _, data = read([np.arange(1000, 1015)])
    found = density_signals(data)
    assert np.isnan(found["like_long_ratio"]).all()
    assert np.isfinite(found["like_any_joined"]).all()
    empty = density_signals(data.rows(np.zeros(0, np.int64), 10))
    # The same names, so that blocks can be put together.
    assert set(empty) <= set(found)
    assert all(len(one) == 0 for one in empty.values())
    assert {f"like_{group}_ratio" for group in GROUPS} <= set(empty)


def test_rows_do_not_depend_on_who_stands_beside_them() -> None:
    rng = np.random.default_rng(6)
    counts = [calm(rng, days=days) for days in (60, 90, 90, 40)] * 40
    _, data = read(counts)
    together = density_signals(data)
    alone = density_signals(data.rows(np.array([1]), data.z.shape[1]))
    for name, values in alone.items():
        assert together[name][1] == pytest.approx(values[0], abs=5e-3, nan_ok=True), name
