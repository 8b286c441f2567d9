"""Names, handles and profile texts of people who do not exist."""

from __future__ import annotations

import random
from dataclasses import dataclass

from core.demo.people.cast import PLATFORMS
from core.demo.words import Country, Niche, Words
from core.demo.writing.spelling import ascii_name, capitalised, spoken_by


@dataclass(frozen=True)
class Person:
    """Name, handle and bio of a creator; bio None for an empty one."""

    handle: str
    name: str
    bio: str | None
    is_woman: bool


class PeopleMaker:
    """Makes people with handles that no one else has."""

    def __init__(self, words: Words, rng: random.Random, taken: set[str]) -> None:
        self._words = words
        self._rng = rng
        self._handles = taken

    def make(
        self,
        country: Country,
        main: Niche,
        second: Niche | None,
        emoji: tuple[str, ...],
        platform: int,
    ) -> Person:
        """A person of this country, with name, handle and bio that fit the niches.

        Args:
            main, second: niches of the person; second None for one niche alone.
            emoji: those of the main niche.
            platform: index into `PLATFORMS`.
        """
        rng = self._rng
        culture = country.culture
        is_woman = rng.random() < 0.56
        first = rng.choice((self._words.women if is_woman else self._words.men)[culture])
        last = rng.choice(self._words.last_names[culture])
        hint = rng.choice((second if second and rng.random() < 0.3 else main).handles)
        return Person(
            handle=self._handle(ascii_name(first), ascii_name(last), hint),
            name=self._name(first, last, hint, emoji, platform),
            bio=self._bio(country, main, second, emoji, is_woman),
            is_woman=is_woman,
        )

    def _handle(self, first: str, last: str, hint: str) -> str:
        rng = self._rng
        forms = (
            f"{first}.{last}", f"{first}{last}", f"{first}_{last}", f"{first[0]}.{last}",
            f"{first}.{hint}", f"{first}{hint}", f"the{hint}{first}", f"{hint}by{first}",
            f"{hint}.{last}", f"its{first}{last[:3]}", f"{first}{last[0]}_", f"hey{first}{hint}",
            f"{last}.{first}", f"{first}and{hint}", f"_{first}{last[:4]}", f"{hint}with{first}",
        )  # fmt: skip
        for _ in range(20):
            handle = rng.choice(forms)
            if handle not in self._handles:
                break
            handle = f"{handle}{rng.choice(('', '_', '.'))}{rng.randrange(2, 99)}"
            if handle not in self._handles:
                break
        while handle in self._handles:
            handle = f"{first}.{last}{rng.randrange(100, 10**7)}"
        self._handles.add(handle)
        return handle

    def _name(self, first: str, last: str, hint: str, emoji: tuple[str, ...], platform: int) -> str:
        rng = self._rng
        form = rng.random()
        if PLATFORMS[platform] == "youtube" and form < 0.25:
            return rng.choice(
                (f"{first}’s {capitalised(hint)}", f"{capitalised(hint)} with {first}")
            )
        if form < 0.66:
            return f"{first} {last}"
        if form < 0.78:
            return f"{first} {rng.choice(emoji)}"
        if form < 0.86:
            return f"{first} {last[0]}."
        if form < 0.93:
            return first.lower() if rng.random() < 0.4 else first
        return f"{first} | {hint}"

    def _bio(
        self,
        country: Country,
        main: Niche,
        second: Niche | None,
        emoji: tuple[str, ...],
        is_woman: bool,
    ) -> str | None:
        rng = self._rng
        if rng.random() < 0.06:
            return None
        code = country.language if rng.random() < 0.72 else "en"
        language = self._words.languages[code]
        parts = []
        if rng.random() < 0.62:
            niche = second if second and rng.random() < 0.2 else main
            if rng.random() < 0.45:
                parts.append(rng.choice(niche.text[code].bios))
            else:
                thing, another = rng.sample(niche.text[code].things, k=2)
                frame = rng.choice(language.bio_frames)
                parts.append(frame.replace("{a}", thing).replace("{b}", another))
        more = rng.choice((0, 1, 1, 2)) if parts else rng.choice((1, 2, 2, 3))
        for part in rng.sample(language.bios, k=more):
            # The city once is enough.
            if "{city}" not in part or not any("{city}" in other for other in parts):
                parts.append(part)
        rng.shuffle(parts)
        text = rng.choice((" | ", " · ", "\n", ". ", ", ")).join(parts)
        text = spoken_by(text, is_woman).replace("{city}", rng.choice(country.cities))
        if rng.random() < 0.35:
            text = f"{text} {rng.choice(emoji)}"
        return text
