"""How a creator writes, and what a post holds before it is put into words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.demo.people.names import Person
from core.demo.words import Niche, Words
from core.demo.writing.spelling import ascii_name

# Of posts, those that name another creator.
_MENTION_SHARE = 0.007


@dataclass(frozen=True)
class Style:
    """How one creator writes; rates are probabilities a caption unless said otherwise."""

    language: str
    is_woman: bool
    english_share: float
    lower_case: bool
    emoji_share: float
    tags_mean: float
    typo_share: float
    tags_own: tuple[str, ...]
    emoji: tuple[str, ...]
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What a post holds however it is worded: language, tags without #, another creator or ''."""

    language: str
    tags: list[str]
    friend: str


def make_style(
    language: str, niche: Niche, cities: tuple[str, ...], person: Person, rng: random.Random
) -> Style:
    """How a person writes: language, emoji, tags, typos; the same for the same `rng` state."""
    general = ("✨", "🙈", "😂", "🥹", "❤️", "🙌", "☕", "👀", "😅", "🍂")
    emoji = rng.sample(niche.emoji, k=2) + rng.sample(general, k=3)
    name = ascii_name(person.handle)
    return Style(
        language=language,
        is_woman=person.is_woman,
        english_share=0.0 if language == "en" else rng.choice((0.0, 0.1, 0.25, 0.5)),
        lower_case=rng.random() < 0.18,
        emoji_share=rng.choice((0.0, 0.3, 0.6, 0.85)),
        tags_mean=rng.choice((0.0, 1.0, 1.0, 2.0, 3.0, 4.0)),
        typo_share=rng.choice((0.0, 0.03, 0.08, 0.2)),
        tags_own=(f"{name}daily", f"{name}x") if rng.random() < 0.2 else (),
        emoji=tuple(emoji),
        cities=cities,
    )


def draw_facts(
    style: Style, niche: Niche | None, friends: Sequence[str], words: Words, rng: random.Random
) -> Facts:
    """The facts of a post about a niche, or about everyday life (None)."""
    code = "en" if rng.random() < style.english_share else style.language
    friend = rng.choice(friends) if rng.random() < _MENTION_SHARE else ""
    return Facts(code, _tags(style, niche, code, words, rng), friend)


def _tags(
    style: Style, niche: Niche | None, code: str, words: Words, rng: random.Random
) -> list[str]:
    count = min(int(rng.expovariate(1 / style.tags_mean) + 0.5), 8) if style.tags_mean else 0
    tags: list[str] = []
    for _ in range(count):
        drawn = rng.random()
        if niche is not None and drawn < 0.3:
            tags.append(rng.choice(niche.text[code].tags))
        elif niche is not None and drawn < 0.55:
            tags.append(rng.choice(niche.tags))
        elif style.tags_own and drawn < 0.65:
            tags.append(rng.choice(style.tags_own))
        else:
            tags.append(rng.choice(words.languages[code].tags))
    return list(dict.fromkeys(tags))
