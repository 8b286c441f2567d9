"""The campaign report as a workbook: its formulas give our figures, also after a change."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from core.models.campaign.costs import member_ranges
from core.models.campaign.totals import Range, campaign_totals
from core.report.campaign.formulas import COLUMNS, WORKED_OUT
from core.report.campaign.total_formulas import CPM_CORNERS, TOTALS
from core.report.campaign.workbook import campaign_workbook
from core.services.campaigns.report_facts import CampaignFacts
from tests.core.report.campaign.conftest import MADE_AT, ORDINARY, Facts, many
from tests.core.report.conftest import ESTIMATED
from tests.support.sheet_formulas import Calculator

FIRST_TOTAL = 7


def _content(facts: CampaignFacts) -> bytes:
    return campaign_workbook(facts, made_at=MADE_AT)


def _place(key: str, row: int) -> str:
    return f"{get_column_letter([column.key for column in COLUMNS].index(key) + 1)}{row}"


def _same(shown: Any, expected: float | None) -> bool:
    if expected is None:
        return shown in ("", None)
    return bool(shown == pytest.approx(expected, rel=1e-9, abs=1e-9))


def _total_cells() -> list[tuple[str, str, str]]:
    """(figure, end, cell) of each total on the sheet Summary."""
    return [
        (total.key, end, f"{letter}{row}")
        for row, total in enumerate(TOTALS, start=FIRST_TOTAL)
        for end, letter in (("low", "B"), ("high", "C"))
    ]


@pytest.mark.parametrize(
    ("ids", "options"),
    [
        (ORDINARY, {}),
        ([], {}),
        (["c003"], {"budget": None}),
        (["gone"], {"prices": False}),
        (["c003", ESTIMATED, "c004"], {}),
        (["c001", "gone"], {"brand": None}),
        (many(), {"prices": False}),
    ],
)
def test_stored_results_are_our_figures_and_the_formulas_give_the_same(
    facts_of: Facts, ids: list[str], options: dict[str, Any]
) -> None:
    facts = facts_of(ids, **options)
    content = _content(facts)
    stored, live = load_workbook(io.BytesIO(content), data_only=True), Calculator(content)
    for key, end, cell in _total_cells():
        view = facts.view
        figure = view.committed.cost if key == "committed" else getattr(view.totals, key)
        if key == "committed" and not view.committed.members_count:
            figure = Range(0, 0)  # as the page says
        expected = getattr(figure, end)
        assert _same(stored["Summary"][cell].value, expected), key
        assert _same(live.value("Summary", cell), expected), key
    for row in range(FIRST_TOTAL, FIRST_TOTAL + len(TOTALS)):
        assert stored["Summary"][f"D{row}"].value == live.value("Summary", f"D{row}")
    checked = 0
    for sheet in ("Creators", "Summary"):
        for cells in live.book[sheet].iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    kept = stored[sheet][cell.coordinate].value
                    shown = live.value(sheet, cell.coordinate)
                    if isinstance(kept, str) and kept:
                        assert shown == kept, cell.value
                    else:
                        assert _same(shown, None if kept == "" else kept), cell.value
                    checked += 1
    each = sum(column.kind == WORKED_OUT for column in COLUMNS)
    left_out = sum(bool(total.left_out) for total in TOTALS)
    assert checked == each * len(ids) + 2 * len(TOTALS) + left_out + 2 + len(CPM_CORNERS)


def test_figures_follow_a_new_price_more_posts_and_another_assumption(facts_of: Facts) -> None:
    facts = facts_of(ORDINARY)
    live = Calculator(_content(facts))
    live.change("Creators", _place("agreed", 3), 333.0)
    live.change("Creators", _place("posts", 3), 4)
    live.change("Creators", _place("agreed", 2), None)
    live.change("Creators", _place("state", 4), "posted")
    live.change("Assumptions", "B3", 0.07)  # reach_mid_low
    members = facts.view.facts.copy()
    members.loc[1, ["agreed_price", "posts_count"]] = [333.0, 4]
    members.loc[0, "agreed_price"] = None
    assumptions = replace(facts.view.assumptions, reach_mid_low=0.07)
    given = members.drop(columns=list(member_ranges(members, assumptions)))
    ranges = member_ranges(given, assumptions)
    totals = campaign_totals(given.join(ranges), assumptions)
    for key, end, cell in _total_cells():
        if key != "committed":
            assert _same(live.value("Summary", cell), getattr(getattr(totals, key), end)), key
    assert live.value("Creators", _place("source", 3)) == "agreed"
    assert live.value("Creators", _place("source", 2)) == "listed"
    committed = ranges.loc[[0, 2], "cost_high"].sum()
    assert live.value("Summary", f"C{FIRST_TOTAL + 1}") == pytest.approx(committed)


@pytest.mark.slow
def test_an_estimated_price_is_said_and_gives_way_to_an_agreed_one(facts_of: Facts) -> None:
    facts = facts_of([ESTIMATED], prices=False)
    assert facts.creators[0].price == "€40-160 estimated"
    live = Calculator(_content(facts))
    assert live.value("Creators", _place("source", 2)) == "estimated"
    assert [live.value("Creators", _place(f"cost_{end}", 2)) for end in ("low", "high")] == [
        40,
        160,
    ]
    live.change("Creators", _place("agreed", 2), 90.0)
    assert live.value("Creators", _place("source", 2)) == "agreed"
    assert live.value("Creators", _place("cost_high", 2)) == 90


def test_names_that_look_like_formulas_stay_text(facts_of: Facts) -> None:
    book = load_workbook(io.BytesIO(_content(facts_of(["gone"], name="=1+1"))))
    title, name, handle = (
        book["Summary"]["A1"], book["Creators"]["A2"], book["Creators"]["B2"],
    )  # fmt: skip
    for cell, start in ((title, "'=1+1"), (name, "'=HYPERLINK"), (handle, "'=gone")):
        assert cell.data_type == "s"
        assert str(cell.value).startswith(start)
        assert cell.hyperlink is None


def test_the_workbook_says_where_it_comes_from_and_who_was_ruled_out(facts_of: Facts) -> None:
    facts = facts_of(["c003"])
    book = load_workbook(io.BytesIO(_content(facts)))
    assert book.sheetnames == ["Summary", "Creators", "Assumptions", "Ruled out", "About"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert facts.build.build_id in about["Build"]
    assert about["Data as of"] == "20 Nov 2026"
    assert about["Demo data"].startswith("yes")
    ruled_out = [[cell.value for cell in row] for row in book["Ruled out"].iter_rows()]
    assert "no price is known" in [row[0] for row in ruled_out]
    unknown = [row[3] for row in ruled_out if row[2] == "no price is known"]
    assert unknown
    assert not any(unknown)


def test_prices_and_posts_take_only_what_the_app_takes(ordinary: CampaignFacts) -> None:
    book = load_workbook(io.BytesIO(_content(ordinary)))
    rules = {str(rule.sqref): rule for rule in book["Creators"].data_validations.dataValidation}
    posts = rules[f"{_place('posts', 2)}:{_place('posts', 6)}"]
    assert (posts.type, posts.formula1, posts.formula2) == ("whole", "1", "1000")
