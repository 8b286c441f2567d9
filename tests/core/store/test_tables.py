"""Frames go into tables of the store as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from core.errors import StoreError
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store

_ROWS, _PLACE = 30_000, 17_777  # a sample of a thousand rows does not meet it


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with empty_store(tmp_path / "store.duckdb", Settings.from_env(tmp_path)) as opened:
        yield opened


def test_a_list_that_is_empty_nearly_everywhere_is_kept(con: duckdb.DuckDBPyConnection) -> None:
    frame = pd.DataFrame({"post_id": [f"p{n:06d}" for n in range(40_000)]})
    frame["influencer_id"], frame["language"], frame["sentiment"] = "a", None, np.nan
    frame["disclosure_terms"] = [[] for _ in range(len(frame))]
    frame["safety_categories"] = frame["safety_words"] = frame["disclosure_terms"]
    frame["comments_read"], frame["is_disclosed"] = 0, False
    frame["sentiment_source"], frame["sentiment_label"] = "vader", "neutral"
    rare = frame["disclosure_terms"].tolist()
    rare[12_345] = ["#ad", "anzeige"]
    frame["disclosure_terms"] = rare
    assert tables.append_frame(con, "post_texts", frame) == len(frame)
    rows = con.execute(
        """SELECT post_id, disclosure_terms FROM post_texts WHERE len(disclosure_terms) > 0"""
    ).fetchall()
    assert rows == [("p012345", ["#ad", "anzeige"])]
    assert con.execute("SELECT count(sentiment) FROM post_texts").fetchone() == (0,)


@pytest.mark.parametrize("as_arrow", [False, True])
def test_missing_columns_are_null_and_unknown_ones_refused(
    con: duckdb.DuckDBPyConnection, as_arrow: bool
) -> None:
    frame = pd.DataFrame(
        {
            "influencer_id": ["a", "b"],
            "day": pd.to_datetime(["2026-11-20", "2026-11-21"]),
            "followers_count": [7, 8],
        }
    )
    given = pa.Table.from_pandas(frame) if as_arrow else frame
    assert tables.append_frame(con, "follower_history", given) == 2
    assert tables.append_frame(con, "follower_history", given[:0]) == 0
    row = con.execute("SELECT * FROM follower_history ORDER BY day DESC LIMIT 1").fetchone()
    assert row is not None
    assert (row[0], str(row[1]), row[2]) == ("b", "2026-11-21", 8)
    with pytest.raises(StoreError, match="follower_history has no column colour"):
        tables.append_frame(con, "follower_history", frame.assign(colour="red"))


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
    con: duckdb.DuckDBPyConnection, column: str, usual: object, rare: object, kept: object
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
    assert tables.append_frame(con, "post_texts", frame) == _ROWS
    rows = con.execute(
        f"SELECT {column} FROM post_texts WHERE post_id = $post_id",
        {"post_id": f"p{_PLACE:05d}"},
    ).fetchall()
    assert rows == [(kept,)]
