"""What a brand did with a creator: seen, asked, contacted, put in a campaign, worked with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from core.domain.interactions import INTERACTION_KINDS
from core.errors import WorkspaceError
from core.workspace.database import put, raise_count, read_frame, reading, writing
from core.workspace.schema import brand_versions, exploration, interaction_points, interactions
from core.workspace.values import as_utc, identifier, now, number

if TYPE_CHECKING:
    import pandas as pd

POINTS_MAX = 100.0


def record(
    engine: Engine,
    brand_id: str,
    influencer_id: str,
    kind: str,
    *,
    at: datetime | None = None,
    by_chance: bool | None = None,
) -> None:
    """Writes one interaction, in a transaction of its own: it is safe when the call returns.

    Args:
        at: when; one without a zone is UTC. Now when not given.
        by_chance: the creator had been shown by chance, not by rank; None to look it up among the
            draws that `core.workspace.exploration` recorded.
    Raises:
        WorkspaceError: the kind is unknown, an id is empty, or the database says no.
    """
    with writing(engine) as con:
        if by_chance is None:
            by_chance = _was_drawn(con, brand_id, influencer_id)
        record_within(con, brand_id, influencer_id, kind, at=at, by_chance=by_chance)


def record_within(
    con: Connection,
    brand_id: str,
    influencer_id: str,
    kind: str,
    *,
    at: datetime | None = None,
    by_chance: bool = False,
) -> None:
    """The same as a part of a transaction that does more."""
    if kind not in INTERACTION_KINDS:
        raise WorkspaceError(
            f"Expected an interaction among {', '.join(INTERACTION_KINDS)}, found '{kind}'."
        )
    con.execute(
        interactions.insert().values(
            brand_id=identifier(brand_id, "brand"),
            influencer_id=identifier(influencer_id, "creator"),
            kind=kind,
            happened_at=now() if at is None else as_utc(at),
            by_chance=by_chance,
        )
    )
    changed(con, brand_id)


def _was_drawn(con: Connection, brand_id: str, influencer_id: str) -> bool:
    """Whether a creator was ever shown to a brand by chance; reads one row, not the table."""
    draw = (
        select(exploration.c.day)
        .where(
            exploration.c.brand_id == identifier(brand_id, "brand"),
            exploration.c.influencer_id == identifier(influencer_id, "creator"),
        )
        .limit(1)
    )
    return con.execute(draw).first() is not None


def changed(con: Connection, brand_id: str) -> None:
    """Raises the brand's version, so that nothing kept for the version before is used again."""
    raise_count(con, brand_versions, {"brand_id": brand_id}, "version")


def recorded(engine: Engine, *, brand_id: str | None = None) -> pd.DataFrame:
    """All interactions, or those of one brand, oldest first.

    Returns:
        brand_id, influencer_id, kind, happened_at (datetime64, UTC without a zone), by_chance
        (bool); the same columns and types without any rows.
    """
    columns = [
        interactions.c[name]
        for name in ("brand_id", "influencer_id", "kind", "happened_at", "by_chance")
    ]
    query = select(*columns).order_by(interactions.c.happened_at, interactions.c.interaction_id)
    if brand_id is not None:
        query = query.where(interactions.c.brand_id == brand_id)
    return read_frame(
        engine,
        query,
        {
            "brand_id": "str",
            "influencer_id": "str",
            "kind": "str",
            "happened_at": "datetime64[us]",
            "by_chance": "bool",
        },
    )


def version(engine: Engine, brand_id: str) -> int:
    """A number that grows with each interaction of the brand, 0 before the first: a cache key."""
    query = select(brand_versions.c.version).where(brand_versions.c.brand_id == brand_id)
    with reading(engine) as con:
        return con.execute(query).scalar() or 0


def points(engine: Engine, defaults: Mapping[str, float]) -> dict[str, float]:
    """Points a kind of interaction: the defaults, and over them what people set."""
    query = select(interaction_points.c.kind, interaction_points.c.points)
    with reading(engine) as con:
        chosen = {kind: value for kind, value in con.execute(query).all() if kind in defaults}
    return {**defaults, **chosen}


def set_points(engine: Engine, points: Mapping[str, float]) -> None:
    """Keeps points of some or all kinds; the others stay as they are.

    Raises:
        WorkspaceError: a kind is not in `INTERACTION_KINDS`, or points are not from 0 to 100.
    """
    for kind, value in points.items():
        if kind not in INTERACTION_KINDS:
            raise WorkspaceError(
                f"Expected points for {', '.join(INTERACTION_KINDS)}, found '{kind}'."
            )
        number(value, f"Points of '{kind}'", highest=POINTS_MAX)
    with writing(engine) as con:
        for kind in sorted(points):  # one order for all, so that two writers never cross
            put(con, interaction_points, {"kind": kind, "points": float(points[kind])})
