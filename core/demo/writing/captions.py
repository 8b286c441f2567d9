"""Captions as people write them: about a topic, paid for, or just about the day."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from core.demo.words import CaptionText, Language, Words
from core.demo.writing.phrases import Phrase, Phrases, Slots, phrases
from core.demo.writing.spelling import capitalised, spoken_by, with_typo
from core.demo.writing.styles import Facts, Style

EVERYDAY_TEXT = "everyday"
# Of posts about a topic, those whose caption would fit any topic.
_ANYTHING_SHARE = 0.12
_SCENE_SHARE, _DISCOUNT_SHARE = 0.6, 0.25
# Words up to which a caption is short, and from which it is long.
_SHORT, _LONG = 13, 18
_PICKY = 0.75
# Slots that say the same in every caption of a creator, such as the name of a pet.
_STEADY = ("name", "job", "mate")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜÀÉÊÍÓÚ¿¡])")


@dataclass(frozen=True)
class Caption:
    """A caption with what it holds; tags and mentions without # and @, in lower case."""

    text: str
    hashtags: list[str]
    mentions: list[str]
    language: str


@dataclass(frozen=True)
class Voice:
    """Habits of one creator: how long captions are, breaks between sentences, a last full stop."""

    length: str
    breaks_lines: bool
    ends_plain: bool


@dataclass(frozen=True)
class _Topic:
    """Phrases of one topic in one language; `products` and `slots` as in `CaptionText`.

    `sentences` are those entries of the lists that are whole sentences.
    """

    lines: Phrases
    scenes: Phrases
    products: tuple[str, ...]
    slots: Slots
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Common:
    """Phrases of one language for any topic."""

    pitches: Phrases
    discounts: Phrases
    sponsored: Phrases
    anything: Phrases
    mentions: Phrases


class CaptionWriter:
    """Puts posts into words; no creator says the same twice."""

    def __init__(self, words: Words, rng: random.Random) -> None:
        self._words = words
        self._rng = rng
        self._common = {key: _common(language) for key, language in words.languages.items()}
        self._topics = {
            (topic, key): _topic(text, words.languages[key])
            for topic, texts in words.captions.items()
            for key, text in texts.items()
        }
        self._said: set[str] = set()
        self._written: set[str] = set()
        self._steady: dict[str, str] = {}
        self._voice = Voice("any", breaks_lines=False, ends_plain=False)

    def next_creator(self) -> None:
        """Another voice, which may say what others said."""
        rng = self._rng
        self._said.clear()
        self._steady.clear()
        self._voice = Voice(
            rng.choice(("short", "any", "any", "long")),
            breaks_lines=rng.random() < 0.25,
            ends_plain=rng.random() < 0.4,
        )

    def write(
        self,
        style: Style,
        facts: Facts,
        topic: int,
        *,
        brand: str = "",
        offer: int = 0,
        is_marked: bool = False,
    ) -> Caption:
        """One caption.

        Args:
            topic: index of the niche; -1 for everyday life.
            brand: handle of the brand that paid; '' without one.
            offer: what it sells, among the offers of its niche.
            is_marked: the caption says that it is advertising.
        """
        rng = self._rng
        language = self._words.languages[facts.language]
        key = self._words.niches[topic].key if topic >= 0 else EVERYDAY_TEXT
        of_topic = self._topics[key, facts.language]
        common = self._common[facts.language]
        tags = list(facts.tags)
        mentions = []
        if brand:
            text = self._paid(common, of_topic, brand, offer, is_marked)
            mentions.append(brand)
            if is_marked and language.ad_tag not in tags:
                tags.append(language.ad_tag)
        else:
            text = self._unpaid(common, of_topic, is_everyday=topic < 0)
        if facts.friend:
            note = common.mentions.draw(rng).wording(of_topic.slots, rng)
            text = f"{text} {note.replace('{who}', facts.friend)}"
            mentions.append(facts.friend)
        text = spoken_by(text, style.is_woman).replace("{city}", rng.choice(style.cities))
        text = self._in_style(text, style)
        if tags:
            listed = " ".join(f"#{tag}" for tag in tags)
            text = f"{text}{rng.choice((' ', ' ', chr(10)))}{listed}"
        hashtags = list(dict.fromkeys(tag.lower() for tag in tags))
        return Caption(text, hashtags, [name.lower() for name in mentions], facts.language)

    def _unpaid(self, common: _Common, topic: _Topic, *, is_everyday: bool) -> str:
        rng = self._rng
        for slot in _STEADY:
            if slot in topic.slots and slot not in self._steady:
                self._steady[slot] = rng.choice(topic.slots[slot])
        is_general = not is_everyday and rng.random() < _ANYTHING_SHARE
        lines = common.anything if is_general else topic.lines
        for _ in range(12):
            phrase = self._new(lines)
            text = phrase.wording(topic.slots, rng, self._said, self._steady)
            if text not in self._written:
                break
        self._written.add(text)
        self._said.add(phrase.source)
        self._said.update(sentence for sentence in topic.sentences if sentence in text)
        return text

    def _new(self, lines: Phrases) -> Phrase:
        """A phrase that this creator has not used, mostly of the length the creator likes."""
        rng = self._rng
        for _ in range(8):
            phrase = lines.draw(rng)
            if phrase.source in self._said:
                continue
            length = phrase.words
            unlike = length > _SHORT if self._voice.length == "short" else length < _LONG
            if self._voice.length == "any" or not unlike or rng.random() > _PICKY:
                break
        return phrase

    def _paid(self, common: _Common, topic: _Topic, brand: str, offer: int, is_marked: bool) -> str:
        rng = self._rng
        pitch = self._new(common.pitches)
        self._said.add(pitch.source)
        text = pitch.wording(topic.slots, rng)
        if rng.random() < _SCENE_SHARE:
            scene = self._new(topic.scenes)
            self._said.add(scene.source)
            text = f"{scene.wording(topic.slots, rng)} {text}"
        if is_marked:
            if rng.random() < _DISCOUNT_SHARE:
                text = f"{text} {common.discounts.draw(rng).wording(topic.slots, rng)}"
            notice = common.sponsored.draw(rng).wording(topic.slots, rng)
            text = notice.replace("{pitch}", text)
        product = topic.products[offer]
        for slot, value in (
            ("{product}", product),
            ("{Product}", capitalised(product)),
            ("{brand}", brand),
            ("{code}", f"{brand[:6].upper()}15"),
        ):
            text = text.replace(slot, value)
        return text

    def _in_style(self, text: str, style: Style) -> str:
        rng = self._rng
        if self._voice.breaks_lines and "\n" not in text and len(text) > 110:
            text = _SENTENCE_END.sub("\n", text)
        if self._voice.ends_plain and text.endswith(".") and not text.endswith(".."):
            text = text[:-1]
        if rng.random() < style.typo_share:
            text = with_typo(text, rng)
        if style.lower_case:
            text = text.lower()
        if rng.random() < style.emoji_share:
            text = f"{text} {''.join(rng.sample(style.emoji, k=rng.choice((1, 1, 1, 2, 3))))}"
        return text


def _common(language: Language) -> _Common:
    return _Common(
        phrases(language.pitches),
        phrases(language.discounts),
        phrases(language.sponsored),
        phrases(language.anything),
        phrases(language.mentions),
    )


def _topic(text: CaptionText, language: Language) -> _Topic:
    slots = {**language.slots, **text.slots}
    entries = (entry for listed in slots.values() for entry in listed)
    sentences = tuple(entry for entry in entries if entry[-1] in ".?!")
    return _Topic(phrases(text.lines), phrases(text.scenes), text.products, slots, sentences)
