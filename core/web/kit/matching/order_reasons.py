"""What puts a creator where it stands: what each view counts, topics and objects in words."""

from __future__ import annotations

import streamlit as st

from core.charts.fit import order_contributions_figure
from core.models.ranking.parts import POPULARITY, SHARED, SIMILAR_BRANDS
from core.services.matching.query import MatchQuery
from core.services.ranking.reasons import order_contributions
from core.services.ranking.topics import picture_objects, shared_topics
from core.services.ranking.views import VIEW_LABELS
from core.web.kit.cached import cached_service
from core.web.kit.formats import plain
from core.web.kit.widgets import show_figure

# With the parts of the ranking that are of no single view.
_LABELS = VIEW_LABELS | {
    SHARED: "Pattern of collaborations",
    SIMILAR_BRANDS: "Partners of similar brands",
    POPULARITY: "Popular with brands",
}

_WORDS_SHOWN = 4
_LEAST_ADDED = 0.01  # standard deviations; a shorter bar cannot be seen


def what_counted(build: str, query: MatchQuery, influencer_id: str, order: str) -> None:
    """A bar per view: how much it speaks for or against the creator."""
    frame = cached_service(order_contributions, build, query, influencer_id, order)
    frame = frame[frame["added"].abs() >= _LEAST_ADDED]
    if frame.empty:
        return
    show_figure(
        order_contributions_figure(
            [_LABELS.get(view, view) for view in frame["view"]],
            frame["added"].tolist(),
            title="What counts for this creator?",
        ),
        key=f"counted_{influencer_id}",
        has_table=False,
    )
    st.caption(
        "The bars add up to the creator's score; 0 is a usual pair of a brand and a creator. The "
        "pattern of collaborations is what brands and the creators they chose have in common, over "
        "all views."
    )


def shared_topics_line(build: str, query: MatchQuery, influencer_id: str) -> None:
    """Topics that both sides write about far more than others, in words; nothing without one."""
    shared = cached_service(shared_topics, build, query, influencer_id)
    if shared:
        words = " · ".join(", ".join(topic.words[:_WORDS_SHOWN]) for topic in shared)
        st.caption(f"Topics both sides write about: {plain(words)}")


def picture_objects_line(build: str, influencer_id: str) -> None:
    """What the creator's pictures seem to show; nothing where the network is not sure."""
    objects = cached_service(picture_objects, build, (influencer_id,)).get(influencer_id, ())
    if objects:
        st.caption(f"Pictures look like: {plain(', '.join(objects))}")
