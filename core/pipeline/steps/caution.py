"""Step: the caution score of every creator, and the days it calls spikes."""

from __future__ import annotations

from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Work, creator_parts
from core.pipeline.growth_days import history_rows
from core.pipeline.kernels.caution import caution_kernel
from core.pipeline.sources import clear_results
from core.pipeline.steps.profiles import ENGAGEMENTS_SQL
from core.store import tables

STEP = "caution"
_TABLES = ("caution", "growth_events")
_ROWS_AT_ONCE = 2_000_000


def score_growth(context: BuildContext) -> None:
    """Writes `caution` (one row per creator) and `growth_events`."""
    clear_results(context, _TABLES)
    con = context.con
    creators = con.sql(
        f"""SELECT row_number() OVER (ORDER BY i.influencer_id) - 1 AS creator, i.influencer_id,
                   i.followers_count::DOUBLE AS followers, {ENGAGEMENTS_SQL} AS engagements
            FROM influencers i ORDER BY i.influencer_id"""
    ).to_arrow_table()
    given = {"creators": creators, "history": history_rows(con)}
    parts = creator_parts(given, creators.num_rows, _ROWS_AT_ONCE)
    for made in context.results(Work(STEP, caution_kernel, parts)):
        for table in _TABLES:
            tables.append_frame(con, table, made[table])
