"""Which creators were shown to a brand by chance, so that data grows beyond what is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select

from core.errors import WorkspaceError
from core.workspace.database import insert_new, read_frame, reading, writing
from core.workspace.schema import exploration
from core.workspace.values import identifier

if TYPE_CHECKING:
    import pandas as pd

_COUNT_MAX = 2_000_000_000


def record_shown(
    engine: Engine, *, brand_id: str, influencer_id: str, day: date, eligible_count: int
) -> None:
    """Notes that a creator drawn from `eligible_count` was shown; once a brand, creator and day.

    Raises:
        WorkspaceError: an id is empty, or there was nobody to draw from.
    """
    if not 1 <= eligible_count <= _COUNT_MAX:
        raise WorkspaceError(f"Expected at least one creator to draw from, found {eligible_count}.")
    values = {
        "brand_id": identifier(brand_id, "brand"),
        "influencer_id": identifier(influencer_id, "creator"),
        "day": day,
        "eligible_count": int(eligible_count),
    }
    # A page shows the same creator on each rerun of a day: those must not wait for the lock.
    same = select(exploration.c.eligible_count).where(
        exploration.c.brand_id == brand_id,
        exploration.c.influencer_id == influencer_id,
        exploration.c.day == day,
    )
    with reading(engine) as con:
        if con.execute(same).first() is not None:
            return
    with writing(engine) as con:
        insert_new(con, exploration, values)


def shown(engine: Engine, brand_id: str | None = None) -> pd.DataFrame:
    """Creators shown by chance, oldest first.

    Returns:
        brand_id, influencer_id, day (datetime64, midnight UTC), eligible_count (int64); the same
        columns and types without any rows.
    """
    columns = [
        exploration.c[name] for name in ("brand_id", "influencer_id", "day", "eligible_count")
    ]
    query = select(*columns).order_by(
        exploration.c.day, exploration.c.brand_id, exploration.c.influencer_id
    )
    if brand_id is not None:
        query = query.where(exploration.c.brand_id == brand_id)
    return read_frame(
        engine,
        query,
        {
            "brand_id": "str",
            "influencer_id": "str",
            "day": "datetime64[us]",
            "eligible_count": "int64",
        },
    )
