"""Step: signs of bought growth and signs against it, for every creator with a history."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from core.models.growth.evidence.evidence import STEP, cohorts_of
from core.models.growth.evidence.reading import GrowthData, Reading, read_growth
from core.models.growth.learner import shipped
from core.models.growth.order_trials import order_trials
from core.models.growth.peers import peer_figures
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Work, creator_parts
from core.pipeline.growth_days import POSITIONS, dated_posts, histories_of
from core.pipeline.kernels.evidence import EVIDENCE, JUDGED, PATTERNS, EvidenceKernel, dated
from core.pipeline.kernels.frames import arrow_table
from core.pipeline.sources import clear_results
from core.store import tables

_TABLES = (EVIDENCE, PATTERNS, "cohort_growth", "growth_trials")
# About two thousand creators: small enough to stay in the processor's cache.
_ROWS_AT_ONCE = 200_000


def gather_evidence(context: BuildContext) -> None:
    """Writes `growth_evidence`, `growth_patterns`, `cohort_growth` and `growth_trials`."""
    clear_results(context, _TABLES)
    con = context.con
    profiles = con.execute(
        """SELECT i.influencer_id, coalesce(i.platform, '') AS platform, n.name AS niche,
                  i.followers_count::DOUBLE AS followers_count, i.avg_likes, i.avg_comments,
                  i.avg_views, i.posts_count::DOUBLE AS posts_count,
                  i.following_count::DOUBLE AS following_count
           FROM influencers i
           LEFT JOIN influencer_niches USING (influencer_id)
           LEFT JOIN niches n USING (niche_id) ORDER BY i.influencer_id"""
    ).df()
    if profiles.empty:
        return
    names = sorted(set(profiles["platform"]))
    data = GrowthData(
        histories_of(con, len(profiles)),
        np.searchsorted(names, profiles["platform"]).astype(np.int64),
        posts=dated_posts(con),
        collaborations=_collaborations(context),
        peers=peer_figures(profiles, seed=context.config.seed),
    )
    # Medians and spreads of each day need all creators; the rest needs one at a time.
    reading = read_growth(data)
    kernel = EvidenceKernel(
        reading.cohorts.levels,
        reading.spread,
        tuple(names),
        # The shipped model was trained on demo data alone.
        is_foreign=not context.is_demo,
    )
    parts = creator_parts(_given(profiles["influencer_id"], reading), len(profiles), _ROWS_AT_ONCE)
    judged = []
    for made in context.results(Work(STEP, kernel, parts, "reading the curves")):
        judged.append(made[JUDGED].to_pandas())
        for table in (EVIDENCE, PATTERNS):
            if table in made:
                tables.append_frame(con, table, made[table])
    _write_cohorts(context, names, reading)
    model = shipped()
    trials = order_trials(
        reading,
        pd.concat(judged, ignore_index=True),
        model,
        seed=context.config.seed,
        threads=context.settings.threads,
    )
    tables.append_frame(con, "growth_trials", trials)
    context.facts["growth_evidence"] = {"model": model.facts}


def _given(ids: pd.Series, reading: Reading) -> dict[str, pa.Table]:
    """What `EvidenceKernel` reads, of all creators."""
    data, histories = reading.given, reading.given.histories
    creators = pd.DataFrame(
        {
            "creator": np.arange(len(data)),
            "influencer_id": ids,
            "platform_code": data.platforms,
            "size_group": reading.size_groups,
            **(vars(data.peers) if data.peers is not None else {}),
        }
    )
    history = {
        "creator": histories.owners,
        "day_number": histories.days,
        "followers_count": histories.counts,
    }
    given = {"creators": arrow_table(creators), "history": pa.table(history)}
    if data.posts is not None:
        given["posts"] = arrow_table(data.posts)
    if data.collaborations is not None:
        given["deals"] = arrow_table(data.collaborations)
    return given


def _collaborations(context: BuildContext) -> pd.DataFrame | None:
    frame = context.con.execute(
        f"""WITH {POSITIONS}
            SELECT creator, date_diff('day', DATE '1970-01-01', started_on) AS day_number
            FROM collaborations JOIN positions USING (influencer_id)
            WHERE started_on IS NOT NULL ORDER BY creator, day_number, collaboration_id"""
    ).df()
    return None if frame.empty else frame


def _write_cohorts(context: BuildContext, platforms: list[str], reading: Reading) -> None:
    cohorts = cohorts_of(reading).rename(columns={"median_rate": "median_fraction"})
    if cohorts.empty:
        return
    names = np.array([*platforms, ""], dtype=object)
    cohorts = cohorts.assign(platform=names[cohorts["platform"]])
    # Accounts of no known platform share their name with all: the medians of all stand there,
    # beside the spread of theirs.
    keys = ["platform", "size_group", "step_days", "day_number"]
    cohorts = cohorts.groupby(keys, sort=False, as_index=False).first()
    tables.append_frame(context.con, "cohort_growth", dated(cohorts))
