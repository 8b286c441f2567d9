"""What a preview says of the share of a file that is used, and what it suggests."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core.errors import ColumnError
from core.store.ingest import ImportFile, Preview, preview
from core.store.ingest.column_names import suggested
from core.store.ingest.columns import plan
from core.store.ingest.formats import FORMATS
from core.store.ingest.reading.header import found_header


def previewed(folder: Path, text: str, **options: object) -> Preview:
    path = folder / "creators.csv"
    path.write_text(text, encoding="utf-8")
    return preview(path, **options)  # type: ignore[arg-type]


def test_two_of_ten_columns_are_said_to_be_two_of_ten(tmp_path: Path) -> None:
    others = [f"x{number}" for number in range(8)]
    rows = [f"h{number},{number}" + ",1" * 8 for number in range(200)]
    text = "\n".join([",".join(["handle", "followers", *others]), *rows])
    found = previewed(tmp_path, text).usage
    assert found.columns_count == 10
    assert found.unused_columns == tuple(others)
    assert (found.values_count, found.used_values_count) == (2000, 400)
    assert found.words.startswith("2 of 10 columns and 20% of the values are used. Not used: x0")


def test_values_of_rejected_rows_and_unread_cells_are_not_used(tmp_path: Path) -> None:
    found = previewed(tmp_path, "handle,followers,country\na,5,Narnia\nb,-1,DE\nc,7,\n").usage
    # Used: a, 5, c, 7. Not: Narnia is no country, the row of b is rejected, the empty cell is none.
    assert (found.values_count, found.used_values_count) == (8, 4)
    assert found.words == "3 of 3 columns and 50% of the values are used."


def test_a_parquet_file_counts_alike(tmp_path: Path) -> None:
    path = tmp_path / "creators.parquet"
    pd.DataFrame({"handle": ["a", "b"], "followers": [1, 2], "x": [1.5, None]}).to_parquet(path)
    found = preview(path).usage
    assert (found.values_count, found.used_values_count) == (5, 4)


@pytest.mark.parametrize("column", ["Fans", "Subs", "Subscribers count", "Total followers"])
def test_obvious_names_of_followers_are_used_at_once(column: str, tmp_path: Path) -> None:
    view = previewed(tmp_path, f"handle,{column}\na,5\n", table="influencers")
    assert view.usage.unused_columns == ()
    assert view.proposed["followers_count"].confidence > 0.8


def test_a_word_of_a_header_is_suggested_and_not_used(tmp_path: Path) -> None:
    view = previewed(tmp_path, "handle,bio,Fans (M)\na,x,1.2\n")
    assert view.usage.suggestions == {"Fans (M)": "followers_count"}
    assert "Not used: Fans (M) (maybe followers_count?)." in view.usage.words


def test_a_name_is_suggested_as_the_handle_where_nothing_else_is_there(tmp_path: Path) -> None:
    header = ["name", "Fans", "Topic"]
    match = suggested(FORMATS["influencers"], header)["handle"]
    assert (match.source, match.confidence < 0.8) == ("name", True)
    with pytest.raises(ColumnError, match="--map handle=name"):
        plan(ImportFile(Path("a.csv"), "a.csv", "influencers"), header)
    with_handle = suggested(FORMATS["influencers"], ["name", "channel_Info", "Fans"])
    assert with_handle["handle"].source == "channel_Info"
    view = previewed(tmp_path, "name,Fans\nmira,5\n", mapping={"handle": "name"})
    assert view.usage.used_values_count == view.usage.values_count == 2


@pytest.mark.parametrize(
    ("text", "delimiter", "lines_before"),
    [
        ("Top 200 influencers, 2022\n\nname;Fans;handle\n", ";", 2),
        ("Top,,,\n,,,\nusername,followers,bio,x\n", ",", 2),
        ('"Export\nof May",,\nusername,followers,bio\n', ",", 2),
        ("username,followers\na,1\n", ",", 0),
        ("who,words\nmira,I love hiking\n", ",", 0),
        ("sep=;\n\nusername;followers\n", ";", 2),
        ("id;bio\n1;handle, name, followers\n2;a, b, c\n", ";", 0),
    ],
)
def test_the_header_is_found_under_a_title(text: str, delimiter: str, lines_before: int) -> None:
    found = found_header(text)
    assert (found.delimiter, found.lines_before) == (delimiter, lines_before)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("title", ["Top creators", "Top creators,,", "Top, of, all, of, them"])
def test_a_file_with_a_title_keeps_its_rows_and_line_numbers(
    title: str, line_end: str, tmp_path: Path
) -> None:
    lines = [title, "", "handle,followers,bio", "a,5,x", "b,-1,y", "c,7,z", ""]
    path = tmp_path / "titled.csv"
    path.write_bytes(line_end.join(lines).encode())
    view = preview(path)
    assert view.found_columns == ("handle", "followers", "bio")
    assert (view.rows_count, view.rejected_count) == (3, 1)
    assert view.rejects["line_number"].tolist() == [5]
    assert "column names found on line 3, under 'Top" in view.warnings[0]
