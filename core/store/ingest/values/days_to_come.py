"""Dates that cannot be yet: one mistyped year would make all pages as of that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import duckdb

from core.formats import counted, day, short_name
from core.store.ingest.columns import Plan
from core.store.ingest.reading.raw import RawTable
from core.store.ingest.values.distinct import SOFT, quoted
from core.store.ingest.values.typed import TYPED_TABLE

# Days and moments of what has happened; a collaboration may well start next month.
_PAST = frozenset({"day", "time", "moment"})


def leave_out_days_to_come(
    con: duckdb.DuckDBPyConnection,
    raw: RawTable,
    plan: Plan,
    warn: Callable[[str], None],
    *,
    as_of: date | None = None,
) -> None:
    """Rejects rows of `TYPED_TABLE` of days to come; where the row is useful without, as a post's
    date, leaves them empty and warns.

    Args:
        as_of: day until which there may be data, when it is after today.
    """
    today = datetime.now(UTC).date()
    # A day later, for it is tomorrow already somewhere.
    latest = max(as_of or today, today) + timedelta(days=1)
    for target in plan.format.targets:
        if target.kind not in _PAST or not plan.has(target.name):
            continue
        name = target.name
        source = plan.sources.get(name)
        shown = short_name(name if source is None else raw.header[source], 60)
        expected = f"expected a day up to {day(latest)} in '{shown}'"
        is_to_come = f'problem IS NULL AND "{name}"::DATE > $latest'
        if target.kind not in SOFT:
            con.execute(
                f"""UPDATE {TYPED_TABLE}
                    SET problem = {quoted(expected + ", found '")} || "{name}"::DATE || ''''
                    WHERE {is_to_come}""",
                {"latest": latest},
            )
            continue
        ((count, last),) = con.execute(
            f'SELECT count(*), max("{name}")::DATE FROM {TYPED_TABLE} WHERE {is_to_come}',
            {"latest": latest},
        ).fetchall()
        if count:
            con.execute(
                f'UPDATE {TYPED_TABLE} SET "{name}" = NULL WHERE {is_to_come}', {"latest": latest}
            )
            warn(f"{counted(count, 'cell')} left empty, {expected}, found up to {day(last)}.")
