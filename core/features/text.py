"""Captions and bios as clean text for the encoder, and as words for people."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

_URL = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|co|io|me|de|fr|it|ly)/\S*", re.I
)
_EMAIL = re.compile(r"\S+@\S+\.\w+")
_MENTION = re.compile(r"@[\w.]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_HASHTAG = re.compile(r"[##]([\w\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]+)")
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])(?:\s*\1)+")
_UNDERSCORES = re.compile(r"_+|[\ufe00-\ufe0f\u20e3]")  # and what is left of emoji
_SPACE = re.compile(r"\s+")
# Lower to upper ("HealthyFood"), the end of initials ("DIYHome"), letters to digits ("summer2020").
_CAMEL = re.compile(
    r"(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])|(?<=[A-ZÀ-ÞА-ЯЁ])(?=[A-ZÀ-ÞА-ЯЁ][a-zß-ÿа-яё])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
# Letters with the combining marks that \w leaves out (Indic and Thai vowels, Arabic points).
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['’](?=(?:t|re|ll|ve)\b))+")

# So. pictures and signs, Sk/Cs modifiers and surrogates, Co private use, Cn unassigned.
_DROPPED_KINDS = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc"})


class _KeptChars(dict[int, int]):
    """Code of a character -> itself, or that of a space for signs; filled as texts need it."""

    def __missing__(self, code: int) -> int:
        is_dropped = code > 127 and unicodedata.category(chr(code)) in _DROPPED_KINDS
        self[code] = ord(" ") if is_dropped else code
        return self[code]


_KEPT_CHARS = _KeptChars()
_MAX_CHARS = 4000
_LONGEST_WORD = 30

# Words of the platforms and of small talk: they tell nothing about a topic.
_GENERIC_FILE = Path(__file__).with_name("generic_words.txt")
# Stop words of one language that are topics in another.
_TOPICAL = frozenset(
    {
        *("home", "room", "dog", "cat", "pet", "car", "computer", "design", "mode", "novel"),
        *("run", "sea", "art", "viagem"),
    }
)


def clean_text(text: str | None) -> str:
    """Text as the encoder should read it; '' for nothing.

    HTML entities and tags, links, e-mail addresses, @mentions, emoji and decoration go;
    letters of fancy alphabets become plain; hashtags stay as words, split at camelCase;
    letters repeated three times or more become two. Letters of all languages stay, and so do
    case and punctuation. Text beyond 4,000 characters is not read.
    """
    if not text:
        return ""
    cleaned = html.unescape(text[:_MAX_CHARS])
    cleaned = unicodedata.normalize("NFKC", cleaned)
    # Most captions have no markup, link or mention; looking for one letter is far cheaper.
    if "<" in cleaned:
        cleaned = _TAG.sub(" ", cleaned)
    if "/" in cleaned or "www." in cleaned.lower():
        cleaned = _URL.sub(" ", cleaned)
    if "@" in cleaned:
        cleaned = _EMAIL.sub(" ", cleaned)
        cleaned = _MENTION.sub(" ", cleaned)
    cleaned = _HASHTAG.sub(lambda match: " " + split_hashtag(match.group(1)) + " ", cleaned)
    if not cleaned.isascii():
        cleaned = cleaned.translate(_KEPT_CHARS)
    cleaned = _UNDERSCORES.sub(" ", cleaned)
    cleaned = _REPEATED_LETTER.sub(r"\1\1", cleaned)
    cleaned = _REPEATED_MARK.sub(r"\1", cleaned)
    return _SPACE.sub(" ", cleaned).strip(" .,;:-|•·*~")


def split_hashtag(tag: str) -> str:
    """'HealthyFood_2020' -> 'Healthy Food 2020'; a tag in one case stays whole."""
    return _SPACE.sub(" ", _CAMEL.sub(" ", tag.replace("_", " "))).strip()


def hashtags(text: str | None) -> list[str]:
    """Hashtags of a text, lower case without #, in order, each once."""
    if not text:
        return []
    tags = (match.lower() for match in _HASHTAG.findall(unicodedata.normalize("NFKC", text)))
    return list(dict.fromkeys(tags))


def listed_hashtags(cell: str | None) -> list[str]:
    """Hashtags of a cell that lists them - 'food, new', '#food #new', "['food', 'new']" or
    'food|new' -, lower case without #, in order, each once; none for 'nan' and the like."""
    # As an import reads them.
    from core.store.ingest.values.lists import parse_tags
    from core.store.ingest.values.numbers import MISSING

    return [] if cell is None or cell.strip().lower() in MISSING else parse_tags(cell)


def words(text: str | None) -> list[str]:
    """Lower-case words of a text in order, with repeats; no numbers, links, mentions or emoji.

    Words of two letters and more in any script; text without spaces (Chinese, Japanese, Thai)
    gives runs of letters, of which those beyond 30 letters are left out.
    """
    matches = _WORD.findall(clean_text(text))
    if not matches:
        return []
    # All at once: a million captions have a hundred million words.
    lower = "\n".join(matches).lower().replace("’", "'").split("\n")
    return [word for word in lower if len(word) <= _LONGEST_WORD]


def topic_words(text: str | None) -> list[str]:
    """Words that can name a topic: no stop words of any language, no small talk, three letters."""
    ignored = ignored_words()
    return [
        word for word in words(text) if word not in ignored and (len(word) > 2 or word > "\u2e80")
    ]


def shared_topic_words(
    left: str | None, right: str | None, document_counts: dict[str, int] | None = None
) -> list[str]:
    """Topic words that both texts use, rarest first; without counts the longest first."""
    both = set(topic_words(left)) & set(topic_words(right))
    counts = document_counts or {}
    return sorted(both, key=lambda word: (counts.get(word, 0), -len(word), word))


@lru_cache(maxsize=1)
def ignored_words() -> frozenset[str]:
    """Stop words of all languages of stopwordsiso and words of platforms and small talk."""
    import stopwordsiso

    stop_words: set[str] = set(stopwordsiso.stopwords(stopwordsiso.langs()))
    generic = _GENERIC_FILE.read_text(encoding="utf-8").split()
    return (frozenset(word.lower() for word in stop_words) - _TOPICAL) | frozenset(generic)


def document_counts(texts: Sequence[Iterable[str]]) -> dict[str, int]:
    """In how many of the word lists each word occurs."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(text):
            counts[word] = counts.get(word, 0) + 1
    return counts
