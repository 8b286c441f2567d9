"""Step: signs of bought growth and signs against it, for every creator with a history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.models.growth.evidence.evidence import GrowthEvidence, evidence_of
from core.models.growth.evidence.reading import GrowthData, read_growth
from core.models.growth.learner import shipped
from core.models.growth.order_trials import order_trials
from core.models.growth.peers import peer_figures
from core.pipeline.context import BuildContext
from core.pipeline.growth_days import POSITIONS, dated_posts, histories_of
from core.pipeline.sources import clear_results
from core.store import tables

_TABLES = ("growth_evidence", "growth_patterns", "cohort_growth", "growth_trials")


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
    model = shipped()
    reading = read_growth(data)
    evidence = evidence_of(
        reading,
        model,
        # The shipped model was trained on demo data alone.
        is_foreign=not context.is_demo,
        threads=context.settings.threads,
        report=context.report,
    )
    _write(context, profiles["influencer_id"].to_numpy(), names, evidence)
    trials = order_trials(
        reading,
        evidence.creators,
        model,
        seed=context.config.seed,
        threads=context.settings.threads,
    )
    tables.append_frame(con, "growth_trials", trials)
    context.facts["growth_evidence"] = {"model": model.facts}


def _collaborations(context: BuildContext) -> pd.DataFrame | None:
    frame = context.con.execute(
        f"""WITH {POSITIONS}
            SELECT creator, date_diff('day', DATE '1970-01-01', started_on) AS day_number
            FROM collaborations JOIN positions USING (influencer_id)
            WHERE started_on IS NOT NULL ORDER BY creator, day_number, collaboration_id"""
    ).df()
    return None if frame.empty else frame


def _write(
    context: BuildContext, ids: np.ndarray, platforms: list[str], evidence: GrowthEvidence
) -> None:
    creators = evidence.creators.drop(
        columns=["begin", "steps_known", "steps_missing", "platform_code"]
    )
    creators.insert(0, "influencer_id", ids)
    creators["platform_group"] = np.array(platforms, dtype=object)[
        evidence.creators["platform_code"]
    ]
    tables.append_frame(context.con, "growth_evidence", _dated(creators))
    if not evidence.events.empty:
        events = evidence.events.drop(columns=["is_main"])
        events.insert(0, "influencer_id", ids[events.pop("creator")])
        tables.append_frame(context.con, "growth_patterns", _dated(events))
    cohorts = evidence.cohorts.rename(columns={"median_rate": "median_fraction"})
    if not cohorts.empty:
        names = np.array([*platforms, ""], dtype=object)
        cohorts = cohorts.assign(platform=names[cohorts["platform"]])
        # Accounts of no known platform share their name with all: the medians of all stand there,
        # beside the spread of theirs.
        keys = ["platform", "size_group", "step_days", "day_number"]
        cohorts = cohorts.groupby(keys, sort=False, as_index=False).first()
        tables.append_frame(context.con, "cohort_growth", _dated(cohorts))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Day numbers as dates; whole counts that may be missing as such."""
    frame = frame.copy()
    for name in [column for column in frame.columns if column.endswith("_day_number")]:
        frame[name.removesuffix("_number")] = dates(frame.pop(name))
    if "day_number" in frame:
        frame["day"] = dates(frame.pop("day_number"))
    return frame
