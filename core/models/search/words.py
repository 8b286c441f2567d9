"""Words as a search compares them: case, accents and scripts without spaces folded alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a letter and a mark, and Arabic spelling variants.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ى": "ي", "ة": "ه", "_": " ", "\u0640": None, "\u00ad": None,
        "\u200b": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None,
    }
)  # fmt: skip
# Accents, points of Hebrew and vowel points of Arabic; vowels of Indic scripts stay.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f]")
_INNER = "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0dff\u0e31\u0e34-\u0e4e"
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_INNER}])*")
# The same before folding: with the marks and joiners that folding takes away.
_WRITTEN = re.compile(rf"[\w{_INNER}\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200c-\u200f]+")
# Scripts that write words without spaces: Thai to Khmer, Japanese, Chinese, Korean.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+"
)
LONGEST_WORD = 40  # letters of a word that are looked at
_KEPT_WORDS = 500_000


def folded(text: str) -> str:
    """The text in lower case, without accents: 'Übergröße' -> 'ubergrosse'.

    Letters of all scripts stay; full-width letters become plain ones.
    """
    if text.isascii():
        return text.lower().replace("_", " ")
    # Taken apart before and after: mathematical letters of fancy names, as in '𝑨', become plain
    # capitals first.
    lower = unicodedata.normalize("NFKD", text).casefold()
    parted = unicodedata.normalize("NFKD", lower).translate(_LETTERS)
    return unicodedata.normalize("NFC", _MARKS.sub("", parted))


def words(text: str | None) -> list[str]:
    """Words of a text in order, folded, with repeats; [] for nothing.

    A run of a script without spaces becomes its pairs of letters, so that every part of it is
    found: '黒猫' -> ['黒猫', '猫'].
    """
    return spaced_words(text).split()


def spaced_words(text: str | None) -> str:
    """The same with a space between two words."""
    return " ".join(map(_FOLDED.__getitem__, written_words(text)))


def written_words(text: str | None) -> list[str]:
    """Words of a text as written, scripts without spaces uncut; `_` does not end a word."""
    return _WRITTEN.findall(text) if text else []


class _FoldedWords(dict[str, str]):
    """Word as written -> its folded words with spaces; filled as texts need it."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        parts: list[str] = []
        for token in _TOKEN.findall(folded(written)):
            parts.extend(_parts(token) if _UNSPACED.search(token) else (token[:LONGEST_WORD],))
        self[written] = " ".join(parts)
        return self[written]


def query_words(text: str) -> list[str]:
    """Words of a query: as `words`, without the last letter of a run, which its pairs hold."""
    every = words(text)
    return [
        word
        for place, word in enumerate(every)
        if not (
            len(word) == 1
            and place > 0
            and is_unspaced(word)
            and len(every[place - 1]) == 2
            and every[place - 1].endswith(word)
        )
    ]


@lru_cache(maxsize=200_000)
def joined(text: str) -> str:
    """A handle or hashtag as it is compared: folded, without anything but letters and digits."""
    return "".join(_TOKEN.findall(folded(text)))


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces."""
    return _UNSPACED.match(word) is not None


def _parts(token: str) -> tuple[str, ...]:
    parts: list[str] = []
    end = 0
    for run in _UNSPACED.finditer(token):
        if run.start() > end:
            parts.append(token[end : run.start()][:LONGEST_WORD])
        letters = run.group()
        parts.extend(letters[place : place + 2] for place in range(len(letters)))
        end = run.end()
    if end < len(token):
        parts.append(token[end:][:LONGEST_WORD])
    return tuple(parts)


_FOLDED = _FoldedWords()
