"""The campaign report as a PowerPoint file: 6 to 10 slides with native tables and charts.

Of more than `CREATORS_MAX` creators the slides show those with the most reach and say so; the page
and the workbook have them all.
"""

from __future__ import annotations

from datetime import datetime

from core.formats import count, day, moment
from core.report.campaign import words
from core.report.campaign.creator_slides import (
    creator_slides,
    growth_slide,
    ruled_out_slide,
)
from core.report.campaign.figure_slides import by_creator_slide, totals_slide
from core.report.campaign.figures import key_figures
from core.report.deck.deck import Deck
from core.report.deck.style import (
    AMBER_SOFT,
    BOTTOM,
    LEFT,
    LINE_HEIGHT,
    PAD,
    PANEL,
    RIGHT,
    SOFT,
    TEAL,
)
from core.report.deck.tables import Cell, Column
from core.report.marks import data_mark
from core.report.text_fit import wrapped
from core.services.campaigns.report_facts import CampaignFacts

_BRIEF_LINES = 3


def campaign_slides(facts: CampaignFacts, *, made_at: datetime) -> bytes:
    """The report as the content of a .pptx file.

    Args:
        made_at: UTC, printed on it.
    """
    build = facts.build
    parts = [
        "Influencer Scout",
        f"data as of {day(facts.as_of_day)}",
        f"build {build.build_id}",
        data_mark(build),
    ]
    deck = Deck(" · ".join(part for part in parts if part))
    name = facts.view.campaign.name
    deck.properties(title=f"Campaign report: {name}", subject=words.summary(facts))
    _title(deck, facts, made_at)
    _summary(deck, facts)
    creator_slides(deck, facts)
    totals_slide(deck, facts)
    if facts.creators:
        by_creator_slide(deck, facts)
        growth_slide(deck, facts)
    ruled_out_slide(deck, facts)
    _method(deck, facts, made_at)
    return deck.content()


def _title(deck: Deck, facts: CampaignFacts, made_at: datetime) -> None:
    notes = (
        f"Made from build {facts.build.build_id} on {moment(made_at)}. Figures are ranges from the "
        "campaign's assumptions; the last slide has the method."
    )
    notes = " ".join(part for part in (notes, words.brief_line(facts)) if part)
    deck.slide(facts.view.campaign.name, notes, top=190, size=36)
    deck.text("Campaign report", LEFT, 150, RIGHT - LEFT, 26, size=16, color=TEAL, bold=True)
    deck.text(words.facts_line(facts), LEFT, 340, RIGHT - LEFT, 44, size=16, color=SOFT)
    top = 384.0
    brief = words.brief_text(facts)
    if brief:
        shown = wrapped(f"\u201c{brief}\u201d", 13, RIGHT - LEFT - 2 * PAD)
        height = min(len(shown), _BRIEF_LINES) * 13 * LINE_HEIGHT + 2 * PAD
        deck.text(f"\u201c{brief}\u201d", LEFT, top, RIGHT - LEFT, height, size=13, fill=PANEL)
        top += height + 5
    currencies = () if facts.brief is None else facts.brief.parsed.currency_notes
    marks = [mark for mark in (data_mark(facts.build), " ".join(currencies)) if mark]
    for place, mark in enumerate(marks):
        width = (RIGHT - LEFT) / 2 - 5
        deck.text(mark, LEFT + place * (width + 10), top, width, 44, size=10, fill=AMBER_SOFT)


def _summary(deck: Deck, facts: CampaignFacts) -> None:
    deck.slide(
        "Summary",
        "Ranges run from the low to the high end of the assumptions. 'Unknown' counts creators "
        "that lack what a figure needs; they are never taken as 0. " + words.METHOD[3],
    )
    text, size, width = words.summary(facts), 14, RIGHT - LEFT
    lines = len(wrapped(text, size, width - 2 * PAD))
    height = min(lines * size * LINE_HEIGHT + 2 * PAD, 156)
    deck.text(text, LEFT, 76, width, height, size=size, fill=PANEL)
    top = 76 + height + 14
    figures = key_figures(facts)
    gap = 12.0
    tile_width = (width - gap * (len(figures) - 1)) / len(figures)
    for place, texts in enumerate(figures):
        deck.tile(texts, LEFT + place * (tile_width + gap), top, tile_width, 92)
    notices = [notice.text for notice in facts.view.notices]
    if notices:
        top += 92 + 14
        shown = deck.bullets(notices, LEFT, top + 24, width, BOTTOM - top - 24, size=11.5)
        of = f" ({shown} of {len(notices)})" if shown < len(notices) else ""
        deck.text(f"Things to look at{of}", LEFT, top, width, 20, size=13, bold=True)


def _method(deck: Deck, facts: CampaignFacts, made_at: datetime) -> None:
    build = facts.build
    deck.slide(
        "Method, assumptions and sources",
        " ".join(words.METHOD)
        + " Assumptions are rules of thumb, wide on purpose; they are edited with the campaign.",
    )
    deck.bullets(words.METHOD, LEFT, 70, 400, 356, size=10.5, lines=5)
    columns = [Column("Assumption", 150), Column("From - to", 78, right=True), Column("Unit", 222)]
    cells = [
        [Cell(label), Cell(values), Cell(unit, tone="soft")]
        for label, values, unit in words.assumption_rows(facts.view.assumptions)
    ]
    deck.table(columns, cells, 470, 70, row_height=24, size=9, name="Assumptions")
    creators = build.manifest.get("row_counts", {}).get("influencers")
    sources = [
        f"Data as of {day(facts.as_of_day)}",
        f"Build {build.build_id}, made {moment(build.built_at)}",
        "" if creators is None else f"{count(creators)} creators in the data",
        data_mark(build),
        f"Report made {moment(made_at)}",
    ]
    deck.text(
        "Sources: " + ". ".join(part for part in sources if part) + ".",
        LEFT,
        436,
        RIGHT - LEFT,
        54,
        size=10.5,
        fill=PANEL,
    )
