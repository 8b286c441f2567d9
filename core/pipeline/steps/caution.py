"""Step: the caution score of every creator, and the days it calls spikes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.models.caution.score import caution_scores
from core.pipeline.context import BuildContext
from core.pipeline.growth_days import histories_of
from core.pipeline.sources import clear_results
from core.pipeline.steps.profiles import ENGAGEMENTS_SQL
from core.store import tables


def score_growth(context: BuildContext) -> None:
    """Writes `caution` (one row per creator) and `growth_events`."""
    clear_results(context, ("caution", "growth_events"))
    con = context.con
    creators = con.execute(
        f"""SELECT i.influencer_id, i.followers_count::DOUBLE AS followers,
                   {ENGAGEMENTS_SQL} AS engagements
            FROM influencers i ORDER BY i.influencer_id"""
    ).df()
    if creators.empty:
        return
    result = caution_scores(
        histories_of(con, len(creators)),
        followers=creators["followers"].to_numpy(float, na_value=np.nan),
        engagements=creators["engagements"].to_numpy(float, na_value=np.nan),
    )
    scores = result.scores
    scores.insert(0, "influencer_id", creators["influencer_id"])
    for edge in ("first_day", "last_day"):
        scores[edge] = dates(scores.pop(f"{edge}_number"))
    tables.append_frame(con, "caution", scores)
    spikes = result.spikes
    tables.append_frame(
        con,
        "growth_events",
        pd.DataFrame(
            {
                "influencer_id": creators["influencer_id"].to_numpy()[spikes["creator"]],
                "day": dates(spikes["day_number"]),
                "change_count": spikes["change_count"],
                "threshold": spikes["threshold"],
                "kind": "spike",
            }
        ),
    )
