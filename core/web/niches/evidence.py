"""Why a creator is in its niche, and how good the niches are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.charts.niches import selection_figure
from core.queries import niches
from core.queries.profiling.pictures import thumbnails
from core.services.matching.closest_posts import niche_posts
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_read
from core.web.kit.creators.avatars import avatar
from core.web.kit.creators.cards import chips_html, highlighted_html, identity_html
from core.web.kit.profiling.posts import beside_picture_html
from core.web.kit.state import with_brand
from core.web.kit.widgets import (
    compact,
    count,
    day,
    is_missing,
    percent,
    plain,
    platform_label,
    show_figure,
)

_POSTS_SHOWN = 4
_METRIC_WORDS = {
    "nmi": "NMI (0-1)",
    "purity": "Purity (0-1)",
    "silhouette": "Silhouette (mean cosine, -1 to 1)",
    "stability": "Stability between halves (adjusted Rand index)",
}


@st.cache_data(max_entries=128, show_spinner="Reading posts…")
def _posts(build: str, influencer_id: str) -> pd.DataFrame:
    with open_build(build) as session:
        return niche_posts(session, influencer_id, limit=_POSTS_SHOWN)


def evidence_panel(build: str, row: dict[str, Any], *, by_category: bool = False) -> None:
    """The posts that put a creator into its niche, and the way to its page.

    Args:
        row: of `queries.niches.niche_creators`.
        by_category: given categories stand in for niches, so no post decided anything.
    """
    with st.container(border=True):
        details = [platform_label(row["platform"]), f"{compact(row['followers_count'])} followers"]
        picture = avatar(build, row["influencer_id"])
        st.html(identity_html(row["name"], row["handle"], details, picture))
        margin = "given category" if by_category else f"margin {percent(row['confidence'], 0)}"
        chips = [(f"{row['niche']} ({margin})", "good")]
        if not is_missing(row["second_niche"]):
            chips.append((f"next: {row['second_niche']}", "plain"))
        st.html(chips_html(chips))
        st.page_link(
            "pages/creator.py",
            label="**Open the creator page**",
            icon=":material/person:",
            query_params=with_brand(creator=row["influencer_id"]),
        )
        if by_category:
            return
        st.markdown("**Posts behind this niche**")
        posts = _posts(build, row["influencer_id"])
        if posts.empty:
            st.caption("No posts are stored: the profile text alone decided.")
        pictures = cached_read(thumbnails, build, tuple(posts["post_id"]))
        for post in posts.to_dict("records"):
            st.html(
                beside_picture_html(
                    pictures.get(post["post_id"]),
                    f"{highlighted_html(post['caption'], post['shared_words'])}"
                    '<div style="opacity:.7;font-size:.8rem;margin-top:2px">'
                    f"{day(post['posted_at'])} · closeness to the niche "
                    f"{post['similarity_score']:.0f} of 100</div>",
                )
            )


def quality_panel(build: str, niches_count: int) -> None:
    """How the number of niches was chosen, and how far they agree with given categories."""
    left, right = st.columns(2, gap="large")
    curve = cached_read(niches.selection_curve, build)
    with left:
        if len(curve) > 1:
            show_figure(selection_figure(curve), key="selection_curve")
            st.caption(
                "Silhouette: how much closer a creator is to its own niche than to the next one. "
                "Stability: how similar the niches are when trained on halves of the creators."
            )
        else:
            st.caption(
                f"{count(niches_count)} {'niche was' if niches_count == 1 else 'niches were'} made "
                "without comparing other numbers: the number was given, or there are too few "
                "creators with text. Rebuild with 'auto' on the Data page to choose among more."
            )
    with right:
        metrics = cached_read(niches.model_metrics, build, "niches")
        if metrics.empty:
            st.caption("No categories are given, so there is nothing to compare the niches with.")
            return
        st.dataframe(
            metrics.assign(metric=[_METRIC_WORDS.get(name, name) for name in metrics["metric"]]),
            hide_index=True,
            column_order=["metric", "value"],
            column_config={
                "metric": st.column_config.TextColumn("Measure", width="medium"),
                "value": st.column_config.NumberColumn("Value", format="%.3f", width=80),
            },
            placeholder="-",
        )
        for note in metrics["note"].dropna().unique():
            st.caption(f"Measured on {plain(note.rstrip('.'))}.")
        st.caption(
            "Niches come from texts alone; categories from your data are only used for comparison."
        )
