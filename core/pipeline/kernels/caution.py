"""The caution score of some creators."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.models.caution.score import caution_scores
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.frames import arrow_table, first_creator, histories_of_rows


def caution_kernel(part: Tables) -> Tables:
    """Rows of `caution` and `growth_events`.

    Args:
        part: creators (creator, influencer_id, followers, engagements) and history (creator,
            day_number, followers_count).
    """
    creators = part["creators"].to_pandas()
    result = caution_scores(
        histories_of_rows(part["history"], first_creator(part["creators"]), len(creators)),
        followers=creators["followers"].to_numpy(float, na_value=np.nan),
        engagements=creators["engagements"].to_numpy(float, na_value=np.nan),
    )
    scores = result.scores
    scores.insert(0, "influencer_id", creators["influencer_id"])
    for edge in ("first_day", "last_day"):
        scores[edge] = dates(scores.pop(f"{edge}_number"))
    spikes = result.spikes
    events = pd.DataFrame(
        {
            "influencer_id": creators["influencer_id"].to_numpy()[spikes["creator"]],
            "day": dates(spikes["day_number"]),
            "change_count": spikes["change_count"],
            "threshold": spikes["threshold"],
            "kind": "spike",
        }
    )
    return {"caution": arrow_table(scores), "growth_events": arrow_table(events)}
