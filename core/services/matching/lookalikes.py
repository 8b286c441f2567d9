"""Creators like a creator, less those whose growth is worth checking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.domain.thresholds import WORTH_CHECKING
from core.queries.growth.evidence import evidence_join
from core.services.build_rows import array, creator_ids, row_order
from core.services.creator_rows import creator_rows
from core.services.matching.fit import creator_rows_of
from core.services.matching.neighbours import Neighbour, nearest_rows


@dataclass(frozen=True)
class Lookalikes:
    """Attributes:
    frame: the columns of `creator_rows` fit_score (0-100, what ranks) and similarity_score
        (cosine x 100 of the plain text vectors), nearest first.
    unusual_count: creators with unusual growth among the nearest: those left out before the list
        was full, or those in it.
    """

    frame: pd.DataFrame
    unusual_count: int


def lookalikes(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    influencer_id: str,
    limit: int,
    *,
    hides_unusual: bool = True,
) -> Lookalikes:
    """The creators whose topics are nearest; an empty frame without text or for an unknown id."""
    vectors = array(folder, "influencer_embeddings")
    fits = creator_rows_of(folder)
    ids = creator_ids(con, folder)
    row = int(np.searchsorted(ids, influencer_id))
    near: list[Neighbour] = []
    unusual = np.zeros(len(ids), dtype=bool)
    if row < len(ids) and ids[row] == influencer_id:
        unusual = _unusual(con, folder, len(ids))
        # As many more as could at most be left out.
        wanted = limit + int(unusual.sum()) if hides_unusual else limit
        near = nearest_rows(fits, fits[row], limit=wanted, without=row)
    shown: list[Neighbour] = []
    unusual_count = 0
    for one in near:
        if len(shown) == limit:
            break
        unusual_count += bool(unusual[one.row])
        if not (hides_unusual and unusual[one.row]):
            shown.append(one)
    rowids = row_order(con, folder, "influencers").rowids[[one.row for one in shown]]
    frame = creator_rows(con, rowids)
    return Lookalikes(
        frame.assign(
            fit_score=[max(one.score, 0.0) for one in shown],
            similarity_score=[float(vectors[one.row] @ vectors[row]) * 100 for one in shown],
        ),
        unusual_count,
    )


def _unusual(con: duckdb.DuckDBPyConnection, folder: Path, count: int) -> np.ndarray:
    """(count,) bool by array row: growth worth checking."""
    join, _ = evidence_join(con)
    found = np.zeros(count, dtype=bool)
    if join:
        rows = con.execute(
            f"""SELECT i.rowid AS rowid FROM influencers i {join}
                WHERE g.purchased_probability >= $worth_checking ORDER BY i.rowid""",
            {"worth_checking": WORTH_CHECKING},
        ).fetchnumpy()
        found[row_order(con, folder, "influencers").array_rows[rows["rowid"]]] = True
    return found
