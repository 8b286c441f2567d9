"""What a search finds, as a table for files and the command."""

from __future__ import annotations

import pandas as pd

from core.formats import platform_label
from core.models.growth.verdict import verdict_sentences
from core.models.search.ranking import Tier
from core.queries.creators import listed_creators
from core.queries.search.creators import SearchFilter
from core.services.search.creators import EVERYBODY, LIST_MAX, FoundCreators, search_creators
from core.services.search.reasons import reasons_of
from core.services.session import BuildSession

_TIER_WORDS = {
    Tier.NAMED: "named",
    Tier.TYPED: "as typed",
    Tier.CORRECTED: "with a correction",
    Tier.CLOSE: "close",
}


def search_table(
    session: BuildSession, text: str, chosen: SearchFilter = EVERYBODY, *, limit: int = LIST_MAX
) -> pd.DataFrame:
    """One row per creator found, best first; see `found_table`."""
    return found_table(session, search_creators(session, text, chosen, limit=limit))


def found_table(session: BuildSession, found: FoundCreators) -> pd.DataFrame:
    """One row per creator found, best first.

    Returns:
        rank (from 1), influencer_id, handle, name, platform, country, niche, tier,
        followers_count, growth_verdict, match (named, as typed, with a correction, close),
        reasons, snippet.
    """
    ids = [str(name) for name in found.creators["influencer_id"]]
    rows = listed_creators(session.con, tuple(ids))
    whys = reasons_of(session, found, ids)
    tiers = dict(zip(ids, found.creators["tier"], strict=True))
    facts = ["influencer_id", "handle", "name", "platform", "country", "niche", "tier"]
    table = rows[[*facts, "followers_count"]].assign(
        platform=rows["platform"].map(platform_label),
        growth_verdict=verdict_sentences(rows),
        match=[_TIER_WORDS[Tier(tiers[name])] for name in rows["influencer_id"]],
        reasons=["; ".join(whys[name].reasons) for name in rows["influencer_id"]],
        snippet=[whys[name].snippet for name in rows["influencer_id"]],
    )
    table.insert(0, "rank", range(1, len(table) + 1))
    return table
