"""Read queries about a build itself: what it knows, and which rows could not be used."""

from __future__ import annotations

import duckdb
import pandas as pd

from core.domain.first_look import THEN_FROM
from core.errors import StoreError
from core.models.influence.store_model import MODEL_VERSION as INFLUENCE_VERSION
from core.store.facts.steps_left import is_left

GROWTH_EVIDENCE, MOMENTUM, TRENDS = "growth evidence", "momentum", "trends"
POST_TEXTS, INFLUENCE, PICTURES = "what posts say", "influence", "pictures"
PROFILES, PRICES = "what creators are about", "estimated prices"
GROWTH_TRIALS = "trials of the growth check"
SEARCH, RECOMMENDATIONS = "the index of the search", "recommendations"
# Builds of earlier versions lack the tables of what came later.
_TABLES: dict[str, tuple[str, ...]] = {
    GROWTH_EVIDENCE: ("growth_evidence", "growth_patterns", "cohort_growth"),
    GROWTH_TRIALS: ("growth_trials",),
    MOMENTUM: ("momentum", "forecasts"),
    TRENDS: ("trends", "trend_riders"),
    POST_TEXTS: ("post_texts", "creator_texts"),
    INFLUENCE: ("influence",),
    PROFILES: ("creator_profiles", "profile_posts"),
    PICTURES: ("pictures", "post_pictures"),
    PRICES: ("price_estimates",),
    SEARCH: (),
    RECOMMENDATIONS: ("recommendations",),
}
# The step that fills them, which a first look leaves for later; the rest is there from the start.
_STEPS = {
    GROWTH_EVIDENCE: "evidence",
    GROWTH_TRIALS: "evidence",
    MOMENTUM: "momentum",
    TRENDS: "trends",
    POST_TEXTS: "posts",
    INFLUENCE: "influence",
    PROFILES: "profiling",
    PRICES: "prices",
    SEARCH: "search",
    RECOMMENDATIONS: "recommendations",
}


def reject_reasons(con: duckdb.DuckDBPyConnection, *, limit: int = 50) -> pd.DataFrame:
    """Rejected rows by file and kind of reason, most frequent first.

    Reasons that differ only in the value found, which stands in quotes or digits, are one kind.

    Returns:
        source_file, table_name, kind, rows_count, example (one full reason).
    """
    return con.execute(
        r"""SELECT source_file, table_name,
                   regexp_replace(regexp_replace(reason, '''[^'']*''', '…', 'g'),
                                  '-?\d[\d.,]*', '#', 'g') AS kind,
                   count(*) AS rows_count, first(reason ORDER BY line_number, reason) AS example
            FROM rejected_rows GROUP BY source_file, table_name, kind
            ORDER BY rows_count DESC, source_file, table_name, kind LIMIT $limit""",
        {"limit": limit},
    ).df()


def rejected_count(con: duckdb.DuckDBPyConnection) -> int:
    """Rows that could not be used."""
    row = con.execute("SELECT count(*) FROM rejected_rows").fetchone()
    return row[0] if row else 0


def rejected_rows(
    con: duckdb.DuckDBPyConnection, *, page: int = 1, page_size: int = 50
) -> pd.DataFrame:
    """One page of rejected rows in the order of the files.

    Returns:
        source_file, line_number, table_name, reason, raw.
    """
    return con.execute(
        """SELECT source_file, line_number, table_name, reason, raw FROM rejected_rows
           ORDER BY source_file, line_number NULLS LAST, table_name, reason, rowid
           LIMIT $limit OFFSET $offset""",
        {"limit": page_size, "offset": (max(page, 1) - 1) * page_size},
    ).df()


def has(con: duckdb.DuckDBPyConnection, part: str) -> bool:
    """Whether the build knows a part such as `TRENDS`; for influence, whether it was measured."""
    if not has_tables(con, *_TABLES[part]) or is_coming(con, part):
        return False
    if part != INFLUENCE:
        return True
    # The values of another version may stand for other features.
    row = con.execute(
        "SELECT count(*) FROM (SELECT 1 FROM influence WHERE model_version = $version LIMIT 1)",
        {"version": INFLUENCE_VERSION},
    ).fetchone()
    return row is not None and row[0] == 1


def is_coming(con: duckdb.DuckDBPyConnection, part: str) -> bool:
    """Whether the build is a first look, and the part is still being worked out."""
    return part in _STEPS and is_left(con, _STEPS[part])


def need(con: duckdb.DuckDBPyConnection, part: str) -> None:
    """Nothing, when the build knows the part.

    Raises:
        StoreError: an earlier version made it, or it is a first look; the message says what to do.
    """
    if not has(con, part):
        raise StoreError(_lacking(part, is_coming=is_coming(con, part)))


def _lacking(part: str, *, is_coming: bool) -> str:
    if is_coming:
        return (
            f"Expected {part} in this build, found none yet: it is a first look, and the rest is "
            "being worked out. Wait for the next build ('python -m core builds' lists them), or "
            f"run 'python -m core build --from {THEN_FROM}'."
        )
    return (
        f"Expected {part} in this build, found none: it was made by an earlier version. "
        "Make a new build on the Data page, or run 'python -m core build'."
    )


def has_tables(con: duckdb.DuckDBPyConnection, *names: str) -> bool:
    """Whether the build has all of these tables; builds of earlier versions lack newer ones."""
    row = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE list_contains($names::VARCHAR[], table_name)",
        {"names": list(names)},
    ).fetchone()
    return row is not None and row[0] == len(names)
