"""Daily follower counts made of habit, weekday, noise, posts and events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.config import DemoConfig
from core.demo.histories.events import Events
from core.demo.histories.schedule import Schedule
from core.demo.people.cast import Cast

# What a clean-up takes of the usual account.
PURGE_LOSS = 0.011


@dataclass(frozen=True)
class Growth:
    """Arrays of shape (creators, days), oldest day first.

    Attributes:
        counts: followers, whole numbers; the last column is the creator's followers count.
        organic_share: of the followers who were not bought, 0 to 1.
    """

    counts: np.ndarray
    organic_share: np.ndarray


def make_growth(
    cast: Cast, schedule: Schedule, events: Events, config: DemoConfig, rng: np.random.Generator
) -> Growth:
    """Counts that end at `cast.followers` on the last day."""
    rates = _habit(cast, config, rng)
    rates += _gains_of_posts(schedule, events, config, rng)
    for burst in events.bursts:
        days = slice(burst.first_day, burst.last_day + 1)
        rates[burst.creator, days] += burst.size * burst.profile[: config.days - burst.first_day]
    for creator, start in events.risers.items():
        length = config.days - start
        ramp = np.linspace(0.3, 1.7, length) / length
        rates[creator, start:] += rng.uniform(0.12, 0.5) * ramp
    purged = cast.platform == events.purge_platform
    losses = np.exp(rng.normal(np.log(PURGE_LOSS), 0.35, len(cast)))
    rates[purged, events.purge_day] -= losses[purged]
    rates += _noise(cast, rates, rng)
    rates[:, 0] = 0.0
    organic = np.cumprod(1 + rates, axis=1)
    bought = np.zeros_like(organic)
    for purchase in events.purchases:
        row = purchase.creator
        size = purchase.size * organic[row, purchase.first_day - 1]
        bought[row] = size * purchase.arrived * purchase.present
        if purged[row]:
            # A purge takes more of the bought followers than of the others.
            bought[row, events.purge_day :] *= 1 - rng.uniform(0.02, 0.15)
    total = organic + bought
    counts = np.rint(total / total[:, -1:] * cast.followers[:, None]).astype(np.int64)
    return Growth(counts=np.maximum(counts, 0), organic_share=organic / total)


def _habit(cast: Cast, config: DemoConfig, rng: np.random.Generator) -> np.ndarray:
    """Relative change a day from the creator's trend and the weekday."""
    n = len(cast)
    growing = np.exp(rng.normal(np.log(0.03), 0.9, n))
    shrinking = -rng.uniform(0.002, 0.03, n)
    trend = np.where(rng.random(n) < 0.17, shrinking, np.minimum(growing, 0.6))
    # Small accounts move more.
    trend *= np.where(trend > 0, (cast.followers / 20_000) ** -0.08, 1.0)
    weekday = np.arange(config.days) % 7
    strength, peak = rng.uniform(0.1, 0.5, n), rng.normal(5.5, 1.2, n)
    wave = 1 + strength[:, None] * np.cos(2 * np.pi * (weekday - peak[:, None]) / 7)
    drift = np.linspace(-0.5, 0.5, config.days) * rng.normal(0, 0.6, (n, 1))
    return trend[:, None] / config.days * wave * (1 + drift)


def _gains_of_posts(
    schedule: Schedule, events: Events, config: DemoConfig, rng: np.random.Generator
) -> np.ndarray:
    """Relative gains on the day of a post and the two after it."""
    n = len(schedule.days)
    gains = np.zeros((n, config.days))
    pull = np.exp(rng.normal(np.log(0.0006), 0.8, n))
    pull[events.bursty] = np.exp(rng.normal(np.log(0.008), 0.4, int(events.bursty.sum())))
    lift = pull[:, None] * np.clip(schedule.reach, 0, 6.0) ** 1.3
    for burst in events.bursts:
        lift[burst.creator, burst.post] = 0.0
    rows = np.broadcast_to(np.arange(n)[:, None], lift.shape)
    for after, share in enumerate((0.5, 0.35, 0.15)):
        day = schedule.days + after
        inside = (day >= 0) & (day < config.days)
        np.add.at(gains, (rows[inside], day[inside]), lift[inside] * share)
    return gains


def _noise(cast: Cast, rates: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Relative noise: in proportion to the account, plus that of counting people."""
    n, days = rates.shape
    proportion = np.exp(rng.normal(np.log(0.0004), 0.5, (n, 1)))
    moving = np.abs(rates) + 0.0006
    counting = np.sqrt(moving / np.maximum(cast.followers[:, None], 1))
    heavy = rng.standard_t(4, (n, days)) / np.sqrt(2)
    return proportion * heavy + counting * rng.normal(size=(n, days))
