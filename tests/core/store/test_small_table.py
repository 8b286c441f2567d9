"""Days and numbers of files that no store is made for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ColumnError, InputFileError
from core.store.ingest.reading import small_table


def _read(path: Path, **places: str) -> dict[str, list[float | None]]:
    """Columns of a file as days or numbers: name -> 'days' or 'numbers'."""
    with small_table.opened(path) as table:
        found = table.columns(
            **{
                name: table.days(table.place((name,)))
                if what == "days"
                else table.numbers(table.place((name,)), "followers")
                for name, what in places.items()
            }
        )
    return {
        name: [None if one is np.ma.masked else float(one) for one in np.ma.asarray(values)]
        for name, values in found.items()
    }


def test_days_in_many_forms_are_days_since_1970(tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text(
        'n,d\n1,1970-01-02\n2,1970-01-31T23:59:00Z\n3,31.12.1999\n4,"Jan 3, 2000"\n5,soon\n6,\n'
        "7,20000104\n",
        encoding="utf-8",
    )
    # 1990 is the earliest year that an import believes.
    assert _read(file, d="days")["d"] == [None, None, 10956, 10959, None, None, 10960]


def test_month_or_day_first_is_read_off_the_whole_column(tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text("d,n\n01/02/2020,1\n12/31/2019,2\n", encoding="utf-8")
    assert _read(file, d="days")["d"] == [18263, 18261]
    file.write_text("d,n\n01/02/2020,1\n31/12/2019,2\n", encoding="utf-8")
    assert _read(file, d="days")["d"] == [18293, 18261]


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    rows = ["12", "-3", '"1,234"', "1.2k", " 7 ", "many", "", "٤٢", "²", "1e3", "--5"]
    file.write_text("f,n\n" + "".join(f"{one},x\n" for one in rows), encoding="utf-8")
    assert _read(file, f="numbers")["f"] == [
        12, -3, 1234, 1200, 7, None, None, 42, None, 1000, None,
    ]  # fmt: skip


def test_the_whole_column_says_which_sign_is_decimal(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text('w,n\n"12,5",a\n"1,234",b\n7,c\n', encoding="utf-8")
    with small_table.opened(file) as table:
        assert table.columns(w=table.numbers(0, "average"))["w"].tolist() == [12.5, 1.234, 7]


def test_a_number_beyond_what_can_be_is_unknown_and_no_error_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "n.csv"
    texts = ("9" * 400, "9" * 30, "-" + "9" * 30, "1e99", "1e308", "inf", "2e9", "7")
    file.write_text("\n".join(["n,other", *(f"{text},x" for text in texts)]), encoding="utf-8")
    unknown = [None] * 6
    assert _read(file, n="numbers")["n"] == [*unknown, 2e9, 7]
    typed = tmp_path / "n.parquet"
    numbers = [np.inf, -np.inf, 1e30, -1e30, 1e308, np.nan, 2e9, 7]
    pd.DataFrame({"n": numbers, "other": "x"}).to_parquet(typed)
    assert _read(typed, n="numbers")["n"] == [*unknown, 2e9, 7]


def test_numbers_with_a_type_are_not_read_as_text(tmp_path: Path) -> None:
    file = tmp_path / "typed.parquet"
    pd.DataFrame(
        {"likes": [1.234, 2.5], "id": [17.0, None], "short": pd.array([19.99, 3.4], "Float32")}
    ).to_parquet(file)
    with small_table.opened(file) as table:
        assert table.columns(n=table.numbers(0))["n"].tolist() == [1.234, 2.5]
        assert table.rows(table.text(0), table.id(1), table.text(2)) == [
            ("1.2340", "17", "19.99"), ("2.5", None, "3.4"),
        ]  # fmt: skip


def test_times_in_many_forms_are_seconds_and_steps_stay_steps(tmp_path: Path) -> None:
    file = tmp_path / "times.csv"
    file.write_text(
        "t,step\n2026-01-31T01:00:00+02:00,1\n30.01.2026 23:00,2\n1769814000,10\n20260131,3\nx,4\n",
        encoding="utf-8",
    )
    with small_table.opened(file) as table:
        rows = table.rows(table.seconds(0), table.seconds(1))
    assert [row[0] for row in rows] == [1769814000] * 3 + [1769817600, None]
    assert [row[1] for row in rows] == [1, 2, 10, 3, 4]


def test_flags_say_yes_no_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "flags.csv"
    file.write_text("f,n\noui,1\n1.0,2\n0.0,3\nperhaps,4\n,5\n", encoding="utf-8")
    with small_table.opened(file) as table:
        assert [row[0] for row in table.rows(table.flags(0))] == [True, True, False, None, None]


def test_ids_lose_what_nobody_sees_and_words_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "ids.csv"
    file.write_text(
        "id,n\n\u202emira\u200b\u00a0,1\nNaN,2\n00123,3\n\u200b,4\nnana,5\n", encoding="utf-8"
    )
    with small_table.opened(file) as table:
        assert [row[0] for row in table.rows(table.id(0))] == ["mira", None, "00123", None, "nana"]


def test_columns_without_a_single_number_are_all_unknown(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    file.write_text("f,d\nabc,x\ndef,y\n", encoding="utf-8")
    assert _read(file, f="numbers", d="days") == {"f": [None, None], "d": [None, None]}


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    file = tmp_path / "typed.parquet"
    pd.DataFrame(
        {
            "Day ": pd.to_datetime(["2020-01-01", None, "2020-01-03"]),
            "f": pd.array([5, None, 7], dtype="Int64"),
            "g": [1.5, np.nan, 2.0],
            "name": "x",
        }
    ).to_parquet(file)
    found = _read(file, day="days", f="numbers", g="numbers")
    assert found == {
        "day": [18262, None, 18264], "f": [5, None, 7], "g": [1.5, None, 2.0],
    }  # fmt: skip


def test_rows_and_columns_keep_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    order = np.random.default_rng(0).permutation(20_000)
    pd.DataFrame({"f": order, "d": "2020-01-01"}).to_csv(file, index=False)
    assert _read(file, f="numbers")["f"] == order.tolist()
    with small_table.opened(file) as table:
        assert [int(row[0]) for row in table.rows("c0")] == order.tolist()


def test_the_first_of_the_names_that_is_there_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("Count,Followers\n1,2\n", encoding="utf-8")
    with small_table.opened(file) as table:
        assert table.place(("followers", "count")) == 1
        assert table.optional(("likes",)) is None
        with pytest.raises(ColumnError, match="needs a column 'likes', found count, followers"):
            table.place(("likes", "like_count"))


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.parquet"
    file.write_bytes(b"PAR1 nothing of the kind")
    with pytest.raises(InputFileError, match=r"broken\.parquet"), small_table.opened(file):
        pass
