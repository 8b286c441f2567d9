"""Totals of a campaign: four figures, what to look at, the table of the rest, the assumptions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.access import Role
from core.models.campaign.assumptions import FRACTIONS, PAIRS, Assumptions
from core.models.campaign.words import (
    ASSUMPTION_LABELS,
    CPM_LABEL,
    count_range,
    euro_range,
    totals_rows,
    unknown_words,
)
from core.web.campaigns.members import CampaignView
from core.web.kit.formats import money, plain
from core.web.kit.messages import run_with_flash
from core.web.kit.team.offers import only
from core.web.kit.widgets import Metric, metric_row
from core.web.kit.workspace import engine
from core.workspace import campaigns

_COLUMNS = 3


def figures(view: CampaignView) -> None:
    """Cost against the budget, reach, CPM and cost per engagement."""
    totals, budget = view.totals, view.campaign.budget
    metric_row(
        [
            Metric(
                "Cost",
                euro_range(totals.cost),
                _with_unknown(
                    "no budget set" if budget is None else f"of {money(budget)}",
                    totals.cost.unknown_count,
                ),
                help="All planned posts, from the low to the high end: agreed prices as they are, "
                f"listed prices ±{view.assumptions.price_spread:.0%}, the range of an estimate "
                "where none is listed, and an assumed CPM where none is possible. Plans count the "
                "high end, unless you choose otherwise.",
            ),
            Metric(
                "Reach",
                count_range(totals.reach),
                _with_unknown("people", totals.reach.unknown_count),
                help="People that see at least one post; people who follow several of the "
                "creators count once, by the assumed overlap.",
            ),
            Metric(
                CPM_LABEL,
                euro_range(totals.cpm),
                _with_unknown("impressions, not people", totals.cpm.unknown_count),
                help="Cost / impressions × 1,000, over creators where both are known. Impressions "
                "count every time a post is seen, so there are more of them than people reached.",
            ),
            Metric(
                "Cost per engagement",
                euro_range(totals.cost_per_engagement),
                _with_unknown("per like or comment", totals.cost_per_engagement.unknown_count),
                help="Cost / (likes + comments), over creators where both are known.",
            ),
        ]
    )


def _with_unknown(words: str, unknown_count: int) -> str:
    return " · ".join(part for part in (words, unknown_words(unknown_count)) if part)


def things_to_look_at(view: CampaignView) -> None:
    """Warnings that need action, and below them what is only good to know."""
    pressing = [plain(notice.text) for notice in view.notices if notice.needs_action]
    if pressing:
        st.warning("  \n".join(pressing), icon=":material/error:")
    for notice in view.notices:
        if not notice.needs_action:
            st.caption(f":material/info: {plain(notice.text)}")


def totals_panel(view: CampaignView) -> None:
    """The table of all totals and the assumptions they rest on."""
    st.markdown("**What it costs and brings**")
    table = pd.DataFrame(totals_rows(view.totals, view.committed))
    st.dataframe(
        table,
        hide_index=True,
        column_order=totals_columns(table, "range"),
        column_config={
            "figure": st.column_config.TextColumn("Figure", width=160),
            "range": st.column_config.TextColumn("Range", width=125),
            "left_out": st.column_config.TextColumn(
                "Not counted",
                width="small",
                help="Creators without the data that the figure needs; never taken as 0",
            ),
            "meaning": st.column_config.TextColumn("What it is", width="large"),
        },
    )
    st.caption("Ranges from the assumptions and what is known about each creator; not a forecast.")
    assumptions_form(view)


def totals_columns(table: pd.DataFrame, *ranges: str) -> list[str]:
    """The columns of a table of totals in order; without `left_out` where nobody is.

    Args:
        table: of `totals_rows`. ranges: its columns with figures.
    """
    return ["figure", *ranges, *(["left_out"] if table["left_out"].any() else []), "meaning"]


def assumptions_form(view: CampaignView) -> None:
    """All assumptions, saved with the campaign."""
    number = view.campaign.campaign_id
    values = view.assumptions.values()
    with st.form(f"assumptions_{number}"):
        st.markdown("**Assumptions**")
        st.caption(
            "Rules of thumb, wide on purpose. Replace them with what your campaigns showed. Two "
            "fields are the low and the high end."
        )
        stems = list(ASSUMPTION_LABELS)
        for first in range(0, len(stems), _COLUMNS):
            # Row by row, so that fields of the same height stand side by side.
            columns = st.columns(_COLUMNS, gap="medium", vertical_alignment="bottom")
            for stem, column in zip(stems[first:], columns, strict=False):
                with column:
                    _range_fields(number, stem, values)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save",
                type="primary",
                icon=":material/save:",
                on_click=_keep,
                args=(number, False),
                **only(Role.EDITOR),
            )
            st.form_submit_button(
                "Back to the defaults",
                icon=":material/restart_alt:",
                on_click=_keep,
                args=(number, True),
                **only(Role.EDITOR),
            )


def _range_fields(campaign_id: int, stem: str, values: dict[str, float]) -> None:
    label, unit = ASSUMPTION_LABELS[stem]
    st.caption(f"**{label}**  \n{unit}")
    names = [f"{stem}_low", f"{stem}_high"] if stem in PAIRS else [stem]
    # A pair side by side also on a phone.
    with st.container(horizontal=True, gap="small"):
        for name in names:
            _number(campaign_id, label, name, values[name])


def _number(campaign_id: int, label: str, name: str, value: float) -> None:
    is_share = name in FRACTIONS
    st.number_input(
        f"{label}{' from' if name.endswith('_low') else ' to' if name.endswith('_high') else ''}",
        min_value=0.0,
        max_value=100.0 if is_share else 100_000.0,
        value=round(value * 100, 6) if is_share else value,
        step=1.0 if is_share or name.startswith("cpm") else 0.01,
        format="%.0f" if is_share else "%.3g",
        key=_key(campaign_id, name),
        label_visibility="collapsed",
    )


def _key(campaign_id: int, name: str) -> str:
    # The number of saves is part of it, so that saved values show, not those typed before.
    saves = st.session_state.get(f"assumption_saves_{campaign_id}", 0)
    return f"assumption_{campaign_id}_{saves}_{name}"


def _typed(campaign_id: int) -> dict[str, float]:
    return {
        name: st.session_state[_key(campaign_id, name)] / (100 if name in FRACTIONS else 1)
        for name in Assumptions().values()
    }


def _keep(campaign_id: int, defaults: bool) -> None:
    def keep() -> str:
        values = Assumptions().values() if defaults else _typed(campaign_id)
        checked = Assumptions.from_values(values)
        campaigns.set_assumptions(engine(), campaign_id, checked.values())
        return "The assumptions are saved."

    if run_with_flash(keep):
        saves = f"assumption_saves_{campaign_id}"
        st.session_state[saves] = st.session_state.get(saves, 0) + 1
