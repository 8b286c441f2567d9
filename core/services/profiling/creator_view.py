"""What one creator is about, with the posts that decided it, in one read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from core.queries.builds import PROFILES, has
from core.queries.profiling import profiles
from core.queries.profiling.pictures import PostPicture, thumbnails
from core.queries.profiling.profiles import CreatorProfile
from core.services.session import BuildSession

# Why a creator has no profile.
OLDER_BUILD, NO_CATEGORIES, NOTHING_READ = "older build", "no categories", "nothing read"


@dataclass(frozen=True)
class DecidingPost:
    """A post with its part in the profile.

    Attributes:
        weight: 0-1, share of all posts of the creator.
        category, probability: what the post alone says; None when not known.
        caption: as given, may be ''.
        posted_at: UTC; None when the source has no time.
        picture: None without a stored one.
    """

    post_id: str
    weight: float
    category: str | None
    probability: float | None
    caption: str
    posted_at: datetime | None
    picture: PostPicture | None


@dataclass(frozen=True)
class CreatorView:
    """Attributes:
    profile: None when there is none.
    posts: most weight first; empty without a profile.
    missing: why there is none, one of the constants of this module; '' with a profile.
    """

    profile: CreatorProfile | None = None
    posts: tuple[DecidingPost, ...] = field(default_factory=tuple)
    missing: str = ""


def creator_view(session: BuildSession, influencer_id: str) -> CreatorView:
    """The profile of a creator with its deciding posts and their pictures, or why it is missing."""
    if not has(session.con, PROFILES):
        return CreatorView(missing=OLDER_BUILD)
    profile = profiles.creator_profile(session.con, influencer_id)
    if profile is None:
        known = profiles.profiles_count(session.con)
        return CreatorView(missing=NOTHING_READ if known else NO_CATEGORIES)
    return CreatorView(profile, deciding_posts(session, influencer_id))


def deciding_posts(session: BuildSession, influencer_id: str) -> tuple[DecidingPost, ...]:
    """The posts with most weight in the profile of a creator; empty without one."""
    frame = profiles.deciding_posts(session.con, influencer_id)
    pictures = thumbnails(session.con, frame["post_id"].tolist())
    return tuple(
        DecidingPost(
            row["post_id"],
            float(row["weight"]),
            _known(row["category"]),
            _known(row["probability"]),
            row["caption"],
            _known(row["posted_at"]),
            pictures.get(row["post_id"]),
        )
        for row in frame.to_dict("records")
    )


def _known(value: Any) -> Any:
    """The value, None for a missing one."""
    return None if pd.isna(value) else value
