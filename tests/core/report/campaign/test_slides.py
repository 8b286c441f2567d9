"""The campaign report as slides: native, complete, and nothing sticks out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from core.models.campaign.warnings import Notice
from core.models.campaign.words import totals_rows
from core.models.growth.verdict import verdict_of
from core.report.campaign import words
from core.report.campaign.slides import campaign_slides
from core.report.deck.charts import axis_format
from core.report.deck.style import HEIGHT, LINE_HEIGHT, WIDTH
from core.report.text_fit import wrapped
from core.services.campaigns.report_facts import CampaignFacts
from core.services.campaigns.ruled_out import RuledOutCreator
from tests.core.report.campaign.conftest import MADE_AT, Facts, many

POINT = 12_700


_made: list[tuple[CampaignFacts, bytes]] = []  # facts have no hash


def _deck(facts: CampaignFacts) -> Any:
    content = next((content for made_of, content in _made if made_of is facts), None)
    if content is None:
        content = campaign_slides(facts, made_at=MADE_AT)
        _made.append((facts, content))
    return Presentation(io.BytesIO(content))


def _titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def _tables(deck: Any) -> dict[str, list[list[str]]]:
    """Rows of each table by the name of its shape; tables of the same name one after another."""
    tables: dict[str, list[list[str]]] = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
                tables.setdefault(shape.name, []).extend(rows[1:])
    return tables


def _charts(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_the_figures_are_those_of_the_campaign(ordinary: CampaignFacts) -> None:
    shown = _tables(_deck(ordinary))["Costs and results"]
    rows = totals_rows(ordinary.view.totals, ordinary.view.committed)
    has_gaps = any(row["left_out"] for row in rows)
    assert [[*row[:-1], " ".join(row[-1].split())] for row in shown] == [
        [row["figure"], row["range"], *([row["left_out"]] if has_gaps else []), row["meaning"]]
        for row in rows
    ]


def test_a_column_that_would_be_empty_is_not_there(
    ordinary: CampaignFacts, facts_of: Facts
) -> None:
    widths = {
        len(_tables(_deck(facts))["Costs and results"][0]): any(
            row["left_out"] for row in totals_rows(facts.view.totals, facts.view.committed)
        )
        for facts in (ordinary, facts_of(["c003", "c004"]))
    }
    assert widths == {4: True, 3: False}


@pytest.mark.slow
def test_a_campaign_has_six_to_ten_slides_with_titles_and_notes(
    ordinary: CampaignFacts, facts_of: Facts
) -> None:
    for facts in (ordinary, facts_of([]), facts_of(many())):
        deck = _deck(facts)
        assert 6 <= len(deck.slides) <= 10
        assert all(_titles(deck))
        assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
        assert facts.build.build_id in deck.slides[0].notes_slide.notes_text_frame.text


def test_charts_are_native_with_the_values_behind_them(ordinary: CampaignFacts) -> None:
    charts = {shape.name: shape for shape in _charts(_deck(ordinary))}
    assert {"Cost, EUR", "Reach, people", "Creators by growth verdict"} <= set(charts)
    by_verdict = charts["Creators by growth verdict"].chart.plots[0]
    assert list(by_verdict.categories) == ["Looks ordinary", "Worth checking", "Not enough data"]
    assert by_verdict.series[0].values == (2.0, 1.0, 2.0)
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in charts.values())


def test_every_creator_has_a_row_with_reasons_and_verdict(facts_of: Facts) -> None:
    facts = facts_of(many())
    rows = _tables(_deck(facts))["Creators"]
    assert len(rows) == 40
    assert [row[1].split("\n")[0] for row in rows] == [creator.name for creator in facts.creators]
    assert all(row[2] and row[3] for row in rows)


@pytest.mark.slow
def test_beyond_what_fits_the_slides_say_how_many_are_missing(
    facts_of: Facts,
) -> None:
    facts = facts_of([f"c{number:03d}" for number in range(50)])
    deck = _deck(facts)
    assert len(_tables(deck)["Creators"]) == 42
    assert any(
        "8 more: see the HTML report" in shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )


@pytest.mark.parametrize("number", [8, 40])
def test_verdicts_prices_and_notes_are_not_cut(facts_of: Facts, number: int) -> None:
    facts = facts_of([f"c{place:03d}" for place in range(number)])
    verdict = verdict_of(
        {
            "purchased_probability": 0.531,
            "growth_pattern": "drip",
            "pattern_first_day": date(2026, 9, 29),
            "pattern_last_day": date(2026, 10, 20),
            "authenticity_index": 63,
        }
    )
    price = "€12,000-41,000 estimated"
    creators = tuple(replace(one, verdict=verdict, price=price) for one in facts.creators)
    deck = _deck(replace(facts, creators=creators))
    for row in _tables(deck)["Creators"]:
        assert " ".join(row[3].split()) == verdict.sentence
        assert row[4].split("\n")[1] == price
    assert {row[1] for row in _tables(deck)["Growth"]} == {verdict.sentence}
    notes = [
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame and shape.text_frame.text.startswith("Growth worth checking first")
    ]
    assert len(notes) == 1
    assert notes[0].endswith("." if number == 8 else "27 more stand in the HTML report.")


def test_the_slide_of_who_was_ruled_out_says_how_many_it_does_not_name(
    ordinary: CampaignFacts,
) -> None:
    one = RuledOutCreator("c050", "Mira 50", "handle50", "no price is known", "-")
    for named, words_there in ((9, False), (10, True), (14, True)):
        ruled_out = replace(ordinary.ruled_out, examples=(one,) * named)
        deck = _deck(replace(ordinary, ruled_out=ruled_out))
        assert len(_tables(deck)["Ruled out"]) == 9
        slide = deck.slides[_titles(deck).index("What was ruled out, and why")]
        said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(re.match(rf"{named - 9} more stands? in", text) for text in said) is words_there


def test_reasons_at_the_bars_of_a_chart_are_whole(ordinary: CampaignFacts) -> None:
    counts = (
        ("one post may cost more than the whole budget of €9,000", 256),
        ("meets every condition, but was not chosen", 12),
    )
    ruled_out = replace(ordinary.ruled_out, counts=counts)
    chart = _charts(_deck(replace(ordinary, ruled_out=ruled_out)))[-1].chart
    assert list(chart.plots[0].categories) == [reason for reason, _ in counts]


def test_the_last_slide_has_the_whole_method_and_every_assumption(ordinary: CampaignFacts) -> None:
    deck = _deck(ordinary)
    said = "\n".join(
        shape.text_frame.text for shape in deck.slides[-1].shapes if shape.has_text_frame
    )
    assert all(sentence in said for sentence in words.METHOD)
    assert ordinary.build.build_id in said
    rows = _tables(deck)["Assumptions"]
    assert [row[0] for row in rows] == [
        label for label, *_ in words.assumption_rows(ordinary.view.assumptions)
    ]
    assert not any("…" in cell for row in rows for cell in row)


def test_what_does_not_fit_on_the_summary_is_counted(ordinary: CampaignFacts) -> None:
    notices = [Notice("one niche", "A long notice. " * 20)] * 12
    deck = _deck(replace(ordinary, view=replace(ordinary.view, notices=notices)))
    heads = [shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame]
    assert any(re.fullmatch(r"Things to look at \(\d of 12\)", head) for head in heads)


def _texts_overflow(shape: Any) -> bool:
    """Whether the text takes more height than its shape has, by the widths of Helvetica."""
    frame = shape.text_frame
    width = (shape.width - frame.margin_left - frame.margin_right) / POINT
    height = 0.0
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            size = run.font.size / POINT
            lines = wrapped(run.text, size, width, bold=bool(run.font.bold))
            height += len(lines) * size * LINE_HEIGHT
    room = (shape.height - frame.margin_top - frame.margin_bottom) / POINT
    return height > room + 1


@pytest.mark.parametrize("ids", [["gone"], ["c000", "gone", "c001"], many()])
@pytest.mark.slow
def test_nothing_sticks_out_of_a_slide_and_no_text_out_of_its_box(
    facts_of: Facts, ids: list[str]
) -> None:
    deck = _deck(facts_of(ids, name="A campaign with a name " * 4))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= WIDTH * POINT
            assert shape.top + shape.height <= HEIGHT * POINT
            if shape.has_text_frame and shape.name and "Oval" not in shape.name:
                assert not _texts_overflow(shape), shape.text_frame.text
            if shape.has_table:
                for row in shape.table.rows:
                    for column, cell in zip(shape.table.columns, row.cells, strict=True):
                        height = 0.0
                        for paragraph in cell.text_frame.paragraphs:
                            for run in paragraph.runs:
                                size = run.font.size / POINT
                                lines = wrapped(
                                    run.text, size, column.width / POINT - 12,
                                    bold=bool(run.font.bold),
                                )  # fmt: skip
                                height += len(lines) * size * LINE_HEIGHT
                        assert height + 2 <= row.height / POINT + 1, cell.text_frame.text


@pytest.mark.slow
def test_a_name_is_no_formula_in_the_workbook_of_a_chart(facts_of: Facts) -> None:
    content = campaign_slides(facts_of(["gone", "c003"]), made_at=MADE_AT)
    found = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                for row in load_workbook(io.BytesIO(archive.read(name))).active.iter_rows():
                    for cell in row:
                        assert cell.data_type != "f", cell.value
                        found += "HYPERLINK" in str(cell.value)
    assert found


@pytest.mark.parametrize(
    ("most", "step", "expected"),
    [
        (1_500, 500, '#,##0.0,"k";-0;0'),
        (10_000, 5_000, '#,##0,"k";-0;0'),
        (1_600_000, 500_000, '#,##0.0,,"M";-0;0'),
        (4.0, 1.0, "#,##0;-0;0"),
        (0.08, 0.02, "#,##0.00;-0;0"),
    ],
)
def test_ticks_of_a_chart_have_the_digits_that_tell_them_apart(
    most: float, step: float, expected: str
) -> None:
    assert axis_format(most, step) == expected
