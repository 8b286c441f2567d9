"""Features of users or items as a sparse matrix, from columns of any table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_FEWEST_HOLDERS = 2
_MOST_VALUES = 2_000  # of a column: beyond, the rarest are left out
_BINS = 5
_MOST_PLAIN_NUMBERS = 12  # different numbers that count as names, such as a year of five


def feature_matrix(columns: Mapping[str, Sequence[Any]], count: int) -> tuple[tuple[str, ...], Any]:
    """Names 'column: value' and a (count, features) float32 CSR whose rows have length 1 or 0.

    Text is one value a cell, or several as a JSON list or separated by '|'. Numbers go to five
    classes of equal size. A value of a single row tells nothing about others and is left out.
    Missing cells have no feature. A common value counts less (inverse document frequency).
    """
    from scipy.sparse import csr_array

    rows: list[int] = []
    columns_of: list[int] = []
    names: list[str] = []
    for column, cells in columns.items():
        values = _values(cells)
        holders = Counter(value for cell in values for value in cell)
        kept = [
            value
            for value, n in sorted(holders.items(), key=lambda item: (-item[1], item[0]))
            if _FEWEST_HOLDERS <= n < count
        ][:_MOST_VALUES]
        places = {value: len(names) + number for number, value in enumerate(kept)}
        names += [f"{column}: {value}" for value in kept]
        for row, cell in enumerate(values):
            places_of_cell = [places[value] for value in cell if value in places]
            rows += [row] * len(places_of_cell)
            columns_of += places_of_cell
    ones = np.ones(len(rows), dtype=np.float32)
    table = csr_array((ones, (rows, columns_of)), shape=(count, len(names)))
    table.data[:] = 1.0
    frequency = np.bincount(table.indices, minlength=len(names)) if len(names) else np.zeros(0)
    weights = np.log((1 + count) / (1 + frequency)) + 1
    table = csr_array(table.multiply(weights[None, :])) if len(names) else table
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scale = np.repeat(1 / np.maximum(lengths, 1e-12), np.diff(table.indptr))
    table.data = (table.data * scale).astype(np.float32)
    return tuple(names), table


def _values(cells: Sequence[Any]) -> list[tuple[str, ...]]:
    texts = ["" if cell is None else str(cell).strip() for cell in cells]
    texts = ["" if text.lower() in ("nan", "none", "<na>", "null") else text for text in texts]
    numbers = _numbers(texts)
    if numbers is None:
        return [_parts(text) for text in texts]
    known = numbers[~np.isnan(numbers)]
    if len(np.unique(known)) <= _MOST_PLAIN_NUMBERS:
        return [() if np.isnan(number) else (f"{number:g}",) for number in numbers]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))
    classes = np.searchsorted(edges, numbers, side="right")
    return [
        () if np.isnan(number) else (f"class {int(place) + 1} of {len(edges) + 1}",)
        for number, place in zip(numbers, classes, strict=True)
    ]


def _numbers(texts: list[str]) -> np.ndarray | None:
    """The cells as numbers, NaN where empty; None when one of them is something else."""
    numbers = np.full(len(texts), np.nan)
    for row, text in enumerate(texts):
        if not text:
            continue
        try:
            numbers[row] = float(text)
        except ValueError:
            return None
    numbers[np.isinf(numbers)] = np.nan
    return None if np.isnan(numbers).all() else numbers


def _parts(text: str) -> tuple[str, ...]:
    if text.startswith("["):
        try:
            values = json.loads(text)
        except ValueError:
            values = None
        if isinstance(values, list):
            return tuple(dict.fromkeys(str(part).strip().lower() for part in values if part))
    parts = (part.strip().lower() for part in text.split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))
