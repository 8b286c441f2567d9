"""Two creators against each other: the panels of a duel."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.charts.growth.compare import SCALES, ComparedCurve, compare_figure
from core.charts.head_to_head import parts_figure, reactions_figure
from core.domain.probability import probability_text
from core.models.growth.verdict import UNUSUAL
from core.queries import influence
from core.services.influence import head_to_head as head_to_head_service
from core.services.influence.head_to_head import Duel
from core.web.compare import files as compare_files
from core.web.compare import reaction_words as words
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import compact, plain, platform_label
from core.web.kit.growth.verdict import verdict_of
from core.web.kit.view_keys import view_key
from core.web.kit.widgets import Metric, metric_row, show_figure


def duel_view(build: str, a: dict[str, Any], b: dict[str, Any]) -> None:
    """Headline, figures, what favours each creator, curves."""
    duel = cached_service(head_to_head_service.duel, build, a["influencer_id"], b["influencer_id"])
    line = words.headline(plain(a["name"]), plain(b["name"]), duel)
    icon = "balance" if duel.is_too_close else "compare_arrows"
    st.subheader(f":material/{icon}: {line}", anchor=False)
    st.caption(f"Who {words.TASK}; in brackets the 80% interval")
    metric_row([metric for row in (a, b) for metric in score_metrics(row)])
    doubts([a, b])
    parts_panel(duel, a, b)
    curves_panel(build, [a, b])
    file_buttons(
        partial(compare_files.duel_file, build, a["influencer_id"], b["influencer_id"]),
        name="head-to-head",
        key="head_to_head",
        note="What favours each creator, one row per feature.",
    )


def score_metrics(row: dict[str, Any]) -> list[Metric]:
    """Influence with its range and rank, and followers, of one creator."""
    handle = plain(row["handle"])
    low, high = (words.influence_text(row[f"influence_{end}"]) for end in ("low", "high"))
    return [
        Metric(
            f"Influence @{handle}",
            f"{words.influence_text(row['influence_score'])} of 100",
            f"{low} to {high}, rank {row['influence_rank']:,}",
            help="Mean probability, in per cent, of drawing more reactions per post than a random "
            "creator of this build; with its 80% interval.",
        ),
        Metric(
            f"Followers @{handle}",
            compact(row["followers_count"]),
            platform_label(row["platform"]) or None,
        ),
    ]


def doubts(rows: list[dict[str, Any]]) -> None:
    """Says whose growth is worth checking first."""
    for row in rows:
        verdict = verdict_of(row)
        if verdict.status == UNUSUAL:
            st.warning(
                f"@{plain(row['handle'])}: {verdict.sentence}. Follower counts may be inflated.",
                icon=":material/troubleshoot:",
            )


def parts_panel(duel: Duel, a: dict[str, Any], b: dict[str, Any]) -> None:
    """What favours each creator, as a picture and in figures."""
    figure = parts_figure(duel.parts, a["name"], b["name"])
    show_figure(figure, key="parts_plot", has_table=False)
    # Under the picture, not beside it: handles in its header need the width.
    _parts_table(duel, a, b)


def _parts_table(duel: Duel, a: dict[str, Any], b: dict[str, Any]) -> None:
    first, second = words.side_labels(a, b)
    named = {"a": first, "b": second}
    shown = duel.parts[duel.parts["speaks_for"] != "neither"]
    st.dataframe(
        pd.DataFrame(
            {
                "What": shown["words"],
                first: shown["value_a"],
                second: shown["value_b"],
                words.FAVOURS: shown["speaks_for"].map(named),
                "Log odds": shown["log_odds"].abs().round(2),
            }
        ),
        key=f"parts_table_{view_key(a['influencer_id'], b['influencer_id'])}",
        hide_index=True,
        column_config={
            "What": st.column_config.TextColumn(width="medium"),
            first: st.column_config.TextColumn(width="medium"),
            second: st.column_config.TextColumn(width="medium"),
            words.FAVOURS: st.column_config.TextColumn(width="medium"),
            "Log odds": st.column_config.NumberColumn(width="small", format="%.2f"),
        },
    )
    st.caption(
        f"What favours @{plain(a['handle'])} minus what favours @{plain(b['handle'])} adds up to "
        f"log odds of {duel.log_odds:+.2f}, a probability of "
        f"{probability_text(duel.probability)}."
    )


def curves_panel(build: str, people: list[dict[str, Any]]) -> None:
    """Followers on one axis, and the reactions of each post."""
    left, right = st.columns(2, gap="large")
    with left:
        curves, without = [], []
        for row in people:
            days = cached_read(influence.follower_days, build, row["influencer_id"])
            if len(days) < 2:
                without.append(f"@{row['handle']}")
            else:
                label = f"{row['name']} @{row['handle']}"
                curves.append(ComparedCurve(label, days, frozenset()))
        if curves:
            scale = st.segmented_control(
                "Scale",
                SCALES,
                default=SCALES[0],
                required=True,
                key="head_to_head_scale",
                bind="query-params",
                label_visibility="collapsed",
            )
            show_figure(compare_figure(curves, scale=scale), key="curves_plot")
        if without:
            st.info(
                f"**Not enough data** for a curve of {', '.join(plain(name) for name in without)}.",
                icon=":material/hourglass_empty:",
            )
    with right:
        ids = tuple(row["influencer_id"] for row in people)
        posts = cached_read(influence.post_reactions, build, ids)
        if posts.empty:
            st.info("No post with a time and reactions is known.", icon=":material/info:")
        else:
            names = {row["influencer_id"]: f"{row['name']} @{row['handle']}" for row in people}
            show_figure(reactions_figure(posts, names), key="reactions_plot")
