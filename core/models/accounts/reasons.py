"""Why an account's probability is what it is, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from core.models.accounts.features import BY_NAME, TOPICS, completed

REASONS_MAX = 3
# Log odds below which a topic is no reason worth a word.
_PART_MIN = 0.15

Facts = Mapping[str, float]


def topic_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Contributions to the log odds by topic, in the order of `TOPICS`.

    Args:
        parts: one column per feature.
    """
    topics = {
        topic: parts[[name for name in parts.columns if BY_NAME[name].topic == topic]].sum(axis=1)
        for topic in TOPICS
        if any(BY_NAME[name].topic == topic for name in parts.columns)
    }
    return pd.DataFrame(topics, index=parts.index)


def reasons(profiles: pd.DataFrame, parts: pd.DataFrame, raised: np.ndarray) -> list[list[str]]:
    """At most three reasons a profile, the weightiest first.

    Args:
        profiles: see `features.completed`.
        parts: contributions to the log odds, one column per feature.
        raised: one per row; True where evidence of a fake is wanted, else what speaks
            against it.
    """
    topics = topic_parts(parts)
    if topics.empty:
        return [[] for _ in range(len(profiles))]
    weights = topics.to_numpy() * np.where(raised, 1.0, -1.0)[:, None]
    order = np.argsort(-weights, axis=1, kind="stable")[:, :REASONS_MAX]
    names = list(topics.columns)
    known = completed(profiles)
    columns = {key: known[key].to_numpy() for key in known.columns}
    reasons_by_row: list[list[str]] = []
    for row in range(len(profiles)):
        facts = {
            key: float(values[row]) for key, values in columns.items() if values[row] == values[row]
        }
        weightiest = [
            _WORDS[names[place]](facts) for place in order[row] if weights[row, place] >= _PART_MIN
        ]
        reasons_by_row.append([words for words in weightiest if words])
    return reasons_by_row


def _count(number: float, singular: str, many: str) -> str:
    return f"no {many}" if number == 0 else f"{number:,.0f} {singular if number == 1 else many}"


def _audience(facts: Facts) -> str:
    following, followers = facts.get("following_count"), facts.get("followers_count")
    if following is None and followers is None:
        return ""
    if followers is None:
        return f"follows {following:,.0f}"
    if following is None:
        return f"followed by {followers:,.0f}"
    if following > followers:
        return f"follows {following:,.0f} but is followed by {followers:,.0f}"
    return f"followed by {followers:,.0f} and follows {following:,.0f}"


def _flag(key: str, yes: str, no: str) -> Callable[[Facts], str]:
    def words(facts: Facts) -> str:
        return "" if key not in facts else yes if facts[key] >= 0.5 else no

    return words


def _posts(facts: Facts) -> str:
    return _count(facts["posts_count"], "post", "posts") if "posts_count" in facts else ""


def _bio(facts: Facts) -> str:
    length = facts.get("bio_length")
    if length is None:
        return ""
    return f"profile text of {length:,.0f} characters" if length else "no profile text"


def _username(facts: Facts) -> str:
    digits, length = facts.get("username_digits_count"), facts.get("username_length")
    if digits is not None:
        return f"{_count(digits, 'digit', 'digits')} in the user name"
    if "username_digits_share" in facts:
        return f"{facts['username_digits_share']:.0%} of the user name are digits"
    return "" if length is None else f"user name of {length:,.0f} characters"


def _full_name(facts: Facts) -> str:
    if facts.get("name_is_username", 0) >= 0.5:
        return "full name equal to the user name"
    if facts.get("full_name_digits_share", 0) > 0:
        return "digits in the full name"
    if "full_name_words" in facts:
        return _count(facts["full_name_words"], "word", "words") + " in the full name"
    return ""


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "audience": _audience,
    "posts": _posts,
    "picture": _flag("has_profile_picture", "has a profile picture", "no profile picture"),
    "private": _flag("is_private", "private account", "public account"),
    "link": _flag("has_external_url", "has a link in the profile", "no link in the profile"),
    "bio": _bio,
    "username": _username,
    "full_name": _full_name,
}
