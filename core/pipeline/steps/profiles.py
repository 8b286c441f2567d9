"""Step: one summary row a creator, and the figures of each niche that build on it."""

from __future__ import annotations

from core.domain.thresholds import PEERS_MIN
from core.domain.tiers import tier_sql
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results

# A percentile among fewer peers says little, so small groups fall back to the whole tier.
SPARKLINE_POINTS = 30
# Engagements a post. Some sources give neither likes nor comments but what they call authentic
# engagements, a count of the same kind; one of likes and comments missing counts as 0.
ENGAGEMENTS_SQL = """CASE WHEN coalesce(i.avg_likes, i.avg_comments) IS NULL
    THEN i.authentic_engagement ELSE coalesce(i.avg_likes, 0) + coalesce(i.avg_comments, 0) END"""


def summarise_profiles(context: BuildContext) -> None:
    """Writes `profile_stats` and the medians in `niches`."""
    clear_results(context, ("profile_stats",))
    context.con.execute(
        f"""
        INSERT INTO profile_stats BY NAME
        WITH history AS (
            SELECT influencer_id,
                   list(followers_count ORDER BY day) AS counts,
                   min(day) AS first_day, max(day) AS last_day, count(*) AS days_known
            FROM follower_history GROUP BY influencer_id),
        post_stats AS (
            SELECT influencer_id, count(*) AS posts_stored,
                   count(*) FILTER (is_sponsored) AS sponsored_count,
                   max(posted_at) AS last_posted_at
            FROM posts GROUP BY influencer_id),
        rated AS (
            SELECT i.influencer_id, {tier_sql("i.followers_count")} AS tier,
                   CASE WHEN i.followers_count > 0
                        THEN {ENGAGEMENTS_SQL} / i.followers_count END AS engagement_rate,
                   n.name AS niche_name
            FROM influencers i
            LEFT JOIN influencer_niches USING (influencer_id)
            LEFT JOIN niches n USING (niche_id)),
        sized AS (
            SELECT *, count(engagement_rate) OVER (PARTITION BY tier, niche_name) AS niche_peers
            FROM rated),
        grouped AS (
            SELECT *, CASE WHEN tier IS NULL THEN NULL
                           WHEN niche_name IS NOT NULL AND niche_peers >= $peers_min
                           THEN tier || ' · ' || niche_name ELSE tier END AS peer_group
            FROM sized),
        -- The fallback compares with the whole tier, not with its rest.
        in_niche AS (
            SELECT influencer_id,
                   percent_rank() OVER (PARTITION BY tier, niche_name ORDER BY engagement_rate) AS p
            FROM grouped WHERE engagement_rate IS NOT NULL AND tier IS NOT NULL),
        in_tier AS (
            SELECT influencer_id,
                   percent_rank() OVER (PARTITION BY tier ORDER BY engagement_rate) AS p,
                   count(*) OVER (PARTITION BY tier) AS tier_peers
            FROM grouped WHERE engagement_rate IS NOT NULL AND tier IS NOT NULL)
        SELECT g.influencer_id, g.tier, g.engagement_rate, g.peer_group,
               CASE WHEN g.peer_group = g.tier THEN coalesce(in_tier.tier_peers, 0)
                    WHEN g.peer_group IS NOT NULL THEN g.niche_peers END
                   AS peer_count,
               CASE WHEN g.peer_group = g.tier AND in_tier.tier_peers < 5 THEN NULL
                    WHEN g.peer_group = g.tier THEN in_tier.p ELSE in_niche.p END
                   AS engagement_percentile,
               CASE WHEN h.days_known >= 2 AND h.counts[1] > 0
                    THEN (h.counts[-1] - h.counts[1]) / h.counts[1] END AS growth_fraction,
               h.first_day, h.last_day, coalesce(h.days_known, 0) AS days_known,
               CASE WHEN h.days_known IS NULL THEN NULL WHEN h.days_known <= $points THEN h.counts
                    ELSE list_transform(range($points), lambda i: h.counts[
                        1 + round(i * (h.days_known - 1) / ($points - 1))::BIGINT]) END
                   AS sparkline,
               coalesce(p.posts_stored, 0) AS posts_stored,
               coalesce(p.sponsored_count, 0) AS sponsored_count,
               p.last_posted_at
        FROM grouped g
        LEFT JOIN in_niche USING (influencer_id)
        LEFT JOIN in_tier USING (influencer_id)
        LEFT JOIN history h USING (influencer_id)
        LEFT JOIN post_stats p USING (influencer_id)
        """,
        {"peers_min": PEERS_MIN, "points": SPARKLINE_POINTS},
    )
    context.con.execute(
        """
        UPDATE niches SET
            median_followers = m.followers,
            median_engagement_rate = m.engagement_rate,
            median_post_price = m.post_price,
            median_growth_fraction = m.growth_fraction
        FROM (
            SELECT niche_id, median(i.followers_count) AS followers,
                   median(s.engagement_rate) AS engagement_rate,
                   median(i.post_price) AS post_price,
                   median(s.growth_fraction) AS growth_fraction
            FROM influencer_niches
            JOIN influencers i USING (influencer_id)
            JOIN profile_stats s USING (influencer_id)
            GROUP BY niche_id) m
        WHERE niches.niche_id = m.niche_id
        """
    )
