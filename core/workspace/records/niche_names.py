"""Names that people gave to niches, in place of those that were found."""

from __future__ import annotations

from sqlalchemy import Engine, delete, select

from core.errors import WorkspaceError
from core.workspace.database import put, reading, writing
from core.workspace.schema import niche_names as table
from core.workspace.values import identifier, now, one_line

NAME_CHARACTERS = 60


def niche_names(engine: Engine) -> dict[str, str]:
    """Found name -> name given by people; {} when none was renamed."""
    with reading(engine) as con:
        rows = con.execute(select(table.c.found_name, table.c.name)).all()
    return {row.found_name: row.name for row in rows}


def rename_niche(engine: Engine, found_name: str, name: str) -> None:
    """Gives a niche another name, for every build in which it is found under the same name.

    The found name itself takes the given one back.

    Raises:
        WorkspaceError: the name is empty, too long, or another niche was given it.
    """
    shown = one_line(name, "The name of the niche", longest=NAME_CHARACTERS)
    with writing(engine) as con:
        con.execute(delete(table).where(table.c.found_name == found_name))
        if shown == found_name:
            return
        taken = con.execute(select(table.c.name)).scalars()
        if any(other.casefold() == shown.casefold() for other in taken):
            raise WorkspaceError(f"Another niche is called '{shown}' already. Use another name.")
        values = {
            "found_name": identifier(found_name, "niche"),
            "name": shown,
            "changed_at": now(),
        }
        put(con, table, values)
