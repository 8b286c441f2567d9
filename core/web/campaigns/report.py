"""The report on a campaign: a menu of its formats, each made when it is clicked."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from core.report.campaign.files import FORMATS, report_file, report_name
from core.services.campaigns.report_facts import campaign_facts
from core.services.campaigns.ruled_out import SearchedSet
from core.web.campaigns.members import CampaignView
from core.web.campaigns.searched import Search, last_search
from core.web.kit.cache import build_facts, open_build
from core.web.kit.workspace import engine
from core.workspace import campaigns

_ICONS = {
    "html": ":material/description:",
    "pptx": ":material/slideshow:",
    "xlsx": ":material/table_view:",
}


def report_menu(build: str, view: CampaignView) -> None:
    """A button per format; what was ruled out comes from the best set where one was searched."""
    search = last_search(build, view)
    campaign = view.campaign
    with st.popover("Report", icon=":material/summarize:", key="campaign_report_menu"):
        st.caption(
            "Summary, creators with reasons and growth verdict, cost and results as ranges, what "
            "was ruled out, method. "
            + (
                "Ruled out: as in the best set you searched."
                if search
                else "Ruled out: by the campaign's brief."
                if campaign.brief
                else "Ruled out: by plain rules. Search a best set first to have its reasons."
            )
        )
        for kind, form in FORMATS.items():
            st.download_button(
                form.label,
                data=partial(report_bytes, build, campaign.campaign_id, kind, search),
                file_name=report_name(campaign.name, kind),
                mime=form.mime,
                icon=_ICONS[kind],
                on_click="ignore",
                key=f"campaign_report_{kind}",
                width="stretch",
            )


def report_bytes(build: str, campaign_id: int, kind: str, search: Search | None) -> bytes:
    """The report on a campaign as it is now.

    Args:
        kind: a key of `FORMATS`.
        search: for the best set; None when nobody searched for one.
    """
    campaign = campaigns.campaign(engine(), campaign_id)
    searched = (
        None if search is None else SearchedSet(search.answer(), search.constraints, search.within)
    )
    with open_build(build) as session:
        facts = campaign_facts(session, engine(), campaign, build_facts(build), searched)
    return report_file(kind, facts, made_at=datetime.now(UTC))
