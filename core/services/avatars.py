"""The faces of creators: a profile picture that was imported, or a drawing in the demo data."""

from __future__ import annotations

from collections.abc import Sequence

from core.features.avatars.drawing import avatar_png
from core.queries.profiling.avatars import imported_avatars
from core.services.session import BuildSession


def avatars(
    session: BuildSession, influencer_ids: Sequence[str], *, size_px: int = 96
) -> dict[str, bytes]:
    """influencer_id -> a square picture, JPEG when imported, else PNG; without one left out.

    Args:
        size_px: side of a drawing, at most 96; an imported picture has 96.
    """
    pictures = imported_avatars(session.con, influencer_ids)
    if not session.is_demo:
        return pictures
    return {
        influencer_id: pictures.get(influencer_id) or avatar_png(influencer_id, size_px)
        for influencer_id in influencer_ids
    }
