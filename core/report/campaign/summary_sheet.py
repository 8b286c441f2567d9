"""The first sheet of the workbook: totals as formulas, the budget, what to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from core.models.campaign.totals import Range, cpm_corners
from core.report.campaign import words
from core.report.campaign.formulas import CENTS, COLUMNS, EUR
from core.report.campaign.sheet_looks import NUMBERS, SOFT, TEAL, SheetLooks, cached
from core.report.campaign.total_formulas import CPM_CORNERS, TOTALS
from core.report.marks import data_mark
from core.services.campaigns.report_facts import CampaignFacts
from core.store.export import cell_text

_FIRST_TOTAL = 6  # row of the first figure, from 0
_BUDGET_ROW = _FIRST_TOTAL + len(TOTALS) + 1
_CORNERS_ROW = _BUDGET_ROW + 4
_HINT = (
    "Change the yellow cells (states, prices and posts on Creators, all of Assumptions, the budget "
    "here): every figure follows."
)


def write_summary(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    """The campaign in a paragraph, its totals, the budget and things to look at."""
    ranges = _ranges(facts)
    campaign = facts.view.campaign
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 3, 14)
    sheet.set_column(4, 4, 60)
    title = looks.form(bold=True, font_size=16, font_color=TEAL)
    sheet.write_string(0, 0, cell_text(campaign.name), title)
    sheet.write_string(1, 0, cell_text(words.facts_line(facts)), looks.form(font_color=SOFT))
    mark = data_mark(facts.build)
    if mark:
        sheet.write_string(2, 0, mark, looks.form(bold=True, font_color="#b45309"))
    wrap = looks.form(text_wrap=True)
    sheet.merge_range(3, 0, 3, 4, "", wrap)
    sheet.write_string(3, 0, cell_text(words.summary(facts)), wrap)
    sheet.set_row(3, 78)
    sheet.write_string(4, 0, _HINT, looks.form(italic=True, font_color=SOFT))
    looks.head(sheet, _FIRST_TOTAL - 1, ["Figure", "From", "To", "Left out", "What it is"])
    for row, total in enumerate(TOTALS, start=_FIRST_TOTAL):
        figure = _figure(facts, total.key)
        form = looks.form(bold=True, num_format=NUMBERS[total.form])
        sheet.write_string(row, 0, total.label, looks.form())
        for column, formula, end in ((1, total.low, figure.low), (2, total.high, figure.high)):
            sheet.write_formula(row, column, formula.format_map(ranges), form, cached(end))
        if total.left_out:
            formula = total.left_out.format_map(ranges)
            count = figure.unknown_count
            sheet.write_formula(row, 3, formula, looks.form(num_format="0"), count)
        sheet.write_string(row, 4, total.meaning, looks.form(font_color=SOFT))
    _budget(sheet, facts, looks)
    _corners(sheet, facts, looks, ranges)
    _notices(sheet, facts, looks)


def _ranges(facts: CampaignFacts) -> dict[str, str]:
    """Whole columns of the sheet of creators, and the corners of the CPM, for formulas."""
    last = max(len(facts.creators), 1) + 1
    columns = {
        column.key: f"Creators!${xl_col_to_name(i)}$2:${xl_col_to_name(i)}${last}"
        for i, column in enumerate(COLUMNS)
    }
    first = _CORNERS_ROW + 2
    return {**columns, "corners": f"$B${first}:$B${first + len(CPM_CORNERS) - 1}"}


def _figure(facts: CampaignFacts, key: str) -> Range:
    view = facts.view
    if key == "committed":
        return view.committed.cost if view.committed.members_count else Range(0, 0)
    figure: Range = getattr(view.totals, key)
    return figure


def _budget(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    budget, cost = facts.view.campaign.budget, facts.view.totals.cost
    look = looks.entry(num_format=NUMBERS[EUR])
    sheet.write_string(_BUDGET_ROW, 0, "Budget (EUR)", looks.form())
    if budget is None:
        sheet.write_blank(_BUDGET_ROW, 1, None, look)
    else:
        sheet.write_number(_BUDGET_ROW, 1, budget, look)
    sheet.write_string(_BUDGET_ROW + 1, 0, "Left of the budget", looks.form())
    cell = f"$B${_BUDGET_ROW + 1}"
    form = looks.form(num_format=NUMBERS[EUR])
    # The most is left when the cost is at its low end.
    for column, end, low_cell in (
        (1, cost.high, f"$C${_FIRST_TOTAL + 1}"),
        (2, cost.low, f"$B${_FIRST_TOTAL + 1}"),
    ):
        left = None if budget is None or end is None else budget - end
        formula = f'=IF(AND(ISNUMBER({cell}),ISNUMBER({low_cell})),{cell}-{low_cell},"")'
        sheet.write_formula(_BUDGET_ROW + 1, column, formula, form, cached(left))


def _corners(
    sheet: Any, facts: CampaignFacts, looks: SheetLooks, ranges: Mapping[str, str]
) -> None:
    view = facts.view
    corners = cpm_corners(view.facts, view.assumptions)
    looks.head(sheet, _CORNERS_ROW, ["Behind the CPM", "EUR"])
    form = looks.form(num_format=NUMBERS[CENTS])
    for place, (label, formula) in enumerate(CPM_CORNERS):
        row = _CORNERS_ROW + 1 + place
        sheet.write_string(row, 0, label, looks.form(font_color=SOFT, text_wrap=True))
        value = None if corners is None else corners[place]
        sheet.write_formula(row, 1, formula.format_map(ranges), form, cached(value))


def _notices(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    row = _CORNERS_ROW + len(CPM_CORNERS) + 2
    if facts.view.notices:
        looks.head(sheet, row, ["Things to look at when the report was made"])
    for place, notice in enumerate(facts.view.notices, start=row + 1):
        sheet.write_string(place, 0, cell_text(notice.text), looks.form())
    brief = words.brief_text(facts)
    if brief:
        row += len(facts.view.notices) + 2
        looks.head(sheet, row, ["The brief"])
        sheet.write_string(row + 1, 0, cell_text(brief), looks.form())
        sheet.write_string(
            row + 2, 0, cell_text(words.brief_line(facts)), looks.form(font_color=SOFT)
        )
