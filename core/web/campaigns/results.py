"""What the best set would cost and bring, beside the campaign as it is, and where it lies."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.charts.campaigns.frontier import IN_ALL, PER_100, frontier_figure
from core.models.campaign.constraints import Constraints
from core.models.campaign.expected import expected_results
from core.models.campaign.totals import campaign_totals
from core.models.campaign.words import AGREED_COST, certainty_words, totals_rows
from core.models.prices.words import PRICE_HELP
from core.services.campaigns.best_set import BestSet
from core.web.campaigns.members import CampaignView
from core.web.campaigns.totals import totals_columns
from core.web.kit.campaigns.plan_words import whole_euros
from core.web.kit.formats import plain
from core.web.kit.recording import profile_query
from core.web.kit.widgets import show_figure

_TABLE_MOST = 200


def sure_line(view: CampaignView, best: BestSet, constraints: Constraints) -> None:
    """What the set costs at most and brings at least, with a certainty."""
    chosen = best.facts.loc[best.plan.chosen["influencer_id"]]
    results = expected_results(chosen, constraints, view.assumptions)
    st.caption(f":material/shield: {plain(certainty_words(results, constraints))}")


def results_panel(view: CampaignView, best: BestSet) -> None:
    """Every total of the best set as a range, beside that of the campaign as it is."""
    st.markdown("**What would the best set cost and bring?**")
    chosen = best.facts.loc[best.plan.chosen["influencer_id"]]
    totals = campaign_totals(chosen, view.assumptions)
    nobody = campaign_totals(chosen.iloc[:0], view.assumptions)
    rows = pd.DataFrame(totals_rows(totals, nobody))
    now = pd.DataFrame(totals_rows(view.totals, nobody))
    table = rows.assign(now=now["range"])[rows["figure"] != AGREED_COST]
    text = st.column_config.TextColumn
    st.dataframe(
        table,
        hide_index=True,
        column_order=totals_columns(table, "range", "now"),
        column_config={
            "figure": text("Figure", width=150),
            "range": text(f"Best set ({len(chosen)})", width=125),
            "now": text(f"Campaign now ({len(view.members)})", width=135),
            "left_out": text("Not counted", width="small", help="Of the best set: what is unknown"),
            "meaning": text("What it is", width="large"),
        },
    )
    st.caption("Ranges from the assumptions of this campaign, which you change under Totals.")


def frontier_panel(view: CampaignView, best: BestSet) -> None:
    """All candidates by reach, engagements and price; a click on a mark names the creator."""
    points = best.points
    if points.empty:
        st.info(
            "No candidate has a price, a reach and engagements.", icon=":material/scatter_plot:"
        )
        return
    number = view.campaign.campaign_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        per = st.segmented_control(
            "Count",
            [PER_100, IN_ALL],
            default=PER_100,
            required=True,
            format_func=str.capitalize,
            key=f"plan_frontier_per_{number}",
            persist_state="session",
            label_visibility="collapsed",
        )
        as_table = st.toggle("As a table", key=f"plan_frontier_table_{number}")
    if as_table:
        _points_table(points, best.price_basis)
        return
    event = show_figure(
        frontier_figure(points, per=per or PER_100, title="Who brings most for the money?"),
        key=f"plan_frontier_{number}_{per}",
        has_table=False,  # the toggle above has one with all of its points
        on_select="rerun",
        selection_mode="points",
    )
    ids = [point["customdata"][0] for point in event.selection.points]
    if ids:
        _clicked(points[points["influencer_id"] == ids[0]].iloc[0], view)
    else:
        st.caption(
            "Up and right is better. The dotted line joins those that nobody beats in both "
            f"{per}; the best set keeps to goal and constraints, so it may lie below. Larger marks "
            "are dearer. Click one to see who it is."
        )


def _clicked(row: pd.Series, view: CampaignView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(row['name'])}** @{plain(row['handle'])}")
        st.page_link(
            "pages/creator.py",
            label="Open profile",
            icon=":material/person:",
            query_params=profile_query(row["influencer_id"], of_brand_list=False),
        )


def _points_table(points: pd.DataFrame, price_basis: str) -> None:
    """The chosen first, then those that nobody beats, then the rest by reach for EUR 100."""
    ranked = points.sort_values(
        ["is_chosen", "is_frontier", "is_efficient", "reach_per_100"],
        ascending=False,
        ignore_index=True,
    )
    table = whole_euros(ranked.head(_TABLE_MOST))
    c = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        column_order=[
            "handle", "is_chosen", "is_frontier", "reach", "engagements", "price", "cost_source",
            "reach_per_100", "engagements_per_100",
        ],
        column_config={
            "handle": c.TextColumn("Creator"),
            "is_chosen": c.CheckboxColumn("Best set", width="small"),
            "is_frontier": c.CheckboxColumn("Frontier", width="small"),
            "reach": c.NumberColumn("Reach", format="compact"),
            "engagements": c.NumberColumn("Engagements", format="compact"),
            "price": c.NumberColumn(f"Planned € ({price_basis})", format="€%,d", help=PRICE_HELP),
            "cost_source": c.TextColumn("Price source"),
            "reach_per_100": c.NumberColumn("Reach for €100", format="compact"),
            "engagements_per_100": c.NumberColumn("Engagements for €100", format="compact"),
        },
    )  # fmt: skip
    with_figures = "candidates with a price, a reach and engagements."
    st.caption(
        f"The first {len(table):,} of {len(points):,} {with_figures}"
        if len(points) > len(table)
        else f"All {with_figures}"
    )
