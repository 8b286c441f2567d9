"""The most valuable set of creators under constraints, and why others are not in it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.errors import ModelError
from core.models.campaign.constraints import Constraints
from core.models.campaign.left_out import FORCED_LIMIT_S, LeftOut, left_out_of
from core.models.campaign.milp import MilpProblem, useful_rows
from core.models.campaign.runners_up import runners_up
from core.models.campaign.solving import solved
from core.models.growth.verdict import is_worth_checking

UNUSUAL_GROWTH = "growth worth checking"
# A single creator above this share of the cost makes the set depend on one person.
CONCENTRATED_FROM = 0.5
_HELD_BACK_SHOWN = 3
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
    candidates: pd.DataFrame, constraints: Constraints, *, time_limit_s: float = TIME_LIMIT_S
) -> CampaignPlan:
    """The candidates with the greatest summed value that meet the constraints.

    Args:
        candidates: influencer_id (unique), value (more is better), price (EUR for the planned
            posts), tier, country, niche, caution_score (0-100) and purchased_probability (0-1),
            each but the id may be missing; and, where a list was filtered before, in_filters
            (bool). Without value or price a creator cannot be chosen, unless it is a must: it
            then counts 0.
    Returns:
        The plan. The same candidates in any order give the same set, as long as time suffices.
    Raises:
        ModelError: an id is there twice, a must is no candidate or also a never, or a number is
            out of range.
    Source: a mixed-integer linear program for HiGHS (Huangfu & Hall 2018) by `scipy.optimize.milp`.
    """
    started = time.perf_counter()
    _check(candidates, constraints)
    frame = candidates.sort_values("influencer_id", ignore_index=True)
    allowed, excluded = _allowed(frame, constraints)
    problem = MilpProblem(frame[allowed].reset_index(drop=True), constraints)
    kept = useful_rows(problem)
    answer = solved(problem, kept, time_limit_s)
    rates = _rates(problem)
    median = float(np.median(rates[np.isfinite(rates)])) if np.isfinite(rates).any() else None
    plan = CampaignPlan(
        answer.status,
        _chosen(problem, np.zeros(0, dtype=np.int64), rates, median),
        candidates_count=int(allowed.sum()),
        excluded=excluded,
        median_per_100=median,
    )
    if answer.rows is None:
        timed_out = answer.status == "time ran out"
        plan = replace(plan, clashes=() if timed_out else _clashes(frame, constraints))
    else:
        held_out = left_out_of(problem, kept, answer.rows) + _held_back(
            frame, ~allowed, constraints
        )
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


def _allowed(frame: pd.DataFrame, constraints: Constraints) -> tuple[np.ndarray, dict[str, int]]:
    """(n,) bool: may be chosen; and how many may not, by the first reason that holds."""
    allowed = np.ones(len(frame), dtype=bool)
    must = frame["influencer_id"].isin(constraints.must).to_numpy()
    excluded: dict[str, int] = {}
    for words, out in _reasons(frame, constraints):
        hit = out & allowed & ~must
        if hit.any():
            excluded[words] = int(hit.sum())
            allowed &= ~hit
    return allowed, excluded


def _reasons(frame: pd.DataFrame, constraints: Constraints) -> list[tuple[str, np.ndarray]]:
    caution = pd.to_numeric(frame["caution_score"], errors="coerce").to_numpy(dtype=float)
    prices = frame["price"].to_numpy(dtype=float)
    probability = pd.to_numeric(frame["purchased_probability"], errors="coerce")
    reasons = [
        ("ruled out by you", frame["influencer_id"].isin(constraints.never).to_numpy()),
        ("no price is known", ~(np.isfinite(prices) & (prices >= 0))),
        ("no value is known", ~np.isfinite(frame["value"].to_numpy(dtype=float))),
    ]
    if "in_filters" in frame:
        reasons.append(("outside your filters", ~frame["in_filters"].to_numpy(dtype=bool)))
    if not constraints.includes_unusual:
        reasons.append((UNUSUAL_GROWTH, is_worth_checking(probability).to_numpy(dtype=bool)))
    if not constraints.unknown_growth:
        reasons.append(("not enough data on growth", probability.isna().to_numpy()))
    if constraints.caution_max is not None:
        reasons.append(
            (f"caution score above {constraints.caution_max:g}", caution > constraints.caution_max)
        )
    if constraints.budget is not None and constraints.budget_share_max is not None:
        most = constraints.budget * constraints.budget_share_max
        reasons.append(
            (f"more than {constraints.budget_share_max:.0%} of the budget", prices > most + 1e-9)
        )
    return reasons


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


def _held_back(frame: pd.DataFrame, out: np.ndarray, constraints: Constraints) -> list[LeftOut]:
    """The most valuable that a constraint keeps from being chosen at all."""
    values = frame["value"].to_numpy(dtype=float)
    never = frame["influencer_id"].isin(constraints.never).to_numpy()
    rows = np.flatnonzero(out & np.isfinite(values) & ~never)
    rows = rows[np.lexsort((rows, -values[rows]))][:_HELD_BACK_SHOWN]
    reasons = _reasons(frame, constraints)
    return [
        LeftOut(
            frame["influencer_id"].iloc[row],
            float(values[row]),
            float(frame["price"].iloc[row]),
            tuple(words for words, hit in reasons if hit[row]),
            0.0,
            None,
            loss_is_exact=False,  # it is kept out before anything is worked out
        )
        for row in rows
    ]


def _clashes(frame: pd.DataFrame, constraints: Constraints) -> tuple[str, ...]:
    """Constraints of which dropping a single one makes the rest possible."""
    clashes = []
    for words, fewer in constraints.without_one():
        allowed, _ = _allowed(frame, fewer)
        problem = MilpProblem(frame[allowed].reset_index(drop=True), fewer)
        problem.values[:] = 0  # any set will do
        every = np.arange(len(problem.values))
        if solved(problem, every, FORCED_LIMIT_S).rows is not None:
            clashes.append(words)
    return tuple(clashes)
