"""Tables of posts to be profiled, as files come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.errors import ColumnError, InputFileError
from core.formats import listed_names
from core.store.ingest.column_names import propose
from core.store.ingest.formats import FORMATS
from core.store.ingest.reading import small_table

# Ours -> names that other tools give the column; further ones as an import of posts knows them.
_ACCOUNT = ("account_id", "influencer_id", "username", "handle")
_CAPTION = ("caption", "captions", "text")
_COUNTS = {
    "likes": ("likes", "likes_count"),
    "comments": ("comments", "comments_count"),
    "views": ("views", "views_count"),
    "followers": ("followers", "followers_count"),
}
_OTHERS = {
    "post_id": ("post_id", "id"),
    "category": ("category",),
    "hashtags": ("hashtags",),
    "posted_at": ("posted_at", "timestamp", "date"),
    "is_ad": ("is_ad", "is_sponsored"),
    "image_path": ("image_path",),
}
# What people and programs write where a category is not known, in lower case.
_NO_CATEGORY = frozenset(("none", "n/a", "nan", "null", "-", "?"))


@dataclass(frozen=True)
class ProfileTable:
    """Attributes:
    path: of the file; pictures lie in its folder.
    frame: one row per post, as `posts_of_frame` reads it; category and image_path beside.
    skipped_count: rows left out: no account, or a line that cannot be taken apart.
    """

    path: Path
    frame: pd.DataFrame
    skipped_count: int

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.path.name

    @property
    def categories(self) -> dict[str, str]:
        """Account -> its most frequent category; none for accounts without one.

        'Food' and 'food' are one category, spelled as in most rows of the table.
        """
        known = self.frame.dropna(subset=["category"])
        spellings: dict[str, Counter[str]] = {}
        votes: dict[str, Counter[str]] = {}
        for account, category in zip(known["account_id"], known["category"], strict=True):
            spellings.setdefault(category.casefold(), Counter())[category] += 1
            votes.setdefault(account, Counter())[category.casefold()] += 1
        return {
            account: _most_frequent(spellings[_most_frequent(counts)])
            for account, counts in votes.items()
        }


def read_profile_table(path: Path) -> ProfileTable:
    """The posts of a file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: account_id or caption is missing.
    """
    with small_table.opened(path) as table:
        known = propose(FORMATS["posts"], table.header, similar=False)

        def column(*names: str) -> int | None:
            place = table.optional(names)
            if place is not None:
                return place
            match = next((known[name] for name in names if name in known), None)
            return None if match is None else table.header.index(match.source)

        def needed(name: str, names: tuple[str, ...]) -> int:
            place = column(*names)
            if place is None:
                raise ColumnError(
                    f"{path.name}: needs a column '{name}', found {listed_names(table.header)}. "
                    "Rename it."
                )
            return place

        account, caption = needed("account_id", _ACCOUNT), needed("caption", _CAPTION)
        texts = {"account_id": table.id(account), "caption": f"c{caption}::VARCHAR"}
        readers = {"post_id": table.id, "posted_at": table.seconds, "is_ad": table.flags}
        for name, names in _OTHERS.items():
            place = column(*names)
            texts[name] = "NULL" if place is None else readers.get(name, table.text)(place)
        for name, names in _COUNTS.items():
            place = column(*names)
            texts[name] = "NULL::DOUBLE" if place is None else table.numbers(place)
        frame = pd.DataFrame(
            table.rows(*texts.values()), columns=pd.Index(list(texts), dtype=object), dtype=object
        )
        broken = table.broken_count
    used = frame[frame["account_id"].notna()].reset_index(drop=True)
    if used.empty:
        raise InputFileError(
            f"{path.name}: expected rows with an account_id, found none among {len(frame):,}. "
            "Check that the columns are not shifted."
        )
    used["posted_at"] = used["posted_at"].astype(float)
    used["category"] = [
        None if pd.isna(cell) or str(cell).casefold() in _NO_CATEGORY else str(cell)
        for cell in used["category"]
    ]
    numbered = [str(number) for number in range(1, len(used) + 1)]
    used["post_id"] = used["post_id"].where(used["post_id"].notna(), numbered)
    return ProfileTable(path, used, len(frame) - len(used) + broken)


def _most_frequent(counts: Counter[str]) -> str:
    """The most frequent name; of equally frequent ones the first by alphabet."""
    return max(sorted(counts), key=lambda name: counts[name])
