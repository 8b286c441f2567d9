"""Messy files of several tables that speak of the same creators, and what the store holds then.

What is expected comes from the values that were written and the rules of docs/data-formats.md,
kept in plain dictionaries: no reader and no SQL of the product has a part in it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from core.store.ingest import ImportFile
from tests.support import messy_files as messy
from tests.support.messy_files import Column, MessyFile

LAST_DAY = date(2026, 11, 20)
_FIRST_TIME = datetime(2026, 1, 31, 22, 5, 9)  # whose day is above 12
SETS = (
    ("influencers", "posts"), ("influencers", "follower_history"), ("posts", "follower_history"),
    ("influencers", "posts", "follower_history"), ("influencers", "collaborations"),
    ("posts", "collaborations", "brands"), ("influencers", "posts", "follower_history"),
)  # fmt: skip
_TAGS = ("beach", "sun", "über", "a_b")

Row = dict[str, Any]


@dataclass
class Expected:
    """Rows by key of each table, as several files in turn leave them."""

    influencers: dict[str, Row] = field(default_factory=dict)
    posts: dict[str, Row] = field(default_factory=dict)
    follower_history: dict[tuple[str, date], Row] = field(default_factory=dict)
    brands: dict[str, Row] = field(default_factory=dict)
    collaborations: dict[str, Row] = field(default_factory=dict)
    rejected: int = 0

    def add(self, table: str, file: MessyFile) -> None:
        """One file: a later row wins, what it leaves empty stays; references make creators."""
        names = list(file.columns)
        counter: Counter[str] = Counter()
        if table == "posts":
            self._forget_bare(file)
        for values in zip(*(file.columns[name].values for name in names), strict=True):
            row = dict(zip(names, values, strict=True))
            if table == "follower_history" and row["followers"] is None:
                self.rejected += 1
                continue
            creator = row.get("influencer_id", "")
            if creator:
                self.influencers.setdefault(creator, {})
            if table == "influencers":
                _update(self.influencers[creator], row)
            elif table == "posts":
                key = row["post_id"] if "post_id" in row else self._same_post(row, counter)
                _update(self.posts.setdefault(key, {}), row)
            elif table == "follower_history":
                self.follower_history[creator, row["date"]] = row
            elif table == "brands":
                _update(self.brands.setdefault(row["brand_id"], {}), row)
            else:
                self.brands.setdefault(row["brand_id"], {})
                _update(self.collaborations.setdefault(row["collaboration_id"], {}), row)
        self.rejected += file.broken

    def _forget_bare(self, file: MessyFile) -> None:
        """Texts alone of earlier files go where this one has a post with the text and a time."""
        names = ("influencer_id", "caption", "posted_at")
        rows = zip(*(file.columns[name].values for name in names), strict=True)
        dated = {(creator, caption) for creator, caption, moment in rows if moment}
        told = ("posted_at", "likes", "comments", "is_sponsored", "post_id")
        for key, post in list(self.posts.items()):
            is_bare = all(post.get(name) is None for name in told)
            if is_bare and (post["influencer_id"], post["caption"]) in dated:
                del self.posts[key]

    def _same_post(self, row: Row, counter: Counter[str]) -> str:
        """A key of our own for a post that has no id."""
        key = repr((row["influencer_id"], row["posted_at"], row["caption"]))
        counter[key] += 1
        return f"{key} {counter[key]}"

    def creator(self, creator: str) -> Row:
        """A creator's row with what other tables tell where no file says it."""
        row = dict(self.influencers[creator])
        counts = {day: one["followers"] for (who, day), one in self.follower_history.items()
                  if who == creator}  # fmt: skip
        if row.get("followers") is None and counts:
            row["followers"] = counts[max(counts)]
        posts = [post for post in self.posts.values() if post["influencer_id"] == creator]
        for name, average in (("likes", "avg_likes"), ("comments", "avg_comments")):
            known = [post[name] for post in posts if post.get(name) is not None]
            if row.get(average) is None and known:
                mean = Decimal(sum(known)) / len(known)
                row[average] = float(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
        return row


def _update(row: Row, values: Row) -> None:
    row.update({name: value for name, value in values.items() if value not in (None, "")})


@dataclass(frozen=True)
class MessySet:
    """Attributes:
    files: in the order in which they are imported.
    how: each file was written, for messages.
    """

    files: list[ImportFile]
    how: str


def drawn(
    folder: Path,
    rng: random.Random,
    expected: Expected,
    *,
    tables: Sequence[str],
    creators: Sequence[str],
    days: int = 6,
) -> MessySet:
    """Files of `tables` about `creators`, written to `folder` and entered in `expected`."""
    files, how = [], []
    for table in tables:
        for number in range(rng.choice((1, 1, 2))):
            place = folder / f"{table}{number}"
            place.mkdir(parents=True)
            columns = _COLUMNS[table](rng, creators, days)
            made = messy.written(columns, place, rng)
            expected.add(table, made)
            shown = f"{table}{number}{''.join(made.path.suffixes)}"
            files.append(ImportFile(made.path, shown, table))
            how.append(f"{shown}: {made.how}")
    return MessySet(files, "; ".join(how))


def creator_ids(rng: random.Random) -> list[str]:
    """Ids of a few creators, some of which look like numbers or dates."""
    return [str(one) for one in messy.ids("id", rng.randrange(3, 12), rng).values]


def _repeated(creators: Sequence[str], rng: random.Random, most: int) -> list[str]:
    return [rng.choice(creators) for _ in range(rng.randrange(2, most))]


def _influencers(rng: random.Random, creators: Sequence[str], days: int) -> list[Column]:
    ids = [*rng.sample(list(creators), rng.randrange(2, len(creators) + 1)), rng.choice(creators)]
    count = len(ids)
    platforms = [rng.choice(("instagram", "TikTok", "YouTube", "")) for _ in ids]
    platform = Column("platform", [text.lower() or None for text in platforms], platforms)
    countries = [rng.choice((("DE", "Germany"), ("FR", "france"), ("ES", "España"), (None, "")))
                 for _ in ids]  # fmt: skip
    country = Column("country", [code for code, _ in countries], [text for _, text in countries])
    return [
        messy.given("influencer_id", ids),
        messy.words("name", count, rng, gaps=0.2),
        platform,
        country,
        messy.counts("followers", count, rng, gaps=0.4),
        messy.averages("avg_likes", count, rng),
        messy.averages("avg_comments", count, rng),
        messy.prices("post_price", count, rng),
    ]


def _posts(rng: random.Random, creators: Sequence[str], days: int) -> list[Column]:
    owners = _repeated(creators, rng, 40)
    count = len(owners)
    moments = [datetime(2026, 9, 1) + timedelta(seconds=rng.randrange(80 * 86_400)) for _ in owners]
    moments[0] = _FIRST_TIME
    is_named = rng.random() < 0.5
    captions = [
        f'{"p" if is_named else ""}{rng.choice("abc")} #{rng.choice(_TAGS)}, "{rng.randrange(3)}"'
        for _ in owners
    ]
    columns = [
        messy.given("influencer_id", owners),
        messy.times("posted_at", count, rng, values=moments),
        messy.given("caption", captions),
        messy.counts("likes", count, rng),
        messy.counts("comments", count, rng),
        messy.flags("is_sponsored", count, rng),
    ]
    if is_named:
        ids = [f"p{rng.randrange(200):03d}" for _ in owners]
        # A post stays with its creator.
        columns[0] = messy.given("influencer_id", [_owner(one, creators) for one in ids])
        columns.append(messy.given("post_id", ids))
    return columns


def _owner(thing_id: str, creators: Sequence[str]) -> str:
    return creators[int(thing_id[1:]) % len(creators)]


def _history(rng: random.Random, creators: Sequence[str], days: int) -> list[Column]:
    rows = [(rng.choice(creators), date(2026, 1, 31), rng.randrange(10**6))]
    for creator in rng.sample(list(creators), rng.randrange(1, len(creators) + 1)):
        count = rng.choice((0, 900, 12_000, rng.randrange(10**6)))
        jump = rng.randrange(days)
        for back in range(days, 0, -1):
            count += rng.randrange(-3, 30) + (count // 3 if back == jump and days > 30 else 0)
            rows.append((creator, LAST_DAY - timedelta(days=back - 1), max(count, 0)))
    if rng.random() < 0.3:
        rows[1:] = rng.sample(rows[1:], len(rows) - 1)
    return [
        messy.given("influencer_id", [row[0] for row in rows]),
        messy.days("date", len(rows), rng, gaps=0.0, values=[row[1] for row in rows]),
        messy.counts("followers", len(rows), rng, gaps=0.02, values=[row[2] for row in rows]),
    ]


def _brands(rng: random.Random, creators: Sequence[str], days: int) -> list[Column]:
    ids = ["b0", "b1", "b2", "b1"]
    return [
        messy.given("brand_id", ids),
        messy.words("brand_name", len(ids), rng, gaps=0.2),
        messy.given("keywords", ["glow, skin"] * len(ids)),
        messy.counts("followers", len(ids), rng),
    ]


def _collaborations(rng: random.Random, creators: Sequence[str], days: int) -> list[Column]:
    owners = _repeated(creators, rng, 20)
    started = [LAST_DAY - timedelta(days=rng.randrange(200)) for _ in owners]
    started[0] = date(2026, 1, 31)
    ids = [f"k{rng.randrange(30)}" for _ in owners]
    return [
        messy.given("collaboration_id", ids),
        messy.given("brand_id", [f"b{int(one[1:]) % 4}" for one in ids]),
        messy.given("influencer_id", [_owner(one, creators) for one in ids]),
        messy.days("started_on", len(ids), rng, values=started),
        messy.prices("price", len(ids), rng),
    ]


_COLUMNS = {
    "influencers": _influencers, "posts": _posts, "follower_history": _history,
    "brands": _brands, "collaborations": _collaborations,
}  # fmt: skip
