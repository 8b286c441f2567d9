"""Small pictures of posts, by the id of their file."""

from __future__ import annotations

from collections.abc import Sequence

from core.queries.builds import PICTURES, has
from core.services.session import BuildSession


def thumbnails(session: BuildSession, picture_ids: Sequence[str]) -> dict[str, bytes]:
    """JPEG bytes by picture id; ids without a stored picture are absent."""
    if not picture_ids or not has(session.con, PICTURES):
        return {}
    rows = session.con.execute(
        """SELECT picture_id, thumbnail FROM pictures
           WHERE list_contains($ids::VARCHAR[], picture_id) AND thumbnail IS NOT NULL
           ORDER BY picture_id""",
        {"ids": list(picture_ids)},
    ).fetchall()
    return {picture_id: bytes(content) for picture_id, content in rows}
