"""Panels about one creator's growth: the figure, the specified score, reasons, peers."""

from __future__ import annotations

import streamlit as st

from core.charts.caution import peers_figure, score_parts_figure
from core.charts.growth import growth_figure
from core.models.published import PUBLISHED_ENGAGEMENT, PUBLISHED_ENGAGEMENT_SOURCE
from core.models.specified_reasons import SpecifiedScoreConfig
from core.views.creators import Creator
from core.views.growth import CautionScore
from core.web import cached_check
from core.web.campaign_buttons import add_to_campaign
from core.web.creator_cards import chips_html, identity_html
from core.web.formats import count, day, percent, plain, platform_label
from core.web.recording import note_once
from core.web.widgets import Metric, metric_row, show_figure

_CONFIG = SpecifiedScoreConfig()
WORTH_CHECKING = 70
_SOME_SIGNS = 40


def window_words(score: CautionScore | None) -> str:
    """The data window of a score, for a caption."""
    if score is None or score.first_day is None or score.last_day is None:
        return "no follower history"
    if score.first_day == score.last_day:
        return f"1 follower count, {day(score.last_day)}"
    return f"{score.days_known:,} follower counts, {day(score.first_day)} to {day(score.last_day)}"


def score_words(score: int | None, status: str | None, spike_count: int | None = None) -> str:
    """What a caution score asks the reader to do.

    Args:
        status: authenticity.status; a low score of which a part is unknown clears nobody.
        spike_count: days that stand out; with some of them a low score clears nobody either.
    """
    if score is None:
        return "not enough data"
    if score >= WORTH_CHECKING:
        return "unusual, worth checking"
    if score >= _SOME_SIGNS or (spike_count or 0) >= _CONFIG.flag_spikes:
        return "some signs, look at the days"
    if status == "partial":
        return "only partly known"
    return f"{spike_count} unusual days" if (spike_count or 0) > 1 else "nothing unusual"


def growth_panel(build: str, influencer_id: str, *, key: str) -> None:
    """Followers, daily change and posts on one time axis, or why that cannot be shown."""
    curve = cached_check.follower_curve(build, influencer_id)
    score = cached_check.caution_score(build, influencer_id)
    if curve.empty:
        st.info(
            "**Not enough data.** There is no follower history for this creator. Import daily "
            "counts on the Data page to see growth.",
            icon=":material/hourglass_empty:",
        )
        return
    if len(curve) < _CONFIG.min_counts:
        st.info(
            f"**Not enough data.** {len(curve)} follower count"
            f"{'s' if len(curve) > 1 else ''}: days can be compared from "
            f"{_CONFIG.min_counts} counts on.",
            icon=":material/hourglass_empty:",
        )
    posts = cached_check.posts_by_day(build, influencer_id)
    threshold = score.spike_threshold if score else None
    show_figure(growth_figure(curve, posts, threshold=threshold), key=key)
    st.caption(
        f"{window_words(score)} · diamonds and amber bars: change above the creator's own "
        f"mean + {_CONFIG.spike_sds:g} sd · open squares: sponsored posts · drag to zoom, "
        "double-click to go back"
    )


def score_panel(score: CautionScore | None) -> None:
    """The specified score: its parts, its formula in words, its window."""
    if score is None or score.suspicion_score is None:
        st.info(
            "**Not enough data** for a caution score: it needs followers with likes or comments, "
            "or at least 2 follower counts.",
            icon=":material/hourglass_empty:",
        )
        return
    show_figure(
        score_parts_figure(
            [
                ("Unusual days", score.spike_points, _CONFIG.spike_points_max),
                ("Engagement", score.engagement_points, _CONFIG.low_points),
                ("Growth", score.growth_points, _CONFIG.growth_high_points),
            ],
            score=score.suspicion_score,
        ),
        key="score_parts",
    )
    if score.status == "partial":
        st.caption("A part is not known and counts as 0, so the true score may be higher.")
    with st.popover("How it is computed", icon=":material/function:"):
        st.markdown(formula_words())
    st.caption(f"Specified score ({score.model_version}) · {window_words(score)}")


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


def reasons_panel(score: CautionScore | None) -> None:
    """Reasons, most weighty first, and red flags as chips."""
    if score is None:
        return
    st.markdown("**What the score saw**")
    st.markdown("\n".join(f"- {reason}" for reason in score.reasons))
    if score.red_flags:
        st.html(chips_html([(f"! {flag}", "caution") for flag in score.red_flags]))
    else:
        st.caption("No red flags.")


def peers_panel(build: str, influencer_id: str, tier: str | None, *, key: str) -> None:
    """Engagement among creators of the same tier and niche."""
    peers = cached_check.peer_engagement(build, influencer_id)
    if peers is None:
        st.caption("Engagement cannot be compared: followers or engagement are not known.")
        return
    show_figure(
        peers_figure(
            {10: peers.p10, 25: peers.p25, 50: peers.p50, 75: peers.p75, 90: peers.p90},
            own_rate=peers.own,
            published_rate=PUBLISHED_ENGAGEMENT.get(tier or ""),
        ),
        key=key,
    )
    published = PUBLISHED_ENGAGEMENT.get(tier or "")
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


def case_view(build: str, creator: Creator) -> None:
    """The case of one creator: who, figures, growth, score with reasons, peers."""
    note_once(creator.influencer_id, "info")
    score = cached_check.caution_score(build, creator.influencer_id)
    left, right = st.columns([4, 2], vertical_alignment="center")
    with left:
        details = [platform_label(creator.platform), creator.niche or "", creator.tier or ""]
        st.html(identity_html(creator.name, creator.handle, details, size_px=52))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        st.page_link("pages/authenticity.py", label="All creators", icon=":material/arrow_back:")
        st.page_link(
            "pages/creator.py",
            label="Profile",
            icon=":material/person:",
            query_params={"creator": creator.influencer_id},
        )
        add_to_campaign(build, [creator.influencer_id], key="case_to_campaign")
    case_figures(creator, score)
    growth_panel(build, creator.influencer_id, key="growth_plot")
    parts, why = st.columns(2, gap="large")
    with parts:
        score_panel(score)
    with why:
        reasons_panel(score)
        peers_panel(build, creator.influencer_id, creator.tier, key="peers")


def case_figures(creator: Creator, score: CautionScore | None) -> None:
    """Four figures of the case."""
    value = score.suspicion_score if score else None
    spikes = score.spike_count if score else None
    threshold = score.spike_threshold if score else None
    growth = score.growth_percent if score else None
    metric_row(
        [
            Metric(
                "Caution score",
                "-" if value is None else f"{value} of 100",
                score_words(value, score.status if score else None, spikes),
                help="Specified score, 0-100; higher is more unusual. Parts and formula below.",
            ),
            Metric(
                "Unusual days",
                count(spikes),
                "not enough data" if threshold is None else f"above {threshold:+,.0f} a day",
                help=f"Days whose change is above the creator's own mean + {_CONFIG.spike_sds:g} "
                "population standard deviations.",
            ),
            engagement_metric(creator),
            Metric(
                "Growth over the window",
                "-" if growth is None else f"{growth:+,.1f}%",
                f"{score.days_known:,} follower counts" if score else None,
                help=f"(last - first) / first. {window_words(score).capitalize()}.",
            ),
        ]
    )


def engagement_metric(creator: Creator) -> Metric:
    """Engagement rate with its place among peers."""
    percentile = creator.engagement_percentile
    return Metric(
        "Engagement rate",
        percent(creator.engagement_rate),
        "peers not known" if percentile is None else f"higher than {percentile:.0%} of peers",
        help="(average likes + average comments) / followers. Peers: "
        + (
            f"{plain(creator.peer_group)}, {creator.peer_count:,} creators."
            if creator.peer_group and creator.peer_count
            else "not known."
        ),
    )
