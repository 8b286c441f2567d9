"""Growth evidence of some creators, beside what all creators did on the same days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.models.growth.evidence.evidence import GrowthEvidence, evidence_of
from core.models.growth.evidence.reading import GrowthData, read_within
from core.models.growth.learner import GrowthModel, shipped
from core.models.growth.peers import PeerFigures
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.frames import (
    arrow_table,
    first_creator,
    histories_of_rows,
    local_rows,
)

PEER_COLUMNS = tuple(field.name for field in fields(PeerFigures))
EVIDENCE, PATTERNS, JUDGED = "growth_evidence", "growth_patterns", "judged"


@dataclass(frozen=True)
class EvidenceKernel:
    """Attributes:
    levels, spread: medians and spread of each day over all creators, of their `Reading`.
    platforms: names by code.
    is_foreign: as for `evidence_of`.
    """

    levels: tuple[pd.DataFrame, ...]
    spread: pd.DataFrame
    platforms: tuple[str, ...]
    is_foreign: bool

    def __call__(self, part: Tables) -> Tables:
        """Rows of `growth_evidence` and `growth_patterns`, and `JUDGED`: probability and steps.

        Args:
            part: creators (creator, influencer_id, platform_code, size_group, `PEER_COLUMNS`),
                history (creator, day_number, followers_count) and, where the store has any, posts
                (creator, day_number, engagements) and deals (creator, day_number).
        """
        creators = part["creators"].to_pandas()
        first = first_creator(part["creators"])
        data = GrowthData(
            histories_of_rows(part["history"], first, len(creators)),
            creators["platform_code"].to_numpy(np.int64),
            posts=local_rows(part["posts"], first) if "posts" in part else None,
            collaborations=local_rows(part["deals"], first) if "deals" in part else None,
            peers=PeerFigures(*(creators[name].to_numpy(float) for name in PEER_COLUMNS)),
        )
        groups = creators["size_group"].to_numpy(np.int64)
        reading = read_within(data, groups, self.levels, self.spread)
        evidence = evidence_of(reading, _model(), is_foreign=self.is_foreign, threads=1)
        return self._rows(creators["influencer_id"].to_numpy(object), evidence)

    def _rows(self, ids: np.ndarray, evidence: GrowthEvidence) -> Tables:
        judged = evidence.creators[["purchased_probability", "steps_known"]]
        creators = evidence.creators.drop(
            columns=["begin", "steps_known", "steps_missing", "platform_code"]
        )
        creators.insert(0, "influencer_id", ids)
        codes = evidence.creators["platform_code"]
        creators["platform_group"] = np.array(self.platforms, dtype=object)[codes]
        tables = {EVIDENCE: arrow_table(dated(creators)), JUDGED: arrow_table(judged)}
        if not evidence.events.empty:
            events = evidence.events.drop(columns=["is_main"])
            events.insert(0, "influencer_id", ids[events.pop("creator")])
            tables[PATTERNS] = arrow_table(dated(events))
        return tables


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Day numbers as dates; whole counts that may be missing as such."""
    frame = frame.copy()
    for name in [column for column in frame.columns if column.endswith("_day_number")]:
        frame[name.removesuffix("_number")] = dates(frame.pop(name))
    if "day_number" in frame:
        frame["day"] = dates(frame.pop("day_number"))
    return frame


@lru_cache(maxsize=1)
def _model() -> GrowthModel:
    return shipped()
