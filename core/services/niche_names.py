"""Names that people gave to niches, shown in place of those that were found."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import duckdb

from core.errors import WorkspaceError
from core.queries.builds import has_tables
from core.queries.niches import build_table
from core.settings import Settings
from core.workspace.database import has_workspace, workspace
from core.workspace.records.niche_names import niche_names

_LOG = logging.getLogger(__name__)


def given_names(settings: Settings) -> dict[str, str]:
    """Found name -> name given by people; {} without any, or when the workspace cannot be read."""
    try:
        return niche_names(workspace(settings)) if has_workspace(settings) else {}
    except WorkspaceError:
        _LOG.warning("niches keep the names that were found", exc_info=True)
        return {}


def show_names(con: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
    """Gives the niches of a build the names of people, for everything read by this connection.

    Views of the connection stand before the tables of the build, which keep the found names: see
    `core.queries.niches.build_table`. Peer groups name their niche after a dot, 'micro · Travel'.
    """
    if not names or not has_tables(con, "niches", "profile_stats"):
        return
    pairs = ", ".join(f"({_text(found)}, {_text(name)})" for found, name in sorted(names.items()))
    renamed = f"(SELECT name FROM (VALUES {pairs}) AS given(found, name) WHERE found = {{}})"
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW niches AS
            SELECT * REPLACE (coalesce({renamed.format("n.name")}, n.name) AS name)
            FROM {build_table(con, "niches")} n"""
    )
    peers = renamed.format("substr(s.peer_group, len(s.tier) + 4)")
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW profile_stats AS
            SELECT * REPLACE (
                coalesce(s.tier || ' · ' || {peers}, s.peer_group) AS peer_group)
            FROM {build_table(con, "profile_stats")} s"""
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
