"""Slides of what a campaign costs and brings."""

from __future__ import annotations

from collections.abc import Sequence

from core.models.campaign.totals import Range
from core.models.campaign.words import totals_rows
from core.report.campaign import words
from core.report.campaign.figures import by_reach
from core.report.deck.deck import Deck
from core.report.deck.style import (
    BOTTOM,
    LEFT,
    LIGHT_TEAL,
    RIGHT,
    SOFT,
    TEAL,
    TOP,
)
from core.report.deck.tables import Cell, Column
from core.services.campaigns.report_facts import CampaignFacts

_BARS = 12
_RANGE_NOTE = "Dark: the low end. Light: up to the high end."


def totals_slide(deck: Deck, facts: CampaignFacts) -> None:
    """What the campaign costs and brings."""
    view = facts.view
    deck.slide("What it costs and brings", " ".join([*words.METHOD[:5]]))
    figures = totals_rows(view.totals, view.committed)
    has_gaps = any(row["left_out"] for row in figures)
    rows = [
        [
            Cell(row["figure"]),
            Cell(row["range"], bold=True),
            *([Cell(row["left_out"], tone="soft")] if has_gaps else []),
            Cell(row["meaning"], lines=2, tone="soft"),
        ]
        for row in figures
    ]
    columns = [
        Column("Figure", 150),
        Column("From - to", 104, right=True),
        *([Column("Left out", 76)] if has_gaps else []),
        Column("What it is", 190 if has_gaps else 266),
    ]
    deck.table(columns, rows, LEFT, TOP, row_height=34, size=11, name="Costs and results")
    bars: list[tuple[str, Range]] = [
        ("All planned posts", view.totals.cost),
        ("Agreed, posted or done", view.committed.cost),
    ]
    budget = view.campaign.budget
    if budget is not None:
        bars.append(("Budget", Range(budget, budget)))
    if any(figure.low is not None for _, figure in bars):
        deck.bar_chart(
            "Cost, EUR",
            [label for label, _ in bars],
            _range_series([figure for _, figure in bars]),
            576,
            TOP,
            RIGHT - 576,
            300,
        )
        deck.text(_RANGE_NOTE, 576, TOP + 304, RIGHT - 576, 16, size=10, color=SOFT)


def by_creator_slide(deck: Deck, facts: CampaignFacts) -> None:
    """Cost and reach of each creator as bars."""
    shown = by_reach(facts.creators, _BARS)
    deck.slide(
        "What does each creator cost, and how many people does each reach?",
        "Each bar runs from the low to the high end of the range. " + " ".join(words.METHOD[1:3]),
    )
    gap = 20
    width = (RIGHT - LEFT - gap) / 2
    for place, (name, title) in enumerate((("cost", "Cost, EUR"), ("reach", "Reach, people"))):
        deck.bar_chart(
            title,
            [creator.name for creator in shown],
            _range_series([getattr(creator.totals, name) for creator in shown]),
            LEFT + place * (width + gap),
            76,
            width,
            BOTTOM - 76 - 22,
        )
    rest = len(facts.creators) - len(shown)
    more = f" The {len(shown)} with the most reach of {len(facts.creators)}." if rest else ""
    deck.text(_RANGE_NOTE + more, LEFT, BOTTOM - 18, RIGHT - LEFT, 16, size=10, color=SOFT)


def _range_series(ranges: Sequence[Range]) -> list[tuple[str, Sequence[float | None], str]]:
    rest = [
        None if figure.low is None or figure.high is None else round(figure.high - figure.low, 2)
        for figure in ranges
    ]
    low = [None if figure.low is None else round(figure.low, 2) for figure in ranges]
    return [("Low end", low, TEAL), ("Up to the high end", rest, LIGHT_TEAL)]
