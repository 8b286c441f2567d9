"""One rising creator: figures, forecast, what the score is made of, and the line on Creator."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.charts.rising import outlook_figure, parts_figure
from core.domain.thresholds import MOMENTUM_SCALE_WORDS
from core.queries import creators
from core.queries.builds import MOMENTUM
from core.queries.creators import Creator
from core.queries.growth import rising
from core.web.kit.cached import cached_read
from core.web.kit.campaigns.buttons import add_to_campaign
from core.web.kit.formats import compact, day, is_missing, plain, probability_text, signed_percent
from core.web.kit.growth.verdict import INDEX_LABEL, index_text, verdict_line_html, verdict_of
from core.web.kit.momentum.words import (
    is_missing_list,
    parts_frame,
    range_words,
    score_word,
)
from core.web.kit.older_builds import knows
from core.web.kit.paged import creator_head
from core.web.kit.selection.compare_link import compare_link
from core.web.kit.state import with_brand
from core.web.kit.widgets import Metric, metric_row, show_figure

_NOT_ENOUGH = (
    "**Not enough data.** Momentum needs three weeks of follower counts, the last at most two "
    "weeks old. Import daily or weekly counts on the Data page."
)


def case_view(build: str, influencer_id: str) -> None:
    """Everything about one creator's rise.

    Raises:
        NotFoundError: the build has no such creator.
    """
    creator = cached_read(creators.creator, build, influencer_id)
    _header(build, creator)
    st.html(verdict_line_html(creator.verdict))
    row = cached_read(rising.creator_momentum, build, influencer_id)
    if row is None or is_missing(row["momentum_score"]):
        st.info(_NOT_ENOUGH, icon=":material/hourglass_empty:")
        return
    forecasts = cached_read(rising.creator_forecasts, build, influencer_id)
    _metrics(row, forecasts)
    left, right = st.columns([3, 2], gap="large")
    with left:
        counts = cached_read(rising.creator_counts, build, influencer_id)
        show_figure(outlook_figure(counts, forecasts), key="rising_outlook")
        _forecast_notes(forecasts)
    with right:
        show_figure(parts_figure(parts_frame(row)), key="rising_parts", has_table=False)
        _reasons(row)


def _header(build: str, creator: Creator) -> None:
    with creator_head(build, creator):
        st.page_link("pages/rising.py", label="All rising", icon=":material/arrow_back:")
        for page, label, icon in (
            ("creator", "Profile", "person"),
            ("authenticity", "Check growth", "query_stats"),
        ):
            st.page_link(
                f"pages/{page}.py",
                label=label,
                icon=f":material/{icon}:",
                query_params=with_brand(creator=creator.influencer_id),
            )
        compare_link([creator.influencer_id])
        add_to_campaign(build, [creator.influencer_id], key="rising_to_campaign")


def _metrics(row: dict[str, Any], forecasts: Any) -> None:
    verdict = verdict_of(row)
    near = None if forecasts.empty else forecasts.iloc[0].to_dict()
    metric_row(
        [
            Metric(
                "Momentum",
                f"{row['momentum_score']:.0f} of 100",
                score_word(row["momentum_score"], row["peer_growth"]),
                help=f"Rank {row['momentum_rank']:,.0f}. {MOMENTUM_SCALE_WORDS}. "
                f"Confidence {row['confidence']}.",
            ),
            Metric(
                "Growth per week",
                signed_percent(row["weekly_growth"]),
                "too few peers"
                if is_missing(row["peer_growth"])
                else f"peers {signed_percent(row['peer_growth'])}",
                help="Robust slope of the last 28 days, followers that look bought taken out. "
                "Peers: accounts of the same platform, size and niche.",
            ),
            Metric(
                "In 30 days",
                "-" if near is None else compact(near["followers_forecast"]),
                "no forecast"
                if near is None
                else f"{compact(near['followers_low'])} to {compact(near['followers_high'])}",
                help="Followers forecast by a damped trend, so below what the last weeks' pace "
                "would give; four of five are expected in the range.",
            ),
            Metric(
                INDEX_LABEL,
                index_text(verdict),
                verdict.column_text,
                help="0-100, higher is better; the page Authenticity has the case.",
            ),
        ]
    )


def _forecast_notes(forecasts: Any) -> None:
    lines = []
    for forecast in forecasts.to_dict("records"):
        shown = range_words(
            forecast["followers_forecast"], forecast["followers_low"], forecast["followers_high"]
        )
        words = f"**{forecast['horizon_days']} days:** {shown}"
        if not (is_missing(forecast["pass_probability"]) or is_missing(forecast["next_tier"])):
            chance = probability_text(forecast["pass_probability"])
            words += f", chance of reaching {forecast['next_tier']} {plain(chance)}"
        if not forecast["is_tested"]:
            words += (
                f". The counts are too short to test {forecast['horizon_days']} days ahead: "
                f"the range is the one tested over {forecast['tested_days']} days, widened"
                if forecast["tested_days"]
                else ". The counts are too short to test this; the range is that of demo data"
            )
        lines.append(words + ".")
    if lines:
        st.markdown("  \n".join(lines))
        st.caption(
            f"From {day(forecasts['from_day'].iloc[0])}. Shaded: 80% range, by how far earlier "
            "forecasts were off. Platform clean-ups cannot be predicted."
        )


def _reasons(row: dict[str, Any]) -> None:
    for title, name, icon in (
        ("Signs of a rise", "reasons_for", "trending_up"),
        ("Signs against a rise", "reasons_against", "trending_down"),
    ):
        reasons = row[name]
        st.markdown(f":material/{icon}: **{title}**")
        if is_missing_list(reasons):
            st.caption("No significant signs.")
        else:
            st.markdown("\n".join(f"- {plain(reason)}" for reason in reasons))


def momentum_line(build: str, influencer_id: str) -> None:
    """Momentum in one line with a link, for the Creator page; nothing in older builds."""
    if not knows(build, MOMENTUM):
        return
    row = cached_read(rising.creator_momentum, build, influencer_id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if row is None or is_missing(row["momentum_score"]):
            st.markdown(":material/rocket_launch: **Momentum:** not enough data", width="content")
            return
        forecasts = cached_read(rising.creator_forecasts, build, influencer_id)
        ahead = ""
        if not forecasts.empty:
            near = forecasts.iloc[0]
            shown = range_words(
                near["followers_forecast"], near["followers_low"], near["followers_high"]
            )
            ahead = f" · in {near['horizon_days']} days {shown}"
        st.markdown(
            f":material/rocket_launch: **Momentum {row['momentum_score']:.0f} of 100**, "
            f"{score_word(row['momentum_score'], row['peer_growth'])}{ahead}",
            width="content",
        )
        st.page_link(
            "pages/rising.py",
            label="Why",
            icon=":material/arrow_forward:",
            query_params=with_brand(creator=influencer_id),
        )
