"""Whether a copy names a creator of the original anywhere, in its tables or the bytes of files."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from core.domain.accounts import Account
from core.models.concepts.wordnet import nouns
from core.pipeline.pseudonyms.aliases import normal, words_of
from core.settings import Settings
from core.store import builds, tables
from core.store.connect import open_store
from core.store.creator_rows import text_columns

# 1 GB of numbers hardly ever hold eight given letters in a row by chance; five they do.
_BYTES_MIN = 8
_ID_MIN = 6  # a shorter id, such as '12', is also a number of something else
_RUN = re.compile(rb"[A-Za-z0-9_.\-]{8,}")
_TOKEN = r"[\p{L}\p{N}_.\-]+"
_PHRASE_MAX = 5  # words of a longer name that are looked for, the first ones
_WHOLE = 0  # the length of what is compared with whole values
_ID_COLUMNS = ("_id", "handle")


@dataclass(frozen=True)
class Left:
    """A name of the original that stands in a copy.

    Attributes:
        where: 'table.column', or the name of a file.
        what: the handle, name or id.
        is_given: in a text, handle or id that came with the copy; elsewhere it may be a word of
            the program or of a model.
    """

    where: str
    what: str
    is_given: bool


@dataclass(frozen=True)
class Proof:
    """What was looked for, and what was found.

    Attributes:
        handles_count, names_count, ids_count: looked for in the columns of all tables.
        bytes_count: read of the copy's files.
        left: by place; () when the copy names nobody.
    """

    handles_count: int
    names_count: int
    ids_count: int
    bytes_count: int
    left: tuple[Left, ...]


def names_left(
    build: builds.Build, settings: Settings, creators: Iterable[Account], kept_words: frozenset[str]
) -> Proof:
    """Looks for handles, shown names of two words or more and ids of creators in a copy.

    Args:
        settings: of the copy's data folder, of which every file is read.
        kept_words: names that stay in texts, because people use them as words.
    """
    accounts = list(creators)
    handles = {normal(one.handle) for one in accounts} - kept_words
    handles = {one for one in handles if len(one) > 2 and not one.isdecimal()}
    names = {" ".join(words_of(one.name)) for one in accounts}
    names = {one for one in names if " " in one} - kept_words
    ids = {one.influencer_id for one in accounts if len(one.influencer_id) >= _ID_MIN}
    with closing(open_store(build.store_file, settings)) as con:
        left = [*_in_tables(con, handles, names, ids)]
    bytes_count = 0
    telling = {
        one.encode()
        for one in handles | {one.lower() for one in ids}
        if one.isascii() and len(one) >= _BYTES_MIN and not nouns().lemma(one)
    }
    for file in sorted(path for path in settings.data_dir.rglob("*") if path.is_file()):
        bytes_count += file.stat().st_size
        where = str(file.relative_to(settings.data_dir))
        left += [Left(where, name, is_given=False) for name in sorted(_in_bytes(file, telling))]
    return Proof(len(handles), len(names), len(ids), bytes_count, tuple(left))


def _in_tables(
    con: duckdb.DuckDBPyConnection, handles: set[str], names: set[str], ids: set[str]
) -> Iterator[Left]:
    given = {(table, column) for table, column, _ in text_columns(con)}
    phrases = {" ".join(name.split()[:_PHRASE_MAX]): name for name in sorted(names)}
    wanted = pd.DataFrame(
        [(one, one, 1) for one in sorted(handles)]
        + [(phrase, name, len(phrase.split())) for phrase, name in phrases.items()]
        + [(one, one, _WHOLE) for one in sorted(ids)],
        columns=["words", "what", "length"],
    ).astype({"words": "str", "what": "str"})
    lengths = sorted({1, *(len(phrase.split()) for phrase in phrases)})
    columns = tables.stored_texts(con)  # before `wanted` is one of the tables
    con.register("wanted", wanted)
    for table, column, is_list in columns:
        text = f"array_to_string({column}, ' ')" if is_list else column
        is_given = (table, column) in given or column.endswith(_ID_COLUMNS)
        runs = " UNION ALL ".join(
            f"""SELECT unnest(list_transform(range(1, len(tokens) - {length - 2}),
                       lambda i: array_to_string(tokens[i : i + {length - 1}], ' '))) AS words,
                       {length} AS length FROM texts"""
            for length in lengths
        )
        found = con.execute(
            f"""WITH texts AS MATERIALIZED (
                    SELECT DISTINCT {text} AS text, list_transform(
                        regexp_extract_all(lower({text}), $token),
                        lambda x: trim(x, '.-')) AS tokens
                    FROM {table} WHERE {column} IS NOT NULL)
                SELECT DISTINCT what FROM wanted JOIN ({runs}) USING (words, length)
                UNION SELECT what FROM wanted JOIN texts ON texts.text = wanted.words
                      WHERE length = {_WHOLE}
                ORDER BY what""",
            {"token": _TOKEN},
        ).fetchall()
        yield from (Left(f"{table}.{column}", what, is_given) for (what,) in found)


def _in_bytes(file: Path, telling: set[bytes]) -> set[str]:
    if file.stat().st_size < _BYTES_MIN:
        return set()
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        runs = {match.group().lower() for match in _RUN.finditer(data)}
    return {run.decode() for run in runs & telling}
