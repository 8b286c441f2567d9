"""Campaigns: who is in, what does it cost and bring, who is the best set?"""

import streamlit as st

from core.web import campaign_board, campaign_choice, campaign_totals
from core.web.cached import current
from core.web.campaign_data import whole_campaign
from core.web.campaign_files import downloads
from core.web.campaign_messages import show_messages
from core.web.campaign_optimiser import optimiser
from core.web.shell import ensure_frame
from core.web.widgets import page_header

SECTIONS = ["Board", "Totals", "Best set"]

ensure_frame()
build = current()
page_header("Campaigns", "Who is in, what does it cost, and what does it bring?", "campaign")
show_messages()
campaign = campaign_choice.chosen_campaign(build)
if campaign is None:
    campaign_choice.invitation(build)
else:
    view = whole_campaign(build, campaign)
    campaign_totals.figures(view)
    campaign_totals.things_to_look_at(view)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        section = st.segmented_control(
            "Show",
            SECTIONS,
            default="Board",
            required=True,
            key="campaign_section",
            bind="query-params",
            label_visibility="collapsed",
        )
        campaign_board.add_by_search(build, view)
        st.space("stretch")
        if view.members:
            downloads(build, view)
    if section == "Totals":
        campaign_totals.totals_panel(view)
    elif section == "Best set":
        optimiser(build, view)
    else:
        campaign_board.board(view)
