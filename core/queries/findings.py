"""What stands out in a build: where creators rise, whose growth to check, what trends."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from core.domain.thresholds import LITTLE_EVIDENCE_BELOW, MOMENTUM_RISING, WORTH_CHECKING

_NICHES_SHOWN = 6
_LEAST_RATED = 20


@dataclass(frozen=True)
class RisingNiche:
    """The niche with the largest share of rising creators.

    Attributes:
        niches: niche, rising_count, rated_count of the niches with most, best share first, of at
            least 20 rated creators where there are such niches.
    """

    niches: pd.DataFrame

    @property
    def niche(self) -> str:
        """Its name."""
        return str(self.niches["niche"].iloc[0])

    @property
    def rising_count(self) -> int:
        """Its rising creators."""
        return int(self.niches["rising_count"].iloc[0])

    @property
    def rated_count(self) -> int:
        """Its creators with a momentum score, those with growth worth checking left out."""
        return int(self.niches["rated_count"].iloc[0])


@dataclass(frozen=True)
class GrowthSpread:
    """How many creators have which evidence of bought growth.

    Attributes:
        little_count: a probability below `LITTLE_EVIDENCE_BELOW`.
        some_count: between that and `WORTH_CHECKING`.
        worth_checking_count: from `WORTH_CHECKING` on.
        unknown_count: not enough data.
    """

    little_count: int
    some_count: int
    worth_checking_count: int
    unknown_count: int

    @property
    def judged_count(self) -> int:
        """Creators with a probability."""
        return self.little_count + self.some_count + self.worth_checking_count


@dataclass(frozen=True)
class RisingHashtag:
    """The hashtag that rises fastest with certainty.

    Attributes:
        weekly_growth: log change a week.
        creators_count: who used it in the window.
        shares: of an active creator's posts that carry it, by week, oldest first, 0-1.
    """

    item: str
    weekly_growth: float
    creators_count: int
    shares: tuple[float, ...]


def rising_niche(con: duckdb.DuckDBPyConnection) -> RisingNiche | None:
    """Where creators rise most; None when nobody rises or no niche is known."""
    frame = con.execute(
        """WITH rated AS (
               SELECT n.name AS niche, count(*) AS rated_count,
                      count(*) FILTER (m.momentum_score >= $rising) AS rising_count
               FROM momentum m
               JOIN influencer_niches x USING (influencer_id) JOIN niches n USING (niche_id)
               LEFT JOIN growth_evidence g USING (influencer_id)
               WHERE m.momentum_score IS NOT NULL
                 AND coalesce(g.purchased_probability, 0) < $worth_checking
               GROUP BY n.niche_id, n.name
           )
           SELECT niche, rising_count, rated_count FROM rated WHERE rising_count > 0
           ORDER BY rated_count < $least_rated, rising_count / rated_count DESC, niche
           LIMIT $shown""",
        {
            "rising": MOMENTUM_RISING,
            "worth_checking": WORTH_CHECKING,
            "least_rated": _LEAST_RATED,
            "shown": _NICHES_SHOWN,
        },
    ).df()
    return None if frame.empty else RisingNiche(frame)


def growth_spread(con: duckdb.DuckDBPyConnection) -> GrowthSpread | None:
    """How the growth of all creators is judged; None when nobody's is."""
    row = con.execute(
        """SELECT count(*) FILTER (g.purchased_probability < $little),
                  count(*) FILTER (g.purchased_probability >= $little
                                   AND g.purchased_probability < $worth_checking),
                  count(*) FILTER (g.purchased_probability >= $worth_checking),
                  count(*) FILTER (g.purchased_probability IS NULL)
           FROM influencers i LEFT JOIN growth_evidence g USING (influencer_id)""",
        {"little": LITTLE_EVIDENCE_BELOW, "worth_checking": WORTH_CHECKING},
    ).fetchone()
    spread = GrowthSpread(*row) if row else GrowthSpread(0, 0, 0, 0)
    return spread if spread.judged_count else None


def rising_hashtag(con: duckdb.DuckDBPyConnection) -> RisingHashtag | None:
    """The fastest of the hashtags that rise with certainty; None when none does."""
    row = con.execute(
        """SELECT item, weekly_growth, creators_count, weekly_shares FROM trends
           WHERE kind = 'hashtag' AND direction = 'rising'
           ORDER BY weekly_growth DESC, item LIMIT 1"""
    ).fetchone()
    return None if row is None else RisingHashtag(row[0], row[1], row[2], tuple(row[3] or ()))
