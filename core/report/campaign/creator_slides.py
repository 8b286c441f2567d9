"""Slides of the creators of a campaign, of those worth checking and of those ruled out."""

from __future__ import annotations

from collections.abc import Sequence

from core.models.growth.verdict import UNUSUAL
from core.report.campaign import words
from core.report.campaign.figures import by_reach
from core.report.deck.deck import Deck
from core.report.deck.style import (
    GREY,
    LEFT,
    RIGHT,
    SOFT,
    TEAL,
    TOP,
)
from core.report.deck.tables import Cell, Column
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator

_ROWS, _ROWS_SMALL = 8, 14  # creators on a slide; the second where there are many
_SMALL_FROM = 3 * _ROWS
CREATORS_MAX = 3 * _ROWS_SMALL
_GROWTH_ROWS = 13
_RULED_OUT_ROWS = 9


def creator_slides(deck: Deck, facts: CampaignFacts) -> None:
    """The creators as tables, as many slides as they need."""
    notes = (
        "Reasons compare what a creator posts with the brand, and its engagement with accounts of "
        "the same size and niche. The growth verdict is a reason to ask, not a judgement. " +
        words.METHOD[5]
    )  # fmt: skip
    title = "Who is in, and why"
    if not facts.creators:
        deck.slide(title, notes)
        deck.text(words.NO_CREATORS, LEFT, TOP, RIGHT - LEFT, 30, size=14, color=SOFT)
        return
    shown = list(facts.creators)
    if len(shown) > CREATORS_MAX:
        shown = by_reach(facts.creators, CREATORS_MAX)
        rest = len(facts.creators) - CREATORS_MAX
        notes = (
            f"The {CREATORS_MAX} creators with the most reach; {rest} more stand in the HTML "
            f"report and in the workbook. {notes}"
        )
    small = len(shown) > _SMALL_FROM
    per_slide = _ROWS_SMALL if small else _ROWS
    slides = [shown[start : start + per_slide] for start in range(0, len(shown), per_slide)]
    for number, rows in enumerate(slides, start=1):
        of = f" ({number} of {len(slides)})" if len(slides) > 1 else ""
        deck.slide(f"{title}{of}", notes)
        _creator_table(deck, rows, small=small)
    if len(facts.creators) > CREATORS_MAX:
        more = f"{len(facts.creators) - CREATORS_MAX} more: see the HTML report or the workbook."
        deck.text(more, 560, 40, RIGHT - 560, 18, size=11, color=SOFT, right=True)


def _creator_table(deck: Deck, rows: Sequence[ReportedCreator], *, small: bool) -> None:
    height, size, second, face = (27.0, 9.0, 7.5, 22.0) if small else (47.0, 11.0, 9.0, 34.0)
    text_size = 8.0 if small else 9.5
    # Of reasons the end may be cut; a verdict and where a price comes from are whole.
    why, growth, price = (200, 168, 116) if small else (210, 142, 132)
    columns = [
        Column("", face + 10),
        Column("Creator", 190),
        Column("Why", why),
        Column("Growth", growth),
        Column("State and price", price),
        Column("Cost", 82, right=True),
    ]
    rest = RIGHT - LEFT - sum(column.width for column in columns)
    columns.append(Column("Reach", rest, right=True))
    lines = 2 if small else 3
    cells = [
        [
            Cell(""),
            Cell(creator.name, words.account_line(creator), bold=True),
            Cell(words.reasons_line(creator, watch_first=True), lines=lines),
            Cell(
                words.verdict_line(creator),
                lines=lines,
                tone="check" if creator.in_data and creator.verdict.status == UNUSUAL else "plain",
            ),
            Cell(f"{creator.state}, {words.posts_text(creator)}", words.price_text(creator)),
            Cell(words.figure_text("cost", creator.totals.cost)),
            Cell(words.figure_text("reach", creator.totals.reach)),
        ]
        for creator in rows
    ]
    top = 70.0
    deck.table(
        columns,
        cells,
        LEFT,
        top,
        row_height=height,
        size=text_size,
        bold_size=size,
        second_size=second,
        name="Creators",
    )
    for place, creator in enumerate(rows):
        middle = top + 22 + (place + 0.5) * height
        deck.face(
            creator.name,
            creator.picture,
            LEFT + 3,
            middle - face / 2,
            face,
            words.picture_words(creator),
        )


def growth_slide(deck: Deck, facts: CampaignFacts) -> None:
    """Whose growth is worth checking."""
    deck.slide("Is the growth real?", words.METHOD[5] + " A probability is not proof.")
    counts = words.growth_counts(facts.creators)
    deck.bar_chart(
        "Creators by growth verdict",
        [label for label, _ in counts],
        [("Creators", [float(many) for _, many in counts], TEAL)],
        LEFT,
        TOP,
        300,
        220,
    )
    deck.text(words.growth_sentence(facts.creators), LEFT, TOP + 228, 300, 90, size=12)
    order = {UNUSUAL: 0}
    rows = sorted(
        facts.creators,
        key=lambda one: (order.get(one.verdict.status, 1), one.verdict.authenticity_index or 101),
    )
    columns = [
        Column("Creator", 180),
        Column("Growth verdict", 240),
        Column("Probability", 80, right=True),
        Column("Index", 60, right=True),
    ]
    cells = [
        [
            Cell(creator.name, bold=True),
            Cell(
                words.verdict_line(creator),
                lines=2,
                tone="check" if creator.in_data and creator.verdict.status == UNUSUAL else "plain",
            ),
            Cell(words.probability_words(creator)),
            Cell(words.index_text(creator)),
        ]
        for creator in rows[:_GROWTH_ROWS]
    ]
    end = deck.table(columns, cells, 360, 84, row_height=28, size=10, name="Growth")
    rest = len(rows) - _GROWTH_ROWS
    more = f" {rest} more stand in the HTML report." if rest > 0 else ""
    deck.text(
        "Growth worth checking first, then the lowest index. Probability: of bought growth. "
        f"Index: 0-100, higher is better.{more}",
        360,
        end + 2,
        560,
        24,
        size=9.5,
        color=SOFT,
    )


def ruled_out_slide(deck: Deck, facts: CampaignFacts) -> None:
    """Whom the campaign does without, and why."""
    ruled_out = facts.ruled_out
    deck.slide(
        "What was ruled out, and why",
        f"{ruled_out.how} {words.ruled_out_title(facts)} were ruled out; each counts once, by the "
        "first reason that holds.",
    )
    deck.text(ruled_out.how, LEFT, 70, RIGHT - LEFT, 48, size=12, color=SOFT)
    top = 124.0
    if ruled_out.counts:
        deck.bar_chart(
            f"Ruled out: {words.ruled_out_title(facts)}",
            [reason for reason, _ in ruled_out.counts],
            [("Creators", [float(many) for _, many in ruled_out.counts], GREY)],
            LEFT,
            top,
            360,
            min(110 + 46 * len(ruled_out.counts), 350),
        )
    if not ruled_out.examples:
        deck.text("Nobody is named here.", 420, top, 500, 20, size=12, color=SOFT)
        return
    loss = [Column("The set would lose", 110)] if ruled_out.from_best_set else []
    columns = [
        Column("Creator", 150),
        Column("What kept it out", 500 - 150 - 96 - sum(column.width for column in loss)),
        Column("One post", 96),
        *loss,
    ]
    cells = [
        [
            Cell(creator.name, f"@{creator.handle}", bold=True),
            Cell(creator.why, lines=2),
            Cell(creator.price, lines=2),
            *([Cell(creator.loss, lines=2)] if loss else []),
        ]
        for creator in ruled_out.examples[:_RULED_OUT_ROWS]
    ]
    end = deck.table(
        columns, cells, 420, top, row_height=36, size=10, second_size=8.5, name="Ruled out"
    )
    rest = len(ruled_out.examples) - len(cells)
    if rest > 0:
        more = f"{rest} more {'stands' if rest == 1 else 'stand'} in the HTML report."
        deck.text(more, 420, end + 4, 500, 16, size=9.5, color=SOFT)
