"""Which steps of a build are still to come, as its store says."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

_MODEL = "build"
_NOTE = "this step is still to come"


def write_steps_left(con: duckdb.DuckDBPyConnection, steps: Sequence[str]) -> None:
    """Keeps the names of steps that did not run, in place of those kept before."""
    con.execute("DELETE FROM metrics WHERE model = $model", {"model": _MODEL})
    if steps:
        con.execute(
            """INSERT INTO metrics (model, metric, value, note)
               SELECT $model, unnest($steps::VARCHAR[]), NULL, $note""",
            {"model": _MODEL, "steps": list(steps), "note": _NOTE},
        )


def is_left(con: duckdb.DuckDBPyConnection, step: str) -> bool:
    """Whether the results of a step are still to come."""
    try:
        row = con.execute(
            "SELECT count(*) FROM metrics WHERE model = $model AND metric = $step",
            {"model": _MODEL, "step": step},
        ).fetchone()
    except duckdb.CatalogException:  # a build from before there were figures
        return False
    return row is not None and row[0] > 0
