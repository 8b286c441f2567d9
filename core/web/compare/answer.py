"""The answer that the Compare page begins with: who to pick, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.domain.thresholds import EVEN_ODDS
from core.services.comparing.answer import Candidate, pick
from core.services.influence import head_to_head
from core.web.compare.side_by_side import ComparedCreator
from core.web.kit.cached import cached_service
from core.web.kit.formats import plain


def pick_panel(build: str, compared: Sequence[ComparedCreator], fit_with: str | None) -> None:
    """A sentence or two; nothing for one creator.

    Args:
        fit_with: the brand or brief that the fits are with, plain text; None without one.
    """
    names = _names(compared)
    draws_more = _draws_more_than(build, compared, names)
    answer = pick(
        [
            Candidate(
                name,
                row.creator.verdict.status,
                row.fit_score,
                row.fit_percentile,
                row.creator.engagement_percentile,
                row.post_price.low,
                row.post_price.high,
                row.post_price.words,
                row.influence_score is not None,
                draws_more.get(name, frozenset()),
                row.outside,
            )
            for row, name in zip(compared, names, strict=True)
        ],
        fit_with,
    )
    if answer is None:
        return
    with st.container(border=True, key="compare_answer"):
        st.markdown(f"**{plain(answer.headline)}** {plain(answer.details)}".rstrip())


def _names(compared: Sequence[ComparedCreator]) -> list[str]:
    """A name for each; the handle tells apart who shares one."""
    often = Counter(row.creator.name for row in compared)
    return [
        row.creator.name if often[row.creator.name] == 1 else f"@{row.creator.handle}"
        for row in compared
    ]


def _draws_more_than(
    build: str, compared: Sequence[ComparedCreator], names: Sequence[str]
) -> dict[str, frozenset[str]]:
    """Name -> names of those that it is clearly likelier to draw more reactions than."""
    name_of = {
        row.creator.influencer_id: name
        for row, name in zip(compared, names, strict=True)
        if row.influence_score is not None
    }
    if len(name_of) < 2:
        return {}
    bracket = cached_service(head_to_head.bracket, build, tuple(name_of))
    order = [name_of[influencer_id] for influencer_id in bracket.ranking["influencer_id"]]
    # A comparison with oneself is missing, and so never clear.
    is_clear = bracket.low >= EVEN_ODDS
    return {
        name: frozenset(other for other, clear in zip(order, row, strict=True) if clear)
        for name, row in zip(order, is_clear, strict=True)
    }
