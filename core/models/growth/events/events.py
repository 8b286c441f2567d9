"""Events of a creator's growth: when, what kind, how large and what became of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.kinds import (
    DRIP,
    DROP,
    RISE,
    SEESAW,
    SPIKE,
    STAIRCASE,
    STEP,
    STEP_DECAY,
    VIRAL,
    EventConfig,
)
from core.models.growth.signals.jumps import AFTER, Jumps
from core.models.growth.signals.noise import Standardised
from core.models.growth.signals.runs import Runs
from core.models.growth.signals.segments import level_shifts

# A step that decays is followed for this many steps, as its loss is.
_DECAY_STEPS = 10
# From this many daily portions on, a run is a drip and not a short staircase.
_DRIP_PORTIONS = 12
_EVEN_MAX = 0.45
# What the free choice of start, length and spacing is worth; with 1 instead of 5 half as many
# honest demo creators again had a staircase as their first event.
_RUN_COST, _RISE_COST = 5.0, 2.0
# Log of the height of a Student t with four degrees of freedom, everyday movement.
_STUDENT_PEAK = float(np.log(0.375))
_DROPS_MAX = 3
_SWINGS_MIN = 3
_SHAPE_MIN = 2.0


def find_events(
    data: Standardised, jumps: Jumps, daily: Runs, spaced: Runs, config: EventConfig
) -> pd.DataFrame:
    """Events that do not overlap, the most telling of a window first.

    Returns:
        window (row), kind, start and last (steps, both included), strength (log-likelihood ratio
        over everyday movement).
    """
    events = pd.concat(
        [
            _jump_events(data, jumps, config),
            _run_events(data, daily, config, spaced=False),
            _run_events(data, spaced, config, spaced=True),
            _shift_events(data, config),
            _drops(data, config),
            _seesaws(data, config),
        ],
        ignore_index=True,
    )
    # What everyday movement explains better is none.
    return _without_overlap(events[events["strength"] > 0])


def delivery_of(
    kind: str, data: Standardised, jumps: Jumps, daily: Runs, spaced: Runs, row: int
) -> tuple[int, int]:
    """First and last step of what looks most like a delivery of this kind, however faint."""
    if kind in (STAIRCASE, DRIP):
        run = spaced if kind == STAIRCASE and spaced.score[row] > daily.score[row] else daily
        start = int(run.start[row])
        return start, min(start + int(run.length[row]), int(data.z.shape[1])) - 1
    # Half of it, as a wave that fades at once is nearly a step: the whole would favour noise.
    bought = np.maximum(jumps.step[row], jumps.decay[row]) - np.maximum(jumps.wave[row], 0) / 2
    chosen = int(np.argmax(bought + np.minimum(jumps.height[row], 10) / 5))
    start = int(jumps.start[row, chosen])
    two = bool(_arrives_in_two(jumps.second_share[row, chosen]))
    length = _DECAY_STEPS + 1 if kind == STEP_DECAY else 1 + two
    return start, min(start + length, int(data.z.shape[1])) - 1


def _arrives_in_two(second_share: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether what came on a step went on with the next one, as an order over midnight does."""
    return (second_share > 0.1) & (second_share <= 1.2)


def _frame(
    window: np.ndarray, kind: object, start: np.ndarray, last: np.ndarray, strength: np.ndarray
) -> pd.DataFrame:
    return pd.DataFrame(
        {"window": window, "kind": kind, "start": start, "last": last, "strength": strength}
    ).astype({"kind": "str"})


def _jump_events(data: Standardised, jumps: Jumps, config: EventConfig) -> pd.DataFrame:
    size = jumps.height * data.scale[:, None]
    row, rank = np.nonzero((jumps.height >= config.height_min) & (size >= config.size_min))
    start = jumps.start[row, rank]
    step, decay, wave = (one[row, rank] for one in (jumps.step, jumps.decay, jumps.wave))
    strongest = np.maximum(np.maximum(step, decay), wave)
    kind = np.select(
        [strongest < _SHAPE_MIN, wave >= np.maximum(step, decay), decay > step + 0.5],
        [SPIKE, VIRAL, STEP_DECAY],
        STEP,
    )
    two = _arrives_in_two(jumps.second_share[row, rank])
    padded = np.pad(data.z, ((0, 0), (0, AFTER)))
    tail = np.take_along_axis(padded[row], start[:, None] + np.arange(AFTER), axis=1)
    # A burst lasts until two steps in a row are ordinary again.
    quiet = np.pad(tail[:, 1:] < 1, ((0, 0), (0, 1)), constant_values=True)
    over = quiet[:, :-1] & quiet[:, 1:]
    fades = np.where(over.any(axis=1), over.argmax(axis=1), AFTER - 1)
    last = start + np.select(
        [kind == VIRAL, kind == STEP_DECAY], [fades, _DECAY_STEPS], two.astype(np.int64)
    )
    last = np.minimum(last, data.z.shape[1] - 1)
    return _frame(row, kind, start, last, np.maximum(strongest, _everyday(tail[:, 0])))


def _everyday(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """How unusual one step is, on the scale of the shapes' ratios."""
    return 2.5 * np.log1p(z**2 / 4)


def _run_events(
    data: Standardised, runs: Runs, config: EventConfig, *, spaced: bool
) -> pd.DataFrame:
    size = runs.level * runs.portions * data.scale
    row = np.flatnonzero((runs.score >= config.run_score_min) & (size >= config.size_min))
    kind = STAIRCASE if spaced else np.where(runs.portions[row] >= _DRIP_PORTIONS, DRIP, STAIRCASE)
    start = runs.start[row]
    last = np.minimum(start + runs.length[row], data.z.shape[1]) - 1
    since = np.arange(data.z.shape[1]) - start[:, None]
    own = (since >= 0) & (since < runs.length[row][:, None])
    own &= since % runs.spacing[row][:, None] == 0
    level = runs.level[row][:, None]
    # As in the shapes of jumps, so that a run and a wave over the same days can be compared.
    variance = 1 + level * (data.unit / data.scale)[row][:, None] + (0.2 * level) ** 2
    z = data.z[row]
    even = 2.5 * np.log1p((z - level) ** 2 / variance / 4) + 0.5 * np.log(variance)
    strength = np.where(own, _everyday(z) - even, 0.0).sum(axis=1) - _RUN_COST
    return _frame(row, kind, start, last, strength)


def _shift_events(data: Standardised, config: EventConfig) -> pd.DataFrame:
    """Levels of growth that rise for a while and return, from change points: a drip when the
    portions are even, else simply faster growth."""
    shifts = level_shifts(data)
    size = shifts["excess"] * data.scale[shifts["window"]]
    kept = shifts[(size >= config.size_min) & (shifts["score"] >= config.run_score_min)]
    length = kept["last"] - kept["start"] + 1
    even = (kept["unevenness"] <= _EVEN_MAX) & (length >= _DRIP_PORTIONS)
    # Gains of any size around the level: what a shape that fits must do better than.
    z = data.z[kept["window"]]
    steps = np.arange(z.shape[1])
    own = (steps >= kept["start"].to_numpy()[:, None]) & (steps <= kept["last"].to_numpy()[:, None])
    level = np.maximum((kept["excess"] / length).to_numpy(), 0.3)[:, None]
    uneven = np.log(level) + np.abs(z) / level + _STUDENT_PEAK
    return _frame(
        kept["window"].to_numpy(),
        np.where(even, DRIP, RISE),
        kept["start"].to_numpy(),
        kept["last"].to_numpy(),
        np.where(own, _everyday(z) - uneven, 0.0).sum(axis=1) - _RISE_COST,
    )


def _drops(data: Standardised, config: EventConfig) -> pd.DataFrame:
    order = np.argsort(data.z, axis=1)[:, :_DROPS_MAX]
    depth = np.take_along_axis(data.z, order, axis=1)
    size = -depth * data.scale[:, None]
    row, rank = np.nonzero((depth <= -config.height_min) & (size >= config.size_min))
    step = order[row, rank]
    return _frame(row, DROP, step, step, _everyday(depth[row, rank]))


def _seesaws(data: Standardised, config: EventConfig) -> pd.DataFrame:
    """Rises and falls of like size that take turns, as follow-and-unfollow leaves them."""
    rise = data.z[:, :-1] >= config.height_min
    after = np.minimum.reduce(
        [np.pad(data.z[:, k:], ((0, 0), (0, k - 1)))[:, : data.z.shape[1] - 1] for k in (1, 2, 3)]
    )
    falls_after = rise & (after <= -0.5 * data.z[:, :-1])
    row = np.flatnonzero(falls_after.sum(axis=1) >= _SWINGS_MIN)
    if not len(row):
        return _frame(row, SEESAW, row, row, row.astype(float))
    swings = falls_after[row]
    start = swings.argmax(axis=1)
    last = swings.shape[1] - 1 - swings[:, ::-1].argmax(axis=1) + 2
    heights = np.where(swings, _everyday(data.z[row, :-1]), 0.0).sum(axis=1)
    return _frame(row, SEESAW, start, np.minimum(last, data.z.shape[1] - 1), 2 * heights)


def _without_overlap(events: pd.DataFrame) -> pd.DataFrame:
    """The stronger of two events that share a step."""
    ordered = events.sort_values(
        ["window", "strength", "start"], ascending=[True, False, True], kind="stable"
    ).reset_index(drop=True)
    return ordered.iloc[drop_overlaps(ordered[["window", "start", "last"]])].reset_index(drop=True)


def drop_overlaps(spans: pd.DataFrame) -> list[int]:
    """Places of the spans that share nothing with an earlier one that stays.

    Args:
        spans: owner, first and last (both included), the rows of an owner together.
    """
    kept: list[int] = []
    taken: list[tuple[int, int]] = []
    owner = -1
    for place, (creator, start, last) in enumerate(spans.to_numpy(dtype=np.int64).tolist()):
        if creator != owner:
            owner, taken = creator, []
        if all(last < begin or start > end for begin, end in taken):
            taken.append((start, last))
            kept.append(place)
    return kept
