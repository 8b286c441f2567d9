"""The campaign report as an XLSX file whose figures are formulas: a new price changes them all."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from core.formats import MISSING, day, moment
from core.models.campaign.assumptions import FRACTIONS, PAIRS
from core.models.campaign.words import ASSUMPTION_LABELS
from core.report.campaign import words
from core.report.campaign.creator_sheet import write_creators
from core.report.campaign.formulas import WHOLE
from core.report.campaign.sheet_looks import NUMBERS, SOFT, SheetLooks
from core.report.campaign.summary_sheet import write_summary
from core.report.marks import mark_rows
from core.services.campaigns.report_facts import CampaignFacts
from core.store.export import cell_text

# Nothing a stranger wrote becomes a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def campaign_workbook(facts: CampaignFacts, *, made_at: datetime) -> bytes:
    """The report as the content of an .xlsx file.

    Args:
        made_at: UTC, printed on it.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties(
            {
                "title": cell_text(f"Campaign report: {facts.view.campaign.name}"),
                "author": "Influencer Scout",
            }
        )
        _write(book, facts, made_at)
    return stream.getvalue()


def _write(book: Any, facts: CampaignFacts, made_at: datetime) -> None:
    looks = SheetLooks(book)
    summary = book.add_worksheet("Summary")
    creators = book.add_worksheet("Creators")
    assumptions = book.add_worksheet("Assumptions")
    _write_assumptions(assumptions, facts, looks)
    write_creators(creators, facts, looks)
    write_summary(summary, facts, looks)
    _write_ruled_out(book.add_worksheet("Ruled out"), facts, looks)
    _write_about(book.add_worksheet("About"), facts, looks, made_at)
    summary.activate()


def _write_assumptions(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    values = facts.view.assumptions.values()
    looks.head(sheet, 0, ["Assumption", "From", "To", "Unit"])
    for row, (stem, (label, unit)) in enumerate(ASSUMPTION_LABELS.items(), start=1):
        sheet.write_string(row, 0, label, looks.form())
        names = [f"{stem}_low", f"{stem}_high"] if stem in PAIRS else [stem]
        for column, name in enumerate(names, start=1):
            number = "0.0%" if name in FRACTIONS else "0.0##"
            sheet.write_number(row, column, values[name], looks.entry(num_format=number))
            place = f"${xl_col_to_name(column)}${row + 1}"
            looks.book.define_name(name, f"=Assumptions!{place}")
            most = 1 if name in FRACTIONS else 1_000_000
            sheet.data_validation(
                row,
                column,
                row,
                column,
                {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most},
            )
        sheet.write_string(row, 3, unit.removeprefix("% "), looks.form(font_color=SOFT))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 11)
    sheet.set_column(3, 3, 52)
    sheet.freeze_panes(1, 1)


def _write_ruled_out(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    ruled_out = facts.ruled_out
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 50)
    sheet.set_column(3, 4, 24)
    sheet.write_string(0, 0, cell_text(ruled_out.how), looks.form())
    looks.head(sheet, 2, ["Reason", "Creators"])
    row = 3
    for reason, many in ruled_out.counts:
        sheet.write_string(row, 0, cell_text(reason), looks.form())
        sheet.write_number(row, 1, many, looks.form(num_format=NUMBERS[WHOLE]))
        row += 1
    row += 1
    heads = ["Creator", "Handle", "What kept it out", "One post"]
    looks.head(sheet, row, [*heads, "The set would lose"] if ruled_out.from_best_set else heads)
    for creator in ruled_out.examples:
        row += 1
        price = "" if creator.price == MISSING else creator.price
        for column, text in enumerate((creator.name, creator.handle, creator.why, price)):
            sheet.write_string(row, column, cell_text(text), looks.form(text_wrap=True))
        if creator.loss:
            sheet.write_string(row, 4, cell_text(creator.loss), looks.form())


def _write_about(sheet: Any, facts: CampaignFacts, looks: SheetLooks, made_at: datetime) -> None:
    build = facts.build
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    rows = [
        ("Data as of", day(facts.as_of_day)),
        ("Build", f"{build.build_id}, made {moment(build.built_at)}"),
        *mark_rows(build),
        ("Report made", moment(made_at)),
        *(("Method", sentence) for sentence in words.METHOD),
    ]
    for row, (label, text) in enumerate(rows):
        sheet.write_string(row, 0, label, looks.form(bold=True))
        sheet.write_string(row, 1, cell_text(text), looks.form(text_wrap=True))
