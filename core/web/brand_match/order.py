"""The order of the list on Brand match, and whether micro-influencers come first."""

from __future__ import annotations

import streamlit as st

from core.domain.match_orders import BEST, COLLABORATIONS, MATCH_ORDERS, ORDER_LABELS, POSTS
from core.services.ranking.order import default_order, has_orders
from core.web.kit.cache import settings
from core.web.kit.cached import cached_service
from core.web.kit.formats import compact

_MEANING = {
    BEST: "Best overall: combines what creators post about with the collaborations of similar "
    "brands.",
    POSTS: "Their posts: how well the topics and the niche of a creator's bio and posts fit.",
    COLLABORATIONS: "Similar brands: creators like those that similar brands worked with, learned "
    "from the collaborations in the data.",
}
_DEFAULT = (
    "The default is Best overall where it finds more partners of brands kept aside than Their "
    "posts alone; see Model report, section Brand match."
)


def order_controls(build: str) -> tuple[str, bool]:
    """The chosen order and whether micro-influencers come first.

    Without collaborations in the data there is one order and nothing to choose.
    """
    order = POSTS
    has_choice = cached_service(has_orders, build)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="match_by"):
        if has_choice:
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
            )
        fewest, most = settings().micro_followers
        micro_first = st.toggle(
            f"Micro-influencers first ({compact(fewest)}-{compact(most)} followers)",
            key="match_micro",
            persist_state="session",
            bind="query-params",
        )
    if has_choice:
        st.caption(_MEANING[str(order)], help=_DEFAULT)
    return str(order), bool(micro_first)
