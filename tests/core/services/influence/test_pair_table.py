"""Files of pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import AppError, ColumnError, InputFileError
from core.services.influence.pair_table import read_pairs


def _file(folder: Path, text: str) -> Path:
    path = folder / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_of_both_sides_are_read_whatever_their_order(tmp_path: Path) -> None:
    table = read_pairs(
        _file(
            tmp_path,
            "B_posts,A_posts,A_follower_count,CHOICE,B_follower_count,A_bio,B_bio,A_only\n"
            "0.583,11.355,1200,1,3.5,hello,world,4\n"
            ",n/a,1.2M,B,1e3,x,y,4\n",
        )
    )
    assert table.names == ("posts", "follower_count")
    np.testing.assert_array_equal(table.a, [[11.355, 1200], [np.nan, 1.2e6]])
    np.testing.assert_array_equal(table.b, [[0.583, 3.5], [np.nan, 1000]])
    assert table.choice is not None
    assert table.choice.tolist() == [1, 0]
    assert any("no numbers: bio" in note for note in table.notes)
    assert any("one side lacks it: a_only" in note for note in table.notes)


def test_ids_tell_people_apart_and_features_do_without(tmp_path: Path) -> None:
    body = "1,10,20,u,v\n0,20,10,w,u\n1,10,30,u,x\n"
    named = read_pairs(_file(tmp_path, f"Choice,A_x,B_x,A_id,B_id\n{body}")).labelled_pairs(("x",))
    assert named.people_count == 4
    assert named.person_a[0] == named.person_b[1] == named.person_a[2]
    unnamed = read_pairs(_file(tmp_path, f"Choice,A_x,B_x,A_bio,B_bio\n{body}")).labelled_pairs(
        ("x",)
    )
    assert unnamed.people_count == 3


def test_pairs_without_a_choice_are_not_trained_on(tmp_path: Path) -> None:
    table = read_pairs(_file(tmp_path, "Choice,A_x,B_x\n1,1,2\n,3,4\nmaybe,5,6\n"))
    assert len(table.labelled_pairs(("x",))) == 1
    assert any("2 pairs have no choice" in note for note in table.notes)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("x,y\n1,2\n", ColumnError, "needs columns A_x and B_x"),
        ("A_x,B_x,a_X\n1,2,3\n", ColumnError, "'a_x' twice"),
        ("A_bio,B_bio\nhi,ho\n", ColumnError, "needs columns A_x and B_x"),
        ("A_x,B_x\n", AppError, "pairs.csv"),
    ],
)
def test_what_cannot_be_used_is_said(
    tmp_path: Path, text: str, error: type[AppError], words: str
) -> None:
    with pytest.raises(error, match=words):
        read_pairs(_file(tmp_path, text))


def test_learning_needs_choices(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="needs a column 'Choice'"):
        read_pairs(_file(tmp_path, "A_x,B_x\n1,2\n")).labelled_pairs(("x",))
    with pytest.raises(InputFileError, match="expected 1 or 0"):
        read_pairs(_file(tmp_path, "Choice,A_x,B_x\nq,1,2\n")).labelled_pairs(("x",))
