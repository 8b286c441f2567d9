"""Everything that is known about the growth of one creator, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.thresholds import LITTLE_EVIDENCE_BELOW
from core.models.caution.flags import flag_sentences
from core.models.growth.verdict import GrowthVerdict
from core.queries import creators
from core.queries.builds import GROWTH_EVIDENCE, need
from core.queries.creators import Creator
from core.queries.growth import caution
from core.queries.growth import evidence as growth_evidence
from core.queries.growth.caution import CautionScore, PeerEngagement
from core.queries.growth.evidence import CreatorEvidence, PostsKnown
from core.report.words import event_sentence, is_worth_checking
from core.services.growth.case import GrowthCase, growth_case
from core.services.session import BuildSession


@dataclass(frozen=True)
class CaseFacts:
    """Attributes:
    evidence, score, peers: None when the build cannot say.
    case: computed now, with the usual thresholds; None under two counts.
    days: those of `case` with the count before the first step; event_number is that of
        `events`. None under two counts.
    events: of the build, the most telling first; columns of `growth_patterns` with
        is_worth_checking (its kind is what deliveries look like, and the probability is not
        low) and sentence; may be empty.
    posts: one row per day with posts, as `posts_by_day`.
    posts_known: dated posts, and from when to when.
    members_count: comparable accounts on one day.
    red_flags: of the caution score, each with what is usual in the tier.
    """

    creator: Creator
    evidence: CreatorEvidence | None
    score: CautionScore | None
    case: GrowthCase | None
    days: pd.DataFrame | None
    events: pd.DataFrame
    posts: pd.DataFrame
    posts_known: PostsKnown
    members_count: int
    peers: PeerEngagement | None
    red_flags: list[str]

    @property
    def verdict(self) -> GrowthVerdict:
        """What the growth evidence says."""
        return self.creator.verdict

    @property
    def steps_known(self) -> int:
        """Pairs of counts that follow each other; 0 under two counts."""
        return 0 if self.case is None else self.case.steps_known


def case_facts(session: BuildSession, influencer_id: str) -> CaseFacts:
    """The case of one creator.

    Raises:
        NotFoundError: the build has no creator with this id.
        StoreError: the build was made before there was growth evidence.
    """
    con = session.con
    creator = creators.creator(con, influencer_id)
    need(con, GROWTH_EVIDENCE)
    case = growth_case(session, influencer_id)
    events = growth_evidence.growth_patterns(con, influencer_id)
    evidence = growth_evidence.growth_evidence(con, influencer_id)
    # What looks like a delivery asks for a look only where the whole picture does too.
    has_signs = (
        evidence is not None and (evidence.purchased_probability or 0) >= LITTLE_EVIDENCE_BELOW
    )
    events = events.assign(
        is_worth_checking=np.array(
            [has_signs and is_worth_checking(kind) for kind in events["kind"]], dtype=bool
        ),
        sentence=[event_sentence(event) for _, event in events.iterrows()],
    )
    score = caution.caution_score(con, influencer_id)
    return CaseFacts(
        creator=creator,
        evidence=evidence,
        score=score,
        case=case,
        days=None if case is None else _numbered(_from_first_count(case), events),
        events=events,
        posts=caution.posts_by_day(con, influencer_id),
        posts_known=growth_evidence.posts_known(con, influencer_id),
        members_count=0
        if case is None
        else growth_evidence.members_known(con, creator.platform, case.step_days),
        peers=caution.peer_engagement(con, influencer_id),
        red_flags=[]
        if score is None
        else flag_sentences(
            score.red_flags,
            spike_count=score.spike_count,
            engagement_percent=score.engagement_percent,
            growth_percent=score.growth_percent,
            medians=caution.tier_medians(con, influencer_id),
        ),
    )


def _from_first_count(case: GrowthCase) -> pd.DataFrame:
    """The days, with the count before the first step in front; nothing is expected of it."""
    first = case.days.iloc[[0]]
    before = first.reindex(columns=["day", "followers_count"]).assign(
        day=first["day"] - pd.Timedelta(days=case.step_days),
        followers_count=first["followers_count"] - first["change_count"],
        note="first count",
    )
    return pd.concat([before.reindex(columns=case.days.columns), case.days], ignore_index=True)


def _numbered(days: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The days with the number of the event they lie in; the most telling one counts."""
    number = np.full(len(days), np.nan)
    for event in events[["event_number", "first_day", "last_day"]][::-1].itertuples():
        inside = (days["day"] >= event.first_day) & (days["day"] <= event.last_day)
        number[inside.to_numpy()] = event.event_number
    return days.assign(event_number=number)
