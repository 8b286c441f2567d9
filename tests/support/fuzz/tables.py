"""Small good tables, one for each file that a command reads."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

_LAST = date(2026, 11, 20)
_WORDS = ("serum", "skin", "pasta", "basil", "hike", "summit", "guitar", "dog", "café", "日本")
_CATEGORIES = ("food", "travel", "beauty")

# A header, then rows of cells.
Table = list[list[Any]]


def _text(rng: random.Random) -> str:
    words = rng.choices(_WORDS, k=rng.randint(2, 6))
    return " ".join([*words, f"#{words[0]}", f"@{words[-1]}shop"])


def _ids(count: int) -> list[str]:
    return [f"c{number:02d}" for number in range(count)]


def _day(rng: random.Random, days: int = 120) -> str:
    return str(_LAST - timedelta(days=rng.randrange(days)))


def influencers(rng: random.Random) -> Table:
    """Creators."""
    header = ["influencer_id", "handle", "name", "platform", "bio", "category", "country",
              "followers", "avg_likes", "avg_comments", "post_price", "hashtags",
              "recent_captions", "daily_followers"]  # fmt: skip
    rows = []
    for one in _ids(12):
        followers = rng.randrange(100, 500_000)
        counts = [followers - day * rng.randrange(1, 9) for day in range(40, 0, -1)]
        rows.append(
            [one, f"handle{one}", f"Name {one}", "instagram", _text(rng), rng.choice(_CATEGORIES),
             "DE", followers, followers // 20, followers // 200, rng.randrange(10, 900),
             "skin glow", repr([_text(rng), _text(rng)]), str(counts)]
        )  # fmt: skip
    return [header, *rows]


def posts(rng: random.Random) -> Table:
    """Posts, under the names that `import`, `posts`, `niches`, `profile` and `trends` know."""
    header = ["account_id", "influencer_id", "post_id", "posted_at", "caption", "category",
              "likes", "comments", "views", "is_sponsored"]  # fmt: skip
    return [
        header,
        *(
            [one, one, f"{one}-{post}", _day(rng), _text(rng), _CATEGORIES[number % 2],
             rng.randrange(900), rng.randrange(90), rng.randrange(9_000), "no"]
            for number, one in enumerate(_ids(12))
            for post in range(4)
        ),
    ]  # fmt: skip


def history(rng: random.Random) -> Table:
    """Daily counts of followers."""
    rows: Table = [["influencer_id", "date", "followers"]]
    for one in _ids(5):
        count = rng.randrange(1_000, 90_000)
        for day in range(60):
            count += rng.randrange(-5, 60)
            rows.append([one, str(_LAST - timedelta(days=59 - day)), count])
    return rows


def labels(rng: random.Random) -> Table:
    """Who bought followers."""
    return [
        ["influencer_id", "purchased", "pattern", "first_day", "last_day"],
        *([one, number % 2, "step" if number % 2 else "organic", _day(rng), _day(rng)]
          for number, one in enumerate(_ids(5))),
    ]  # fmt: skip


def brands(rng: random.Random) -> Table:
    """Brands."""
    return [
        ["brand_id", "brand_name", "description", "category", "country", "keywords", "hashtags",
         "followers"],
        *([f"b{number}", f"Brand {number}", _text(rng), "Beauty", "DE", "skin, pasta", "glow",
           rng.randrange(10**6)] for number in range(4)),
    ]  # fmt: skip


def ratings(rng: random.Random) -> Table:
    """Points of brands for creators."""
    return [
        ["brand_id", "influencer_id", "points", "category_points"],
        *([f"b{rng.randrange(4)}", one, rng.randrange(101), rng.randrange(41)]
          for one in _ids(12)),
    ]  # fmt: skip


def collaborations(rng: random.Random) -> Table:
    """Who worked with whom."""
    return [
        ["brand_id", "influencer_id", "started_on", "price"],
        *([f"b{rng.randrange(4)}", one, _day(rng), rng.randrange(5_000)] for one in _ids(12)),
    ]  # fmt: skip


def interactions(rng: random.Random) -> Table:
    """What brands did."""
    kinds = ("view", "info", "contact", "campaign", "collaboration")
    return [
        ["brand_id", "influencer_id", "kind", "happened_at"],
        *([f"b{rng.randrange(4)}", one, rng.choice(kinds), _day(rng)] for one in _ids(12) * 2),
    ]  # fmt: skip


def profiles(rng: random.Random) -> Table:
    """Accounts with a label."""
    rows: Table = [
        ["username", "followers", "following", "posts", "bio", "private", "profile pic", "fake"]
    ]
    for number in range(60):
        fake = number % 2
        rows.append(
            [f"user{number}", rng.randrange(5, 90 if fake else 9_000), rng.randrange(10, 5_000),
             rng.randrange(3 if fake else 300), "" if fake else _text(rng), rng.randrange(2),
             1 - fake * rng.randrange(2), fake]
        )  # fmt: skip
    return rows


def pairs(rng: random.Random) -> Table:
    """Pairs of people, and who is more influential."""
    names = ("follower_count", "listed_count", "posts")
    rows: Table = [["Choice", *(f"{side}_{name}" for side in "AB" for name in names)]]
    for _ in range(60):
        values = [rng.randrange(1, 9_000) for _ in range(6)]
        rows.append([int(values[0] > values[3]), *values])
    return rows


def events(rng: random.Random) -> Table:
    """What users chose."""
    return [
        ["user_id", "item_id", "weight", "time"],
        *([f"u{user}", f"i{rng.randrange(8) * 2 + user % 2}", rng.randrange(1, 5), _day(rng)]
          for user in range(20) for _ in range(4)),
    ]  # fmt: skip


def users(rng: random.Random) -> Table:
    """Features of users."""
    return [["user_id", "side", "age"],
            *([f"u{user}", f"s{user % 2}", rng.randrange(90)] for user in range(20))]  # fmt: skip


def items(rng: random.Random) -> Table:
    """Features of items."""
    return [["item_id", "side", "price"],
            *([f"i{item}", f"s{item % 2}", rng.randrange(90)] for item in range(16))]  # fmt: skip


TABLES: dict[str, Callable[[random.Random], Table]] = {
    make.__name__: make
    for make in (
        influencers, posts, history, labels, brands, ratings, collaborations, interactions,
        profiles, pairs, events, users, items,
    )
}  # fmt: skip
