"""A raw file as one temporary table of typed columns, with the reason for each unusable row."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from core.formats import short_name
from core.store.ingest.columns import Plan
from core.store.ingest.reading.raw import RAW_TABLE, RawTable
from core.store.ingest.values.cells import Cells, Column, column, has_points_in_counts, odd_cells
from core.store.ingest.values.distinct import SQL_TYPES, distinct_cells, quoted
from core.store.ingest.values.places import PLATFORMS

TYPED_TABLE = "import_typed"
# Cells without which a row of that format says nothing.
_FILLED = {"follower_history": ("day", "followers_count")}
_LONGEST_SLUG = 80  # of an id made of a brand's name
_NO_CREATOR = "expected a creator in {}, found none"
_NO_BRAND = "expected a brand in {}, found none"


def make_typed(
    con: duckdb.DuckDBPyConnection,
    raw: RawTable,
    plan: Plan,
    shown_name: str,
    warn: Callable[[str], None],
    *,
    last_row: int | None = None,
) -> None:
    """Creates `TYPED_TABLE`: row_no, the targets of the format, and `problem` (NULL when fine).

    Besides the targets it has `creator_id`, `creator_handle`, `creator_platform` and `brand_key`
    where the format has such references.

    Args:
        last_row: type only rows up to this rowid, for a preview.
    """
    con.execute(f"DROP TABLE IF EXISTS temp.{TYPED_TABLE}")
    rows = raw.filled.replace("rowid", "r.rowid")
    rows = " AND ".join([rows] + ([f"r.rowid <= {last_row}"] if last_row is not None else []))
    for index, text in enumerate(plan.constants.values()):
        con.execute(f"ALTER TABLE {RAW_TABLE} ADD COLUMN k{index} VARCHAR")
        con.execute(f"UPDATE {RAW_TABLE} SET k{index} = $text", {"text": text})
    constants = {name: f"k{index}" for index, name in enumerate(plan.constants)}

    columns = {}
    for target in plan.format.targets:
        if not plan.has(target.name):
            continue
        source = plan.sources.get(target.name)
        columns[target.name] = Cells(
            target.name,
            target.kind,
            constants[target.name] if source is None else f"c{source}",
            "VARCHAR" if source is None else raw.types[source],
            f"--map {target.name}" if source is None else raw.header[source],
            rows,
            raw.rows_count,
            is_csv=raw.text is not None,
        )
    distinct = distinct_cells(
        con, odd_cells(list(columns.values())), rows, rows_count=raw.rows_count
    )
    has_point = has_points_in_counts(con, list(columns.values()), distinct)
    made = {
        name: column(con, cells, distinct.get(name), warn, has_point=has_point)
        for name, cells in columns.items()
    }
    values = [
        f"({made[target.name].value if target.name in made else 'NULL'})"
        f'::{SQL_TYPES[target.kind]} AS "{target.name}"'
        for target in plan.format.targets
    ]
    con.execute(
        f"""
        CREATE TEMP TABLE {TYPED_TABLE} AS
        WITH {_stages(made, rows)},
        cells AS (
            SELECT row_no, {", ".join(values)}, {_first([c.problem for c in made.values()])}
                   AS cell_problem
            FROM readings)
        SELECT * EXCLUDE (cell_problem),
               coalesce(cell_problem, {_row_problem(plan, raw)}) AS problem
        FROM (SELECT *, {_references(plan, shown_name)} FROM cells)
        ORDER BY row_no
        """
    )
    for typed in made.values():
        if typed.distinct is not None:
            typed.distinct.drop(con)


def _stages(made: dict[str, Column], rows: str) -> str:
    """SQL of `readings`: row_no and, of each column, its text, its value as read, or why not."""
    texts, kept, readings = [], [], []
    for name, typed in made.items():
        texts.append(f'{typed.text} AS "text_{name}"')
        if typed.number:
            texts.append(f'{typed.number} AS "number_{name}"')
        kept.append(f'"text_{name}"')
        readings.append(f'{typed.read} AS "read_{name}"')
        readings.append(f'{typed.unread} AS "unread_{name}"')
    joins = " ".join(typed.join for typed in made.values())
    return f"""texts AS (
            SELECT r.rowid AS row_no, {", ".join(texts)} FROM {RAW_TABLE} r WHERE {rows}),
        readings AS (
            SELECT row_no, {", ".join(kept + readings)} FROM texts {joins})"""


def _first(problems: list[str]) -> str:
    """SQL of the first problem there is."""
    some = [problem for problem in problems if problem != "NULL"]
    return f"coalesce({', '.join(some)}, NULL::VARCHAR)" if some else "NULL::VARCHAR"


def guessed_platform(shown_name: str) -> str | None:
    """Platform that the name of a file speaks of, such as 'tiktok_profiles.csv'."""
    named = [name for name in PLATFORMS if name in shown_name.lower()]
    return named[0] if len(named) == 1 else None


def _references(plan: Plan, shown_name: str) -> str:
    """SQL of the keys that rows are brought together by."""
    names = {target.name for target in plan.format.targets}
    parts = []
    if "handle" in names:
        guess = guessed_platform(shown_name) or "unknown"
        creator_id = "influencer_id" if "influencer_id" in names else "NULL::VARCHAR"
        parts += [
            "coalesce(handle, url.handle) AS creator_handle",
            f"coalesce(platform, url.platform, {quoted(guess)}) AS creator_platform",
            f"""coalesce({creator_id},
                    CASE WHEN coalesce(handle, url.handle) IS NOT NULL
                         THEN coalesce(platform, url.platform, {quoted(guess)}) || ':'
                              || lower(coalesce(handle, url.handle)) END) AS creator_id""",
        ]
    brand = next((name for name in ("brand_name", "name") if name in names), None)
    if brand == "brand_name" or plan.format.name == "brands":
        brand_id = "brand_id" if "brand_id" in names else "NULL::VARCHAR"
        parts.append(f"coalesce({brand_id}, {_brand_key(brand or 'NULL')}) AS brand_key")
    return ", ".join(parts)


def _brand_key(name: str) -> str:
    """An id made of a brand's name: readable, the same in each import, different for each name."""
    lower = f"lower(trim({name}))"
    slug = f"trim(regexp_replace(strip_accents({lower}), '[^a-z0-9]+', '-', 'g'), '-')"
    # Only letters, digits and single spaces turn into one slug in one way.
    return f"""CASE WHEN regexp_full_match({lower}, '[a-z0-9]+( [a-z0-9]+)*')
                         AND length({lower}) <= {_LONGEST_SLUG}
                    THEN replace({lower}, ' ', '-')
                    ELSE ltrim(left({slug}, {_LONGEST_SLUG}) || '-' || left(md5({lower}), 6), '-')
                    END"""


def _row_problem(plan: Plan, raw: RawTable) -> str:
    names = {target.name for target in plan.format.targets}
    problems = []
    for name in _FILLED.get(plan.format.name, ()):
        text = f"expected a value in '{_shown(plan, raw, (name,))}', found none"
        problems.append(f'CASE WHEN "{name}" IS NULL THEN {quoted(text)} END')
    if "handle" in names:
        text = _NO_CREATOR.format(_shown(plan, raw, ("influencer_id", "handle", "url")))
        problems.append(f"CASE WHEN creator_id IS NULL THEN {quoted(text)} END")
    if "brand_name" in names or plan.format.name == "brands":
        text = _NO_BRAND.format(_shown(plan, raw, ("brand_id", "brand_name", "name")))
        problems.append(f"CASE WHEN brand_key IS NULL THEN {quoted(text)} END")
    return f"coalesce({', '.join(problems)}, NULL)" if problems else "NULL"


def _shown(plan: Plan, raw: RawTable, names: tuple[str, ...]) -> str:
    there = [raw.header[plan.sources[name]] for name in names if name in plan.sources]
    return " or ".join(f"'{short_name(name)}'" for name in there) or names[0]
