"""How near the figures of events come to the orders that were planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.kinds import BOUGHT_LIKE

_EPOCH = pd.Timestamp("1970-01-01")


@dataclass(frozen=True)
class Figure:
    """A figure of an event and how far it may be off.

    Attributes:
        error: column of `figure_errors`.
        tolerance: largest error that is still near enough; days, or a fraction.
        at_once: for kinds whose gain comes at once it may be off by this much.
    """

    name: str
    error: str
    tolerance: float
    at_once: float

    def tolerance_of(self, kind: str) -> float:
        """How far the figure may lie from the planted one for a kind of event, in its own unit."""
        return self.at_once if kind in ("step", "step_decay") else self.tolerance


FIGURES = (
    Figure("first day", "first_day_error", 3, 1),
    Figure("last day", "last_day_error", 3, 1),
    Figure("peak day", "peak_day_error", 3, 1),
    Figure("peak gain", "peak_count_error", 0.25, 0.15),
    Figure("kept after 7 days", "retained_7_error", 0.15, 0.15),
    Figure("kept after 30 days", "retained_30_error", 0.25, 0.25),
)


def figure_errors(
    purchases: pd.DataFrame,
    creator_ids: Sequence[str],
    creators: pd.DataFrame,
    events: pd.DataFrame,
) -> pd.DataFrame:
    """Absolute errors of the main event of each creator whose planted order was named.

    Args:
        purchases: the planted truth, see `core.demo.histories.planted`.
        creators, events: of the growth evidence, in the order of `creator_ids`.
    Returns:
        kind, size_fraction (planted) and the error columns of `FIGURES`: days, and fractions of
        the planted peak gain; NaN where the figure is unknown, on either side. An order counts
        where the growth is worth checking, the main event has its kind and they share a day.
    """
    place = pd.Series(range(len(creator_ids)), index=list(creator_ids))
    main = events[events["event_number"] == 1].set_index("creator")
    main = main.reindex(place.reindex(purchases["influencer_id"])).reset_index(drop=True)
    probability = creators["purchased_probability"].to_numpy(float)
    planted = purchases.reset_index(drop=True)
    days = {
        name: (planted[name] - _EPOCH).dt.days.to_numpy(float)
        for name in ("first_day", "last_day", "peak_day")
    }
    named = probability[place.reindex(planted["influencer_id"])] >= WORTH_CHECKING
    named &= (main["kind"].to_numpy(object) == planted["kind"].to_numpy(object)).astype(bool)
    named &= (main["first_day_number"] <= days["last_day"]).to_numpy()
    named &= (main["last_day_number"] >= days["first_day"]).to_numpy()
    peak = planted["peak_count"].to_numpy(float)
    errors = pd.DataFrame(
        {
            "kind": planted["kind"],
            "size_fraction": planted["size_fraction"],
            **{f"{name}_error": (main[f"{name}_number"] - days[name]).abs() for name in days},
            "peak_count_error": (main["peak_count"] - peak).abs() / np.maximum(peak, 1),
            **{
                f"{name}_error": (main[name] - planted[name]).abs()
                for name in ("retained_7", "retained_30")
            },
        }
    )
    # The last day of a step that decays is where its loss ends, which no order has.
    errors.loc[errors["kind"] == "step_decay", "last_day_error"] = np.nan
    return errors[named].reset_index(drop=True)


def figure_table(errors: pd.DataFrame) -> pd.DataFrame:
    """One row per kind and figure: kind, figure, orders_count, median_error, p90_error,
    tolerance and within_share (of the orders with a known error)."""
    rows = []
    for kind in BOUGHT_LIKE:
        of_kind = errors[errors["kind"] == kind]
        for figure in FIGURES:
            error = of_kind[figure.error].dropna()
            if error.empty:
                continue
            tolerance = figure.tolerance_of(kind)
            rows.append(
                {
                    "kind": kind,
                    "figure": figure.name,
                    "orders_count": len(error),
                    "median_error": float(error.median()),
                    "p90_error": float(error.quantile(0.9)),
                    "tolerance": tolerance,
                    "within_share": float((error <= tolerance).mean()),
                }
            )
    return pd.DataFrame(rows)
