"""The one place that every write to the workspace passes: may they, and what was changed.

Each INSERT, UPDATE and DELETE of an engine asks for the role that its table takes. A table that is
not listed takes an admin, so a new one is closed until somebody decides. What a transaction changed
becomes a line of the audit log in the same transaction.

A line names verbs, tables, counts, and the numbers of campaigns, shortlists and searches. It never
quotes a value, so it cannot hold a creator who is forgotten later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, TextClause, event
from sqlalchemy.sql.dml import UpdateBase

from core import access
from core.access import Role
from core.workspace.schema import audit_log
from core.workspace.values import now

# Execution option of a connection whose changes are noted.
_NOTES = "workspace_notes"
# A statement in letters that changes rows.
_DML = re.compile(r"\s*(insert|update|delete|replace|merge)\b", re.IGNORECASE)
# What editors may change; what one row is called.
_EDITED = {
    "campaigns": "campaign",
    "campaign_members": "creator of campaigns",
    "campaign_assumptions": "assumption of campaigns",
    "member_contacts": "contact of creators",
    "shortlists": "shortlist",
    "shortlist_members": "creator of shortlists",
    "saved_searches": "saved search",
    "brands": "typed brand",
    "interactions": "interaction",
}
# What takes an admin, because it changes what everybody sees or what the next build learns.
_ADMINISTERED = {
    "interaction_points": "points of interactions",
    "niche_names": "name of niches",
    "forgotten": "mark of the forgotten",
}
# Follow from what editors do, and have no lines of their own.
_KEPT_ALONG = {"brand_versions", "exploration"}
_ROLES = dict.fromkeys((*_EDITED, *_KEPT_ALONG), Role.EDITOR)
_NOUNS = _EDITED | _ADMINISTERED
_NUMBERS = ("campaign_id", "shortlist_id", "search_id")
# What a new row of these tables is called with its number.
_SHORT = {"campaigns": "campaign", "shortlists": "shortlist", "saved_searches": "search"}
_VERBS = {"insert": "added", "update": "changed", "delete": "deleted"}


@dataclass
class _Change:
    """Rows that one kind of statement changed."""

    verb: str
    table: str
    rows: int = 0
    numbers: set[str] = field(default_factory=set)

    def words(self) -> str:
        """'added 3 creators of campaigns (campaign 7)'."""
        noun, of, rest = _NOUNS[self.table].partition(" of ")
        shown = noun if self.rows == 1 else _plural(noun)
        about = f" ({', '.join(sorted(self.numbers))})" if self.numbers else ""
        return f"{self.verb} {self.rows} {shown}{of}{rest}{about}"


class Notes:
    """What a transaction changed so far."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, str], _Change] = {}
        self._uncounted: _Change | None = None

    def add(self, con: Connection, statement: UpdateBase, result: Any) -> None:
        """Notes a statement that was executed."""
        self.count(con)
        table = _table(statement)
        if table not in _NOUNS:
            return
        verb = _VERBS[statement.__visit_name__]
        change = self._changes.setdefault((verb, table), _Change(verb, table))
        change.numbers |= _numbers(result)
        if con.dialect.name == "sqlite" and statement._returning:
            # SQLite knows how many once the returned rows were fetched.
            self._uncounted = change
        else:
            change.rows += max(result.rowcount, 0)

    def count(self, con: Connection) -> None:
        """Counts the rows of the last statement, where that was not possible at once."""
        if self._uncounted is not None:
            raw = con.connection.driver_connection
            if raw is not None:
                self._uncounted.rows += raw.execute("SELECT changes()").fetchone()[0]
            self._uncounted = None

    def number(self, table: str, number: int) -> None:
        """Adds the number that a new row was given."""
        self._changes["added", table].numbers.add(f"{_SHORT[table]} {number}")

    def words(self) -> str:
        """All changes in a line; '' for none."""
        return "; ".join(change.words() for change in self._changes.values() if change.rows)


def guard(engine: Engine) -> None:
    """Has every write of an engine pass the gate."""
    event.listen(engine, "before_execute", _before)
    event.listen(engine, "after_execute", _after)


@contextmanager
def noted(con: Connection) -> Iterator[None]:
    """Writes the line of the audit log at the end of the block, inside its transaction."""
    notes = Notes()
    con.execution_options(**{_NOTES: notes, "preserve_rowcount": True})
    yield
    notes.count(con)
    if words := notes.words():
        write_line(con, access.current_actor().name, words, access.build_in_use())


def note_number(con: Connection, table: str, number: int) -> None:
    """Has the line say which number the database gave a new row.

    Args:
        table: campaigns, shortlists or saved_searches, to which this transaction added a row.
    """
    notes = con.get_execution_options().get(_NOTES)
    if notes is not None:
        notes.number(table, number)


def write_line(con: Connection, actor: str, what: str, build_id: str | None) -> None:
    """A line of the audit log.

    Args:
        what: was done; names no creator.
        build_id: in use, or that it was about.
    """
    with access.acting_as(access.SERVER):
        con.execute(
            audit_log.insert().values(happened_at=now(), actor=actor, what=what, build_id=build_id)
        )


def _before(
    con: Connection, statement: Any, _many: Any, _params: Any, _options: Mapping[str, Any]
) -> None:
    if isinstance(statement, TextClause) and _DML.match(statement.text):
        access.require(Role.ADMIN)  # nothing here says which table it changes
    if isinstance(statement, UpdateBase):
        role = _ROLES.get(_table(statement), Role.ADMIN)
        access.require(role)
        if (notes := con.get_execution_options().get(_NOTES)) is not None:
            notes.count(con)


def _after(
    con: Connection,
    statement: Any,
    _many: Any,
    _params: Any,
    _options: Mapping[str, Any],
    result: Any,
) -> None:
    notes = con.get_execution_options().get(_NOTES)
    if notes is not None and isinstance(statement, UpdateBase):
        notes.add(con, statement, result)


def _table(statement: UpdateBase) -> str:
    table = statement.table
    return table.name if isinstance(table, Table) else ""


def _numbers(result: Any) -> set[str]:
    """'campaign 7' for each campaign, shortlist or search that a statement names."""
    values = [
        (name.rsplit("_", 1)[0] if name[-1:].isdigit() else name, value)
        for parameters in (result.context.compiled_parameters or [])[:1]
        for name, value in parameters.items()
    ]
    return {
        f"{name.removesuffix('_id')} {value}"
        for name, value in values
        if name in _NUMBERS and isinstance(value, int)
    }


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"
