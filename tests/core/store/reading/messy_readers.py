"""What each reader makes of a messy file, against what the file means."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.services.audit.table import read_profiles
from core.services.influence.pair_table import read_pairs
from core.services.tables.histories import read_history, read_posts
from core.services.tables.profile_table import read_profile_table
from core.services.tables.recommend import read_events
from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import ImportFile, load
from tests.support import messy_files as messy
from tests.support.messy_files import MessyFile

_EPOCH = datetime(1970, 1, 1)
Rows = dict[tuple[Any, ...], tuple[Any, ...]]
# Given and read rows by their key, and how many lines cannot be used.
Outcome = tuple[Rows, Rows, int, int]


def _meant(file: MessyFile, key: tuple[str, ...], *values: str) -> Rows:
    """Rows of a file by key; a later row wins."""
    columns = file.columns
    return {
        tuple(columns[name].values[row] for name in key): tuple(
            columns[name].values[row] for name in values
        )
        for row in range(len(columns[key[0]].values))
    }


def _imported(file: MessyFile, table: str, sql: str, rng: random.Random) -> tuple[Rows, int]:
    folder = file.path.parent
    con = empty_store(folder / f"{rng.random()}.duckdb", Settings.from_env(folder))
    try:
        summary = load(
            con, [ImportFile(file.path, file.path.name, table)], as_of=datetime(2026, 11, 21).date()
        )
        rows = con.execute(sql).fetchall()
    finally:
        con.close()
    keys = sql.split("FROM", maxsplit=1)[0].count("/* key */")
    return {row[:keys]: row[keys:] for row in rows}, summary.rejected_count


def influencers(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Creators, imported."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("influencer_id", count, rng),
            messy.words("name", count, rng),
            messy.counts("followers", count, rng),
            messy.averages("avg_likes", count, rng),
            messy.prices("post_price", count, rng),
            messy.tags("hashtags", count, rng),
        ],
        folder,
        rng,
    )
    read, rejected = _imported(
        file,
        "influencers",
        """SELECT influencer_id /* key */, name, followers_count, avg_likes, post_price, hashtags
           FROM influencers""",
        rng,
    )
    meant = _meant(
        file, ("influencer_id",), "name", "followers", "avg_likes", "post_price", "hashtags"
    )
    return file, (meant, read, file.broken, rejected)


def engagement(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Shares of followers, imported as people."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("influencer_id", count, rng),
            messy.counts("followers", count, rng, gaps=0.0),
            messy.shares("authentic engagement", count, rng),
        ],
        folder,
        rng,
    )
    read, rejected = _imported(
        file,
        "influencers",
        "SELECT influencer_id /* key */, followers_count, authentic_engagement FROM influencers",
        rng,
    )
    meant = {
        key: (followers, None if share is None else share * followers)
        for key, (followers, share) in _meant(
            file, ("influencer_id",), "followers", "authentic engagement"
        ).items()
    }
    # People are whole.
    for key, (followers, people) in read.items():
        given = meant.get(key, (None, None))[1]
        if people is not None and given is not None and abs(people - given) < 0.5001:
            read[key] = (followers, given)
    return file, (meant, read, file.broken, rejected)


def daily_lists(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Lists of daily counts, imported as days."""
    count = rng.randrange(2, 20)
    columns = [
        messy.ids("influencer_id", count, rng),
        messy.lists_of_counts("daily_followers", count, rng),
    ]
    file = messy.written(columns, folder, rng, kinds=("csv", "csv.gz", "parquet"))
    read, rejected = _imported(
        file,
        "influencers",
        """SELECT influencer_id /* key */, (DATE '2026-11-21' - day) /* key */, followers_count
           FROM follower_history""",
        rng,
    )
    meant: Rows = {
        (creator, len(counts) - 1 - place): (value,)
        for creator, counts in zip(columns[0].values, columns[1].values, strict=True)
        for place, value in enumerate(counts or [])
        if value is not None
    }
    return file, (meant, read, file.broken, rejected)


def posts(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Posts, imported."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("post_id", count, rng),
            messy.ids("account_id", count, rng),
            messy.words("caption", count, rng),
            messy.times("posted_at", count, rng),
            messy.counts("likes", count, rng),
            messy.flags("is_sponsored", count, rng),
        ],
        folder,
        rng,
    )
    read, rejected = _imported(
        file,
        "posts",
        """SELECT post_id /* key */, influencer_id, caption, posted_at, likes_count, is_sponsored
           FROM posts""",
        rng,
    )
    meant = _meant(
        file, ("post_id",), "account_id", "caption", "posted_at", "likes", "is_sponsored"
    )
    return file, (meant, read, file.broken, rejected)


def history(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Daily counts, imported."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("influencer_id", count, rng),
            messy.days("date", count, rng, gaps=0.0),
            messy.counts("followers", count, rng, gaps=0.0),
        ],
        folder,
        rng,
    )
    read, rejected = _imported(
        file,
        "follower_history",
        "SELECT influencer_id /* key */, day, followers_count FROM follower_history",
        rng,
    )
    meant = _meant(file, ("influencer_id",), "date", "followers")
    return file, (meant, read, file.broken, rejected)


def collaborations(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Collaborations, imported."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("collaboration_id", count, rng),
            messy.ids("brand_id", count, rng),
            messy.ids("influencer_id", count, rng),
            messy.days("started_on", count, rng),
            messy.prices("price", count, rng),
        ],
        folder,
        rng,
    )
    read, rejected = _imported(
        file,
        "collaborations",
        """SELECT collaboration_id /* key */, brand_id, influencer_id, started_on, price
           FROM collaborations""",
        rng,
    )
    meant = _meant(file, ("collaboration_id",), "brand_id", "influencer_id", "started_on", "price")
    return file, (meant, read, file.broken, rejected)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - _EPOCH).total_seconds()


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def events(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """`recommend`."""
    count = rng.randrange(2, 30)
    weights = messy.averages("weight", count, rng)
    file = messy.written(
        [
            messy.ids("user_id", count, rng),
            messy.ids("item_id", count, rng),
            weights,
            messy.times("time", count, rng),
        ],
        folder,
        rng,
    )
    read = read_events(file.path)
    assert read.weights is not None
    assert read.times is not None
    rows = zip(read.user_ids, read.item_ids, read.weights, read.times, strict=True)
    meant = {
        key: (item, weight, _seconds(time))
        for key, (item, weight, time) in _meant(
            file, ("user_id",), "item_id", "weight", "time"
        ).items()
        if weight is not None
    }
    missing = sum(weight is None for weight in weights.values)
    return file, (
        meant,
        {(user,): (item, float(weight), _known(time)) for user, item, weight, time in rows},
        file.broken + missing,
        read.unused_count,
    )


def daily_counts(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """`authenticity`, `rising` and `forecast`."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("influencer_id", count, rng),
            messy.days("date", count, rng, gaps=0.0),
            messy.counts("followers", count, rng, gaps=0.0),
        ],
        folder,
        rng,
    )
    read = read_history(file.path)
    rows = zip(read.creator_ids, read.histories.days, read.histories.counts, strict=True)
    meant = {
        key: ((day - _EPOCH.date()).days, followers)
        for key, (day, followers) in _meant(file, ("influencer_id",), "date", "followers").items()
    }
    return file, (
        meant,
        {(creator,): (int(day), int(followers)) for creator, day, followers in rows},
        file.broken,
        read.unused_count,
    )


def dated_posts(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """Posts beside daily counts."""
    count = rng.randrange(2, 30)
    creators = messy.ids("influencer_id", count, rng)
    file = messy.written(
        [
            creators,
            messy.times("posted_at", count, rng, gaps=0.0),
            messy.counts("likes", count, rng),
            messy.counts("comments", count, rng),
        ],
        folder,
        rng,
    )
    read = read_posts(file.path, creators.values)
    meant = {
        key: ((moment.date() - _EPOCH.date()).days, likes, comments)
        for key, (moment, likes, comments) in _meant(
            file, ("influencer_id",), "posted_at", "likes", "comments"
        ).items()
    }
    rows = {
        (creators.values[row.creator],): (
            int(row.day_number), _known(row.likes), _known(row.comments),
        )
        for row in read.itertuples()
    }  # fmt: skip
    return file, (meant, rows, 0, 0)


def profiled(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """`profile`."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("post_id", count, rng),
            messy.ids("account_id", count, rng),
            messy.words("caption", count, rng),
            messy.counts("likes", count, rng),
            messy.times("posted_at", count, rng),
            messy.flags("is_ad", count, rng),
        ],
        folder,
        rng,
    )
    read = read_profile_table(file.path)
    meant = {
        key: (account, caption, likes, _seconds(moment), is_ad)
        for key, (account, caption, likes, moment, is_ad) in _meant(
            file, ("post_id",), "account_id", "caption", "likes", "posted_at", "is_ad"
        ).items()
    }
    rows = {
        (row.post_id,): (
            row.account_id,
            row.caption,
            None if pd.isna(row.likes) else float(row.likes),
            None if pd.isna(row.posted_at) else float(row.posted_at),
            None if pd.isna(row.is_ad) else bool(row.is_ad),
        )
        for row in read.frame.itertuples()
    }
    return file, (meant, rows, file.broken, read.skipped_count)


def followers(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """The Follower audit and `accounts`."""
    count = rng.randrange(2, 30)
    file = messy.written(
        [
            messy.ids("id", count, rng),
            messy.counts("followers", count, rng),
            messy.counts("following", count, rng),
            messy.flags("private", count, rng),
        ],
        folder,
        rng,
    )
    read = read_profiles(file.path)
    meant = {
        key: (count_, following, None if private is None else float(private))
        for key, (count_, following, private) in _meant(
            file, ("id",), "followers", "following", "private"
        ).items()
    }
    names = ["followers_count", "following_count", "is_private"]
    rows = {
        (account,): tuple(_known(float(value)) for value in values)
        for account, values in zip(
            read.ids["account_id"],
            read.profiles.reindex(columns=names).to_numpy(float),
            strict=True,
        )
    }  # fmt: skip
    return file, (meant, rows, 0, 0)


def pairs(folder: Path, rng: random.Random) -> tuple[MessyFile, Outcome]:
    """`influence`."""
    count = rng.randrange(4, 30)
    columns = [messy.ids("A_id", count, rng), messy.ids("B_id", count, rng)]
    columns += [messy.averages(f"{side}_likes", count, rng) for side in "AB"]
    file = messy.written([*columns, messy.flags("Choice", count, rng)], folder, rng)
    read = read_pairs(file.path)
    assert read.id_a is not None
    assert read.id_b is not None
    choices = read.choice if read.choice is not None else np.full(len(read.id_a), np.nan)
    rows = {
        (one,): (other, _known(a), _known(b))
        for one, other, a, b, _ in zip(
            read.id_a, read.id_b, read.a[:, 0], read.b[:, 0], choices, strict=True
        )
    }
    return file, (_meant(file, ("A_id",), "B_id", "A_likes", "B_likes"), rows, 0, 0)


READERS: dict[str, Callable[[Path, random.Random], tuple[MessyFile, Outcome]]] = {
    reader.__name__: reader
    for reader in (
        influencers, engagement, daily_lists, posts, history, collaborations, events, daily_counts,
        dated_posts, profiled, followers, pairs,
    )
}  # fmt: skip


def differences(outcome: Outcome) -> list[str]:
    """What was read otherwise than it was meant, in words; empty when all is right."""
    meant, read, unusable, left_out = outcome
    found = [f"missing {key}" for key in meant.keys() - read.keys()]
    found += [f"invented {key}" for key in read.keys() - meant.keys()]
    found += [
        f"{key}: meant {meant[key]}, read {read[key]}"
        for key in meant.keys() & read.keys()
        if not _same(meant[key], read[key])
    ]
    if unusable != left_out:
        found.append(f"expected {unusable} lines left out, found {left_out}")
    return found


def _same(meant: tuple[Any, ...], read: tuple[Any, ...]) -> bool:
    return all(_equal(one, other) for one, other in zip(meant, read, strict=True))


def _equal(meant: Any, read: Any) -> bool:
    if isinstance(meant, float) and read is not None:
        return abs(meant - float(read)) <= 1e-6 * max(1.0, abs(meant))
    if isinstance(meant, str):
        return isinstance(read, str) and _line_ends(meant) == _line_ends(read)
    return bool(meant == read)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
