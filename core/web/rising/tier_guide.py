"""Micro or macro? What each tier gives for a goal and a budget."""

from __future__ import annotations

import streamlit as st

from core.models.tier_guide import ENGAGEMENT, REACH, TRUST
from core.services.tier_guide import tier_guide
from core.web.kit.cached import cached_service
from core.web.kit.campaigns.choice import BUDGET_MAX
from core.web.kit.formats import is_missing, money

_GOAL_WORDS = {
    ENGAGEMENT: "Likes and comments",
    REACH: "Reach",
    TRUST: "An engaged, real audience",
}
_BUDGET = 5_000.0


def tier_guide_panel(build: str) -> None:
    """Goal and budget, the advice in a sentence, and the table it rests on."""
    left, right = st.columns(2)
    with left:
        goal = st.selectbox(
            "Goal",
            list(_GOAL_WORDS),
            format_func=lambda goal_name: _GOAL_WORDS[goal_name],
            key="guide_goal",
            persist_state="session",
            bind="query-params",
        )
    with right:
        budget = st.number_input(
            "Budget (EUR)",
            min_value=1.0,
            max_value=BUDGET_MAX,
            value=_BUDGET,
            step=500.0,
            format="%.0f",
            key="guide_budget",
            persist_state="session",
            bind="query-params",
        )
    advice = cached_service(tier_guide, build, goal, float(budget or _BUDGET))
    if advice.table.empty:
        st.info(
            "No creator has a known number of followers, so there are no tiers to compare.",
            icon=":material/hourglass_empty:",
        )
        return
    if advice.tier is None:
        st.info(advice.sentence, icon=":material/savings:")
    else:
        st.success(advice.sentence, icon=":material/lightbulb:")
    if advice.caveat:
        st.caption(f":material/info: {advice.caveat}")
    _table(advice.table)


def _table(table) -> None:  # type: ignore[no-untyped-def]
    kind = table["reach_kind"].iloc[0]
    spread = [
        f"{money(low)} to {money(high)}" if not is_missing(low) else "-"
        for low, high in zip(
            table["price_per_thousand_p10"], table["price_per_thousand_p90"], strict=True
        )
    ]
    shown = table.assign(engagement_percent=table["engagement_rate_p50"] * 100, spread=spread)
    c = st.column_config
    st.dataframe(
        shown,
        hide_index=True,
        key="guide_table",
        column_order=[
            "tier",
            "creators_count",
            "reach_p50",
            "engagement_percent",
            "post_price_p50",
            "price_per_engagement_p50",
            "price_per_thousand_p50",
            "spread",
            "affordable_count",
        ],
        column_config={
            "tier": c.TextColumn("Tier", width="small"),
            "creators_count": c.NumberColumn("Creators", format="localized", width="small"),
            "reach_p50": c.NumberColumn(
                "Reach per post", format="compact", help=f"Median {kind} per post"
            ),
            "engagement_percent": c.NumberColumn(
                "Engagement", format="%.1f%%", help="Median of (likes + comments) / followers"
            ),
            "post_price_p50": c.NumberColumn(
                "Listed €", format="€%,d", help="Median of listed prices of one post"
            ),
            "price_per_engagement_p50": c.NumberColumn(
                "€ per reaction", format="€%.2f", help="Median of post price / (likes + comments)"
            ),
            "price_per_thousand_p50": c.NumberColumn(
                "€ per 1,000 reached", format="€%.1f", help=f"Median of post price per 1,000 {kind}"
            ),
            "spread": c.TextColumn(
                "Range per 1,000", help="10th to 90th percentile of the price per 1,000 reached"
            ),
            "affordable_count": c.NumberColumn(
                "Budget buys",
                format="localized",
                help="Posts at the median price; at most as many as there are creators",
            ),
        },
        placeholder="-",
    )
    st.caption(
        f"Medians of the loaded creators with a known figure; prices as listed by the source. "
        f"Reach is counted in {kind}."
    )
