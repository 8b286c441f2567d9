"""How often the detector marks growth that is added to creators of the data it has judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.evidence.evidence import evidence_of
from core.models.growth.evidence.reading import GrowthData, Reading, read_beside
from core.models.growth.kinds import RISE, VIRAL
from core.models.growth.learner import GrowthModel
from core.models.growth.orders import DELIVERED, HONEST, Order, usual_order, with_order
from core.models.growth.peers import PeerFigures

# Followers added over the followers before.
SIZES = (0.01, 0.03, 0.1, 0.3)
# Creators that growth is added to: at most a tenth of those in the data, so that the trial stays
# a small part of a build; with fewer than the least, shares say nothing.
CREATORS_MIN, CREATORS_MAX, SHARE_MAX = 20, 100, 0.1
_STEPS_MIN = 30
# Where in the last stretch of the history the growth begins.
_EARLIEST, _LATEST = 0.2, 0.5
# What posts reach while honest growth lasts, in usual posts of the creator.
REACH = {VIRAL: 6.0, RISE: 1.75}
COLUMNS = (
    "kind",
    "size_fraction",
    "is_delivery",
    "creators_count",
    "marked_count",
    "named_count",
    "first_day_error",
)


@dataclass(frozen=True)
class _Tried:
    """One order for one of the chosen creators; `place` is its position among the chosen."""

    place: int
    size: float
    order: Order


def order_trials(
    reading: Reading,
    creators: pd.DataFrame,
    model: GrowthModel,
    *,
    seed: int,
    threads: int = 2,
) -> pd.DataFrame:
    """Adds growth of each kind and size to creators whose growth was not worth checking.

    Whatever is marked afterwards is marked because of what was added: a hit for a delivery, a
    false alarm for growth of an honest kind. The cohort stays as it was.

    Args:
        reading, creators: of the whole data; `creators` as in `GrowthEvidence`.
        seed: chooses creators and days.
    Returns:
        COLUMNS, by kind and size: creators that got such growth, how many were then worth
        checking, how many of those with the right kind named, and the median distance in days of
        the first day named (NaN when none was). Empty with fewer than CREATORS_MIN creators.
    """
    chosen = _chosen(creators, seed)
    if len(chosen) < CREATORS_MIN:
        return pd.DataFrame({name: [] for name in COLUMNS})
    tried = _tried(reading, chosen, np.random.default_rng(seed))
    places = np.array([one.place for one in tried])
    given = _given(reading.given, chosen, tried, places)
    cohort = _repeated(_cohort_of(reading, chosen), places)
    beside = read_beside(given, cohort, reading.size_groups[chosen][places])
    judged = evidence_of(beside, model, threads=threads).creators
    return _counted(tried, judged)


def _chosen(creators: pd.DataFrame, seed: int) -> NDArray[np.int64]:
    """Creators with enough steps whose growth is not worth checking, drawn by chance."""
    usable = creators["purchased_probability"].lt(WORTH_CHECKING) & creators["steps_known"].ge(
        _STEPS_MIN
    )
    rows = np.flatnonzero(usable.to_numpy())
    number = min(CREATORS_MAX, int(len(creators) * SHARE_MAX), len(rows))
    return np.sort(np.random.default_rng(seed).permutation(rows)[:number]).astype(np.int64)


def _tried(reading: Reading, chosen: NDArray[np.int64], rng: np.random.Generator) -> list[_Tried]:
    windows = reading.windows
    last = {int(creator): row for row, creator in enumerate(windows.creator)}
    found = []
    for place, creator in enumerate(chosen):
        row = last[int(creator)]
        step = int(rng.uniform(_EARLIEST, _LATEST) * windows.lengths[row])
        first = int(windows.first_day[row] + (step + 1) * windows.step_days[row])
        begin, end = reading.given.histories.starts[creator : creator + 2]
        before = np.searchsorted(reading.given.histories.days[begin:end], first) - 1
        followers = int(reading.given.histories.counts[begin + max(int(before), 0)])
        for kind in (*DELIVERED, *HONEST):
            day = _post_day(reading.given.posts, int(creator), first) if kind == VIRAL else first
            for size in SIZES:
                added = max(1, round(size * followers))
                found.append(_Tried(place, size, usual_order(kind, day, added)))
    return found


def _post_day(posts: pd.DataFrame | None, creator: int, day: int) -> int:
    """The day of the creator's first post from `day` on, since bursts follow posts; else `day`."""
    if posts is None:
        return day
    # By creator and day.
    begin, end = np.searchsorted(posts["creator"].to_numpy(), [creator, creator + 1])
    days = posts["day_number"].to_numpy()[begin:end]
    later = days[days >= day]
    return int(later[0]) if len(later) and later[0] <= day + 14 else day


def _given(
    given: GrowthData, chosen: NDArray[np.int64], tried: list[_Tried], places: NDArray[np.int64]
) -> GrowthData:
    """The chosen creators, once for each order, with the order in their counts."""
    histories, days, counts = given.histories, [], []
    for one in tried:
        begin, end = histories.starts[chosen[one.place] : chosen[one.place] + 2]
        days.append(histories.days[begin:end])
        counts.append(with_order(days[-1], histories.counts[begin:end], one.order))
    lengths = [len(part) for part in days]
    return GrowthData(
        Histories(
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            np.concatenate(days),
            np.concatenate(counts),
        ),
        given.platforms[chosen][places],
        posts=_wider(_own_rows(given.posts, chosen, places), tried),
        collaborations=_own_rows(given.collaborations, chosen, places),
        peers=None if given.peers is None else _peers(given.peers, chosen[places]),
    )


def _wider(posts: pd.DataFrame | None, tried: list[_Tried]) -> pd.DataFrame | None:
    """Posts that bring honest growth reach more people than others, those of an order do not."""
    if posts is None:
        return None
    first, last, reach = (
        np.array([value(one.order) for one in tried])
        for value in (lambda o: o.first_day, lambda o: o.last_day, lambda o: REACH.get(o.kind, 1.0))
    )
    own = posts["creator"].to_numpy()
    inside = (posts["day_number"] >= first[own]) & (posts["day_number"] <= last[own])
    return posts.assign(engagements=posts["engagements"] * np.where(inside, reach[own], 1.0))


def _own_rows(
    rows: pd.DataFrame | None, chosen: NDArray[np.int64], places: NDArray[np.int64]
) -> pd.DataFrame | None:
    """The rows of the chosen creators, once for each order."""
    if rows is None:
        return None
    own = rows[rows["creator"].isin(chosen)]
    return _repeated(own.assign(creator=np.searchsorted(chosen, own["creator"])), places)


def _repeated(rows: pd.DataFrame, places: NDArray[np.int64]) -> pd.DataFrame:
    """Rows of the chosen (`creator` is the place) for each order, by number of the order."""
    orders = pd.DataFrame({"creator": places, "order": np.arange(len(places))})
    merged = orders.merge(rows, on="creator").drop(columns="creator")
    return merged.rename(columns={"order": "creator"})


def _peers(peers: PeerFigures, rows: NDArray[np.int64]) -> PeerFigures:
    return replace(peers, **{name: getattr(peers, name)[rows] for name in vars(peers)})


def _cohort_of(reading: Reading, chosen: NDArray[np.int64]) -> pd.DataFrame:
    """Medians and extra spread of the days of the chosen creators, as `read_beside` takes them."""
    windows = reading.windows
    rows = np.flatnonzero(np.isin(windows.creator, chosen))
    known = ~np.isnan(windows.rates[rows])
    row = np.broadcast_to(rows[:, None], known.shape)[known]
    long = pd.DataFrame(
        {
            "creator": np.searchsorted(chosen, windows.creator[row]),
            "platform": reading.given.platforms[windows.creator[row]],
            "step_days": windows.step_days[row],
            "day_number": windows.days()[rows][known],
            "median_rate": reading.cohorts.medians[rows][known],
        }
    )
    # Stretches of a long history overlap.
    long = long.drop_duplicates(["creator", "step_days", "day_number"])
    long = long.merge(reading.spread, on=["platform", "step_days", "day_number"], how="left")
    return long.drop(columns="platform").fillna({"extra_spread": 0.0})


def _counted(tried: list[_Tried], judged: pd.DataFrame) -> pd.DataFrame:
    marked = judged["purchased_probability"].ge(WORTH_CHECKING).to_numpy()
    kinds = np.array([one.order.kind for one in tried])
    first = judged["pattern_first_day_number"].to_numpy(float)
    error = np.abs(first - np.array([one.order.first_day for one in tried]))
    table = pd.DataFrame(
        {
            "kind": kinds,
            "size_fraction": [one.size for one in tried],
            "is_delivery": np.isin(kinds, DELIVERED),
            "marked": marked,
            "named": marked & (judged["pattern"].to_numpy() == kinds),
            "error": np.where(marked & (first >= 0), error, np.nan),
        }
    )
    grouped = table.groupby(["kind", "size_fraction", "is_delivery"], sort=False)
    counted = grouped.agg(
        creators_count=("marked", "size"),
        marked_count=("marked", "sum"),
        named_count=("named", "sum"),
        first_day_error=("error", "median"),
    ).reset_index()
    return counted[list(COLUMNS)]
