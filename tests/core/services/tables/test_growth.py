"""Follower counts, posts and labels of files that no build is made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ColumnError, InputFileError, ModelError
from core.models.growth.learner import shipped
from core.services.tables.growth import growth_data, labelled_signals, result_frame, scored
from core.services.tables.histories import read_history, read_labels, read_posts
from tests.support.series import calm

_DAY = (pd.Timestamp("2026-01-01") - pd.Timestamp("1970-01-01")).days


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_counts_by_creator_and_day_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    file = _file(
        tmp_path / "h.csv",
        "platform,influencer_id,date,followers\n"
        "TikTok,b,2026-01-02,20\n"
        "Instagram,a,2026-01-01,5\n"
        "TikTok,b,2026-01-01,10\n"
        "TikTok,b,2026-01-02,21\n"  # later row of the same day
        ",?,2026-01-01,7\n"
        "x,,2026-01-01,5\n"  # no id
        "x,c,2026-01-01,-5\n"
        "x,c,2026-01-01,99999999999\n",
    )
    table = read_history(file)
    assert table.creator_ids == ["?", "a", "b"]
    assert table.histories.starts.tolist() == [0, 1, 2, 4]
    assert table.histories.counts.tolist() == [7, 5, 10, 21]
    assert (table.histories.days - _DAY).tolist() == [0, 0, 0, 1]
    assert table.platforms == ["", "instagram", "tiktok"]
    assert (table.unused_count, table.doubled_count) == (3, 1)
    assert growth_data(table, None, seed=0).platforms.tolist() == [0, 1, 2]


def test_posts_of_known_creators_with_a_day(tmp_path: Path) -> None:
    file = _file(
        tmp_path / "p.csv",
        "user_id,timestamp,likes,views\n"
        "b,2026-01-03T10:00:00Z,1.2k,\n"
        "a,2026-01-01,,50\n"
        "nobody,2026-01-01,5,5\n"
        "a,soon,5,5\n"
        ",2026-01-01,5,5\n",
    )
    found = read_posts(file, ["a", "b"])
    assert found["creator"].tolist() == [1, 0]
    assert (found["day_number"] - _DAY).tolist() == [2, 0]
    assert found["likes"].tolist() == [1200, pytest.approx(np.nan, nan_ok=True)]
    assert found["comments"].isna().all()
    with pytest.raises(ColumnError, match="'likes' or 'comments', found user_id, date"):
        read_posts(_file(tmp_path / "q.csv", "user_id,date\na,2026-01-01\n"), ["a"])


def test_reactions_of_posts_are_likes_and_comments_as_far_as_known(tmp_path: Path) -> None:
    history = read_history(_file(tmp_path / "h.csv", "id,date,count\na,2026-01-01,5\n"))
    posts = read_posts(
        _file(
            tmp_path / "p.csv",
            "id,date,likes,comments\na,2026-01-01,5,2\na,2026-01-02,,3\na,2026-01-03,,\n",
        ),
        ["a"],
    )
    given = growth_data(history, posts, seed=0)
    assert given.posts is not None
    assert given.posts["engagements"].tolist()[:2] == [7, 3]
    assert np.isnan(given.posts["engagements"].iloc[2])
    # One account has nobody beside it.
    assert given.peers is not None
    assert np.isnan(given.peers.expected_rate).all()
    assert growth_data(history, posts.iloc[:0], seed=0).posts is None


def test_labels_in_many_words(tmp_path: Path) -> None:
    file = _file(
        tmp_path / "l.csv",
        "account_id,Fake,Pattern,first_day,last_day\n"
        "a,1,Step,2026-01-05,2026-01-05\n"
        "b,FALSE,,,\n"
        "c,yes,drip,2026-01-05,\n"
        "d,1.0,,,\n"
        "e,0.0,organic,,\n"
        "f,perhaps,step,,\n"
        "a,1,,,\n",
    )
    found = read_labels(file)
    assert found.purchased == {"a": True, "b": False, "c": True, "d": True, "e": False}
    assert found.patterns == {"a": "step", "c": "drip", "e": "organic"}
    assert found.days == {"a": (_DAY + 4, _DAY + 4)}
    with pytest.raises(InputFileError, match="found none among 1"):
        read_labels(_file(tmp_path / "m.csv", "id,label\na,maybe\n"))


def _table(tmp_path: Path, lengths: list[int]) -> Path:
    rng = np.random.default_rng(0)
    rows = [
        f"c{number},{day:%Y-%m-%d},{count}\n"
        for number, length in enumerate(lengths)
        for day, count in zip(
            pd.date_range("2026-01-01", periods=length), calm(rng, days=length), strict=True
        )
    ]
    return _file(tmp_path / "t.csv", "influencer_id,date,followers\n" + "".join(rows))


@pytest.mark.slow
def test_signals_belong_to_the_creators_with_a_label_and_enough_counts(tmp_path: Path) -> None:
    table = read_history(_table(tmp_path, [30, 14, 15, 30]))
    labels = read_labels(_file(tmp_path / "l.csv", "id,label\nc0,1\nc1,1\nc2,0\nzz,1\n"))
    given = growth_data(table, None, seed=0)
    found = labelled_signals(table, given, labels)
    assert found.rows.tolist() == [0, 2]  # c1 has 13 steps, c3 no label
    assert found.purchased.tolist() == [True, False]
    assert found.patterns is None
    # Without posts nothing can be learned from them.
    assert "posts_a_step" not in found.signals
    nobody = read_labels(_file(tmp_path / "n.csv", "id,label\nc1,1\n"))
    with pytest.raises(ModelError, match=r"at least 15 counts in t\.csv"):
        labelled_signals(table, given, nobody)


@pytest.mark.slow
def test_the_result_has_a_row_for_each_creator_in_order(tmp_path: Path) -> None:
    table = read_history(_table(tmp_path, [30, 2, 1, 40]))
    found = result_frame(table, scored(growth_data(table, None, seed=0), shipped(), threads=1))
    assert found["influencer_id"].tolist() == ["c0", "c1", "c2", "c3"]
    assert found["authenticity_index"].dtype == "Int64"
    assert found["confidence"].tolist()[1:3] == ["not enough data"] * 2
    assert found["first_day"].isna().all()
    # Ordinary growth may list a weaker reason for; what decided is always there.
    assert found["reasons"].str.contains("against: ").all()


def test_labels_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    file = _file(tmp_path / "l.csv", "influencer_id,purchased\na,1\nb,0\na,0\n")
    with pytest.raises(InputFileError, match=r"both 1 and 0 for 1 .for example 'a'"):
        read_labels(file)
