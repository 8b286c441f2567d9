"""What the collaborations of other brands say of a creator, view by view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.match_orders import BEST, COLLABORATIONS
from core.models.ranking.files import StoredRanking
from core.models.ranking.views import AccountViews, Vectors
from core.models.recommender.join import standardised
from core.queries.brands import names_of
from core.queries.collaborations import partners_of_brand
from core.services.matching.fit import creator_fits
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.ranking.order import collaboration_scores, ranked_brand, ranked_creators
from core.services.ranking.views import TEXT
from core.services.session import BuildSession

# A brand is similar to another when it is nearer than this share of all brands, and this near.
_SIMILAR_FROM, _NEARNESS_MIN = 0.9, 0.4
_NAMES_SHOWN = 2


@dataclass(frozen=True)
class SimilarPartners:
    """Attributes:
    names: similar brands that worked with a creator, nearest first; never the brand itself.
    own_name: of the brand, where it worked with the creator itself; '' where it did not.
    """

    names: tuple[str, ...] = ()
    own_name: str = ""

    def chips(self) -> list[str]:
        """Short reasons as those of `match_chips`."""
        chips = [f"+ worked with {self.own_name} before"] if self.own_name else []
        if self.names:
            count = len(self.names)
            noun = "a similar brand" if count == 1 else f"{count} similar brands"
            more = " ..." if count > _NAMES_SHOWN else ""
            chips.append(f"+ worked with {noun}: {', '.join(self.names[:_NAMES_SHOWN])}{more}")
        return chips


def similar_partners(
    session: BuildSession,
    query: MatchQuery,
    influencer_ids: Sequence[str],
    *,
    brand_id: str = "",
) -> dict[str, SimilarPartners]:
    """Creator id -> which brands like this one it worked with; unknown creators are left out.

    Args:
        brand_id: whose brief it is, where the query is a brief; '' for nobody's.

    Returns:
        {} in a build without collaborations.
    """
    if not session.has_ranking:
        return {}
    parts = session.ranking().ranker.parts
    history = parts.history
    nearness = parts.nearness_to_training(ranked_brand(session, query))[0]
    has_partner = np.diff(history.shares.tocsr().indptr) > 0
    lowest = max(float(np.quantile(nearness[has_partner], _SIMILAR_FROM)), _NEARNESS_MIN)
    own_id = brand_id if query.brand is None else query.brand.brand_id
    own = partners_of_brand(session.con, own_id) if own_id else set()
    places = {name: place for place, name in enumerate(history.creator_ids)}
    brands_of = {}
    for creator in influencer_ids:
        if creator in places:
            rows = history.shares[:, [places[creator]]].tocoo().row
            near = rows[nearness[rows] >= lowest]
            brands_of[creator] = [
                history.brand_ids[row]
                for row in near[np.argsort(-nearness[near], kind="stable")]
                if history.brand_ids[row] != own_id
            ]
    named = {own_id, *(name for ids in brands_of.values() for name in ids)}
    names = names_of(session.con, sorted(named))
    return {
        creator: SimilarPartners(
            tuple(names[name] for name in ids),
            names.get(own_id, "this brand") if creator in own else "",
        )
        for creator, ids in brands_of.items()
    }


def order_contributions(
    session: BuildSession, query: MatchQuery, influencer_id: str, order: str
) -> pd.DataFrame:
    """What each view of a creator adds to its score in an order, the most first.

    Columns: view (of `core.services.ranking.views`, or a part of the ranking that is of no single
    view) and added, in standard deviations over the creators of the build; below 0 speaks
    against. A usual pair of a brand and a creator has 0 everywhere.

    Args:
        order: `BEST` or `COLLABORATIONS`; empty for any other, without a ranking and for an
            unknown creator.
    """
    columns = ["view", "added"]
    if order not in (BEST, COLLABORATIONS) or not session.has_ranking:
        return pd.DataFrame(columns=columns)
    stored = session.ranking()
    ids = session.creator_ids()
    place = int(np.searchsorted(ids, influencer_id))
    if place >= len(ids) or ids[place] != influencer_id:
        return pd.DataFrame(columns=columns)
    brand, creator = ranked_brand(session, query), ranked_creators(session, np.array([place]))
    added = _added(stored, brand, creator)
    if order == BEST:
        spread = float(np.std(collaboration_scores(session, query))) or 1.0
        added = {view: (1 - stored.fit_share) * value / spread for view, value in added.items()}
        fits = standardised(creator_fits(session, query_fit_row(session, query)))
        added[TEXT] = added.get(TEXT, 0.0) + stored.fit_share * float(fits[place])
    frame = pd.DataFrame(list(added.items()), columns=columns)
    return frame.sort_values("added", ascending=False, ignore_index=True)


def _added(stored: StoredRanking, brand: AccountViews, creator: AccountViews) -> dict[str, float]:
    ranker = stored.ranker_for(brand.ids[0])
    contributions: dict[str, Vectors] = ranker.contributions(brand, creator)
    return {view: float(values[0, 0]) for view, values in contributions.items()}
