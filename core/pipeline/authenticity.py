"""Step: the specified caution score of every creator, and the days it calls spikes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.specified_score import Histories, specified_scores
from core.pipeline.context import BuildContext
from core.pipeline.profiles import ENGAGEMENTS_SQL
from core.pipeline.sources import clear_results
from core.store import tables

_EPOCH = pd.Timestamp("1970-01-01")


def score_growth(context: BuildContext) -> None:
    """Writes `authenticity` (one row a creator) and `growth_events`."""
    clear_results(context, ("authenticity", "growth_events"))
    con = context.con
    creators = con.execute(
        f"""SELECT i.influencer_id, i.followers_count::DOUBLE AS followers,
                   {ENGAGEMENTS_SQL} AS engagements
            FROM influencers i ORDER BY i.influencer_id"""
    ).df()
    if creators.empty:
        return
    # Positions instead of ids keep nine million rows at 24 bytes each.
    history = con.execute(
        """WITH positions AS (
               SELECT influencer_id, row_number() OVER (ORDER BY influencer_id) - 1 AS position
               FROM influencers)
           SELECT position, date_diff('day', DATE '1970-01-01', day) AS day_number, followers_count
           FROM follower_history JOIN positions USING (influencer_id)
           ORDER BY position, day_number"""
    ).fetchnumpy()
    known = np.bincount(np.asarray(history["position"]), minlength=len(creators))
    result = specified_scores(
        Histories(
            starts=np.concatenate([[0], np.cumsum(known)]).astype(np.int64),
            days=np.asarray(history["day_number"], dtype=np.int64),
            counts=np.asarray(history["followers_count"], dtype=np.int64),
        ),
        followers=creators["followers"].to_numpy(float, na_value=np.nan),
        engagements=creators["engagements"].to_numpy(float, na_value=np.nan),
    )
    scores = result.scores
    scores.insert(0, "influencer_id", creators["influencer_id"])
    for edge in ("first_day", "last_day"):
        scores[edge] = _dates(scores.pop(f"{edge}_number"))
    tables.append_frame(con, "authenticity", scores)
    spikes = result.spikes
    tables.append_frame(
        con,
        "growth_events",
        pd.DataFrame(
            {
                "influencer_id": creators["influencer_id"].to_numpy()[spikes["creator"]],
                "day": _dates(spikes["day_number"]),
                "change_count": spikes["change_count"],
                "threshold": spikes["threshold"],
                "kind": "spike",
            }
        ),
    )


def _dates(day_numbers: pd.Series) -> pd.Series:
    return _EPOCH + pd.to_timedelta(day_numbers.where(day_numbers >= 0), unit="D")
