"""Who the creators are: platform, country, size, niches and how engaged their followers are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.config import DemoConfig
from core.demo.words import Words

PLATFORMS = ("instagram", "tiktok", "youtube")
_PLATFORM_SHARES = (0.46, 0.34, 0.20)
_PLATFORM_ENGAGEMENT = (1.0, 1.45, 0.8)

# Follower bounds of the tiers, the share of creators in each, and the spread inside (log sd).
_TIER_BOUNDS = (1_000, 10_000, 50_000, 500_000, 1_000_000, 20_000_000)
_TIER_SHARES = (0.34, 0.32, 0.22, 0.08, 0.04)
_TIER_MEDIANS = (4_300, 21_000, 140_000, 690_000, 1_900_000)
_TIER_SPREADS = (0.6, 0.45, 0.6, 0.2, 0.7)


@dataclass(frozen=True)
class Cast:
    """One entry a creator in every array, ordered by id.

    Attributes:
        ids: influencer ids.
        platform, country, audience_country: indices into PLATFORMS and the countries.
        tier: 0 nano ... 4 mega.
        followers: count on the last day.
        engagement: (likes + comments) / followers of an ordinary post, a fraction.
        main, second: indices of niches; second is -1 without one.
        main_share, second_share, chatter_share: of the posts; the rest is about anything.
        language: ISO 639-1 of most posts.
    """

    ids: list[str]
    platform: np.ndarray
    country: np.ndarray
    audience_country: np.ndarray
    tier: np.ndarray
    followers: np.ndarray
    engagement: np.ndarray
    main: np.ndarray
    second: np.ndarray
    main_share: np.ndarray
    second_share: np.ndarray
    chatter_share: np.ndarray
    language: list[str]

    def __len__(self) -> int:
        return len(self.ids)


def make_cast(config: DemoConfig, words: Words, rng: np.random.Generator) -> Cast:
    """A cast of `config.creators_count` creators."""
    n = config.creators_count
    width = max(5, len(str(n)))
    platform = rng.choice(len(PLATFORMS), size=n, p=_PLATFORM_SHARES)
    weights = np.array([country.weight for country in words.countries])
    country = rng.choice(len(weights), size=n, p=weights / weights.sum())
    tier = rng.choice(len(_TIER_SHARES), size=n, p=_TIER_SHARES)
    followers = _followers(tier, rng)
    main, second = _niches(n, words, rng)
    main_share, second_share, chatter_share = _shares(second >= 0, rng)
    return Cast(
        ids=[f"c{number:0{width}d}" for number in range(1, n + 1)],
        platform=platform,
        country=country,
        audience_country=_audience(country, words, rng),
        tier=tier,
        followers=followers,
        engagement=_engagement(platform, followers, rng),
        main=main,
        second=second,
        main_share=main_share,
        second_share=second_share,
        chatter_share=chatter_share,
        language=[words.countries[index].language for index in country],
    )


def _followers(tier: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    medians, spreads = np.array(_TIER_MEDIANS), np.array(_TIER_SPREADS)
    drawn = medians[tier] * np.exp(rng.normal(size=len(tier)) * spreads[tier])
    bounds = np.array(_TIER_BOUNDS)
    low, high = bounds[tier], bounds[tier + 1]
    # Folding back instead of clipping leaves no heap of creators at exactly 10,000.
    folded = np.where(drawn < low, low * low / drawn, drawn)
    folded = np.where(folded >= high, high * high / folded, folded)
    return np.clip(folded, low * 1.01, high * 0.99).astype(np.int64)


def _engagement(
    platform: np.ndarray, followers: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """About 5% at 5,000 followers, falling with the power -0.2, and widely spread."""
    usual = 0.046 * (followers / 5_000) ** -0.2 * np.array(_PLATFORM_ENGAGEMENT)[platform]
    return np.clip(usual * np.exp(rng.normal(0, 0.5, len(followers))), 0.001, 0.3)


def _audience(country: np.ndarray, words: Words, rng: np.random.Generator) -> np.ndarray:
    """Mostly the creator's own country, else one that speaks the same language."""
    audience = country.copy()
    languages = [entry.language for entry in words.countries]
    for index in np.flatnonzero(rng.random(len(country)) < 0.17):
        language = languages[country[index]]
        same = [number for number, key in enumerate(languages) if key == language]
        audience[index] = same[int(rng.integers(len(same)))]
    return audience


def _niches(n: int, words: Words, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Main niche and, for three in four creators, a second, mostly a near one."""
    count = len(words.niches)
    popularity = np.linspace(1.35, 0.75, count)[rng.permutation(count)]
    main = rng.choice(count, size=n, p=popularity / popularity.sum())
    position = {niche.key: number for number, niche in enumerate(words.niches)}
    near = [[position[key] for key in niche.near] for niche in words.niches]
    second = np.full(n, -1)
    has_second, is_near = rng.random(n) < 0.75, rng.random(n) < 0.7
    picks, others = rng.random(n), rng.integers(1, count, size=n)
    for index in np.flatnonzero(has_second):
        niche = int(main[index])
        choices = near[niche]
        if is_near[index]:
            second[index] = choices[int(picks[index] * len(choices))]
        else:
            second[index] = (niche + others[index]) % count
    return main, second


def _shares(
    has_second: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of posts about the main niche, the second and everyday life."""
    n = len(has_second)
    chatter = rng.uniform(0.1, 0.34, n)
    elsewhere = rng.uniform(0.0, 0.12, n)
    topical = 1 - chatter - elsewhere
    split = np.where(has_second, rng.uniform(0.56, 0.9, n), 1.0)
    return topical * split, topical * (1 - split), chatter
