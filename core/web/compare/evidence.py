"""What speaks for and against each compared creator: growth, momentum and fit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import StoreError
from core.queries import creators as creator_queries
from core.queries.builds import MOMENTUM
from core.queries.growth import evidence, rising
from core.web.compare.fit_asked import FitAsked
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import chips_html
from core.web.kit.formats import plain
from core.web.kit.growth.verdict import verdict_chip
from core.web.kit.matching import reads as match_reads
from core.web.kit.matching.cards import toned
from core.web.kit.momentum.words import is_missing_list
from core.web.kit.older_builds import knows
from core.web.kit.state import current_brand_id, with_brand

_REASONS_SHOWN = 6


def evidence_panel(build: str, ids: tuple[str, ...], asked: FitAsked | None) -> None:
    """A column per creator with the reasons, those in favour first."""
    fits = _fit_chips(build, ids, asked)
    for column, influencer_id in zip(st.columns(len(ids), gap="medium"), ids, strict=True):
        with column:
            _reasons(build, influencer_id, fits.get(influencer_id), asked)


def _fit_chips(build: str, ids: tuple[str, ...], asked: FitAsked | None) -> dict[str, list[str]]:
    if asked is None:
        return {}
    try:
        return match_reads.chips(build, asked.query, ids, current_brand_id() or "")
    except StoreError:
        return {}  # a build without vectors


def _reasons(
    build: str, influencer_id: str, fit: Sequence[str] | None, asked: FitAsked | None
) -> None:
    creator = cached_read(creator_queries.creator, build, influencer_id)
    st.markdown(f"**@{plain(creator.handle)}**")
    if asked is not None:
        st.caption(f"Fit with {plain(asked.name)}")
        st.html(chips_html(toned(list(fit or ())) or [("nothing known", "plain")]))
    st.caption("Growth")
    st.html(chips_html([verdict_chip(creator.verdict)]))
    judged = cached_read(evidence.growth_evidence, build, influencer_id)
    if judged is not None and judged.purchased_probability is not None:
        _chips("Points to ordinary growth", judged.reasons_against, "good")
        _chips("Points to bought growth", judged.reasons_for, "caution")
    row = (
        cached_read(rising.creator_momentum, build, influencer_id)
        if knows(build, MOMENTUM)
        else None
    )
    if row is not None:
        _chips("Speaks for a rise", row["reasons_for"], "good")
        _chips("Speaks against a rise", row["reasons_against"], "plain")
    st.page_link(
        "pages/authenticity.py",
        label="Check growth",
        icon=":material/query_stats:",
        query_params=with_brand(creator=influencer_id),
    )


def _chips(label: str, reasons: object, tone: str) -> None:
    if is_missing_list(reasons):
        return
    st.caption(label)
    shown = list(reasons)[:_REASONS_SHOWN]  # type: ignore[call-overload]
    st.html(chips_html([(str(reason), tone) for reason in shown]))
