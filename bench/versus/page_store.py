"""A store of any size with what pages read, filled by formulas, and the same as one wide table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.build_scale import FILL
from core.settings import Settings
from core.store.connect import create_schema, open_store
from core.store.facts.creator_facts import write_facts

STORE, WIDE = "store.duckdb", "creators.parquet"
_NICHES = 24
# What a model finds is drawn by the hash of a number, so that it is the same each time.
_DERIVED = f"""
INSERT INTO profile_stats BY NAME
SELECT influencer_id,
       CASE WHEN followers_count < 10000 THEN 'nano' WHEN followers_count < 50000 THEN 'micro'
            WHEN followers_count < 500000 THEN 'mid' ELSE 'macro' END AS tier,
       (avg_likes + avg_comments) / followers_count AS engagement_rate,
       (hash(influencer_id) % 1000) / 1000 AS engagement_percentile,
       (hash(influencer_id || 'g') % 2000) / 10000 - 0.05 AS growth_fraction,
       DATE '2026-08-01' AS first_day, DATE '2026-10-29' AS last_day, 90 AS days_known,
       list_transform(range(30), lambda x: followers_count + 7 * x) AS sparkline,
       12 AS posts_stored, 1 AS sponsored_count
FROM influencers;
INSERT INTO caution BY NAME
SELECT influencer_id, (hash(influencer_id || 'c') % 101)::INTEGER AS caution_score,
       (hash(influencer_id || 's') % 6)::INTEGER AS spike_count, 90 AS days_known,
       'complete' AS status, ['Engagement is low'] AS reasons, [] AS red_flags,
       'bench' AS model_version
FROM influencers;
INSERT INTO growth_evidence BY NAME
SELECT influencer_id,
       if(hash(influencer_id || 'p') % 50 = 0, NULL,
          pow((hash(influencer_id || 'q') % 10000) / 10000, 4)) AS purchased_probability,
       (hash(influencer_id || 'a') % 101)::INTEGER AS authenticity_index, 'high' AS confidence,
       ['step', 'drip', 'viral', 'organic'][1 + (hash(influencer_id || 'k') % 4)::INTEGER]
           AS pattern,
       DATE '2026-09-01' AS pattern_first_day, DATE '2026-09-04' AS pattern_last_day,
       (hash(influencer_id || 'e') % 5000)::BIGINT AS pattern_excess_count, 1 AS events_count,
       'instagram' AS platform_group, 0 AS size_group, 1 AS step_days, 90 AS days_known,
       ['Followers rose within a day'] AS reasons_for, ['Posts came before'] AS reasons_against,
       'bench' AS model_version
FROM influencers;
INSERT INTO influencer_niches BY NAME
SELECT influencer_id, (hash(influencer_id || 'n') % {_NICHES})::INTEGER AS niche_id,
       (hash(influencer_id || 'm') % 1000) / 1000 AS confidence, 1 AS second_niche_id,
       'bench' AS model_version
FROM influencers;
INSERT INTO niches BY NAME
SELECT m.niche_id, 'Niche ' || m.niche_id AS name, ['one', 'two'] AS keywords,
       count(*) AS creators_count, median(i.followers_count) AS median_followers,
       median(s.engagement_rate) AS median_engagement_rate,
       median(i.post_price) AS median_post_price,
       median(s.growth_fraction) AS median_growth_fraction, 'bench' AS model_version
FROM influencer_niches m JOIN influencers i USING (influencer_id)
JOIN profile_stats s USING (influencer_id) GROUP BY m.niche_id;
INSERT INTO momentum BY NAME
SELECT influencer_id, (hash(influencer_id || 'o') % 10000) / 100 AS momentum_score,
       (row_number() OVER (ORDER BY momentum_score DESC, influencer_id))::INTEGER AS momentum_rank,
       0.01 AS weekly_growth, (hash(influencer_id || 'b') % 1000) / 10000 AS growth_beyond,
       0.001 AS acceleration, (hash(influencer_id || 'w') % 70) / 10 AS posts_a_week,
       'high' AS confidence, ['Grows faster than peers'] AS reasons_for, [] AS reasons_against,
       'bench' AS model_version
FROM influencers;
INSERT INTO forecasts BY NAME
SELECT influencer_id, 30 AS horizon_days, DATE '2026-10-29' AS from_day,
       followers_count AS followers_now, followers_count + 100 AS followers_forecast,
       followers_count AS followers_low, followers_count + 300 AS followers_high,
       'mid' AS next_tier, (hash(influencer_id || 'f') % 1000) / 1000 AS pass_probability,
       true AS is_tested, 30 AS tested_days, 'bench' AS model_version
FROM influencers
"""
_WIDE = """
COPY (SELECT i.* EXCLUDE (hashtags), s.* EXCLUDE (influencer_id, sparkline),
             a.caution_score, a.spike_count, g.purchased_probability, g.authenticity_index,
             g.pattern, g.pattern_excess_count, x.niche_id, x.confidence AS niche_confidence,
             n.name AS niche, m.momentum_score, m.momentum_rank, m.growth_beyond, m.posts_a_week,
             f.followers_forecast, f.pass_probability
      FROM influencers i
      JOIN profile_stats s USING (influencer_id) JOIN caution a USING (influencer_id)
      JOIN growth_evidence g USING (influencer_id) JOIN influencer_niches x USING (influencer_id)
      JOIN niches n USING (niche_id) JOIN momentum m USING (influencer_id)
      JOIN forecasts f USING (influencer_id))
TO '{file}' (FORMAT parquet)
"""


def write_page_store(folder: Path, size: int) -> None:
    """Writes the store, and one wide table of single values, as pandas would keep it."""
    # One thread, which draws the same numbers in the same order.
    settings = replace(Settings.from_env(folder), threads=1)
    con = open_store(folder / STORE, settings, read_only=False)
    create_schema(con)
    con.execute("SELECT setseed(0.5)")
    con.execute(FILL.split(";\n")[0], {"creators": size})
    con.execute("UPDATE influencers SET post_price = 20 + hash(influencer_id) % 3000")
    for statement in _DERIVED.strip().split(";\n"):
        con.execute(statement)
    write_facts(con)
    con.execute(_WIDE.format(file=str(folder / WIDE).replace("'", "''")))
    con.close()
