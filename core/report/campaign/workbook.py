"""The campaign report as an XLSX file whose figures are formulas: a new price changes them all."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from core.formats import day, is_missing, moment
from core.models.campaign.assumptions import FRACTIONS, PAIRS
from core.models.campaign.costs import Range, cpm_corners, size_group
from core.models.campaign.words import ASSUMPTION_LABELS
from core.report.campaign import words
from core.report.campaign.formulas import (
    CENTS,
    COLUMNS,
    CPM_CORNERS,
    EUR,
    INPUT,
    SHARE,
    TEXT,
    TOTALS,
    WHOLE,
    WORKED_OUT,
)
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator
from core.services.campaigns.view import STATES
from core.store.export import cell_text

# Nothing a stranger wrote becomes a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBERS = {EUR: "#,##0", CENTS: "#,##0.00", WHOLE: "#,##0", SHARE: "0.00%", TEXT: "@"}
_TEAL, _INPUT_FILL, _HEAD, _SOFT = "#0d9488", "#fff4cc", "#f4f6f7", "#52626d"
_POSTS_MAX = 1_000
_PRICE_MAX = 1e9
_FIRST_TOTAL = 6  # row of the first figure on the sheet Summary, from 0
_BUDGET_ROW = _FIRST_TOTAL + len(TOTALS) + 1
_CORNERS_ROW = _BUDGET_ROW + 4
_HINT = (
    "Change the yellow cells (states, prices and posts on Creators, all of Assumptions, the budget "
    "here): every figure follows."
)


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
        Sheets(book, facts).write(made_at)
    return stream.getvalue()


class Sheets:
    """The sheets of the workbook in the making."""

    def __init__(self, book: Any, facts: CampaignFacts) -> None:
        self._book, self._facts = book, facts
        self._forms: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self, made_at: datetime) -> None:
        """Writes all of them."""
        summary = self._book.add_worksheet("Summary")
        creators = self._book.add_worksheet("Creators")
        assumptions = self._book.add_worksheet("Assumptions")
        self._assumptions(assumptions)
        self._creators(creators)
        self._summary(summary)
        self._ruled_out(self._book.add_worksheet("Ruled out"))
        self._about(self._book.add_worksheet("About"), made_at)
        summary.activate()

    def _form(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._forms:
            basics = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._forms[key] = self._book.add_format({**basics, **properties})
        return self._forms[key]

    def _head(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        form = self._form(bold=True, bg_color=_HEAD, font_color=_SOFT, bottom=1, text_wrap=True)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, form)

    def _assumptions(self, sheet: Any) -> None:
        values = self._facts.view.assumptions.values()
        self._head(sheet, 0, ["Assumption", "From", "To", "Unit"])
        for row, (stem, (label, unit)) in enumerate(ASSUMPTION_LABELS.items(), start=1):
            sheet.write_string(row, 0, label, self._form())
            names = [f"{stem}_low", f"{stem}_high"] if stem in PAIRS else [stem]
            for column, name in enumerate(names, start=1):
                number = "0.0%" if name in FRACTIONS else "0.0##"
                sheet.write_number(row, column, values[name], self._input(num_format=number))
                place = f"${xl_col_to_name(column)}${row + 1}"
                self._book.define_name(name, f"=Assumptions!{place}")
                most = 1 if name in FRACTIONS else 1_000_000
                sheet.data_validation(
                    row,
                    column,
                    row,
                    column,
                    {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most},
                )
            sheet.write_string(row, 3, unit.removeprefix("% "), self._form(font_color=_SOFT))
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2, 11)
        sheet.set_column(3, 3, 52)
        sheet.freeze_panes(1, 1)

    def _input(self, **properties: Any) -> Any:
        return self._form(bg_color=_INPUT_FILL, border=1, border_color="#e6d9a8", **properties)

    def _creators(self, sheet: Any) -> None:
        creators = self._facts.creators
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        self._head(sheet, 0, [column.header for column in COLUMNS])
        sheet.set_row(0, 44)
        for row, creator in enumerate(creators, start=1):
            cells = {
                column.key: f"{xl_col_to_name(i)}{row + 1}" for i, column in enumerate(COLUMNS)
            }
            values = _values(creator)
            for place, column in enumerate(COLUMNS):
                value = values[column.key]
                look = {} if column.form not in _NUMBERS else {"num_format": _NUMBERS[column.form]}
                is_input = column.kind == INPUT
                form = self._input(**look) if is_input else self._form(**look)
                if column.kind == WORKED_OUT:
                    formula = column.formula.format_map(cells)
                    sheet.write_formula(row, place, formula, form, _cached(value))
                elif is_missing(value) or value == "":
                    sheet.write_blank(row, place, None, form)
                elif isinstance(value, str):
                    sheet.write_string(row, place, cell_text(value), form)
                else:
                    sheet.write_number(row, place, float(value), form)
        sheet.freeze_panes(1, 1)
        if creators:
            sheet.autofilter(0, 0, len(creators), len(COLUMNS) - 1)
            self._checks(sheet, len(creators))

    def _checks(self, sheet: Any, rows: int) -> None:
        """What the yellow cells take."""
        places = {column.key: place for place, column in enumerate(COLUMNS)}
        rules = {
            "state": {"validate": "list", "source": list(STATES)},
            "agreed": {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _PRICE_MAX,
                "error_message": "EUR for one post; empty while nothing is agreed.",
            },
            "posts": {
                "validate": "integer", "criteria": "between", "minimum": 1, "maximum": _POSTS_MAX,
                "error_message": f"A whole number from 1 to {_POSTS_MAX:,}.",
            },
        }  # fmt: skip
        for key, rule in rules.items():
            sheet.data_validation(1, places[key], rows, places[key], rule)

    def _ranges(self) -> dict[str, str]:
        """Whole columns of the sheet of creators, and the corners of the CPM, for formulas."""
        last = max(len(self._facts.creators), 1) + 1
        columns = {
            column.key: f"Creators!${xl_col_to_name(i)}$2:${xl_col_to_name(i)}${last}"
            for i, column in enumerate(COLUMNS)
        }
        first = _CORNERS_ROW + 2
        return {**columns, "corners": f"$B${first}:$B${first + len(CPM_CORNERS) - 1}"}

    def _summary(self, sheet: Any) -> None:
        facts, ranges = self._facts, self._ranges()
        campaign = facts.view.campaign
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 3, 14)
        sheet.set_column(4, 4, 60)
        title = self._form(bold=True, font_size=16, font_color=_TEAL)
        sheet.write_string(0, 0, cell_text(campaign.name), title)
        sheet.write_string(1, 0, cell_text(words.facts_line(facts)), self._form(font_color=_SOFT))
        if facts.build.is_demo:
            demo = self._form(bold=True, font_color="#b45309")
            sheet.write_string(2, 0, words.DEMO, demo)
        wrap = self._form(text_wrap=True)
        sheet.merge_range(3, 0, 3, 4, "", wrap)
        sheet.write_string(3, 0, cell_text(words.summary(facts)), wrap)
        sheet.set_row(3, 78)
        sheet.write_string(4, 0, _HINT, self._form(italic=True, font_color=_SOFT))
        self._head(sheet, _FIRST_TOTAL - 1, ["Figure", "From", "To", "Left out", "What it is"])
        for row, total in enumerate(TOTALS, start=_FIRST_TOTAL):
            figure = self._figure(total.key)
            form = self._form(bold=True, num_format=_NUMBERS[total.form])
            sheet.write_string(row, 0, total.label, self._form())
            for column, formula, end in ((1, total.low, figure.low), (2, total.high, figure.high)):
                sheet.write_formula(row, column, formula.format_map(ranges), form, _cached(end))
            if total.left_out:
                formula = total.left_out.format_map(ranges)
                count = figure.unknown_count
                sheet.write_formula(row, 3, formula, self._form(num_format="0"), count)
            sheet.write_string(row, 4, total.meaning, self._form(font_color=_SOFT))
        self._budget(sheet)
        self._corners(sheet, ranges)
        self._notices(sheet)

    def _figure(self, key: str) -> Range:
        view = self._facts.view
        figure: Range = view.committed.cost if key == "committed" else getattr(view.totals, key)
        return figure

    def _budget(self, sheet: Any) -> None:
        budget, cost = self._facts.view.campaign.budget, self._facts.view.totals.cost
        look = self._input(num_format=_NUMBERS[EUR])
        sheet.write_string(_BUDGET_ROW, 0, "Budget (EUR)", self._form())
        if budget is None:
            sheet.write_blank(_BUDGET_ROW, 1, None, look)
        else:
            sheet.write_number(_BUDGET_ROW, 1, budget, look)
        sheet.write_string(_BUDGET_ROW + 1, 0, "Left of the budget", self._form())
        cell = f"$B${_BUDGET_ROW + 1}"
        form = self._form(num_format=_NUMBERS[EUR])
        # The most is left when the cost is at its low end.
        for column, end, low_cell in (
            (1, cost.high, f"$C${_FIRST_TOTAL + 1}"),
            (2, cost.low, f"$B${_FIRST_TOTAL + 1}"),
        ):
            left = None if budget is None or end is None else budget - end
            formula = f'=IF(AND(ISNUMBER({cell}),ISNUMBER({low_cell})),{cell}-{low_cell},"")'
            sheet.write_formula(_BUDGET_ROW + 1, column, formula, form, _cached(left))

    def _corners(self, sheet: Any, ranges: Mapping[str, str]) -> None:
        view = self._facts.view
        corners = cpm_corners(view.facts, view.assumptions)
        self._head(sheet, _CORNERS_ROW, ["Behind the CPM", "EUR"])
        form = self._form(num_format=_NUMBERS[CENTS])
        for place, (label, formula) in enumerate(CPM_CORNERS):
            row = _CORNERS_ROW + 1 + place
            sheet.write_string(row, 0, label, self._form(font_color=_SOFT, text_wrap=True))
            value = None if corners is None else corners[place]
            sheet.write_formula(row, 1, formula.format_map(ranges), form, _cached(value))

    def _notices(self, sheet: Any) -> None:
        row = _CORNERS_ROW + len(CPM_CORNERS) + 2
        if self._facts.view.notices:
            self._head(sheet, row, ["Things to look at when the report was made"])
        for place, notice in enumerate(self._facts.view.notices, start=row + 1):
            sheet.write_string(place, 0, cell_text(notice.text), self._form())

    def _ruled_out(self, sheet: Any) -> None:
        ruled_out = self._facts.ruled_out
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 50)
        sheet.set_column(3, 4, 18)
        sheet.write_string(0, 0, cell_text(ruled_out.how), self._form())
        self._head(sheet, 2, ["Reason", "Creators"])
        row = 3
        for reason, many in ruled_out.counts:
            sheet.write_string(row, 0, cell_text(reason), self._form())
            sheet.write_number(row, 1, many, self._form(num_format=_NUMBERS[WHOLE]))
            row += 1
        row += 1
        heads = ["Creator", "Handle", "What kept it out", "Price (EUR)"]
        self._head(sheet, row, [*heads, "The set would lose"] if ruled_out.from_best_set else heads)
        for creator in ruled_out.examples:
            row += 1
            texts = (creator.name, creator.handle, creator.why)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, cell_text(text), self._form(text_wrap=True))
            if creator.price is not None:
                form = self._form(num_format=_NUMBERS[CENTS])
                sheet.write_number(row, 3, creator.price, form)
            if creator.loss:
                sheet.write_string(row, 4, cell_text(creator.loss), self._form())

    def _about(self, sheet: Any, made_at: datetime) -> None:
        build = self._facts.build
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 110)
        rows = [
            ("Data as of", day(self._facts.as_of_day)),
            ("Build", f"{build.build_id}, made {moment(build.built_at)}"),
            ("Demo data", "yes, made up by a seed" if build.is_demo else "no"),
            ("Report made", moment(made_at)),
            *(("Method", sentence) for sentence in words.METHOD),
        ]
        for row, (label, text) in enumerate(rows):
            sheet.write_string(row, 0, label, self._form(bold=True))
            sheet.write_string(row, 1, cell_text(text), self._form(text_wrap=True))


def _cached(value: Any) -> Any:
    """What a program shows that does not calculate; '' where the formula gives an empty text."""
    return "" if is_missing(value) else value


def _values(creator: ReportedCreator) -> dict[str, Any]:
    """The value of each column of `COLUMNS`, in the units of the sheet; None when unknown."""
    row = creator.row
    likes, comments = _number(row["avg_likes"]), _number(row["avg_comments"])
    followers, rate = _number(row["followers_count"]), _number(row["engagement_rate"])
    likes_used, comments_used = likes, comments
    if likes is None or comments is None:
        likes_used = followers * rate if followers is not None and rate is not None else None
        comments_used = None if likes_used is None else 0.0
    totals, posts = creator.totals, creator.posts_count
    ranges = {
        f"{name}_{end}": _number(row[f"{name}_{end}"])
        for name in ("cost", "reach", "impressions", "engagements", "emv")
        for end in ("low", "high")
    }
    seen = {end: ranges[f"impressions_{end}"] for end in ("low", "high")}
    return {
        "name": creator.name,
        "handle": creator.handle,
        "platform": creator.platform,
        "state": creator.state,
        "agreed": _number(row["agreed_price"]),
        "posts": posts,
        "source": row["cost_source"],
        **ranges,
        "cpm_from": totals.cpm.low,
        "cpm_to": totals.cpm.high,
        "cpe_from": totals.cost_per_engagement.low,
        "cpe_to": totals.cost_per_engagement.high,
        "verdict": words.verdict_line(creator),
        "index": creator.verdict.authenticity_index,
        "why": words.reasons_line(creator),
        "niche": creator.niche,
        "tier": creator.tier,
        "country": creator.country,
        "followers": followers,
        "views": _number(row["avg_views"]),
        "likes": likes,
        "comments": comments,
        "rate": rate,
        "listed": _number(row["post_price"]),
        "story": _number(row["story_price"]),
        "size": size_group(row["tier"]),
        "seen_low": None if seen["low"] is None else seen["low"] / posts,
        "seen_high": None if seen["high"] is None else seen["high"] / posts,
        "likes_used": likes_used,
        "comments_used": comments_used,
        "url": None if is_missing(row["url"]) else str(row["url"]),
    }


def _number(value: Any) -> float | None:
    """A number that is known, finite and not negative, as the model takes it; else None."""
    if is_missing(value) or not 0 <= float(value) < float("inf"):
        return None
    return float(value)
