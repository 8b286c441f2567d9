"""Which prices of a file are in another currency than the euros of the store."""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb

from core.formats import counted
from core.store.ingest.column_names import plain
from core.store.ingest.columns import Plan
from core.store.ingest.reading.raw import RAW_TABLE, RawTable
from core.store.ingest.values.distinct import quoted
from core.store.ingest.values.typed import TYPED_TABLE

# Of a cell: prices with other signs are not read at all.
_IN_CELL = r"\$|£|\b(?:usd|gbp)\b"
_IN_HEADER = re.compile(
    rf"{_IN_CELL}|\b(?:chf|sek|nok|dkk|pln|czk|huf|aud|cad|jpy|dollars?|pounds?)\b", re.IGNORECASE
)
_COLUMN = frozenset(
    {"currency", "currencycode", "pricecurrency", "wahrung", "waehrung", "moneda", "divisa",
     "devise", "valuta"}
)  # fmt: skip
_EURO = "^(€|eur|euros?)$"
_SAYS = "^([a-z]{3}|[$£¥₺]|us[$]|zł)$"
OTHER = "another currency"


def other_currencies(
    con: duckdb.DuckDBPyConnection, raw: RawTable, plan: Plan, warn: Callable[[str], None]
) -> tuple[str, ...]:
    """Signs or codes of the currencies that prices of `TYPED_TABLE` are in, besides the euro.

    A price says so itself, by the name of its column, or by a column of currencies beside it.
    Such prices are kept as numbers; how many there are is warned of.
    """
    sources = {
        target.name: plan.sources[target.name]
        for target in plan.format.targets
        if target.kind == "money" and target.name in plan.sources
    }
    beside = [index for index, name in enumerate(raw.header) if plain(name) in _COLUMN]
    if not sources:
        return ()
    prices = " UNION ALL ".join(
        f"""SELECT {_named(raw, index, beside)} AS currency FROM {TYPED_TABLE} t
            JOIN {RAW_TABLE} r ON r.rowid = t.row_no
            WHERE t.problem IS NULL AND t."{name}" IS NOT NULL"""
        for name, index in sources.items()
    )
    rows = con.execute(
        f"""SELECT upper(currency) AS name, count(*) FROM ({prices}) WHERE currency <> ''
            GROUP BY ALL ORDER BY name"""
    ).fetchall()
    names = tuple(name if name != OTHER.upper() else OTHER for name, _ in rows)
    if rows:
        number = sum(count for _, count in rows)
        be = "is" if number == 1 else "are"
        warn(
            f"{counted(number, 'price')} in {', '.join(names)} {be} kept as the number, as if in "
            "EUR: no exchange rate is applied. Convert them to EUR and import the file again."
        )
    return names


def _named(raw: RawTable, index: int, beside: list[int]) -> str:
    """SQL of the other currency that the price of a row is in; '' or NULL where there is none."""
    cell = f"regexp_extract(r.c{index}::VARCHAR, '{_IN_CELL}', 0, 'i')"
    header = _IN_HEADER.search(raw.header[index].replace("_", " "))
    euro = f"regexp_matches(r.c{index}::VARCHAR, '€|eur', 'i')"
    column = quoted(header.group()) if header else "''"
    if beside:
        said = f"trim(r.c{beside[0]}::VARCHAR)"
        column = f"""CASE WHEN coalesce({said}, '') = '' THEN {column}
                          WHEN regexp_matches({said}, '{_EURO}', 'i') THEN ''
                          WHEN regexp_matches({said}, '{_SAYS}', 'i') THEN {said}
                          ELSE '{OTHER}' END"""
    return f"CASE WHEN {cell} <> '' THEN {cell} WHEN {euro} THEN '' ELSE {column} END"
