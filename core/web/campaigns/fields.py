"""Fields of the optimiser's form that were filled in: kept for the session and in the link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.services.campaigns.candidates import GOALS
from core.web.kit.campaigns.choice import BUDGET_MAX

_PARAMETER = "plan"
SIZE_MAX = 200
POSTS_MAX = 50
# Least and most of each number; the widgets and the link keep to the same.
NUMBERS = {
    "at_most": (1, SIZE_MAX),
    "at_least": (0, SIZE_MAX),
    "posts": (1, POSTS_MAX),
    "share": (0, 100),
    "niche": (10, 100),
    "one": (10, 100),
    "tier": (0, SIZE_MAX),
}
TICKS = ("unusual", "unknown", "estimated", "cpm", "keep", "filters")
# What the set has to bring.
AMOUNTS = ("reach", "engagements")
AMOUNT_MAX = 1e10
# How budget and promises hold: at the high end of each price, with a certainty, in the mean.
HIGH, CERTAIN, MEAN = "high", "certain", "mean"
HOLDS = (HIGH, CERTAIN, MEAN)


def kept_fields(campaign_id: int) -> dict[str, Any]:
    """The fields as they were when the best set was last asked for; {} before.

    Those of the link count when the session has none, as after a reload; what does not read as a
    field is left out.
    """
    kept = st.session_state.get(_key(campaign_id))
    if kept is None:
        kept = _read(st.query_params.get(_PARAMETER), campaign_id)
        if kept:
            st.session_state[_key(campaign_id)] = kept
    elif kept:
        _write(campaign_id, kept)
    return dict(kept)


def keep_fields(campaign_id: int, fields: Mapping[str, Any]) -> None:
    """Keeps the fields of one campaign for the session and puts them into the link."""
    st.session_state[_key(campaign_id)] = dict(fields)
    _write(campaign_id, fields)


def _key(campaign_id: int) -> str:
    return f"plan_fields_{campaign_id}"


def _write(campaign_id: int, fields: Mapping[str, Any]) -> None:
    text = json.dumps({"campaign": campaign_id, **fields}, separators=(",", ":"))
    if st.query_params.get(_PARAMETER) != text:
        st.query_params[_PARAMETER] = text


def _is_amount(value: Any, most: float) -> bool:
    """Whether a value is an amount; None is one without a limit."""
    return value is None or (type(value) in (int, float) and 0 <= value <= most)


def _read(text: str | None, campaign_id: int) -> dict[str, Any]:
    try:
        values = json.loads(text or "")
    except ValueError:
        return {}
    if not isinstance(values, dict) or values.get("campaign") != campaign_id:
        return {}
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name in NUMBERS:
            low, high = NUMBERS[name]
            fits = type(value) is int and low <= value <= high
        elif name in TICKS:
            fits = isinstance(value, bool)
        elif name == "goal":
            fits = value in GOALS
        elif name == "holds":
            fits = value in HOLDS
        elif name in AMOUNTS:
            fits = _is_amount(value, AMOUNT_MAX)
        elif name == "budget":
            fits = _is_amount(value, BUDGET_MAX)
        elif name == "country":
            fits = value is None or isinstance(value, str)
        else:
            fits = name == "tiers" and isinstance(value, list)
        if fits:
            # The widgets of amounts take no whole numbers, which a link may have.
            is_amount = value is not None and name in ("budget", *AMOUNTS)
            fields[name] = float(value) if is_amount else value
    return fields
