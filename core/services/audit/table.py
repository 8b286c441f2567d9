"""A file of profiles as columns with a known meaning, whatever its headers are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ColumnError, InputFileError
from core.formats import listed_names
from core.models.accounts.columns import BY_KEY, IDS, LABEL, PROFILE, recognised
from core.models.accounts.features import feature_frame
from core.store.ingest.reading import small_table
from core.store.ingest.values.numbers import CAPS, MISSING, parse_number

_YES = {"1", "1.0", "true", "t", "yes", "y", "on", "x", "ja", "si", "sí", "oui", "wahr"}
_NO = {"0", "0.0", "false", "f", "no", "n", "off", "nein", "non", "falsch"}
_FAKE = _YES | {"fake", "bot", "spam", "spammer", "automated", "fakeaccount"}
_REAL = _NO | {"real", "genuine", "human", "authentic", "legit", "notfake", "realaccount"}
# A picture or a link may be given as its address instead of yes or no.
_MAY_BE_ADDRESS = ("has_profile_picture", "has_external_url")


@dataclass(frozen=True)
class ProfilesTable:
    """Attributes:
    name: of the file.
    profiles: columns of `columns.PROFILE` that the file has; (n_rows, ...), missing as NaN.
    ids: account_id and username as given, those that the file has.
    fake: a label a row as 1 or 0, NaN where it cannot be read; None without a label column.
    features: frame of `feature_frame`.
    ignored: headers that are not understood.
    notes: what a reader should know, a sentence each.
    """

    name: str
    profiles: pd.DataFrame
    ids: pd.DataFrame
    fake: NDArray[np.float64] | None
    features: pd.DataFrame
    ignored: tuple[str, ...]
    notes: tuple[str, ...]


def read_profiles(path: Path, *, shown_name: str | None = None) -> ProfilesTable:
    """The profiles of a CSV, XLSX or Parquet file, in the order of the file.

    Raises:
        InputFileError: it cannot be read or has no rows.
        ColumnError: two columns mean the same, or none says anything of a profile.
    """
    name = shown_name or path.name
    with small_table.opened(path) as table:
        places = recognised(table.header, name)
        if not any(key in places for key in PROFILE):
            raise ColumnError(
                f"{name}: expected columns that describe profiles (followers, following, posts, "
                f"profile picture, private, bio or user name), found "
                f"{listed_names(table.header, 20)}. Rename those that mean one of these."
            )
        cells = pd.DataFrame(
            table.rows(*(table.text(place) for place in places.values())),
            columns=list(places),
            dtype="str",
        )
        ignored = tuple(
            column for index, column in enumerate(table.header) if index not in places.values()
        )
        broken = table.broken_count
    notes: list[str] = []
    if broken:
        notes.append(f"{name}: {broken:,} lines cannot be taken apart and are left out.")
    profiles = pd.DataFrame(
        {key: _typed(cells[key], key, name, notes) for key in places if key in PROFILE}
    )
    features = feature_frame(profiles)
    if features.empty or features.shape[1] == 0:
        raise InputFileError(
            f"{name}: expected values in the columns that describe profiles, found none that can "
            "be read. Check that the columns are not shifted."
        )
    return ProfilesTable(
        name,
        profiles,
        pd.DataFrame({key: cells[key] for key in IDS if key in places}),
        _labels(cells[LABEL], name, notes) if LABEL in places else None,
        features,
        ignored,
        tuple(notes),
    )


def _typed(cells: pd.Series, key: str, name: str, notes: list[str]) -> pd.Series:
    kind = BY_KEY[key].kind
    if kind == "text":
        return cells.where(cells != "")
    if kind == "flag":
        parse = _flag_or_address if key in _MAY_BE_ADDRESS else _flag
    else:
        parse = _share if kind == "share" else _whole
    values, unread = _parsed(cells, parse)
    if unread:
        example, count = unread
        notes.append(
            f"{name}: {count:,} cells of the column for the {BY_KEY[key].words} are not "
            f"understood, for example '{example[:40]}'; they count as unknown."
        )
    return pd.Series(values, index=cells.index)


def _labels(cells: pd.Series, name: str, notes: list[str]) -> NDArray[np.float64]:
    values, unread = _parsed(cells, _label)
    if unread:
        example, count = unread
        notes.append(
            f"{name}: {count:,} labels are neither fake nor real, for example '{example[:40]}'; "
            "these rows have no label."
        )
    return values


def _parsed(
    cells: pd.Series, parse: Callable[[str], float | None]
) -> tuple[NDArray[np.float64], tuple[str, int] | None]:
    """Values, and an example and the count of cells that are neither empty nor understood."""
    codes, texts = pd.factorize(cells, use_na_sentinel=True)
    values = np.full(len(texts) + 1, np.nan)  # the last place is that of missing cells
    strange = np.zeros(len(texts) + 1, dtype=bool)
    for place, text in enumerate(texts):
        bare = str(text).strip()
        if bare.lower() in MISSING:
            continue
        try:
            value = parse(bare)
        except ValueError:
            value = None
        if value is None:
            strange[place] = True
        else:
            values[place] = value
    count = int(strange[codes].sum())
    example = next((str(texts[i]) for i in np.flatnonzero(strange)), "")
    return values[codes], (example, count) if count else None


def _whole(text: str) -> float | None:
    value = parse_number(text, "count")
    return None if value is None or not 0 <= value <= CAPS["count"] else value


def _share(text: str) -> float | None:
    per_cent = text.endswith("%")
    value = parse_number(text.rstrip("% "), "points")
    if value is None:
        return None
    value = value / 100 if per_cent else value
    return value if 0 <= value <= 1 else None


def _flag(text: str) -> float | None:
    bare = text.lower()
    return 1.0 if bare in _YES else 0.0 if bare in _NO else None


def _flag_or_address(text: str) -> float | None:
    flag = _flag(text)
    return 1.0 if flag is None and ("/" in text or "." in text) else flag


def _label(text: str) -> float | None:
    bare = "".join(text.lower().split()).replace("_", "").replace("-", "")
    return 1.0 if bare in _FAKE else 0.0 if bare in _REAL else None
