"""Forgotten handles are in no text of a build, whatever column it stands in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.forgotten_texts import cleared_facts
from core.pipeline.run import make_build
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import create_schema
from core.store.creator_rows import text_columns
from core.workspace.database import workspace
from core.workspace.forgotten import forget, forgotten_hashes
from core.workspace.mentions import without_handle

HANDLE = "Zora_Quill77"
SPELLINGS = ("@Zora_Quill77", "#zora_quill77", "ZORA_QUILL77", "(zora_quill77)")
CREATORS = 12


class _Planted:
    """Creators whose every text names the handle, and the creator itself."""

    name = "planted"
    is_demo = False

    def fill(self, context: BuildContext) -> None:
        con = context.con
        rows = [(f"i{n}", f"friend{n}") for n in range(CREATORS)] + [("z1", HANDLE)]
        con.executemany(
            """INSERT INTO influencers (influencer_id, handle, name, platform, followers_count)
               VALUES (?, ?, 'Friend', 'instagram', 5000)""",
            rows,
        )
        con.executemany(
            """INSERT INTO posts (post_id, influencer_id, caption, posted_at, likes_count)
               VALUES (?, ?, '', TIMESTAMP '2026-10-01' + INTERVAL (?) DAY, 10)""",
            [(f"{one}:{n}", one, n * 5) for one, _ in rows for n in range(10)],
        )
        con.execute("INSERT INTO brands (brand_id, name) VALUES ('b1', 'Brand')")
        for table, column, is_list in text_columns(con):
            text = f"'hiking boots with {' and '.join(SPELLINGS)} on {column}'"
            listed = f"['boots', {text}, 'Zora_quill77', '@zora_quill77']"
            con.execute(f"UPDATE {table} SET {column} = {listed if is_list else text}")
        con.execute(
            """INSERT INTO rejected_rows VALUES
               ('zora_quill77.csv', 3, 'posts', 'expected a day, found zora_quill77', 'x')"""
        )

    def describe(self) -> dict[str, object]:
        return {"kind": "import", "files": [{"name": "Zora_Quill77.csv"}], "warnings": [HANDLE]}


def places(build: Build) -> list[str]:
    """Every column of every table, and every file, that holds the handle in any case."""
    con = duckdb.connect(str(build.store_file), read_only=True)
    columns = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    hits = [
        f"{table}.{column}"
        for table, column in columns
        if con.execute(
            f"""SELECT count(*) FROM "{table}" WHERE contains(lower("{column}"::VARCHAR), $name)""",
            {"name": HANDLE.lower()},
        ).fetchall()[0][0]
    ]
    con.close()
    needles = (HANDLE.lower().encode(), HANDLE.lower().encode("utf-16-le"))
    files = [file for file in sorted(build.folder.rglob("*")) if file.is_file()]
    return hits + [
        file.name
        for file in files
        if any(needle in file.read_bytes().lower() for needle in needles)
    ]


@pytest.mark.slow
def test_no_byte_of_a_new_build_holds_a_forgotten_handle(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    config = BuildConfig(deep=False, niches_count=2)
    before = make_build(settings, _Planted(), config)
    for known in ("posts.comment_texts", "posts.caption", "influencers.hashtags", "manifest.json"):
        assert known in places(before)
    forget(workspace(settings), "z1", HANDLE, "instagram")
    after = make_build(settings, _Planted(), config)
    assert places(after) == []
    assert after.manifest["row_counts"]["influencers"] == CREATORS
    # The rest of each text stays.
    con = duckdb.connect(str(after.store_file), read_only=True)
    caption, comments, hashtags = con.execute(
        "SELECT caption, comment_texts, hashtags FROM posts ORDER BY post_id LIMIT 1"
    ).fetchall()[0]
    con.close()
    assert caption == "hiking boots with … and … and … and (…) on caption"
    assert comments[0] == hashtags[0] == "boots"
    assert len(comments) == 2


def test_every_text_column_of_the_given_tables_is_cleared() -> None:
    con = duckdb.connect(":memory:")
    create_schema(con)
    cleared = {(table, column) for table, column, _ in text_columns(con)}
    codes = {"handle", "platform", "country", "audience_country", "language"}
    for table in ("influencers", "posts", "brands"):
        for column, kind in tables.columns(con, table).items():
            if kind.startswith("VARCHAR") and not column.endswith("_id") and column not in codes:
                assert (table, column) in cleared
    # Tables that hold no sentences: ids and codes only.
    for table in ("follower_history", "ratings", "collaborations", "interactions"):
        texts = {
            column
            for column, kind in tables.columns(con, table).items()
            if kind.startswith("VARCHAR") and not column.endswith("_id")
        }
        assert texts <= {"kind"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by @Zora_Quill77.", "by …."),
        ("#ZORA_quill77!", "…!"),
        ("instagram.com/zora_quill77", "instagram.com/…"),
        ("_zora_quill77_", "…"),
        ("@zora_quill77.official stays", "@zora_quill77.official stays"),
        ("my_zora_quill77 stays", "my_zora_quill77 stays"),
        ("", ""),
    ],
)
def test_the_handle_goes_and_longer_names_stay(text: str, expected: str) -> None:
    assert without_handle(text, "zora_quill77") == expected


def test_an_ordinary_word_stays_and_its_mention_goes() -> None:
    text = "a baker like @baker, #baker"
    assert without_handle(text, "baker", mentions_only=True) == "a baker like …, #baker"


def test_a_manifest_loses_the_handle_in_file_names_too(tmp_path: Path) -> None:
    engine = workspace(Settings.from_env(tmp_path))
    forget(engine, "z1", HANDLE, "instagram")
    facts = {"files": [{"name": "Zora_Quill77.csv", "rows": 3}], "day": date(2026, 1, 1)}
    cleared = cleared_facts(facts, forgotten_hashes(engine))
    assert cleared == {"files": [{"name": "….csv", "rows": 3}], "day": date(2026, 1, 1)}
