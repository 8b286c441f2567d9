"""Frames of a million rows are appended as they are, however rare a value is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

_ROWS, _PLACE = 30_000, 17_777  # a sample of a thousand rows does not meet it


@pytest.mark.parametrize(
    ("column", "usual", "rare", "kept"),
    [
        ("safety_words", [], ["knife"], ["knife"]),
        ("safety_words", np.array([], dtype=object), np.array(["knife"], dtype=object), ["knife"]),
        ("language", None, "de", "de"),
        ("comments_mean", None, 0.25, 0.25),
        ("comments_mean", 1, 0.25, 0.25),
        ("comments_read", 1, 2**31 - 1, 2**31 - 1),
    ],
)
def test_one_value_in_many_rows_is_kept(
    tmp_path: Path, column: str, usual: object, rare: object, kept: object
) -> None:
    values = [usual] * _ROWS
    values[_PLACE] = rare
    frame = pd.DataFrame(
        {
            "post_id": [f"p{number:05d}" for number in range(_ROWS)],
            "influencer_id": "c1",
            "sentiment_label": "unknown",
            "sentiment_source": "no words",
            "is_disclosed": False,
            "disclosure_terms": pd.Series([[]] * _ROWS, dtype=object),
            "safety_categories": pd.Series([[]] * _ROWS, dtype=object),
            "safety_words": pd.Series([[]] * _ROWS, dtype=object),
            "comments_read": 0,
        }
    ).assign(**{column: pd.Series(values, dtype=object)})
    con = empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path))
    with con:
        assert tables.append_frame(con, "post_texts", frame) == _ROWS
        rows = con.execute(
            f"SELECT {column} FROM post_texts WHERE post_id = $post_id",
            {"post_id": f"p{_PLACE:05d}"},
        ).fetchall()
    assert rows == [(kept,)]
