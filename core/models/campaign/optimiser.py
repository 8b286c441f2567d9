"""The most valuable set of creators under constraints, and why others are not in it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.models.campaign.certainty import Spread, check_certainty, spread_of
from core.models.campaign.constraints import REACHED, Constraints
from core.models.campaign.eligible import UNUSUAL_GROWTH, allowed_candidates, held_back
from core.models.campaign.left_out import FORCED_LIMIT_S, LeftOut, left_out_of
from core.models.campaign.runners_up import runners_up
from core.models.campaign.solver.chance import CertainSet, certain_set
from core.models.campaign.solver.milp import MilpProblem, Promise, useful_rows
from core.models.campaign.solver.solving import solved

# A single creator above this share of the cost makes the set depend on one person.
CONCENTRATED_FROM = 0.5
# The main question may take this long; after it the best set found is given with its gap.
TIME_LIMIT_S = 4.0


@dataclass(frozen=True)
class CampaignPlan:
    """The chosen set and how sure it is that none is better.

    Attributes:
        status: 'best' (proven) | 'time ran out' | 'impossible' | 'nothing fits'.
        chosen: influencer_id, value, price (EUR), per_100 (value for EUR 100; NaN when free),
            against_median (per_100 / the median of the candidates; NaN when not known), is_must;
            next_id, next_value, next_price (the most valuable creator that could take the place
            within the constraints; None and NaN without one and for a must); most value first,
            then id. Value and price of a must are NaN when not known.
        objective: summed value. cost: summed price, EUR; what is not known is in neither.
        gap: share of the objective that a better set could at most gain.
        seconds: spent on solving, re-solves included.
        candidates_count: creators that may be chosen.
        excluded: reason -> creators that may not, reasons without any left out.
        median_per_100: of the candidates with a price above 0.
        clashes: for an impossible list, the constraints of which dropping one makes it possible.
        certainty: with which budget and promises hold; None for in the mean.
    """

    status: str
    chosen: pd.DataFrame
    objective: float = 0.0
    cost: float = 0.0
    gap: float = 0.0
    seconds: float = 0.0
    candidates_count: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    median_per_100: float | None = None
    left_out: tuple[LeftOut, ...] = ()
    clashes: tuple[str, ...] = ()
    certainty: float | None = None

    @property
    def unusual_count(self) -> int:
        """Creators left out because their growth is worth checking."""
        return self.excluded.get(UNUSUAL_GROWTH, 0)

    def largest_share(self) -> tuple[str, float] | None:
        """(id, share 0-1) of a creator that takes more than half of the cost; None without one.

        None also for a set of one, which has no other way.
        """
        prices = self.chosen["price"]
        if len(prices) < 2 or self.cost <= 0 or prices.max() <= CONCENTRATED_FROM * self.cost:
            return None
        row = prices.idxmax()
        return str(self.chosen.loc[row, "influencer_id"]), float(prices[row] / self.cost)


def best_set(
    candidates: pd.DataFrame,
    constraints: Constraints,
    *,
    certainty: float | None = None,
    reach_share: float = 1.0,
    explained: bool = True,
    time_limit_s: float = TIME_LIMIT_S,
) -> CampaignPlan:
    """The candidates with the greatest summed value that meet the constraints.

    Args:
        candidates: influencer_id (unique), value (more is better), price (EUR for the planned
            posts), tier, country, niche, caution_score (0-100) and purchased_probability (0-1),
            each but the id may be missing; and, where a list was filtered before, in_filters
            (bool). Without value or price a creator cannot be chosen, unless it is a must: it
            then counts 0. With a certainty or a promise also cost, reach and engagements, each
            with the ends `_low` and `_high`.
        certainty: None holds budget and promises for the prices given and the middle of each
            range; a probability holds them that often, see `chance`.
        reach_share: share (0-1) of the summed reach of several creators that are different people.
        explained: also solve for what those left out would cost the set.
    Returns:
        The plan. The same candidates in any order give the same set, as long as time suffices.
    Raises:
        ModelError: an id is there twice, a must is no candidate or also a never, or a number is
            out of range.
    Source: a mixed-integer linear program for HiGHS (Huangfu & Hall 2018) by `scipy.optimize.milp`.
    """
    started = time.perf_counter()
    check_certainty(certainty)
    _check(candidates, constraints)
    frame = candidates.sort_values("influencer_id", ignore_index=True)
    allowed, excluded = allowed_candidates(frame, constraints)
    search = _searched(frame[allowed], constraints, certainty, reach_share, time_limit_s)
    problem, answer = search.problem, search.answer
    rates = _rates(problem)
    median = float(np.median(rates[np.isfinite(rates)])) if np.isfinite(rates).any() else None
    plan = CampaignPlan(
        answer.status,
        _chosen(problem, np.zeros(0, dtype=np.int64), rates, median),
        candidates_count=int(allowed.sum()),
        excluded=excluded,
        median_per_100=median,
        certainty=certainty,
    )
    if answer.rows is None:
        timed_out = answer.status == "time ran out"
        clashes = () if timed_out else _clashes(frame, constraints, certainty, reach_share)
        plan = replace(plan, clashes=clashes)
    else:
        held_out = held_back(frame, ~allowed, constraints)
        if explained:
            held_out += left_out_of(problem, search.kept, answer.rows)
        plan = replace(
            plan,
            status=answer.status if len(answer.rows) else "nothing fits",
            chosen=_chosen(problem, answer.rows, rates, median),
            objective=float(problem.values[answer.rows].sum()),
            cost=float(problem.prices[answer.rows].sum()),
            gap=answer.gap,
            left_out=tuple(
                sorted(held_out, key=lambda creator: (-creator.value, creator.influencer_id))
            ),
        )
    return replace(plan, seconds=time.perf_counter() - started)


def _searched(
    frame: pd.DataFrame,
    constraints: Constraints,
    certainty: float | None,
    reach_share: float,
    time_limit_s: float,
    *,
    any_will_do: bool = False,
) -> CertainSet:
    """The best set of the candidates of a frame, in the mean or with a certainty.

    Args:
        any_will_do: look only for whether there is a set.
    """
    problem = MilpProblem(frame.reset_index(drop=True), constraints)
    if any_will_do:
        problem.values[:] = 0
    promises, results = _promises(problem.frame, constraints, reach_share, certainty)
    problem = problem.charged(problem.charges, problem.allowance, promises)
    if certainty is not None:
        costs = spread_of(problem.frame["cost_low"], problem.frame["cost_high"])
        return certain_set(problem, costs, results, certainty, time_limit_s)
    kept = np.arange(len(problem.values)) if any_will_do else useful_rows(problem)
    return CertainSet(problem, kept, solved(problem, kept, time_limit_s))


def _promises(
    frame: pd.DataFrame, constraints: Constraints, reach_share: float, certainty: float | None
) -> tuple[list[Promise], dict[str, Spread]]:
    """What the set has to bring, in the middle of each range, and the spread of each."""
    promises, results = [], {}
    for words, least in constraints.promises().items():
        stem, share = ("reach", reach_share) if words == REACHED else ("engagements", 1.0)
        low, high = (
            frame[f"{stem}_{end}"].to_numpy(dtype=float) * share for end in ("low", "high")
        )
        promises.append(Promise(words, np.nan_to_num((low + high) / 2, nan=0.0), least))
        if certainty is not None:
            results[words] = spread_of(low, high)
    return promises, results


def _check(candidates: pd.DataFrame, constraints: Constraints) -> None:
    ids = candidates["influencer_id"]
    if ids.duplicated().any():
        raise ModelError(
            f"Expected each creator once, found '{ids[ids.duplicated()].iloc[0]}' several times."
        )
    both = sorted(constraints.must & constraints.never)
    if both:
        raise ModelError(f"'{both[0]}' must be in and is ruled out at once. Choose one.")
    absent = sorted(constraints.must - set(ids))
    if absent:
        raise ModelError(f"'{absent[0]}' must be in the set but is not among the candidates.")


def _rates(problem: MilpProblem) -> np.ndarray:
    """(n,) value for EUR 100; NaN for what is free."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(problem.prices > 0, problem.values / problem.prices * 100, np.nan)


def _chosen(
    problem: MilpProblem, rows: np.ndarray, rates: np.ndarray, median: float | None
) -> pd.DataFrame:
    frame = problem.frame.iloc[rows]
    following = runners_up(problem, rows)
    return (
        pd.DataFrame(
            {
                "influencer_id": frame["influencer_id"],
                "value": frame["value"],
                "price": frame["price"],
                "per_100": rates[rows],
                "against_median": rates[rows] / median if median else np.nan,
                "is_must": problem.must[rows],
                "next_id": pd.Series(
                    [
                        None if next_row is None else problem.frame["influencer_id"].iloc[next_row]
                        for next_row in following
                    ],
                    index=frame.index,
                    dtype=object,
                ),
                "next_value": [
                    np.nan if next_row is None else problem.values[next_row]
                    for next_row in following
                ],
                "next_price": [
                    np.nan if next_row is None else problem.prices[next_row]
                    for next_row in following
                ],
            }
        )
        .sort_values(["value", "influencer_id"], ascending=[False, True])
        .reset_index(drop=True)
    )


def _clashes(
    frame: pd.DataFrame, constraints: Constraints, certainty: float | None, reach_share: float
) -> tuple[str, ...]:
    """Constraints of which dropping a single one makes the rest possible."""
    clashes = []
    for words, fewer in constraints.without_one():
        allowed, _ = allowed_candidates(frame, fewer)
        search = _searched(
            frame[allowed], fewer, certainty, reach_share, FORCED_LIMIT_S, any_will_do=True
        )
        if search.answer.rows is not None:
            clashes.append(words)
    return tuple(clashes)
