"""Who draws more reactions: a duel of two, a ranking of up to ten."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import Any

import pandas as pd
import streamlit as st

from core.charts.head_to_head import matrix_figure
from core.domain.probability import interval_text, probability_text
from core.queries import influence
from core.services.influence import head_to_head as head_to_head_service
from core.web.compare import files as compare_files
from core.web.compare import reaction_words as words
from core.web.compare.duel import (
    curves_panel,
    doubts,
    duel_view,
    parts_panel,
)
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.labels import creator_column, creator_labels
from core.web.kit.creators.table import creators_list
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import plain, platform_label
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.older_builds import INFLUENCE, knows
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import creator_columns, show_figure

_PAIR = "head_to_head_pair"
LEADERS = 10


def reactions_panel(build: str, ids: tuple[str, ...]) -> None:
    """The duel of two, the ranking of more, or what is missing for one."""
    if not knows(build, INFLUENCE):
        st.info(words.NO_SCORES, icon=":material/hourglass_empty:")
        st.page_link("pages/data.py", label="Open the Data page", icon=":material/database:")
        return
    rows = cached_read(influence.compared_creators, build, ids)
    scored = rows[rows["strength"].notna()]
    without = rows[rows["strength"].isna()]
    if len(without):
        handles = ", ".join(f"@{plain(handle)}" for handle in without["handle"])
        st.info(
            f"**Not enough data** on {handles}: neither followers nor reactions are known.",
            icon=":material/hourglass_empty:",
        )
    scored_ids = tuple(scored["influencer_id"])
    if len(scored_ids) < 2:
        st.info("Add one more creator.", icon=":material/compare_arrows:")
    elif len(scored_ids) == 2:
        duel_view(build, *scored.to_dict("records"))
    else:
        bracket_view(build, scored_ids)
    st.caption(words.training_words(cached_read(influence.influence_quality, build)))


def leaders(build: str) -> None:
    """Who draws most reactions in this build, to start from; nothing without scores."""
    if not knows(build, INFLUENCE):
        return
    st.caption("Highest influence scores of this build")
    creators_list(
        build,
        cached_read(influence.most_influential, build, limit=LEADERS),
        key="compare_leaders",
        score="influence_score",
        column_config=influence_columns(),
    )


def bracket_view(build: str, ids: tuple[str, ...]) -> None:
    """Matrix, ranking, and two of them in detail.

    Args:
        ids: of creators with a score, at least three.
    """
    bracket = cached_service(head_to_head_service.bracket, build, ids)
    ranking = bracket.ranking
    people = ranking.to_dict("records")
    best, close = people[0], int(ranking["close_count"].iloc[0])
    st.subheader(
        ":material/balance: Too close to call: nobody clearly leads"
        if close == len(people) - 1
        else f":material/trophy: {plain(best['name'])} leads"
        + (
            f", but {close} of the others {'is' if close == 1 else 'are'} too close"
            if close
            else ""
        ),
        anchor=False,
    )
    st.caption(f"Who {words.TASK}; {len(ids)} creators, all against all")
    doubts(people)
    hover = [
        [
            f"{_safe(first['name'])} against {_safe(other['name'])}<br>"
            f"{probability_text(bracket.probabilities[row, column])} "
            f"({interval_text(bracket.low[row, column], bracket.high[row, column])})"
            if row != column
            else ""
            for column, other in enumerate(people)
        ]
        for row, first in enumerate(people)
    ]
    figure = matrix_figure(bracket.probabilities, ranking["name"].tolist(), hover)
    show_figure(figure, key="matrix_plot")
    _ranking_table(ranking)
    file_buttons(
        partial(compare_files.bracket_file, build, ids),
        name="head-to-head",
        key="head_to_head",
        note="The ranking, and the probability against each other.",
    )
    pairs = list(combinations(range(len(people)), 2))
    picked = st.selectbox(
        "Compare two in detail",
        pairs,
        format_func=lambda places: (
            f"{people[places[0]]['name']} against {people[places[1]]['name']}"
        ),
        key=f"{_PAIR}_{view_key(build, ids)}",
    )
    first, other = (people[place] for place in picked)
    pair = cached_service(
        head_to_head_service.duel, build, first["influencer_id"], other["influencer_id"]
    )
    st.markdown(f"**{words.headline(plain(first['name']), plain(other['name']), pair)}**")
    parts_panel(pair, first, other)
    curves_panel(build, [first, other])


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _ranking_table(ranking: pd.DataFrame) -> None:
    st.dataframe(
        with_verdict(ranking).assign(
            creator=creator_labels(ranking),
            mean_percent=ranking["mean_probability"] * 100,
            platform=ranking["platform"].map(platform_label),
        ),
        key=f"bracket_table_{view_key(tuple(ranking['influencer_id']))}",
        hide_index=True,
        column_order=[
            "place",
            "creator",
            "mean_percent",
            "close_count",
            "influence_score",
            "followers_count",
            "verdict",
            "authenticity_index",
            "platform",
        ],
        column_config={
            **creator_columns(),
            **influence_columns(),
            "creator": creator_column(),
        },
        placeholder="-",
    )


def influence_columns() -> dict[str, Any]:
    """How the columns of influence look in a table."""
    c = st.column_config
    return {
        "place": c.NumberColumn("#", width=40),
        "mean_percent": c.ProgressColumn(
            "Against these",
            format="%.0f%%",
            min_value=0,
            max_value=100,
            width=110,
            help="Mean probability against the others of this bracket",
        ),
        "close_count": c.NumberColumn(
            "Too close", width=75, help="Others of this bracket that are too close to call"
        ),
        "influence_score": c.NumberColumn(
            "Influence",
            format="%.1f",
            width=75,
            help="0-100: mean probability in % of drawing more reactions per post than a random "
            "creator of this build",
        ),
    }
