"""Follower counts, posts and labels from files of any tool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.histories import Histories
from core.errors import ColumnError, InputFileError
from core.formats import listed_names
from core.store.ingest.reading import small_table
from core.store.ingest.values.numbers import CAPS

CREATOR = ("influencer_id", "creator_id", "account_id", "user_id", "id")
DAY = ("date", "day", "time", "timestamp")
FOLLOWERS = ("followers", "followers_count", "follower_count", "count")
PLATFORM = ("platform", "network")
POSTED = ("posted_at", "date", "day", "time", "timestamp")
LIKES = ("likes", "likes_count", "like_count")
COMMENTS = ("comments", "comments_count", "comment_count")
VIEWS = ("views", "views_count", "view_count", "plays")
PURCHASED = ("purchased", "bought", "label", "fake")
PATTERN = ("pattern", "kind")


@dataclass(frozen=True)
class HistoryTable:
    """Attributes:
    name: of the file.
    creator_ids: as in the file, sorted.
    histories: follower counts, in the order of the ids.
    platforms: a name each, '' when unknown.
    unused_count: rows without a creator, a day or a count; doubled_count: a later row for the
        same day, which wins.
    """

    name: str
    creator_ids: list[str]
    histories: Histories
    platforms: list[str]
    unused_count: int
    doubled_count: int


@dataclass(frozen=True)
class Labels:
    """Attributes:
    purchased: creator -> bool.
    patterns: creator -> pattern; empty when the file has none.
    days: creator -> (first, last) day number, where both are given.
    """

    purchased: dict[str, bool]
    patterns: dict[str, str]
    days: dict[str, tuple[int, int]]


def read_history(path: Path) -> HistoryTable:
    """The follower counts of a CSV, XLSX or Parquet file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: influencer_id, date or followers is missing.
    """
    with small_table.opened(path) as table:
        creator, day, count = table.place(CREATOR), table.place(DAY), table.place(FOLLOWERS)
        platform = table.optional(PLATFORM)
        cells = table.columns(
            creator=table.id(creator),
            day=table.days(day),
            followers=table.numbers(count, "followers"),
            platform="''" if platform is None else f"coalesce(lower({table.text(platform)}), '')",
        )
        broken = table.broken_count
    frame = pd.DataFrame(
        {
            "creator": _texts(cells["creator"]),
            "day": _floats(cells["day"]),
            "followers": _floats(cells["followers"]),
        }
    )
    platforms = pd.Series(np.ma.filled(cells["platform"], ""), dtype="str")
    usable = frame.notna().all(axis=1) & frame["followers"].between(0, CAPS["followers"])
    if not usable.any():
        raise InputFileError(
            f"{path.name}: expected rows with influencer_id, date and followers, found none that "
            f"can be used among {len(frame):,}. Check that the columns are not shifted."
        )
    used = frame[usable].astype({"day": "int64"})
    codes, ids = pd.factorize(used["creator"], sort=True)
    used = used.assign(code=codes, platform=platforms[usable])
    used = used.sort_values(["code", "day"], kind="stable")
    kept = used.drop_duplicates(["code", "day"], keep="last")
    known = np.bincount(kept["code"], minlength=len(ids))
    return HistoryTable(
        path.name,
        [str(creator_id) for creator_id in ids],
        Histories(
            np.concatenate([[0], np.cumsum(known)]).astype(np.int64),
            kept["day"].to_numpy(np.int64),
            np.rint(kept["followers"].to_numpy(float)).astype(np.int64),
        ),
        kept.groupby("code")["platform"].last().tolist(),
        int((~usable).sum()) + broken,
        len(used) - len(kept),
    )


def _texts(values: np.ndarray) -> pd.Series:
    """Texts, missing where there is none; numpy would fill a masked text with a question mark."""
    kept = np.ma.getdata(values).astype(object)
    kept[np.ma.getmaskarray(values)] = None
    return pd.Series(kept, dtype="str")


def _floats(values: np.ndarray) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(values).astype(float), np.nan)


def read_posts(path: Path, creator_ids: list[str]) -> pd.DataFrame:
    """Posts of the creators: creator (index), day_number, likes, comments, views.

    Posts of others and posts without a day are left out.

    Raises:
        ColumnError: influencer_id, the day, or both of likes and comments are missing.
    """
    with small_table.opened(path) as table:
        creator, day = table.place(CREATOR), table.place(POSTED)
        figures = {
            "likes": table.optional(LIKES),
            "comments": table.optional(COMMENTS),
            "views": table.optional(VIEWS),
        }
        if figures["likes"] is None and figures["comments"] is None:
            raise ColumnError(
                f"{path.name}: needs a column 'likes' or 'comments', found "
                f"{listed_names(table.header)}. Rename it, or leave out --posts."
            )
        cells = table.columns(
            creator=table.id(creator),
            day_number=table.days(day),
            **{
                name: "NULL::DOUBLE" if place is None else table.numbers(place)
                for name, place in figures.items()
            },
        )
    place = {creator_id: number for number, creator_id in enumerate(creator_ids)}
    frame = pd.DataFrame({name: _floats(cells[name]) for name in ("day_number", *figures)})
    owner = _texts(cells["creator"]).map(place)
    frame = frame.assign(creator=owner).dropna(subset=["creator", "day_number"])
    return frame.astype({"creator": "int64", "day_number": "int64"})


def read_labels(path: Path) -> Labels:
    """Which creators bought followers, and how, where the file says so.

    Raises:
        InputFileError: no usable row.
        ColumnError: influencer_id or purchased is missing.
    """
    with small_table.opened(path) as table:
        creator, bought = table.place(CREATOR), table.place(PURCHASED)
        pattern = table.optional(PATTERN)
        first, last = table.optional(("first_day",)), table.optional(("last_day",))
        rows = table.rows(
            table.id(creator),
            f"lower({table.text(bought)})",
            "NULL" if pattern is None else f"lower({table.text(pattern)})",
            "NULL" if first is None else table.days(first),
            "NULL" if last is None else table.days(last),
        )
    # Whole numbers come as 1.0 from tables that had missing cells.
    truth = dict.fromkeys(("1", "1.0", "true", "yes"), True)
    truth |= dict.fromkeys(("0", "0.0", "false", "no"), False)
    used = [row for row in rows if row[0] and row[1] in truth]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with influencer_id and purchased (1 or 0), found none "
            f"among {len(rows):,}."
        )
    both = {row[0] for row in used if truth[row[1]]} & {row[0] for row in used if not truth[row[1]]}
    if both:
        raise InputFileError(
            f"{path.name}: expected one label per creator, found both 1 and 0 for {len(both):,} "
            f"(for example '{min(both)}'). Keep one of them."
        )
    return Labels(
        {row[0]: truth[row[1]] for row in used},
        {row[0]: row[2] for row in used if row[2]},
        {row[0]: (row[3], row[4]) for row in used if row[3] is not None and row[4] is not None},
    )
