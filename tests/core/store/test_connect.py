"""A connection that pages read with reads its store and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store


@pytest.fixture
def con(small_settings: Settings, small_build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    opened = open_store(small_build.store_file, small_settings)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{folder}/a.csv')",
        "SELECT * FROM read_text('{folder}/a.csv')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM '{folder}/a.csv'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "COPY (SELECT 1) TO '{folder}/b.csv'",
        "EXPORT DATABASE '{folder}/exported'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "SET lock_configuration = false",
        "DROP TABLE posts",
    ],
)
def test_no_statement_reaches_beyond_the_store(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str
) -> None:
    (tmp_path / "a.csv").write_text("secret\n1\n")
    for cursor in (con, con.cursor()):
        with pytest.raises(duckdb.Error):
            cursor.execute(sql.format(folder=tmp_path))
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_what_does_not_fit_into_memory_is_sorted_on_the_disk(
    small_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "large.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(
            "CREATE TABLE numbers AS SELECT md5(range::VARCHAR) AS word FROM range(400000)"
        )
    limited = Settings(**{**vars(small_settings), "memory_limit": "24MB", "threads": 1})
    opened = open_store(file, limited)
    assert opened.execute(
        "SELECT max(place) FROM (SELECT row_number() OVER (ORDER BY word) AS place FROM numbers)"
    ).fetchone() == (400_000,)
    opened.close()
