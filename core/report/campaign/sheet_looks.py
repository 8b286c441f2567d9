"""How the cells of the workbook look, each look made once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.formats import is_missing
from core.report.campaign.formulas import CENTS, EUR, SHARE, TEXT, WHOLE

NUMBERS = {EUR: "#,##0", CENTS: "#,##0.00", WHOLE: "#,##0", SHARE: "0.00%", TEXT: "@"}
TEAL, SOFT = "#0d9488", "#52626d"
_INPUT_FILL, _HEAD = "#fff4cc", "#f4f6f7"


class SheetLooks:
    """The formats of one workbook.

    Attributes:
        book: of xlsxwriter.
    """

    def __init__(self, book: Any) -> None:
        self.book = book
        self._forms: dict[tuple[tuple[str, Any], ...], Any] = {}

    def form(self, **properties: Any) -> Any:
        """A format with these properties of xlsxwriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._forms:
            basics = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._forms[key] = self.book.add_format({**basics, **properties})
        return self._forms[key]

    def entry(self, **properties: Any) -> Any:
        """The same for a cell that people may edit."""
        return self.form(bg_color=_INPUT_FILL, border=1, border_color="#e6d9a8", **properties)

    def head(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        """A row of headings."""
        form = self.form(bold=True, bg_color=_HEAD, font_color=SOFT, bottom=1, text_wrap=True)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, form)


def cached(value: Any) -> Any:
    """What a program shows that does not calculate; '' where the formula gives an empty text."""
    return "" if is_missing(value) else value
