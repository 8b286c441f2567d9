"""What the data shows at first sight: three findings in words, each with a picture and a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.charts.findings import growth_spread_figure, hashtag_figure, rising_niches_figure
from core.domain.thresholds import WORTH_CHECKING
from core.queries import findings as queries
from core.web.kit.cached import cached_figure, cached_read
from core.web.kit.formats import count, percent, plain
from core.web.kit.state import with_brand
from core.web.kit.widgets import show_figure


@dataclass(frozen=True)
class _Finding:
    """One finding: a sentence, its picture, and the page that has more."""

    key: str
    sentence: str
    figure: go.Figure
    page: str
    link: str
    query: Mapping[str, str | tuple[str, ...]]


def findings_row(build: str) -> None:
    """The findings that the data allows, side by side; nothing when there is none."""
    found = [
        finding
        for finding in (_rising(build), _growth(build), _hashtag(build))
        if finding is not None
    ]
    if not found:
        return
    for column, finding in zip(st.columns(len(found)), found, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(finding.sentence)
            show_figure(finding.figure, key=f"finding_{finding.key}", has_table=False)
            st.page_link(
                finding.page,
                label=finding.link,
                icon=":material/arrow_forward:",
                query_params={**with_brand(), **finding.query},
            )


def _rising(build: str) -> _Finding | None:
    rising = cached_read(queries.rising_niche, build)
    if rising is None:
        return None
    noun = "creator rises" if rising.rising_count == 1 else "creators rise"
    return _Finding(
        "rising",
        f"**{count(rising.rising_count)} {noun} in {plain(rising.niche)}** faster than comparable "
        f"accounts, of {count(rising.rated_count)} without growth worth checking.",
        cached_figure(rising_niches_figure, rising.niches),
        "pages/rising.py",
        "See who",
        {"rising_niche": rising.niche},
    )


def _growth(build: str) -> _Finding | None:
    spread = cached_read(queries.growth_spread, build)
    if spread is None:
        return None
    many = spread.worth_checking_count
    return _Finding(
        "growth",
        f"**{count(many)} {'creator has' if many == 1 else 'creators have'} growth worth "
        f"checking**, of {count(spread.judged_count)} whose growth can be judged.",
        cached_figure(
            growth_spread_figure,
            (
                *([("not enough data", spread.unknown_count)] if spread.unknown_count else []),
                ("little evidence", spread.little_count),
                ("some evidence", spread.some_count),
                ("worth checking", many),
            ),
        ),
        "pages/authenticity.py",
        "See the evidence",
        {"triage_probability": (f"{WORTH_CHECKING * 100:.0f}", "100")},
    )


def _hashtag(build: str) -> _Finding | None:
    tag = cached_read(queries.rising_hashtag, build)
    if tag is None:
        return None
    return _Finding(
        "hashtag",
        f"**{plain('#' + tag.item)} grows by {percent(float(np.expm1(tag.weekly_growth)), 0)} a "
        f"week**, used by {count(tag.creators_count)} creators.",
        cached_figure(hashtag_figure, tag.shares),
        "pages/trends.py",
        "See what trends",
        {"trend_words": tag.item},
    )
