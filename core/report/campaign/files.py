"""The campaign report as a file in each of its formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from core.formats import file_slug
from core.services.campaigns.report_facts import CampaignFacts


def _html(facts: CampaignFacts, made_at: datetime) -> bytes:
    from core.report.campaign.page import campaign_page

    return campaign_page(facts, made_at=made_at).encode("utf-8", errors="replace")


def _pptx(facts: CampaignFacts, made_at: datetime) -> bytes:
    from core.report.campaign.slides import campaign_slides

    return campaign_slides(facts, made_at=made_at)


def _xlsx(facts: CampaignFacts, made_at: datetime) -> bytes:
    from core.report.campaign.workbook import campaign_workbook

    return campaign_workbook(facts, made_at=made_at)


class ReportFormat(NamedTuple):
    """A format of the report: its name, media type, and what makes the file."""

    label: str
    mime: str
    make: Callable[[CampaignFacts, datetime], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
# By the ending of the file, in the order in which they are offered.
FORMATS = {
    "html": ReportFormat("HTML page, to read or print", "text/html", _html),
    "pptx": ReportFormat("PowerPoint slides", f"{_OFFICE}.presentationml.presentation", _pptx),
    "xlsx": ReportFormat("Excel with formulas", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
}


def report_file(kind: str, facts: CampaignFacts, *, made_at: datetime) -> bytes:
    """The content of a report.

    Args:
        kind: a key of `FORMATS`.
        made_at: UTC, printed on it.
    """
    return FORMATS[kind].make(facts, made_at)


def report_name(campaign: str, kind: str) -> str:
    """The name of the file of a report on a campaign."""
    return f"campaign-report-{file_slug(campaign, 'campaign')}.{kind}"
