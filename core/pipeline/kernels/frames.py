"""Frames of a kernel as Arrow tables, and histories out of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from core.domain.histories import Histories

CREATOR = "creator"  # position by influencer_id among all creators


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """The frame without its index; NaN becomes null."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.replace_schema_metadata(None)


def histories_of_rows(history: pa.Table, first: int, creators_count: int) -> Histories:
    """The histories of creators `first`, `first` + 1, ...

    Args:
        history: creator, day_number, followers_count, by creator and day.
    """
    creators = history[CREATOR].to_numpy() - first
    known = np.bincount(creators, minlength=creators_count)
    return Histories(
        starts=np.concatenate([[0], np.cumsum(known)]).astype(np.int64),
        days=history["day_number"].to_numpy().astype(np.int64, copy=False),
        counts=history["followers_count"].to_numpy().astype(np.int64, copy=False),
    )


def local_rows(table: pa.Table, first: int) -> pd.DataFrame:
    """The rows as a frame, with `creator` counted from `first`."""
    frame = table.to_pandas()
    frame[CREATOR] = frame[CREATOR] - first
    return frame


def first_creator(creators: pa.Table) -> int:
    """Position of the first creator of a part."""
    return int(creators[CREATOR][0].as_py())
