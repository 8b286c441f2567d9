"""What reports say of data that is made up, or whose creators have other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.report.marks import DEMO, PSEUDONYMS, data_mark, mark_rows
from core.store.builds import Build


def build(**manifest: Any) -> Build:
    return Build("b", Path("b"), manifest)


@pytest.mark.parametrize(
    ("manifest", "mark"),
    [
        ({}, ""),
        ({"is_demo": True}, DEMO),
        ({"source": {"is_pseudonymised": True}}, PSEUDONYMS),
        ({"is_demo": True, "source": {"is_pseudonymised": True}}, f"{DEMO} · {PSEUDONYMS}"),
    ],
)
def test_a_build_is_marked(manifest: dict[str, Any], mark: str) -> None:
    assert data_mark(build(**manifest)) == mark
    rows = dict(mark_rows(build(**manifest)))
    assert rows["Demo data"].startswith("yes" if manifest.get("is_demo") else "no")
    assert ("Names" in rows) is ("source" in manifest)


def test_prices_in_other_currencies_are_marked_by_the_last_file_of_a_name() -> None:
    first = {"name": "a.csv", "other_currencies": ["£", "$"]}
    dollars = build(source={"files": [first]})
    assert data_mark(dollars) == "Prices in $, £ count as euros, without an exchange rate"
    assert dict(mark_rows(dollars))["Prices"] == data_mark(dollars)
    assert data_mark(build(source={"files": [first, {"name": "a.csv"}]})) == ""
    assert data_mark(build(source={"other_currencies": ["DKK"]})).startswith("Prices in DKK")
