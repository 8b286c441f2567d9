"""Growth evidence written by hand into a published small build, with facts that tests name."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from core.settings import Settings
from core.store import builds, tables
from core.store.connect import open_store
from tests.support.small_build import CREATORS, LAST_DAY

# c008 gains 800 on one day; c010 has a burst that fades; c005 is weekly; c001, c006 and c002 are
# not judged: no history, none, two counts.
STEP_DAY = LAST_DAY - timedelta(days=44)
MARKUP = "<b>one</b> day *stands* out"
_UNKNOWN = {"c001": 0, "c002": 2, "c006": 0}


def plant_evidence(settings: Settings) -> None:
    """Replaces the growth evidence of the build in use by what is planted here."""
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    try:
        for table in ("growth_evidence", "growth_patterns", "cohort_growth"):
            con.execute(f"DELETE FROM {table}")
        tables.append_frame(con, "growth_evidence", _evidence())
        tables.append_frame(con, "growth_patterns", _patterns())
    finally:
        con.close()


def _evidence() -> pd.DataFrame:
    rows = []
    for number in range(CREATORS):
        influencer_id = f"c{number:03d}"
        judged = influencer_id not in _UNKNOWN
        rows.append(
            {
                "influencer_id": influencer_id,
                "purchased_probability": 0.01 + number * 0.003 if judged else None,
                "authenticity_index": 95 - number // 3 if judged else None,
                "confidence": "high" if judged else "not enough data",
                "pattern": "organic" if judged else "unknown",
                "growth_part": 98.0 if judged else None,
                "engagement_part": 90.0 if judged else None,
                "followers_part": None,
                "expected_engagement_rate": 0.04,
                "events_count": 0,
                "platform_group": ("instagram", "tiktok", "youtube")[number % 3],
                "size_group": 2,
                "step_days": 7 if influencer_id == "c005" else 1,
                "first_day": LAST_DAY - timedelta(days=89) if judged else None,
                "last_day": LAST_DAY if judged else None,
                "days_known": 90 if judged else _UNKNOWN[influencer_id],
                "reasons_for": [],
                "reasons_against": ["no day stands out from the creator's own past"],
                "model_version": "growth-test",
            }
        )
    frame = pd.DataFrame(rows).astype({"authenticity_index": "Int64"}).set_index("influencer_id")
    for name in ("pattern_first_day", "pattern_last_day"):
        frame[name] = pd.Series(pd.NaT, index=frame.index)
    frame["pattern_excess_count"] = pd.Series(pd.NA, index=frame.index, dtype="Int64")
    frame["retained_7"] = frame["retained_30"] = float("nan")
    names = [
        "purchased_probability", "authenticity_index", "pattern", "pattern_first_day",
        "pattern_last_day", "pattern_excess_count", "retained_7", "retained_30", "events_count",
    ]  # fmt: skip
    stamp, later = pd.Timestamp(STEP_DAY), pd.Timestamp(STEP_DAY + timedelta(days=4))
    frame.loc["c008", names] = [0.934, 31, "step", stamp, stamp, 785, 1.02, 0.97, 1]
    frame.loc["c010", names] = [0.04, 93, "viral", stamp, later, 400, 0.8, 0.7, 1]
    frame.at["c008", "reasons_for"] = [MARKUP, "no post in the days before"]
    return frame.reset_index()


def _patterns() -> pd.DataFrame:
    step = {
        "influencer_id": "c008",
        "event_number": 1,
        "kind": "step",
        "first_day": STEP_DAY,
        "last_day": STEP_DAY,
        "peak_day": STEP_DAY,
        "peak_count": 785,
        "change_count": 800,
        "expected_low_count": 7.0,
        "expected_high_count": 23.0,
        "excess_count": 785,
        "size_fraction": 0.08,
        "strength": 60.0,
        "retained_7": 1.02,
        "retained_30": 0.97,
        "posts_before": 0,
        "reasons_for": [MARKUP],
        "reasons_against": ["97% still there after 30 days"],
    }
    burst = {
        "influencer_id": "c010",
        "kind": "viral",
        "last_day": STEP_DAY + timedelta(days=4),
        "peak_day": STEP_DAY + timedelta(days=4),
        "peak_count": 400,
        "change_count": 460,
        "excess_count": 400,
        "posts_before": 1,
        "post_reach": 6.5,
        "engagement_change": 0.2,
        "reasons_for": [],
        "reasons_against": ["a post with 6.5 times the usual response"],
    }
    return pd.DataFrame([step, {**step, **burst}])


def plant_weights(settings: Settings) -> None:
    """Gives the reasons of c008 weights: the second reason for counts most."""
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    try:
        for name in ("reasons_for_weights", "reasons_against_weights"):
            con.execute(f"ALTER TABLE growth_evidence ADD COLUMN IF NOT EXISTS {name} DOUBLE[]")
        con.execute(
            """UPDATE growth_evidence SET reasons_for_weights = [0.2, 0.55],
                      reasons_against_weights = [0.05] WHERE influencer_id = 'c008'"""
        )
    finally:
        con.close()
