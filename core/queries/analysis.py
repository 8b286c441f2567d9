"""What `analyze` writes: one table per file."""

from __future__ import annotations

import duckdb
import pandas as pd

# The columns and their order are the promise of the command.
_QUERIES = {
    "niche_classification.csv": """
        SELECT influencer_id, niche_id, array_to_string(n.keywords, ', ') AS niche_keywords,
               round(confidence, 4) AS confidence
        FROM influencers
        LEFT JOIN influencer_niches USING (influencer_id)
        LEFT JOIN niches n USING (niche_id)
        ORDER BY influencer_id
    """,
    "fake_follower_scores.csv": """
        SELECT influencer_id, caution_score AS fake_score, spike_count,
               round(engagement_percent, 4) AS engagement_rate,
               round(growth_percent, 4) AS growth_percent,
               array_to_string(reasons, '; ') AS reasons
        FROM caution ORDER BY influencer_id
    """,
    "brand_influencer_matches.csv": """
        SELECT m.brand_id, m.influencer_id, m.match_rank AS rank,
               round(m.similarity_score, 4) AS similarity_score, m.match_label,
               array_to_string(n.keywords, ', ') AS niche_keywords, i.bio
        FROM brand_matches m
        JOIN influencers i USING (influencer_id)
        LEFT JOIN influencer_niches USING (influencer_id)
        LEFT JOIN niches n USING (niche_id)
        ORDER BY m.brand_id, m.match_rank
    """,
    "rejected_rows.csv": """
        SELECT source_file, line_number, table_name, reason, raw FROM rejected_rows
        ORDER BY source_file, line_number, reason, raw
    """,
}


def analysis_tables(con: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """File name -> table: niches, caution scores, brand matches and rejected rows."""
    return {name: con.execute(query).df() for name, query in _QUERIES.items()}
