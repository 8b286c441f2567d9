"""Captions as people write them: about a topic or just about the day."""

from __future__ import annotations

import random
from dataclasses import dataclass

from core.demo.people.names import Person
from core.demo.words import Language, Niche, NicheText, Words
from core.demo.writing.spelling import ascii_name, capitalised, spoken_by, with_typo


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
class Caption:
    """A caption with what it holds; tags and mentions without # and @, in lower case."""

    text: str
    hashtags: list[str]
    mentions: list[str]
    language: str


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


class CaptionWriter:
    """Writes captions without repeating itself within a creator."""

    def __init__(self, words: Words, rng: random.Random) -> None:
        self._words = words
        self._rng = rng
        self._said: set[str] = set()
        self._written: set[str] = set()

    def next_creator(self) -> None:
        """Forgets what was said, since two creators may say the same."""
        self._said.clear()

    def write(
        self,
        style: Style,
        topic: int,
        friend: str,
        *,
        brand: str = "",
        is_marked: bool = False,
    ) -> Caption:
        """One caption.

        Args:
            topic: index of the niche; -1 for everyday life.
            friend: handle that may be mentioned.
            brand: handle of the brand that paid; '' without one.
            is_marked: the caption says that it is advertising.
        """
        rng = self._rng
        code = "en" if rng.random() < style.english_share else style.language
        language = self._words.languages[code]
        niche = self._words.niches[topic] if topic >= 0 else None
        for _ in range(3):
            body = self._body(language, niche, code, style)
            if body not in self._written:
                break
        self._written.add(body)
        text = spoken_by(body, style.is_woman).replace("{city}", rng.choice(style.cities))
        mentions = []
        if "{who}" in text:
            text = text.replace("{who}", friend)
            mentions.append(friend)
        tags = self._tags(language, niche, code, style)
        if brand:
            text = self._sponsor(text, language, brand, is_marked)
            mentions.append(brand)
            if is_marked and language.ad_tag not in tags:
                tags.append(language.ad_tag)
        if rng.random() < style.typo_share:
            text = with_typo(text, rng)
        if style.lower_case:
            text = text.lower()
        if rng.random() < style.emoji_share:
            text = f"{text} {''.join(rng.sample(style.emoji, k=rng.choice((1, 1, 1, 2, 3))))}"
        in_text = [f"#{tag}" for tag in tags]
        if in_text:
            text = f"{text}{rng.choice((' ', ' ', chr(10)))}{' '.join(in_text)}"
        hashtags = list(dict.fromkeys(tag.lower() for tag in tags))
        return Caption(text, hashtags, [name.lower() for name in mentions], code)

    def _body(self, language: Language, niche: Niche | None, code: str, style: Style) -> str:
        rng = self._rng
        if niche is None:
            parts = [self._new(language.chatter)]
            if rng.random() < 0.4:
                parts.insert(0, rng.choice(language.openers))
            elif rng.random() < 0.35:
                parts.append(self._new(language.chatter))
        else:
            text = niche.text[code]
            first = self._topical(language, text)
            form = rng.random()
            if form < 0.22:
                parts = [first]
            elif form < 0.42:
                parts = [rng.choice(language.openers), first]
            elif form < 0.62:
                parts = [first, rng.choice(language.closers)]
            elif form < 0.78:
                parts = [first, self._new(language.chatter)]
            elif form < 0.9:
                parts = [first, self._topical(language, text)]
            else:
                parts = [rng.choice(language.openers), first, rng.choice(language.closers)]
        return " ".join(parts)

    def _topical(self, language: Language, text: NicheText) -> str:
        # Frames hold the niche's things only, so that words are shared between niches.
        line = self._new(language.frames if self._rng.random() < 0.45 else text.lines)
        if "{a}" in line or "{A}" in line or "{b}" in line:
            first = self._new(text.things)
            second = self._new(tuple(thing for thing in text.things if thing != first))
            line = (
                line.replace("{A}", capitalised(first)).replace("{a}", first).replace("{b}", second)
            )
        return capitalised(line)

    def _new(self, lines: tuple[str, ...]) -> str:
        """A line this creator has not used yet, unless all are used."""
        line = self._rng.choice(lines)
        for _ in range(6):
            if line not in self._said:
                break
            line = self._rng.choice(lines)
        self._said.add(line)
        return line

    def _sponsor(self, text: str, language: Language, brand: str, is_marked: bool) -> str:
        if not is_marked:
            return f"{text} @{brand}"
        rng = self._rng
        notice = rng.choice(language.sponsored)
        for slot, value in (
            ("{brand}", brand),
            ("{product}", rng.choice(language.products)),
            ("{code}", f"{brand[:6].upper()}15"),
        ):
            notice = notice.replace(slot, value)
        return f"{notice} {text}"

    def _tags(self, language: Language, niche: Niche | None, code: str, style: Style) -> list[str]:
        rng = self._rng
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
                tags.append(rng.choice(language.tags))
        return list(dict.fromkeys(tags))
