"""Tables of posts to be profiled, as files come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import ColumnError, InputFileError
from core.services.tables.profile_table import read_profile_table


def _table(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "posts.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_columns_are_read_in_the_ways_they_are_written(tmp_path: Path) -> None:
    table = read_profile_table(
        _table(
            tmp_path,
            "account_id,caption,likes,followers,posted_at,is_ad,image_path\n"
            "a,Hi,1.2k,10,3600,True,1.jpg\n"
            "b,,,20,2026-01-01T02:00:00Z,0,\n"
            "c,Yo,x,,soon,,\n",
        )
    )
    frame = table.frame
    assert frame["post_id"].tolist() == ["1", "2", "3"]
    np.testing.assert_array_equal(frame["likes"].astype(float), [1200, np.nan, np.nan])
    np.testing.assert_array_equal(frame["posted_at"], [3600, 1767232800, np.nan])
    assert frame["is_ad"].tolist() == [True, False, None]
    assert frame["image_path"].isna().tolist() == [False, True, True]
    assert table.categories == {}


def test_an_account_has_its_most_frequent_category(tmp_path: Path) -> None:
    table = read_profile_table(
        _table(
            tmp_path,
            "influencer_id,text,category\na,1,food\na,2,travel\na,3,travel\nb,4,pet\nc,5,\n,6,pet\n",
        )
    )
    assert table.categories == {"a": "travel", "b": "pet"}
    assert table.skipped_count == 1


def test_headers_are_recognised_as_by_an_import(tmp_path: Path) -> None:
    table = read_profile_table(
        _table(tmp_path, "User Name,Post Text,Topic,Like Count,Photo\r\na,Hi,food,7,1.jpg\r\n")
    )
    row = table.frame.iloc[0]
    assert row[["account_id", "caption", "category", "likes", "image_path"]].tolist() == [
        *("a", "Hi", "food"),
        *(7, "1.jpg"),
    ]


def test_spellings_of_a_category_are_one_and_missing_ones_none(tmp_path: Path) -> None:
    rows = "a,1,Food\nb,2,food\nb,3,Food\nc,4,FOOD \nd,5,NaN\ne,6,n/a\ne,7,-\nf,8,pets\n"
    table = read_profile_table(_table(tmp_path, f"account_id,caption,category\n{rows}"))
    assert table.categories == {"a": "Food", "b": "Food", "c": "Food", "f": "pets"}


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="caption"):
        read_profile_table(_table(tmp_path, "account_id,likes\na,1\n"))
    with pytest.raises(InputFileError, match="account_id"):
        read_profile_table(_table(tmp_path, "account_id,caption\n ,Hi\n"))
