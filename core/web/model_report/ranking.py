"""Orders of Brand match on the Model report: how well each finds a brand's partners."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.charts.profiling.quality import score_figure
from core.domain.match_orders import BEST, ORDER_LABELS, POSTS
from core.services.ranking.quality import (
    FIT,
    JOINED,
    ORDER_OF_WAY,
    OrderQuality,
    order_quality,
)
from core.services.ranking.views import VIEW_LABELS
from core.web.kit.cached import cached_service
from core.web.kit.formats import count, percent
from core.web.kit.widgets import show_figure

NOTHING = (
    "This build has no collaborations of at least two brands, so Brand match has one order. Import "
    "who worked with which brand on the Data page."
)
_TOO_FEW = "Too few brands with collaborations to measure the orders; at least 20 are needed."
_LABELS = {
    "centred cosine": "Untrained: centred cosine",
    "whitened cosine": "Untrained: whitened cosine",
    "popularity": "Most partners",
    "random": "Random",
}


def ranking_panel(build: str) -> None:
    """The orders beside what needs no training, and why the default is the default."""
    quality = cached_service(order_quality, build)
    if quality is None:
        st.caption(NOTHING)
        return
    if quality.ways.empty:
        st.caption(_TOO_FEW)
        return
    st.markdown(_verdict(quality))
    ways = quality.ways["way"].tolist()
    labels = [way_label(way) for way in ways]
    default = JOINED if quality.leads else FIT
    left, right = st.columns([4, 7], gap="medium")
    with left:
        show_figure(
            score_figure(
                labels,
                quality.ways["recall_at_10"].tolist(),
                title="Which share of partners is in the first ten?",
                measure="recall@10",
                used=ways.index(default) if default in ways else -1,
            ),
            key="order_recall",
        )
    with right:
        _table(quality, labels)
    st.caption(_measured(quality))


def way_label(way: str) -> str:
    """A way of `ranking_quality` as people read it; orders as on Brand match."""
    if way in ORDER_OF_WAY:
        return ORDER_LABELS[ORDER_OF_WAY[way]]
    return _LABELS.get(way, way)


def _verdict(quality: OrderQuality) -> str:
    default = ORDER_LABELS[BEST if quality.leads else POSTS]
    words = f"**{default}** is the default order of Brand match."
    if "R@10" not in quality.gains:
        return words
    gain, low, high = quality.gains["R@10"]
    return (
        f"{words} For brands kept aside, **{ORDER_LABELS[BEST]}** finds "
        f"{abs(gain) * 100:.1f} percentage points {'more' if gain > 0 else 'fewer'} of a brand's "
        f"partners in the first ten than **{ORDER_LABELS[POSTS]}** (95% interval over brands: "
        f"{low * 100:+.1f} to {high * 100:+.1f})."
    )


def _table(quality: OrderQuality, labels: list[str]) -> None:
    c = st.column_config
    st.dataframe(
        quality.ways.assign(way=labels)[
            ["way", "recall_at_10", "recall_at_50", "mrr", "map", "auc", "median_rank"]
        ],
        hide_index=True,
        height="content",
        column_config={
            "way": c.TextColumn("Order", width=185),
            "recall_at_10": c.NumberColumn(
                "Recall@10", format="%.3f", help="Share of a brand's partners in the first ten"
            ),
            "recall_at_50": c.NumberColumn("Recall@50", format="%.3f"),
            "mrr": c.NumberColumn("MRR", format="%.3f", help="1 / place of the first partner"),
            "map": c.NumberColumn("MAP", format="%.3f", help="Mean average precision"),
            "auc": c.NumberColumn(
                "AUC", format="%.3f", help="Chance that a partner stands above another creator"
            ),
            "median_rank": c.NumberColumn(
                "First partner", format="%.0f", help="Median place of a brand's first partner"
            ),
        },
        placeholder="-",
    )


def _measured(quality: OrderQuality) -> str:
    row = quality.ways.iloc[0]
    times = "once" if row["deals_count"] == 1 else f"{row['deals_count']:.0f} times"
    views = _names(quality.views)
    tried = ""
    if quality.unhelpful_views:
        tried = f" ({_names(quality.unhelpful_views)} did not help here and only give reasons)"
    return (
        f"{count(row['brands_count'])} brands, a fifth of them kept aside at a time ({times}), "
        f"among {count(quality.candidates_count)} creators. Trained on "
        f"{count(quality.pairs_count)} pairs of a brand and a creator that worked together, of "
        f"{count(quality.brands_count)} brands. "
        f"Ranked by {views}{tried}. In {ORDER_LABELS[BEST]}, their posts count "
        f"{percent(quality.fit_share)} and similar brands the rest; the share was chosen on other "
        "brands than those measured. "
        "A brand's other creators are not known to be unfit, so true recall is higher than shown."
    )


def _names(views: Sequence[str]) -> str:
    return ", ".join(VIEW_LABELS[view].lower() for view in views)
