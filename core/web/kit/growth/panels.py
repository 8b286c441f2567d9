"""Panels about one creator's growth: the figure, the caution score, reasons, peers."""

from __future__ import annotations

import streamlit as st

from core.charts.caution import peers_figure, score_parts_figure
from core.charts.growth.case import growth_figure
from core.domain.fit_bands import place_among
from core.domain.probability import growth_probability_text
from core.domain.thresholds import INDEX_LOOK_CLOSER, INDEX_VERY_GOOD, STEPS_MIN
from core.models.caution.reasons import CautionConfig
from core.models.published import PUBLISHED_ENGAGEMENT, PUBLISHED_ENGAGEMENT_SOURCE
from core.queries.creators import Creator
from core.queries.growth.caution import PeerEngagement
from core.report import words
from core.report.evidence import score_parts
from core.report.facts import CaseFacts
from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import counted, percent, plain
from core.web.kit.growth.verdict import INDEX_LABEL, PROBABILITY_LABEL
from core.web.kit.widgets import Metric, show_figure

_CONFIG = CautionConfig()
# The caution score from which many of its signs are there.
_MANY_SIGNS = 70
_SOME_SIGNS = 40


def score_words(score: int | None, status: str | None, spike_count: int | None = None) -> str:
    """What a caution score asks the reader to do.

    Args:
        status: caution.status; a low score of which a part is unknown clears nobody.
        spike_count: days that stand out; with some of them a low score clears nobody either.
    """
    if score is None:
        return "not enough data"
    if score >= _MANY_SIGNS:
        return "many signs, see the evidence"
    if score >= _SOME_SIGNS or (spike_count or 0) >= _CONFIG.flag_spikes:
        return "some signs, look at the days"
    if status == "partial":
        return "only partly known"
    return f"{spike_count} unusual days" if (spike_count or 0) > 1 else "nothing unusual"


def growth_panel(facts: CaseFacts, *, key: str) -> None:
    """Followers, daily change and posts on one time axis, or why that cannot be shown."""
    if facts.days is None:
        known = "There is 1 follower count" if facts.creator.days_known else "There is no history"
        st.info(
            f"**Not enough data.** {known} for this creator. Import daily counts on the Data page "
            "to see growth.",
            icon=":material/hourglass_empty:",
        )
        return
    if facts.steps_known < STEPS_MIN:
        st.info(
            f"**Not enough data.** {len(facts.days)} follower counts: growth is judged from "
            f"{STEPS_MIN + 1} on.",
            icon=":material/hourglass_empty:",
        )
    show_figure(growth_figure(facts.days, facts.posts, facts.events), key=key)
    st.caption(
        f"{window_of(facts)} · grey band: expected from the creator's own past, four of five "
        "ordinary days · amber: events worth checking, numbered as in the table; grey: other "
        "events · dotted: had it moved as comparable accounts did · open squares: sponsored posts"
    )


def window_of(facts: CaseFacts) -> str:
    """The data window of a case, for a caption."""
    creator, evidence = facts.creator, facts.evidence
    return words.window_words(
        creator.first_day,
        creator.last_day,
        creator.days_known,
        evidence.step_days if evidence else None,
    )


def window_sentence(facts: CaseFacts) -> str:
    """The same as a sentence for a place that reads Markdown; months keep their capitals."""
    words_of_window = plain(window_of(facts))
    return f"{words_of_window[0].upper()}{words_of_window[1:]}."


def evidence_metrics(facts: CaseFacts) -> list[Metric]:
    """Index and probability, each with what it means."""
    evidence = facts.evidence
    index = evidence.authenticity_index if evidence else None
    probability = evidence.purchased_probability if evidence else None
    confidence = f"confidence {evidence.confidence}" if evidence and index is not None else None
    return [
        Metric(
            INDEX_LABEL,
            "-" if index is None else f"{index} of 100",
            words.index_words(index),
            help="0-100, higher is better: growth, engagement and followers against what is "
            f"expected. Below {INDEX_LOOK_CLOSER} look closer, above {INDEX_VERY_GOOD} very "
            f"good. {window_sentence(facts)}",
        ),
        Metric(
            PROBABILITY_LABEL,
            growth_probability_text(probability),
            confidence or words.NOT_ENOUGH,
            help="Probability that followers were bought, lower is better: "
            f"{facts.verdict.text}. Calibrated: of creators "
            "shown with 70%, about seven in ten had bought followers in the data it learned from. "
            f"Not proof. {window_sentence(facts)}",
        ),
    ]


def score_panel(facts: CaseFacts) -> None:
    """The caution score: why it can differ, its parts, its formula in words, its window."""
    st.markdown("**Caution score**")
    st.caption(words.WHY_SCORES_DIFFER)
    score, parts = facts.score, score_parts(facts)
    if score is None or score.caution_score is None:
        st.info(
            "**Not enough data** for a caution score: it needs followers with likes or comments, "
            "or at least 2 follower counts.",
            icon=":material/hourglass_empty:",
        )
        return
    show_figure(
        score_parts_figure(
            [
                (part.name, None if part.value is None else int(part.value), part.most)
                for part in parts
            ],
            score=score.caution_score,
        ),
        key="score_parts",
        has_table=False,
    )
    if score.status == "partial":
        st.caption("A part is not known and counts as 0, so the true score may be higher.")
    st.caption(
        f"{score.caution_score} of 100, higher is more unusual: "
        f"{score_words(score.caution_score, score.status, score.spike_count)}."
    )
    with st.popover("How it is calculated", icon=":material/function:"):
        st.markdown(formula_words())
    st.caption(f"Caution score ({score.model_version}) · {window_of(facts)}")


def formula_words() -> str:
    """The formula with the constants in force, as Markdown."""
    c = _CONFIG
    return f"""
**Unusual days**: {c.points_per_spike} points a day whose change is above the creator's own
mean + {c.spike_sds:g} population standard deviations of all daily changes, at most
{c.spike_points_max}.

**Engagement**: (average likes + average comments) / followers. Below {c.low_percent:g}%:
{c.low_points} points; {c.low_percent:g} to below {c.medium_percent:g}%: {c.medium_points};
{c.medium_percent:g} to {c.high_percent:g}%: {c.high_points}; above: 0.

**Growth** over the window, (last - first) / first. Above {c.growth_high_percent:g}%:
{c.growth_high_points} points; {c.growth_medium_percent:g} to {c.growth_high_percent:g}%:
{c.growth_medium_points}; {c.growth_low_percent:g} to below {c.growth_medium_percent:g}%:
{c.growth_low_points}; below: 0.

The sum is capped at {c.score_max}. The bands ignore account size, and many unusual days raise
their own threshold: read the score with the curve.
"""


def reasons_panel(facts: CaseFacts) -> None:
    """Reasons of the caution score, most points first, and red flags with what peers do."""
    score = facts.score
    if score is None:
        return
    st.markdown("**What the score is based on**")
    st.markdown("\n".join(f"- {plain(reason)}" for reason in score.reasons))
    if facts.red_flags:
        st.html(chips_html([(f"! {flag}", "plain") for flag in facts.red_flags]))
    else:
        st.caption("No red flags.")


def peers_panel(peers: PeerEngagement | None, tier: str | None, *, key: str) -> None:
    """Engagement among creators of the same tier and niche."""
    if peers is None:
        st.caption("Engagement cannot be compared: followers or engagement are not known.")
        return
    if peers.own is not None and peers.percentile is None:
        st.caption(
            "Engagement cannot be compared: too few comparable creators have a known rate "
            f"({plain(peers.peer_group)}: {peers.peer_count:,})."
        )
        return
    published = PUBLISHED_ENGAGEMENT.get(tier or "")
    show_figure(
        peers_figure(
            {10: peers.p10, 25: peers.p25, 50: peers.p50, 75: peers.p75, 90: peers.p90},
            own_rate=peers.own,
            published_rate=published,
        ),
        key=key,
        has_table=False,
    )
    st.caption(
        f"Bands: middle 80% and middle 50% of {peers.peer_count:,} peers in the loaded data "
        f"({plain(peers.peer_group)})"
        + (
            f" · dotted: published mean of the tier, {PUBLISHED_ENGAGEMENT_SOURCE}, for reference "
            "only"
            if published
            else ""
        )
    )


def engagement_metric(creator: Creator) -> Metric:
    """Engagement rate with its place among peers."""
    percentile = creator.engagement_percentile
    unknown = "peers not known" if creator.engagement_rate is None else "too few peers"
    return Metric(
        "Engagement rate",
        percent(creator.engagement_rate),
        unknown if percentile is None else place_among(percentile, "peers"),
        help="(average likes + average comments) / followers. Peers: "
        + (
            f"{plain(creator.peer_group)}, {counted(creator.peer_count, 'creator')}."
            if creator.peer_group and creator.peer_count
            else "not known."
        ),
    )
