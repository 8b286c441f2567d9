"""What would change the verdict: the growth of one creator with an order in it, or without an
event. Computed while a person waits, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import EPOCH, Histories, date_of
from core.domain.thresholds import WORTH_CHECKING
from core.formats import is_missing
from core.models.growth.evidence.evidence import evidence_of
from core.models.growth.learner import shipped
from core.models.growth.orders import Order, with_order
from core.queries.growth import evidence
from core.services.growth.case import growth_case
from core.services.growth.creator_reading import creator_history, creator_reading
from core.services.session import BuildSession


@dataclass(frozen=True)
class Judged:
    """Attributes:
    probability: of bought growth, 0-1; None with too few steps.
    authenticity_index: 0-100; None when unknown.
    pattern: as in `growth_evidence`. first_day, last_day: of it; None without one.
    """

    probability: float | None
    authenticity_index: int | None
    pattern: str
    first_day: date | None
    last_day: date | None

    @property
    def is_worth_checking(self) -> bool:
        """Whether somebody should look."""
        return self.probability is not None and self.probability >= WORTH_CHECKING


@dataclass(frozen=True)
class GrowthTrial:
    """Attributes:
    before: the verdict of the build. after: the verdict on the changed counts.
    days: day, followers_before, followers_after; one row a count.
    """

    before: Judged
    after: Judged
    days: pd.DataFrame


def with_order_judged(
    session: BuildSession, influencer_id: str, order: Order
) -> GrowthTrial | None:
    """The verdict on the creator's counts with an order in them; None under two counts.

    Posts, peers and comparable accounts stay as they are.
    """
    histories = creator_history(session, influencer_id)
    return _judged(
        session, influencer_id, histories, with_order(histories.days, histories.counts, order)
    )


def without_event_judged(
    session: BuildSession, influencer_id: str, first_day: date, last_day: date
) -> GrowthTrial | None:
    """The verdict had the creator grown as expected on the days of an event; None under two counts.

    What came before and after stays, less what was gained beyond the expectation.
    """
    case = growth_case(session, influencer_id)
    if case is None:
        return None
    histories = creator_history(session, influencer_id)
    days = case.days
    inside = days["day"].between(pd.Timestamp(first_day), pd.Timestamp(last_day))
    beyond = days["change_count"] - days["expected_change"] * case.step_days
    numbers = ((days["day"] - EPOCH).dt.days).to_numpy()
    surplus = beyond.where(inside, 0.0).fillna(0.0).cumsum().to_numpy()
    # Counts between the steps share their surplus.
    taken = np.interp(histories.days, numbers, surplus, left=0.0)
    counts = np.maximum(np.rint(histories.counts - taken), 0).astype(np.int64)
    return _judged(session, influencer_id, histories, counts)


def _judged(
    session: BuildSession,
    influencer_id: str,
    histories: Histories,
    counts: NDArray[np.int64],
) -> GrowthTrial | None:
    stored = evidence.growth_evidence(session.con, influencer_id)
    if stored is None or len(histories.days) < 2:
        return None
    changed = Histories(histories.starts, histories.days, counts)
    reading = creator_reading(session, influencer_id, changed)
    found = evidence_of(reading, shipped(), threads=1).creators.iloc[0]
    before = Judged(
        stored.purchased_probability,
        stored.authenticity_index,
        stored.pattern,
        stored.pattern_first_day,
        stored.pattern_last_day,
    )
    days = pd.DataFrame(
        {
            "day": EPOCH + pd.to_timedelta(histories.days, unit="D"),
            "followers_before": histories.counts,
            "followers_after": counts,
        }
    )
    return GrowthTrial(before, _of_row(found), days)


def _of_row(row: pd.Series) -> Judged:
    def day_of(name: str) -> date | None:
        number = int(row[name])
        return date_of(number) if number >= 0 else None

    probability, index = row["purchased_probability"], row["authenticity_index"]
    return Judged(
        None if is_missing(probability) else float(probability),
        None if is_missing(index) else int(index),
        str(row["pattern"]),
        day_of("pattern_first_day_number"),
        day_of("pattern_last_day_number"),
    )
