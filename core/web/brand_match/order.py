"""The order of the list on Brand match, and whether micro-influencers come first."""

from __future__ import annotations

import streamlit as st

from core.domain.match_orders import MATCH_ORDERS, ORDER_LABELS, POSTS
from core.services.ranking.order import default_order, has_orders
from core.web.kit.cache import settings
from core.web.kit.cached import cached_service
from core.web.kit.formats import compact

_HELP = (
    "**Best overall** joins the other two. **Their posts** compares topics and niches with the "
    "brand. **Similar brands** is learned from the collaborations in the data: creators like those "
    "that brands like this one worked with. Model report says how well each does for brands that "
    "training has not seen."
)


def order_controls(build: str) -> tuple[str, bool]:
    """The chosen order and whether micro-influencers come first.

    Without collaborations in the data there is one order and nothing to choose.
    """
    order = POSTS
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="match_by"):
        if cached_service(has_orders, build):
            order = st.segmented_control(
                "Order by",
                MATCH_ORDERS,
                default=cached_service(default_order, build),
                format_func=ORDER_LABELS.__getitem__,
                required=True,
                key="match_order",
                label_visibility="collapsed",
                persist_state="session",
                bind="query-params",
                help=_HELP,
            )
        fewest, most = settings().micro_followers
        micro_first = st.toggle(
            f"Micro-influencers first ({compact(fewest)}-{compact(most)} followers)",
            key="match_micro",
            persist_state="session",
            bind="query-params",
        )
    return str(order), bool(micro_first)
