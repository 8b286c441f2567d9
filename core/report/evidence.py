"""The evidence report on one creator: one HTML file without scripts or network, fit to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import formats
from core.models.caution.reasons import CautionConfig
from core.report import words
from core.report.drawing import growth_drawing
from core.report.facts import CaseFacts
from core.report.marks import data_mark
from core.report.page import page_environment
from core.store.builds import Build

_EVENTS_MAX = 20  # a table for two pages of paper; the case view has them all
_CAUTION = CautionConfig()


@dataclass(frozen=True)
class Part:
    """A part of a score.

    Attributes:
        value: None when unknown.
        most: what it can be at most.
    """

    name: str
    value: float | None
    most: int
    meaning: str = ""

    @property
    def percent(self) -> float:
        """The value in % of the most it can be, 0-100; 0 when unknown."""
        return 0.0 if self.value is None else min(max(self.value / self.most, 0), 1) * 100


def evidence_report(facts: CaseFacts, build: Build, *, made_at: datetime) -> str:
    """The report as HTML.

    Args:
        made_at: UTC, printed on it.
    """
    evidence, events = facts.evidence, facts.events
    drawing = None if facts.days is None else growth_drawing(facts.days, facts.posts, events)
    window = (
        words.window_words(
            evidence.first_day, evidence.last_day, evidence.days_known, evidence.step_days
        )
        if evidence
        else words.window_words(None, None, 0)
    )
    return (
        page_environment()
        .get_template("evidence.html.j2")
        .render(
            creator=facts.creator,
            evidence=evidence,
            verdict=facts.verdict,
            score=facts.score,
            red_flags=facts.red_flags,
            peers=facts.peers,
            d=drawing,
            events=list(events.head(_EVENTS_MAX).itertuples()),
            events_left_out=max(len(events) - _EVENTS_MAX, 0),
            index_parts=index_parts(facts),
            score_parts=score_parts(facts),
            expected=words.expected_words(
                evidence, facts.creator.engagement_rate, facts.creator.followers_count
            )
            if evidence
            else "",
            notes=words.data_notes(
                evidence,
                steps_known=facts.steps_known,
                posts_known=facts.posts_known,
                members_count=facts.members_count,
            ),
            window=window,
            cohort=words.cohort_words(evidence) if evidence and facts.members_count else "",
            words=words,
            mark=data_mark(build),
            build_id=build.build_id,
            as_of=formats.day(build.manifest.get("as_of_day")),
            built_at=formats.moment(build.built_at),
            made_at=formats.moment(made_at),
        )
    )


def index_parts(facts: CaseFacts) -> Sequence[Part]:
    """Parts of the authenticity index, 0-100 each; empty when it is not judged."""
    evidence = facts.evidence
    if evidence is None or evidence.authenticity_index is None:
        return []
    return [
        Part(name, getattr(evidence, column), 100, meaning)
        for name, column, meaning in words.INDEX_PARTS
    ]


def score_parts(facts: CaseFacts) -> Sequence[Part]:
    """Points of the caution score; empty when it is not known."""
    score = facts.score
    if score is None or score.caution_score is None:
        return []
    return [
        Part("Unusual days", score.spike_points, _CAUTION.spike_points_max),
        Part("Engagement", score.engagement_points, _CAUTION.low_points),
        Part("Growth", score.growth_points, _CAUTION.growth_high_points),
    ]


def report_name(handle: str, influencer_id: str) -> str:
    """The name of the file of a report."""
    slug = formats.file_slug(handle, formats.file_slug(influencer_id, "creator"))
    return f"growth-evidence-{slug}.html"
