"""What a build knows of accounts, as the views that the ranking compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.ranking.account_view import AccountColumns
from core.models.ranking.files import StoredRanking
from core.models.ranking.views import AccountViews, Vectors
from core.queries.collaborations import brand_facts
from core.services import build_rows
from core.services.matching.query import MatchQuery, brand_row, query_fit_row
from core.services.ranking.concepts import BRAND_CONCEPTS, CREATOR_CONCEPTS, query_concepts
from core.services.ranking.topics import BRAND_TOPICS, CREATOR_TOPICS, query_topics
from core.services.session import (
    BRAND_FIT,
    BRAND_VECTORS,
    CREATOR_FIT,
    CREATOR_VECTORS,
    BuildSession,
)

TEXT, TOPICS, CONCEPTS, PICTURES, ACCOUNT = "text", "topics", "concepts", "pictures", "account"
# Those that always rank; another does where it helps for brands kept aside.
BASE_VIEWS = (TEXT, ACCOUNT)
# As people read them.
VIEW_LABELS = {
    TEXT: "Bio and posts",
    TOPICS: "Topics",
    CONCEPTS: "Concepts",
    PICTURES: "Pictures",
    ACCOUNT: "Category, country, size",
}
# Arrays of a build: creators', and brands' where brands have the view.
CREATOR_ARRAYS = {
    TEXT: CREATOR_FIT,  # plain vectors where results of an earlier version were copied
    TOPICS: CREATOR_TOPICS,
    CONCEPTS: CREATOR_CONCEPTS,
    PICTURES: "influencer_objects",
    ACCOUNT: "influencer_account",
}
_BRAND_ARRAYS = {TEXT: BRAND_FIT, TOPICS: BRAND_TOPICS, CONCEPTS: BRAND_CONCEPTS}

_CREATORS_AT_ONCE = 10_000  # all views of so many take some 40 MB

Load = Callable[[str], "NDArray[Any] | None"]
Widths = Mapping[str, int]


def kept_arrays(folder: Path) -> Load:
    """Reads the arrays of the complete build in a folder."""
    return lambda name: (
        build_rows.array(folder, name) if (folder / f"{name}.npy").is_file() else None
    )


def folder_arrays(folder: Path) -> Load:
    """Reads the arrays of a build in the making, which may be written again."""

    def load(name: str) -> NDArray[Any] | None:
        file = folder / f"{name}.npy"
        return np.load(file, mmap_mode="r", allow_pickle=False) if file.is_file() else None

    return load


def view_array(load: Load, view: str) -> NDArray[Any] | None:
    """The rows of all creators by id in a view; None when the build lacks it."""
    rows = load(CREATOR_ARRAYS[view])
    return load(CREATOR_VECTORS) if rows is None and view == TEXT else rows


def creator_arrays(load: Load, account: Vectors) -> dict[str, NDArray[Any]]:
    """View -> (n, d) rows of all creators by id; a row of zeros or NaN is unknown.

    Views of which no creator has a row are left out, as are those that an earlier version of the
    program did not make.

    Args:
        account: rows of the view "account".
    """
    arrays = {
        view: account if view == ACCOUNT else view_array(load, view) for view in CREATOR_ARRAYS
    }
    return {view: rows for view, rows in arrays.items() if rows is not None and _any_known(rows)}


def creator_views(
    ids: Sequence[str],
    arrays: dict[str, NDArray[Any]],
    categories: Sequence[object] | None = None,
) -> AccountViews:
    """Creators in rows, of arrays as from `creator_arrays`."""
    return AccountViews(
        tuple(ids),
        {view: _with_unknown(rows) for view, rows in arrays.items()},
        None if categories is None else _texts(categories),
    )


def creators_at(load: Load, stored: StoredRanking, places: NDArray[np.int64]) -> AccountViews:
    """The creators of these array rows as the ranking of a build takes them.

    Args:
        load: reads the arrays of the build.
    """
    found = {view: view_array(load, view) for view in stored.ranker.parts.spaces}
    arrays = {view: rows[places] for view, rows in found.items() if rows is not None}
    return creator_views([stored.creator_ids[place] for place in places.tolist()], arrays)


def creators_in_turn(
    load: Load, stored: StoredRanking
) -> Iterator[tuple[NDArray[np.int64], AccountViews]]:
    """All creators of a build, some at a time: their array rows, and they as `creators_at`."""
    count = len(stored.creator_ids)
    for start in range(0, count, _CREATORS_AT_ONCE):
        places = np.arange(start, min(start + _CREATORS_AT_ONCE, count))
        yield places, creators_at(load, stored, places)


def brand_views(facts: pd.DataFrame, load: Load, account: Vectors, widths: Widths) -> AccountViews:
    """The brands of these facts; NaN in a view that brands do not have.

    Args:
        facts: brand_id and category, in the order of the rows of the arrays.
        account: rows of the view "account".
        widths: view -> numbers per account, as the creators have.
    """
    arrays = {view: np.full((len(facts), width), np.nan) for view, width in widths.items()}
    arrays[ACCOUNT] = account
    for view, name in _BRAND_ARRAYS.items():
        rows = load(name)
        if rows is None and view == TEXT:
            rows = load(BRAND_VECTORS)
        if rows is not None and view in widths:
            arrays[view] = _with_unknown(rows)
    return AccountViews(
        tuple(facts["brand_id"]),
        {view: arrays[view] for view in widths},
        _texts(facts["category"].tolist()),
    )


def query_views(
    session: BuildSession, query: MatchQuery, columns: AccountColumns, widths: Widths
) -> AccountViews:
    """One row for a brand of the build, a typed brand or a brief.

    Raises:
        StoreError: the build has no vectors.
    """
    row = None if query.brand is None else brand_row(session, query.brand)
    if row is not None:
        one = brand_facts(session.con).iloc[[row]]
        load = _rows_of(kept_arrays(session.folder), row)
        return brand_views(one, load, columns.brands(one), widths)
    arrays = {view: np.full((1, width), np.nan) for view, width in widths.items()}
    arrays[TEXT] = _with_unknown(query_fit_row(session, query)[None, :])
    if TOPICS in widths:
        arrays[TOPICS] = query_topics(session, query)[None, :].astype(np.float64)
    if CONCEPTS in widths:
        arrays[CONCEPTS] = _with_unknown(query_concepts(session, query)[None, :])
    if query.brand is not None:
        facts = {"category": query.brand.category or None, "country": query.brand.country or None}
        arrays[ACCOUNT] = columns.brands(pd.DataFrame([{**facts, "followers": np.nan}]))
    name = "" if query.brand is None else query.brand.brand_id
    return AccountViews((name,), {view: arrays[view] for view in widths})


def _rows_of(load: Load, row: int) -> Load:
    """The same arrays with this row alone."""

    def load_row(name: str) -> NDArray[Any] | None:
        rows = load(name)
        return None if rows is None else rows[[row]]

    return load_row


def _any_known(rows: NDArray[Any]) -> bool:
    return bool((np.isfinite(rows).all(axis=1) & rows.any(axis=1)).any())


def _with_unknown(rows: NDArray[Any]) -> Vectors:
    """The rows as float64; one of zeros, which has no text, as NaN."""
    known = np.array(rows, dtype=np.float64)
    known[~known.any(axis=1)] = np.nan
    return known


def _texts(values: Sequence[object]) -> tuple[str | None, ...]:
    return tuple(value if isinstance(value, str) and value else None for value in values)
