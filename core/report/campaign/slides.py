"""The campaign report as a PowerPoint file: 6 to 10 slides with native tables and charts.

Of more than `CREATORS_MAX` creators the slides show those with the most reach and say so; the page
and the workbook have them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.formats import count, day, moment, money
from core.models.campaign.costs import Range
from core.models.campaign.words import totals_rows
from core.models.growth.verdict import UNUSUAL
from core.report.campaign import words
from core.report.campaign.figures import by_reach, key_figures
from core.report.deck import (
    AMBER_SOFT,
    BOTTOM,
    GREY,
    LEFT,
    LIGHT_TEAL,
    LINE_HEIGHT,
    PAD,
    PANEL,
    RIGHT,
    SOFT,
    TEAL,
    TOP,
    Cell,
    Column,
    Deck,
)
from core.report.text_fit import wrapped
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator

_ROWS, _ROWS_SMALL = 8, 14  # creators on a slide; the second where there are many
_SMALL_FROM = 3 * _ROWS
CREATORS_MAX = 3 * _ROWS_SMALL
_BARS = 12
_GROWTH_ROWS = 13
_RULED_OUT_ROWS = 9
_RANGE_NOTE = "Dark: the low end. Light: up to the high end."


def campaign_slides(facts: CampaignFacts, *, made_at: datetime) -> bytes:
    """The report as the content of a .pptx file.

    Args:
        made_at: UTC, printed on it.
    """
    build = facts.build
    demo = f" · {words.DEMO}" if build.is_demo else ""
    deck = Deck(
        f"Influencer Scout · data as of {day(facts.as_of_day)} · build {build.build_id}{demo}"
    )
    name = facts.view.campaign.name
    deck.properties(title=f"Campaign report: {name}", subject=words.summary(facts))
    _title(deck, facts, made_at)
    _summary(deck, facts)
    _creators(deck, facts)
    _totals(deck, facts)
    if facts.creators:
        _by_creator(deck, facts)
        _growth(deck, facts)
    _ruled_out(deck, facts)
    _method(deck, facts, made_at)
    return deck.content()


def _title(deck: Deck, facts: CampaignFacts, made_at: datetime) -> None:
    notes = (
        f"Made from build {facts.build.build_id} on {moment(made_at)}. Figures are ranges from the "
        "campaign's assumptions; the last slide has the method."
    )
    deck.slide(facts.view.campaign.name, notes, top=190, size=36)
    deck.text("Campaign report", LEFT, 150, RIGHT - LEFT, 26, size=16, color=TEAL, bold=True)
    deck.text(words.facts_line(facts), LEFT, 340, RIGHT - LEFT, 44, size=16, color=SOFT)
    if facts.build.is_demo:
        deck.text(words.DEMO, LEFT, 400, 240, 36, size=12, fill=AMBER_SOFT)


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


def _creators(deck: Deck, facts: CampaignFacts) -> None:
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
    columns = [
        Column("", face + 10),
        Column("Creator", 196),
        Column("Why", 236),
        Column("Growth", 146),
        Column("State and price", 98),
        Column("Cost", 82, right=True),
    ]
    rest = RIGHT - LEFT - sum(column.width for column in columns)
    columns.append(Column("Reach", rest, right=True))
    lines = 2 if small else 3
    cells = [
        [
            Cell(""),
            Cell(creator.name, words.account_line(creator), bold=True),
            Cell(words.reasons_line(creator), lines=lines),
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


def _totals(deck: Deck, facts: CampaignFacts) -> None:
    view = facts.view
    deck.slide("What it costs and brings", " ".join([*words.METHOD[:5]]))
    rows = [
        [
            Cell(row["figure"]),
            Cell(row["range"], bold=True),
            Cell(row["left_out"], tone="soft"),
            Cell(row["meaning"], tone="soft"),
        ]
        for row in totals_rows(view.totals, view.committed)
    ]
    columns = [
        Column("Figure", 150),
        Column("From - to", 104, right=True),
        Column("Left out", 76),
        Column("What it is", 190),
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


def _by_creator(deck: Deck, facts: CampaignFacts) -> None:
    shown = by_reach(facts.creators, _BARS)
    deck.slide(
        "What does each creator cost, and whom does each reach?",
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


def _growth(deck: Deck, facts: CampaignFacts) -> None:
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
        Column("Growth verdict", 300),
        Column("Index", 80, right=True),
    ]
    cells = [
        [
            Cell(creator.name, bold=True),
            Cell(
                words.verdict_line(creator),
                lines=2,
                tone="check" if creator.in_data and creator.verdict.status == UNUSUAL else "plain",
            ),
            Cell(words.index_text(creator)),
        ]
        for creator in rows[:_GROWTH_ROWS]
    ]
    end = deck.table(columns, cells, 360, 84, row_height=28, size=10, name="Growth")
    rest = len(rows) - _GROWTH_ROWS
    more = f" {rest} more stand in the HTML report." if rest > 0 else ""
    deck.text(
        f"Authenticity index: 0-100, higher is better. Lowest first.{more}",
        360,
        end + 4,
        560,
        16,
        size=9.5,
        color=SOFT,
    )


def _ruled_out(deck: Deck, facts: CampaignFacts) -> None:
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
        Column("What kept it out", 500 - 150 - 70 - sum(column.width for column in loss)),
        Column("Price", 70, right=True),
        *loss,
    ]
    cells = [
        [
            Cell(creator.name, f"@{creator.handle}", bold=True),
            Cell(creator.why, lines=2),
            Cell(money(creator.price)),
            *([Cell(creator.loss, lines=2)] if loss else []),
        ]
        for creator in ruled_out.examples[:_RULED_OUT_ROWS]
    ]
    deck.table(columns, cells, 420, top, row_height=36, size=10, second_size=8.5, name="Ruled out")


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
        words.DEMO if build.is_demo else "",
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
