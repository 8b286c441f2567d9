"""Categories and niches: what the creators of each niche are about, and who differs."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.charts.profiling.shares import share_figure
from core.queries.builds import PROFILES
from core.queries.profiling import profiles
from core.services.profiling.creator_view import OLDER_BUILD
from core.web.kit.cached import cached_read
from core.web.kit.creators.labels import creator_column, creator_labels
from core.web.kit.creators.table import note_opened, open_noted
from core.web.kit.formats import counted, percent, probability_text
from core.web.kit.older_builds import knows
from core.web.kit.profiling import words
from core.web.kit.selection.ticks import ticked_table
from core.web.kit.widgets import show_figure

# A niche in which no category has half of the creators is mixed: nobody differs from it.
_MAJORITY = 0.5
_PAGE_SIZE = 10


def categories_panel(build: str) -> None:
    """Shares of categories per niche, given against read, and the creators that differ."""
    if not knows(build, PROFILES):
        st.caption(words.missing_words(OLDER_BUILD))
        return
    shares = cached_read(profiles.niche_categories, build)
    if shares.empty:
        st.caption(
            f"No categories to show: {words.TOO_FEW_CATEGORIES}, or no creator in a niche has "
            "text. Give more creators with posts a category, then make a new build on the Data "
            "page."
        )
        return
    st.caption(
        "Niches group creators by what they write, without any category. A model trained on the "
        "categories in your data reads each creator's posts; the creator's own category is not "
        "used."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_figure(
            share_figure(
                shares.assign(niche=_distinct(shares)),
                title="What are the creators in each niche about?",
                rows="niche",
                columns="category",
            ),
            key="niche_categories",
        )
        st.caption(
            "Percent of the creators in each niche that have posts to read. Hover for counts."
        )
    with right:
        _counts(build)
    _disagreements(build)
    st.page_link(
        "pages/creator.py",
        label="Check a creator who is not in your data",
        icon=":material/category_search:",
    )


def _distinct(shares: pd.DataFrame) -> pd.Series:
    """Names of niches; two of one name are told apart by their number."""
    names = shares.drop_duplicates("niche_id")["niche"]
    twice = set(names[names.duplicated(keep=False)])
    return pd.Series(
        [
            f"{name} ({niche_id})" if name in twice else name
            for name, niche_id in zip(shares["niche"], shares["niche_id"], strict=True)
        ],
        index=shares.index,
    )


def _counts(build: str) -> None:
    counts = cached_read(profiles.category_counts, build)
    st.markdown("**Given in your data and read from posts**")
    c = st.column_config
    st.dataframe(
        counts.assign(
            same_percent=100
            * (counts["both_count"] / counts["judged_count"].where(lambda n: n > 0))
        ),
        hide_index=True,
        height=min(36 * (len(counts) + 1), 480),
        column_order=["category", "given_count", "predicted_count", "same_percent"],
        column_config={
            "category": c.TextColumn("Category", width=135),
            "given_count": c.NumberColumn("Given", format="localized", width=60),
            "predicted_count": c.NumberColumn("Read", format="localized", width=60),
            "same_percent": c.ProgressColumn(
                "Same",
                format="%.0f%%",
                min_value=0,
                max_value=100,
                width=85,
                help="Of the creators with this category in your data and posts to read: the "
                "share whose posts say the same",
            ),
        },
        placeholder="-",
    )


def _disagreements(build: str) -> None:
    total = cached_read(profiles.disagreements_count, build, majority=_MAJORITY)
    st.markdown("**Who differs from their niche?**")
    if not total:
        st.caption(
            "No one: every creator has the main category of their niche, or the niches are mixed "
            f"(no category covers {percent(_MAJORITY, 0)} of the creators)."
        )
        return
    above = st.container()
    pages = math.ceil(total / _PAGE_SIZE)
    page = st.pagination(pages, key="disagreements_page") if pages > 1 else 1
    frame = cached_read(
        profiles.disagreements, build, majority=_MAJORITY, page=page, page_size=_PAGE_SIZE
    )
    with above:
        st.caption(
            f"{counted(total, 'creator')} in a niche that is mostly "
            "about something else, most certain first. Tick rows to select, click one to open the "
            "creator."
        )
        _disagreements_table(frame, key=f"disagreements_{page}")


def _disagreements_table(frame: pd.DataFrame, *, key: str) -> None:
    c = st.column_config
    ticked_table(
        frame.assign(
            creator=creator_labels(frame),
            likely=frame["probability"].map(probability_text),
        ),
        key=key,
        on_open=note_opened,
        column_order=[
            "creator",
            "niche",
            "niche_category",
            "category",
            "likely",
            "second_category",
            "given_category",
            "followers_count",
        ],
        column_config={
            "creator": creator_column(),
            "niche": c.TextColumn("Niche", width=130),
            "niche_category": c.TextColumn(
                "Mostly about", width=130, help="Category of most creators in the niche"
            ),
            "category": c.TextColumn("This creator", width=135, help="Read from all posts"),
            "likely": c.TextColumn(
                "Probability",
                width=85,
                alignment="right",
                help="Calibrated probability of the category",
            ),
            "second_category": c.TextColumn("Runner-up", width=120),
            "given_category": c.TextColumn("Given", width=130, help="Category in your data"),
            "followers_count": c.NumberColumn("Followers", format="compact", width=80),
        },
    )
    open_noted()
