"""The campaign report as one HTML file without scripts or network, fit to print on A4."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime

from core import formats
from core.formats import picture_kind
from core.models.campaign.words import totals_rows
from core.report.campaign import words
from core.report.campaign.bars import BarDrawing, range_bars
from core.report.campaign.figures import by_reach, key_figures
from core.report.marks import data_mark
from core.report.page import page_environment
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator

BARS_MAX = 20  # rows of the picture: half a page of paper; the table has them all


def campaign_page(facts: CampaignFacts, *, made_at: datetime) -> str:
    """The report as HTML.

    Args:
        made_at: UTC, printed on it.
    """
    view, build = facts.view, facts.build
    return (
        page_environment()
        .get_template("campaign.html.j2")
        .render(
            facts=facts,
            campaign=view.campaign,
            words=words,
            summary=words.summary(facts),
            figures=key_figures(facts),
            pressing=[notice for notice in view.notices if notice.needs_action],
            good_to_know=[notice for notice in view.notices if not notice.needs_action],
            pictures=[_picture(creator) for creator in facts.creators],
            totals=totals_rows(view.totals, view.committed),
            b=_bars(facts),
            bars_left_out=max(len(facts.creators) - BARS_MAX, 0),
            growth_counts=words.growth_counts(facts.creators),
            assumptions=words.assumption_rows(view.assumptions),
            mark=data_mark(build),
            build_id=build.build_id,
            as_of=formats.day(facts.as_of_day),
            built_at=formats.moment(build.built_at),
            made_at=formats.moment(made_at),
        )
    )


def _bars(facts: CampaignFacts) -> BarDrawing | None:
    if not facts.creators:
        return None
    shown = by_reach(facts.creators, BARS_MAX)
    return range_bars(
        [creator.name for creator in shown],
        [
            (
                label,
                [getattr(creator.totals, name) for creator in shown],
                [words.figure_text(name, getattr(creator.totals, name)) for creator in shown],
            )
            for label, name in (("cost, EUR", "cost"), ("reach, people", "reach"))
        ],
    )


def _picture(creator: ReportedCreator) -> str:
    """The picture as a data address; '' without one, and when its bytes are no JPEG or PNG."""
    kind = picture_kind(creator.picture)
    if creator.picture is None or not kind:
        return ""
    return f"data:image/{kind};base64,{b64encode(creator.picture).decode()}"
