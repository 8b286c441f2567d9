"""Labelled demo accounts and samples of followers: people and bots that do not exist.

Kinds overlap on purpose: lurkers without posts look like new bots, aged bots have pictures and
posts, small shops follow thousands. A model that knew the kinds would still err.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pandas as pd

from core.demo.words import load_words
from core.demo.writing.spelling import ascii_name

LABELLED_COUNT = 1200
SAMPLE_COUNT = 400
_FAKE_SHARE = 0.3
_NO_LABEL_SLIP = 0.015  # hand labels are not flawless
_COUNT_MAX = 7500.0  # the most accounts one may follow on the largest platform


@dataclass(frozen=True)
class _Kind:
    """Medians and log spreads of counts, and shares of what is there or not.

    Attributes:
        digits: most digits at the end of the user name, and the share of accounts with any.
    """

    weight: float
    is_fake: bool
    followers: tuple[float, float]
    following: tuple[float, float]
    posts: tuple[float, float]
    has_no_post: float
    has_picture: float
    is_private: float
    has_bio: float
    has_link: float
    digits: tuple[int, float]
    has_name: float


_KINDS = (
    # Friends and family, the large quiet majority.
    _Kind(0.42, False, (290, 0.8), (390, 0.7), (38, 1.2), 0.05, 0.98, 0.66, 0.58, 0.03, (4, 0.24), 0.93),  # noqa: E501
    # Only look; hard to tell from bots.
    _Kind(0.17, False, (62, 1.0), (250, 1.1), (3, 1.1), 0.46, 0.85, 0.52, 0.24, 0.01, (5, 0.4), 0.74),  # noqa: E501
    _Kind(0.18, False, (840, 1.0), (720, 0.8), (150, 1.0), 0.01, 0.99, 0.22, 0.86, 0.16, (3, 0.15), 0.97),  # noqa: E501
    _Kind(0.07, False, (6200, 1.2), (780, 1.0), (420, 0.9), 0.0, 1.0, 0.02, 0.97, 0.7, (2, 0.08), 0.99),  # noqa: E501
    # Small shops that follow whoever might buy.
    _Kind(0.08, False, (520, 1.1), (2600, 0.7), (90, 1.1), 0.03, 0.97, 0.07, 0.9, 0.5, (3, 0.14), 0.95),  # noqa: E501
    _Kind(0.08, False, (30, 1.1), (110, 1.2), (2, 1.0), 0.42, 0.7, 0.45, 0.18, 0.0, (5, 0.45), 0.66),  # noqa: E501
    # Sold by the thousand.
    _Kind(0.5, True, (24, 1.2), (1900, 1.0), (1, 1.2), 0.66, 0.62, 0.18, 0.14, 0.02, (6, 0.66), 0.6),  # noqa: E501
    # Aged, with stolen pictures.
    _Kind(0.24, True, (190, 1.0), (1500, 0.9), (9, 0.9), 0.12, 0.95, 0.2, 0.44, 0.08, (5, 0.5), 0.84),  # noqa: E501
    _Kind(0.14, True, (6, 1.2), (60, 1.3), (0.4, 0.8), 0.85, 0.3, 0.26, 0.05, 0.0, (7, 0.7), 0.42),
    # Spam with a link, followed back by others of its kind.
    _Kind(0.12, True, (720, 1.3), (3300, 0.7), (24, 1.0), 0.08, 0.97, 0.05, 0.8, 0.62, (5, 0.42), 0.9),  # noqa: E501
)  # fmt: skip
_BIO_BITS = (
    "coffee first", "just me", "music and long walks", "mum of two", "always hungry",
    "dog person", "learning every day", "book lover", "photos of small things", "here for fun",
    "DM for collabs", "shop link below", "follow for follow", "best deals daily", "win prizes",
)  # fmt: skip


def labelled_accounts(*, seed: int, count: int = LABELLED_COUNT) -> pd.DataFrame:
    """Demo accounts with a label, under headers that people use.

    Returns:
        username, full_name, bio, followers, following, posts, profile_picture, private,
        external_url and fake (0 or 1), in a random order; about 3 in 10 are fake.
    """
    rng = random.Random(f"labelled accounts {seed}")
    frame = _accounts(rng, count, _FAKE_SHARE)
    slip = [rng.random() < _NO_LABEL_SLIP for _ in range(count)]
    frame["fake"] = frame["fake"].where([not slipped for slipped in slip], 1 - frame["fake"])
    return frame


def follower_sample(*, seed: int, fake_share: float, count: int = SAMPLE_COUNT) -> pd.DataFrame:
    """Followers of a demo creator without labels, `fake_share` (0-1) of them bots."""
    rng = random.Random(f"followers {fake_share} {seed}")
    return _accounts(rng, count, fake_share).drop(columns="fake")


def sample_files(*, seed: int) -> dict[str, pd.DataFrame]:
    """File name -> labelled demo accounts and two samples, one ordinary and one with bots."""
    return {
        "demo_accounts.csv": labelled_accounts(seed=seed),
        "demo_followers_ordinary.csv": follower_sample(seed=seed, fake_share=0.06),
        "demo_followers_bought.csv": follower_sample(seed=seed + 1, fake_share=0.34),
    }


def _accounts(rng: random.Random, count: int, fake_share: float) -> pd.DataFrame:
    fakes = round(count * fake_share)
    chosen = [
        kind
        for is_fake, many in ((True, fakes), (False, count - fakes))
        for kind in rng.choices(
            [kind for kind in _KINDS if kind.is_fake == is_fake],
            [kind.weight for kind in _KINDS if kind.is_fake == is_fake],
            k=many,
        )
    ]
    rng.shuffle(chosen)
    taken: set[str] = set()
    return pd.DataFrame([_account(rng, kind, taken) for kind in chosen])


def _account(rng: random.Random, kind: _Kind, taken: set[str]) -> dict[str, object]:
    words = load_words()
    culture = rng.choice(sorted(words.women))
    first = rng.choice((words.women if rng.random() < 0.55 else words.men)[culture])
    last = rng.choice(words.last_names[culture])
    has_bio = rng.random() < kind.has_bio
    return {
        "username": _username(rng, kind, ascii_name(first), ascii_name(last), taken),
        "full_name": f"{first} {last}" if rng.random() < kind.has_name else "",
        "bio": " · ".join(rng.sample(_BIO_BITS, k=rng.choice((1, 1, 2, 3)))) if has_bio else "",
        "followers": _number(rng, kind.followers, 3e5),
        "following": _number(rng, kind.following, _COUNT_MAX),
        "posts": 0 if rng.random() < kind.has_no_post else _number(rng, kind.posts, 9e3),
        "profile_picture": "yes" if rng.random() < kind.has_picture else "no",
        "private": "yes" if rng.random() < kind.is_private else "no",
        "external_url": "yes" if rng.random() < kind.has_link else "no",
        "fake": int(kind.is_fake),
    }


def _number(rng: random.Random, shape: tuple[float, float], most: float) -> int:
    median, spread = shape
    return round(min(median * 2.718281828 ** rng.gauss(0, spread), most))


def _username(rng: random.Random, kind: _Kind, first: str, last: str, taken: set[str]) -> str:
    forms = (f"{first}.{last}", f"{first}{last}", f"{first}_{last}", f"{first}{last[:2]}", first)
    most, share = kind.digits
    while True:
        name = rng.choice(forms)
        if rng.random() < share or name in taken:
            name += "".join(rng.choices("0123456789", k=rng.randint(1, most)))
        if name not in taken:
            taken.add(name)
            return name
