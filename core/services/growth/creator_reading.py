"""One creator's growth as the build read it: history, cohort, posts and peers from the store."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.histories import Histories
from core.models.growth.evidence.reading import GrowthData, Reading, read_beside
from core.models.growth.peers import PeerFigures
from core.queries.growth import series
from core.services.session import BuildSession


def creator_history(session: BuildSession, influencer_id: str) -> Histories:
    """The follower counts of one creator, oldest first; without counts for an unknown one."""
    counts = series.follower_counts(session.con, influencer_id)
    return Histories(
        np.array([0, len(counts)], dtype=np.int64),
        counts["day_number"].to_numpy(np.int64),
        counts["followers_count"].to_numpy(np.int64),
    )


def creator_reading(session: BuildSession, influencer_id: str, histories: Histories) -> Reading:
    """What the growth model reads of one creator, beside the cohort and peers of the build.

    Args:
        histories: of one creator, its own or with something added.
    """
    con = session.con
    posts = series.dated_posts(con, influencer_id)
    deals = series.collaboration_days(con, influencer_id)
    peers = series.peer_row(con, influencer_id)
    growth = GrowthData(
        histories,
        np.zeros(1, dtype=np.int64),
        posts=None if posts.empty else posts,
        collaborations=None
        if deals is None
        else pd.DataFrame({"creator": 0, "day_number": np.array(deals, dtype=np.int64)}),
        peers=_peers(peers),
    )
    sizes = np.array([int(peers["size_group"])], dtype=np.int64)
    return read_beside(growth, series.comparable_days(con, influencer_id), sizes)


def _peers(row: dict[str, float]) -> PeerFigures:
    """A part of 100 stands for all places that give it."""
    return PeerFigures(
        expected_rate=np.array([row["expected_rate"]]),
        engagement_residual=np.array([row["engagement_residual"]]),
        engagement_place=np.array([row["engagement_part"] / 200]),
        expected_followers=np.array([row["expected_followers"]]),
        followers_residual=np.array([row["followers_residual"]]),
        followers_place=np.array([1 - row["followers_part"] / 200]),
    )
