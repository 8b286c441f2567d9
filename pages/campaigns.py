"""Campaigns: who is in, what does it cost and bring, who is the best set?"""

import streamlit as st

from core.web.campaigns import board as campaign_board
from core.web.campaigns import totals as campaign_totals
from core.web.campaigns.brief import brief_line
from core.web.campaigns.files import downloads
from core.web.campaigns.members import whole_campaign
from core.web.campaigns.optimiser import optimiser
from core.web.campaigns.report import report_menu
from core.web.kit.cache import current
from core.web.kit.campaigns import choice as campaign_choice
from core.web.kit.messages import show_messages
from core.web.kit.widgets import page_header
from core.web.shell.frame import ensure_frame

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
    brief_line(campaign, view.brief)
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
        report_menu(build, view)
        if view.members:
            downloads(build, view)
    if section == "Totals":
        campaign_totals.totals_panel(view)
    elif section == "Best set":
        optimiser(build, view)
    else:
        campaign_board.board(build, view)
