"""What a build knows of the creators of a campaign, and of those that could be in it."""

from __future__ import annotations

import pandas as pd

from core.queries.growth.evidence import evidence_join
from core.queries.prices.estimates import estimate_join
from core.services.session import BuildSession


def creator_facts(session: BuildSession, ids: tuple[str, ...] | None = None) -> pd.DataFrame:
    """What costs and constraints are about, one row per creator, by id; unknown ids are left out.

    Args:
        ids: None for all creators.
    Returns:
        influencer_id, handle, name, platform, url, country (of most of the audience, else of the
        creator), audience_country (missing where not known), niche, tier, followers_count,
        engagement_rate, avg_likes, avg_comments, avg_views, post_price, story_price,
        caution_score, growth_status and the columns of `evidence_join` and `estimate_join`.
    """
    join, evidence = evidence_join(session.con)
    price_join, estimates = estimate_join(session.con)
    return session.con.execute(
        f"""SELECT i.influencer_id, i.handle, i.name, i.platform, i.url,
                  coalesce(i.audience_country, i.country) AS country, i.audience_country,
                  n.name AS niche, s.tier,
                  i.followers_count, s.engagement_rate, i.avg_likes, i.avg_comments, i.avg_views,
                  i.post_price, i.story_price, a.caution_score,
                  a.status AS growth_status, {evidence}, {estimates}
           FROM influencers i
           {join}
           {price_join}
           LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
           LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
           LEFT JOIN niches n ON n.niche_id = m.niche_id
           LEFT JOIN caution a ON a.influencer_id = i.influencer_id
           WHERE $all OR list_contains($ids::VARCHAR[], i.influencer_id)
           ORDER BY i.influencer_id""",
        {"all": ids is None, "ids": list(ids or ())},
    ).df()


def member_facts(session: BuildSession, members: pd.DataFrame) -> pd.DataFrame:
    """The members of a campaign with what the build in use knows of them, in the order given.

    Args:
        members: influencer_id, handle, name, platform, state, note, price (EUR agreed for one
            post, NaN for none), posts_count.
    Returns:
        The columns of `creator_facts`, state, note, agreed_price, posts_count, and in_data: False
        for a creator that the build lacks, which keeps handle, name and platform of `members`.
    """
    ids = tuple(str(influencer_id) for influencer_id in members["influencer_id"])
    facts = creator_facts(session, ids).set_index("influencer_id").reindex(list(ids))
    workspace_rows = members.set_index("influencer_id")
    in_data = facts["handle"].notna()
    for name in ("handle", "name", "platform"):
        facts[name] = facts[name].where(in_data, workspace_rows[name])
    return facts.assign(
        state=workspace_rows["state"],
        note=workspace_rows["note"],
        agreed_price=pd.to_numeric(workspace_rows["price"], errors="coerce"),
        posts_count=workspace_rows["posts_count"],
        in_data=in_data,
    ).reset_index()
