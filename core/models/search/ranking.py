"""One order of creators out of names, words and meaning: exact before mistyped before meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

# Reciprocal rank fusion (Cormack, Clarke & Buettcher 2009): a list gives weight / (60 + rank).
RANK_OFFSET = 60.0
WEIGHTS = {"names": 1.0, "words": 1.0, "meaning": 1.0}


class Tier(IntEnum):
    """How well a creator answers a query; no creator stands above one of a better tier."""

    NAMED = 0  # the query is the handle or the name
    TYPED = 1  # a name begins so, or all words are there as typed
    CORRECTED = 2  # the same after typing errors were corrected
    CLOSE = 3  # some of the words, or the meaning


@dataclass(frozen=True)
class RankedList:
    """One list to join.

    Attributes:
        name: key of `WEIGHTS`.
        tier: of all creators in the list.
        rows: of creators, best first.
    """

    name: str
    tier: Tier
    rows: np.ndarray

    def among(self, allowed: np.ndarray) -> RankedList:
        """The list without creators that may not be found, (n,) bool of all rows."""
        return RankedList(self.name, self.tier, self.rows[allowed[self.rows]])


def fused(lists: Iterable[RankedList], weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The creators of all lists, best first.

    A creator has the best tier of its lists; within a tier the sum over all lists decides, then
    the row.

    Returns:
        row, tier, score (reciprocal rank fusion, > 0).
    """
    chosen = WEIGHTS if weights is None else weights
    kept = [ranked for ranked in lists if len(ranked.rows)]
    if not kept:
        return pd.DataFrame({"row": np.empty(0, np.int64), "tier": 0, "score": 0.0})
    rows, places = np.unique(np.concatenate([part.rows for part in kept]), return_inverse=True)
    tiers = np.full(len(rows), max(Tier), dtype=np.int64)
    # A creator may stand in two lists of one kind, as typed and corrected: the better counts.
    scores = {name: np.zeros(len(rows)) for name in chosen}
    start = 0
    for part in kept:
        here = places[start : start + len(part.rows)]
        start += len(part.rows)
        np.minimum.at(tiers, here, int(part.tier))
        score = chosen[part.name] / (RANK_OFFSET + 1 + np.arange(len(here)))
        np.maximum.at(scores[part.name], here, score)
    score = np.sum(list(scores.values()), axis=0)
    order = np.lexsort((rows, -score, tiers))
    return pd.DataFrame({"row": rows[order], "tier": tiers[order], "score": score[order]})
