"""The pictures that stand for a creator."""

from __future__ import annotations

from core.queries.builds import PROFILES, has
from core.queries.profiling import profiles
from core.queries.profiling.pictures import PostPicture, newest_thumbnails, thumbnails
from core.services.session import BuildSession


def creator_pictures(
    session: BuildSession, influencer_id: str, *, limit: int
) -> tuple[PostPicture, ...]:
    """Pictures of a creator, those of deciding posts first, then the newest; () without any.

    A picture that several posts show comes once.
    """
    chosen: list[PostPicture] = []
    if has(session.con, PROFILES):
        deciding = profiles.deciding_posts(session.con, influencer_id)["post_id"].tolist()
        chosen += thumbnails(session.con, deciding).values()
    newest = newest_thumbnails(session.con, [influencer_id], per_creator=limit)
    chosen += newest[influencer_id]
    distinct: dict[bytes, PostPicture] = {}
    for picture in chosen:
        distinct.setdefault(picture.jpeg, picture)
    return tuple(distinct.values())[:limit]
