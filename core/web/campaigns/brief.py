"""The brief of a campaign: one line on its page, with the way to what it finds today."""

from __future__ import annotations

import streamlit as st

from core.services.brief.campaign_brief import CampaignBrief
from core.web.kit.brief.box import PAGE, TEXT
from core.web.kit.brief.words import quoted_brief
from core.web.kit.formats import plain
from core.web.kit.state import with_brand
from core.workspace.campaigns import Campaign

_SHOWN = 220


def brief_line(campaign: Campaign, read: CampaignBrief | None) -> None:
    """What the campaign was made for; nothing for a campaign without a brief.

    Args:
        read: the brief as this data reads it; None where it cannot be read.
    """
    if not campaign.brief:
        return
    shown = quoted_brief(campaign.brief, _SHOWN)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="campaign_brief_line"
    ):
        st.caption(f":material/edit_note: Brief: {shown}", width="stretch")
        st.page_link(
            PAGE,
            label="Who it finds today",
            icon=":material/search:",
            query_params=with_brand(**{TEXT: campaign.brief}),
        )
    for words in read.parsed.currency_notes if read else ():
        st.caption(f":material/info: {plain(words)}")
