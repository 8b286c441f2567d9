"""Reasons for and against bought growth, strongest first, each with a bar of its weight."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.queries.growth.evidence import CreatorEvidence
from core.web.kit.creators.cards import chips_html

FOR_TITLE, AGAINST_TITLE = "Points to bought growth", "Points to ordinary growth"
_FILLS = {"caution": "rgba(217,119,6,.85)", "good": "rgba(15,118,110,.85)"}


def evidence_reasons(evidence: CreatorEvidence | None) -> None:
    """Both lists for one creator; nothing when the build did not judge it."""
    if evidence is None or evidence.purchased_probability is None:
        return
    with st.container(border=True):
        two_lists(
            evidence.reasons_for,
            evidence.reasons_against,
            evidence.reasons_for_weights,
            evidence.reasons_against_weights,
        )
        if evidence.reasons_for_weights or evidence.reasons_against_weights:
            st.caption("Bars: how much each reason counted in the model, strongest first.")


def two_lists(
    reasons_for: Sequence[str],
    reasons_against: Sequence[str],
    weights_for: Sequence[float] = (),
    weights_against: Sequence[float] = (),
) -> None:
    """What points to bought growth on the left, what points to ordinary growth on the right.

    Args:
        weights_for, weights_against: shares of the model's total contribution (0-1), one for
            each reason; without them there are no bars.
    """
    # One scale for both sides, so that a long bar means the same left and right.
    most = max([*weights_for, *weights_against], default=0.0)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{FOR_TITLE}**")
        _list(reasons_for, weights_for, most, "caution")
    with right:
        st.markdown(f"**{AGAINST_TITLE}**")
        _list(reasons_against, weights_against, most, "good")


def _list(reasons: Sequence[str], weights: Sequence[float], most: float, tone: str) -> None:
    if not len(reasons):
        st.caption("Nothing was found.")
    elif len(weights) == len(reasons) and most > 0:
        st.html(weighted_html(reasons, weights, most=most, tone=tone))
    else:
        st.html(chips_html([(reason, tone) for reason in reasons]))


def weighted_html(
    reasons: Sequence[str], weights: Sequence[float], *, most: float, tone: str
) -> str:
    """Reasons by weight, each over a bar; texts are escaped.

    Args:
        most: the weight of a full bar.
        tone: 'caution' or 'good'.
    """
    rows = sorted(zip(reasons, weights, strict=True), key=lambda row: -row[1])
    return "".join(
        '<div style="margin-bottom:8px"><div style="display:flex;gap:10px;'
        'justify-content:space-between;font-size:.875rem;line-height:1.4">'
        f'<span style="overflow-wrap:anywhere">{escape(reason)}</span>'
        '<span style="opacity:.72;font-variant-numeric:tabular-nums;white-space:nowrap">'
        f"{_share(weight)}</span></div>"
        '<div style="height:5px;border-radius:3px;background:rgba(128,128,128,.18);'
        'margin-top:3px"><div style="height:5px;border-radius:3px;'
        f'background:{_FILLS[tone]};width:{100 * weight / most:.0f}%"></div></div></div>'
        for reason, weight in rows
    )


def _share(weight: float) -> str:
    return "< 1%" if weight < 0.01 else f"{weight:.0%}"
