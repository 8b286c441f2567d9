"""The likely language of a text by its script and stop words: cheap, for grouping only."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Languages written in Latin letters that stop words identify.
_LATIN = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "nl",
    "pl",
    "tr",
    "id",
    "sv",
    "da",
    "no",
    "fi",
    "cs",
    "ro",
    "hu",
)
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "DEVANAGARI": "hi",
}
_TOKEN = re.compile(r"[^\W\d_]+")
UNKNOWN = ""


def likely_language(text: str) -> str:
    """ISO 639-1 code, or '' when the text is too short or unclear.

    Scripts decide first. Latin text goes to the language with the most stop words in it, each
    weighed by how few languages share it; under two such words, or on a tie, it is unclear.
    """
    if not any(map(str.isalpha, text[:400])):
        return UNKNOWN
    if not text.isascii():  # what has a script to tell, and most of what is read has none
        letters = [char for char in text[:400] if char.isalpha()]
        foreign = [char for char in letters if char > "\u036f"]
        if len(foreign) * 3 > len(letters):
            names = Counter(
                unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in foreign
            )
            letters_by_code = {_SCRIPTS.get(name, UNKNOWN): n for name, n in names.most_common()}
            if "ja" in letters_by_code:
                return "ja"
            return max(letters_by_code, key=lambda code: letters_by_code[code])
    scores: Counter[str] = Counter()
    weights = _stop_word_weights()
    hits = 0
    for word in _TOKEN.findall(text[:600].lower()):
        for code, weight in weights.get(word, ()):
            scores[code] += weight  # type: ignore[assignment]
            hits += 1
    if hits < 2:
        return UNKNOWN
    (best, first), *rest = scores.most_common(2)
    return best if not rest or first > rest[0][1] * 1.2 else UNKNOWN


@lru_cache(maxsize=1)
def _stop_word_weights() -> dict[str, tuple[tuple[str, float], ...]]:
    import stopwordsiso

    owners: dict[str, list[str]] = {}
    for code in _LATIN:
        for word in stopwordsiso.stopwords(code):
            if len(word) > 1 or code != "en":
                owners.setdefault(word.lower(), []).append(code)
    return {word: tuple((code, 1 / len(codes)) for code in codes) for word, codes in owners.items()}
