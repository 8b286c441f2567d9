"""What people did in the app, as given rows of the next build."""

from __future__ import annotations

import pandas as pd

from core.pipeline.context import BuildContext
from core.store import tables
from core.workspace import brands, interactions
from core.workspace.brands import TYPED_PREFIX
from core.workspace.database import workspace


def add_workspace_rows(context: BuildContext) -> bool:
    """Adds typed brands that somebody used, and all interactions of brands and creators known here.

    What is there already, because the build before had it, stays as it is.

    Returns:
        Whether brands were added, or went because they were deleted there, which earlier
        results know nothing of.
    """
    engine = workspace(context.settings)
    happened = interactions.recorded(engine)
    used = set(happened["brand_id"])
    typed = [brand for brand in brands.typed_brands(engine) if brand.brand_id in used]
    gone = _remove_deleted(context, {brand.brand_id for brand in brands.typed_brands(engine)})
    known = {row[0] for row in context.con.execute("SELECT brand_id FROM brands").fetchall()}
    rows = [
        {
            "brand_id": brand.brand_id,
            "name": brand.name,
            "description": brand.description or None,
            "category": brand.category or None,
            "country": brand.country or None,
            "keywords": None,
            "hashtags": list(brand.hashtags) or None,
        }
        for brand in typed
        if brand.brand_id not in known
    ]
    tables.append_frame(context.con, "brands", pd.DataFrame(rows))
    before = _interactions_count(context)
    if len(happened):
        context.con.register("happened_frame", happened)
        context.con.execute(
            """
            INSERT OR IGNORE INTO interactions BY NAME
            SELECT DISTINCT h.brand_id, h.influencer_id, h.kind, h.happened_at
            FROM happened_frame h
            JOIN brands b ON b.brand_id = h.brand_id
            JOIN influencers i ON i.influencer_id = h.influencer_id
            ORDER BY ALL
            """
        )
        context.con.unregister("happened_frame")
    context.facts["workspace"] = {
        "typed_brands": len(rows),
        "interactions": _interactions_count(context) - before,
    }
    return bool(rows) or gone


def _remove_deleted(context: BuildContext, typed: set[str]) -> bool:
    """Takes out brands that came from the workspace and were deleted there; True if there were."""
    rows = context.con.execute(
        "SELECT brand_id FROM brands WHERE starts_with(brand_id, $prefix) ORDER BY brand_id",
        {"prefix": TYPED_PREFIX},
    ).fetchall()
    deleted = [row[0] for row in rows if row[0] not in typed]
    for table in ("interactions", "collaborations", "ratings", "brands") if deleted else ():
        context.con.execute(
            f"DELETE FROM {table} WHERE list_contains($ids::VARCHAR[], brand_id)",
            {"ids": deleted},
        )
    return bool(deleted)


def _interactions_count(context: BuildContext) -> int:
    row = context.con.execute("SELECT count(*) FROM interactions").fetchall()[0]
    return int(row[0])
