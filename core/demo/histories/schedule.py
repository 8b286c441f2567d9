"""When creators post, and how far each post reached compared with their usual one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.config import DemoConfig
from core.demo.people.cast import Cast
from core.demo.words import Words

_MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Schedule:
    """Arrays of shape (creators, posts), oldest post first.

    Attributes:
        minutes: since midnight UTC of the first day of history; negative before it.
        reach: of the post over the creator's usual one; mean about 1, viral posts 4 to 20.
    """

    minutes: np.ndarray
    reach: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """Index of the UTC day in the history; negative before it."""
        return self.minutes // _MINUTES_A_DAY


def make_schedule(
    cast: Cast, config: DemoConfig, words: Words, rng: np.random.Generator
) -> Schedule:
    """Posts over the last one to four months, in the evening more than at noon, few at night."""
    n, posts = len(cast), config.posts_per_creator
    span = rng.uniform(0.35, 1.25, (n, 1)) * config.days
    gaps = rng.gamma(2.5, size=(n, posts))
    since_last = np.minimum(rng.exponential(2.5, (n, 1)), 0.3 * config.days)
    # Days before the end of the last day; the newest post is the last column.
    age = np.cumsum(gaps[:, ::-1], axis=1)[:, ::-1]
    age = (age - age[:, -1:]) / np.maximum(age[:, :1] - age[:, -1:], 1e-9) * span + since_last
    day = config.days - 1 - np.floor(age).astype(np.int64)
    # Everyone has a weekday on which they rarely post.
    quiet = rng.integers(7, size=(n, 1))
    moved = (day % 7 == quiet) & (rng.random((n, posts)) < 0.7) & (day < config.days - 1)
    day = np.where(moved, day + 1, day)
    usual_hour = rng.choice([8.0, 12.5, 17.0, 19.0, 20.5], size=(n, 1), p=[0.1, 0.2, 0.2, 0.3, 0.2])
    hour = (usual_hour + rng.normal(0, 2.2, (n, posts))) % 24
    offset = np.array([country.offset_hours for country in words.countries])[cast.country]
    hour_utc = (hour - offset[:, None]) % 24
    minutes = day * _MINUTES_A_DAY + (hour_utc * 60).astype(np.int64)
    minutes = np.sort(minutes, axis=1)
    spread = rng.uniform(0.3, 0.65, (n, 1))
    reach = np.exp(rng.normal(size=(n, posts)) * spread - spread**2 / 2)
    return Schedule(minutes, reach)
