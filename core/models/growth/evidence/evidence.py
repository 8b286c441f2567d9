"""Growth evidence: probability, index, pattern, events and reasons for every creator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.thresholds import NAMED_FROM
from core.models.caution.score import NOT_ENOUGH
from core.models.growth.events.surroundings import deals_by_creator
from core.models.growth.events.window_events import numbered_events, window_events
from core.models.growth.evidence import reasons
from core.models.growth.evidence.contributions import BASE, GROUPS, contributions
from core.models.growth.evidence.creator_reasons import with_creator_reasons
from core.models.growth.evidence.reading import Block, GrowthData, Reading, read_growth
from core.models.growth.kinds import BOUGHT_LIKE, ORGANIC, UNKNOWN, VIRAL, EventConfig
from core.models.growth.learner import GrowthModel, score
from core.progress import Report, silent

STEP = "growth evidence"
_LEVELS = ("low", "medium", "high")
# Weights of the parts of the index; a part that is not known is left out.
INDEX_WEIGHTS = {"growth": 0.7, "engagement": 0.15, "followers": 0.15}
_EVENTS_MAX = 12
_ADDED = [f"added_{group}" for group in (*GROUPS, BASE)]
_FEW_FOLLOWERS = 50


@dataclass(frozen=True)
class GrowthEvidence:
    """Attributes:
    creators: (n rows) the columns of table `growth_evidence` without the id; days as numbers
        (`..._day_number`, -1 when unknown).
    events: columns of `growth_patterns` with `creator` (index) instead of the id and days as
        numbers; by creator and event_number.
    cohorts: same-day medians and extra spread, platforms as codes.
    """

    creators: pd.DataFrame
    events: pd.DataFrame
    cohorts: pd.DataFrame


def growth_evidence(
    data: GrowthData,
    model: GrowthModel,
    config: EventConfig | None = None,
    *,
    is_foreign: bool = False,
    threads: int = 2,
    report: Report = silent,
) -> GrowthEvidence:
    """The evidence for all creators.

    A creator with several windows (a long history) has the probability of its most telling one.

    Args:
        is_foreign: the model learned from accounts of another kind, as one from demo data did for
            real accounts; confidence is then never high.
    """
    reading = read_growth(data)
    return evidence_of(
        reading, model, config, is_foreign=is_foreign, threads=threads, report=report
    )


def evidence_of(
    reading: Reading,
    model: GrowthModel,
    config: EventConfig | None = None,
    *,
    is_foreign: bool = False,
    threads: int = 2,
    report: Report = silent,
) -> GrowthEvidence:
    """The evidence for the creators of a reading; see `growth_evidence`."""
    config = config or EventConfig()
    data = reading.given
    deals = deals_by_creator(data.collaborations)

    def work(rows: NDArray[np.int64]) -> tuple[pd.DataFrame, pd.DataFrame]:
        block = reading.block(rows)
        scored = _scored(block, model)
        medians = reading.cohorts.medians[rows, : block.windows.rates.shape[1]]
        patterns = scored["pattern"].to_numpy()
        return scored, window_events(block, medians, deals, config, patterns)

    scored_blocks, events_of_blocks = [], []
    blocks = reading.row_blocks()
    # Threads share the curves; numpy and LightGBM work outside of Python's lock.
    with ThreadPoolExecutor(threads) as pool:
        for done, (scored, events) in enumerate(pool.map(work, blocks)):
            scored_blocks.append(scored)
            events_of_blocks.append(events)
            report(STEP, done + 1, len(blocks), "reading the curves")
    columns = ["creator", "begin", "probability", "pattern", *_ADDED]
    windows = (
        pd.concat(scored_blocks, ignore_index=True)
        if scored_blocks
        else pd.DataFrame({name: [] for name in columns})
    )
    events = pd.concat(events_of_blocks, ignore_index=True) if events_of_blocks else pd.DataFrame()
    creators = _creators(data, windows, reading)
    events = _numbered(events, creators)
    creators = _with_main_event(creators, events)
    creators = creators.assign(**_index(creators, data))
    creators["confidence"] = _confidence(creators, is_foreign=is_foreign)
    events = reasons.with_event_reasons(events)
    creators = with_creator_reasons(creators, events)
    creators["model_version"] = model.version
    return GrowthEvidence(creators, events, cohorts_of(reading))


def _scored(block: Block, model: GrowthModel) -> pd.DataFrame:
    probability, pattern = score(model, block.signals, threads=1)
    return pd.DataFrame(
        {
            "creator": block.windows.creator,
            "begin": block.windows.first_day,
            "probability": probability,
            "pattern": pattern,
        }
    ).join(contributions(model, block.signals).add_prefix("added_"))


def _creators(data: GrowthData, windows: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """One row per creator: the most telling window, and the whole data window."""
    n = len(data)
    known = np.diff(data.histories.starts)
    has = known > 0
    first, last = np.full(n, -1), np.full(n, -1)
    first[has] = data.histories.days[data.histories.starts[:-1][has]]
    last[has] = data.histories.days[data.histories.starts[1:][has] - 1]
    telling = windows.sort_values(
        ["creator", "probability", "begin"], ascending=[True, False, False], na_position="last"
    ).drop_duplicates("creator")
    telling = telling.set_index("creator").reindex(range(n))
    # Of those with too few steps to be judged as well.
    read = pd.DataFrame(
        {
            "steps_known": reading.data.steps_known,
            "steps_missing": reading.windows.lengths - reading.data.steps_known,
            "step_days": reading.windows.step_days,
        }
    )
    read = read.groupby(reading.windows.creator).max().reindex(range(n))
    return pd.DataFrame(
        {
            "purchased_probability": telling["probability"].to_numpy(float),
            "pattern": telling["pattern"].fillna(UNKNOWN).to_numpy(object),
            "begin": telling["begin"].fillna(-1).to_numpy(np.int64),
            "platform_code": data.platforms,
            "size_group": reading.size_groups,
            "step_days": read["step_days"].fillna(1).to_numpy(np.int64),
            "steps_known": read["steps_known"].fillna(0).to_numpy(np.int64),
            "steps_missing": read["steps_missing"].fillna(0).to_numpy(np.int64),
            "first_day_number": first,
            "last_day_number": last,
            "days_known": known,
            **{name: telling[name].to_numpy(float) for name in _ADDED},
        }
    )


def _numbered(events: pd.DataFrame, creators: pd.DataFrame) -> pd.DataFrame:
    """Numbers the events of a creator: the one of its pattern first, then by strength."""
    if events.empty:
        return numbered_events(events)
    owner = creators.iloc[events["creator"]]
    is_main = (events["kind"].to_numpy() == owner["pattern"].to_numpy()) & (
        events["begin"].to_numpy() == owner["begin"].to_numpy()
    )
    numbered = numbered_events(events, is_main)
    kept = numbered[numbered["event_number"] <= _EVENTS_MAX]
    return kept.drop(columns=["begin"]).reset_index(drop=True)


def _with_main_event(creators: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Adds days, size and retention of the most telling event, and how many there are.

    A pattern the model does not know is named after that event; without any event nothing
    stands out.
    """
    n = len(creators)
    if events.empty:
        main = pd.DataFrame(index=range(n))
        number = pd.Series(0, index=range(n))
    else:
        main = events[events["event_number"] == 1].set_index("creator").reindex(range(n))
        number = events.groupby("creator").size().reindex(range(n)).fillna(0)
    kind = main.get("kind", pd.Series(index=range(n), dtype=object)).astype(object).to_numpy()
    pattern = creators["pattern"].to_numpy(object)
    unnamed = np.isin(pattern, ("", ORGANIC, VIRAL)) & pd.notna(kind)
    honest = unnamed & ~np.isin(kind.astype(str), BOUGHT_LIKE)
    low = creators["purchased_probability"].to_numpy(float) < NAMED_FROM
    pattern = np.where(honest, kind, pattern)
    pattern = np.where((pattern == "") & ~low & pd.notna(kind), kind, pattern)
    # A burst without an event to show for it is too faint to name.
    faint = (pattern == "") | ((pattern == VIRAL) & (kind.astype(str) != VIRAL))
    pattern = np.where(faint, ORGANIC, pattern)
    shown = (pattern == kind) & pd.notna(kind)

    def of_main(name: str) -> NDArray[np.float64]:
        values = main[name].to_numpy(float) if name in main else np.full(n, np.nan)
        return np.where(shown, values, np.nan)

    return creators.assign(
        pattern=pattern,
        pattern_first_day_number=np.nan_to_num(of_main("first_day_number"), nan=-1).astype(int),
        pattern_last_day_number=np.nan_to_num(of_main("last_day_number"), nan=-1).astype(int),
        pattern_peak_day_number=np.nan_to_num(of_main("peak_day_number"), nan=-1).astype(int),
        pattern_excess_count=of_main("excess_count"),
        retained_7=of_main("retained_7"),
        retained_30=of_main("retained_30"),
        events_count=number.to_numpy(int),
    )


def _index(creators: pd.DataFrame, data: GrowthData) -> dict[str, NDArray[np.float64]]:
    """Parts of the authenticity index and the index, 0-100, NaN when unknown.

    growth: 100 x (1 - probability). engagement: 100 from the median of accounts like it on,
    less in proportion below. followers: 100 up to the median of what other figures suggest, less
    the further the account stands above it. The index is their weighted mean.
    """
    n = len(creators)
    growth = 100 * (1 - creators["purchased_probability"].to_numpy(float))
    peers = data.peers
    unknown = np.full(n, np.nan)
    parts = {
        "growth": growth,
        "engagement": unknown if peers is None else np.minimum(200 * peers.engagement_place, 100),
        "followers": unknown
        if peers is None
        else np.minimum(200 * (1 - peers.followers_place), 100),
    }
    weights = np.stack([np.where(np.isnan(parts[k]), 0, w) for k, w in INDEX_WEIGHTS.items()])
    values = np.stack([np.nan_to_num(parts[name]) for name in INDEX_WEIGHTS])
    index = (weights * values).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9)
    return {
        **{f"{name}_part": values for name, values in parts.items()},
        "authenticity_index": np.where(np.isnan(growth), np.nan, np.rint(index)),
        "expected_engagement_rate": unknown if peers is None else peers.expected_rate,
        "expected_followers_count": unknown if peers is None else peers.expected_followers,
    }


def cohorts_of(reading: Reading) -> pd.DataFrame:
    """Same-day medians, with the extra spread of the day beside those of a whole platform."""
    keys = ["platform", "step_days", "day_number"]
    table = reading.cohorts.table.merge(reading.spread, on=keys, how="left")
    table.loc[table["size_group"] >= 0, "extra_spread"] = np.nan
    return table


def _confidence(creators: pd.DataFrame, *, is_foreign: bool) -> NDArray[np.object_]:
    """How far to trust the probability: by length, resolution and clearness of the evidence.

    High from 60 steps on, medium from 30; one level less each for counts that are not daily, for
    missing steps, for a probability between a quarter and three quarters, and for an event of
    under fifty followers. Never high when the model learned from accounts of another kind.
    """
    probability = creators["purchased_probability"].to_numpy(float)
    steps = creators["steps_known"].to_numpy()
    excess = np.abs(creators["pattern_excess_count"].to_numpy(float))
    level = (steps >= 30).astype(int) + (steps >= 60)
    level = level - (creators["step_days"].to_numpy() > 1)
    level = level - (creators["steps_missing"].to_numpy() > 0)
    level = level - ((probability > 0.25) & (probability < 0.75))
    level = level - ((probability >= 0.5) & (excess < _FEW_FOLLOWERS))
    level = np.minimum(level, 1 if is_foreign else 2)
    names = np.array(_LEVELS, dtype=object)[np.clip(level, 0, 2)]
    return np.where(np.isnan(probability), NOT_ENOUGH, names)
