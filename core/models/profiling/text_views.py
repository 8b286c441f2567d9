"""Texts of posts as counts of words and of character n-grams, hashed, a million posts at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.features.text import split_hashtag

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BUCKETS = 2**20
_BLOCK = 4_000  # posts hashed at a time: some 100 MB of hashes
_MAX_CHARS = 2_200  # the longest caption Instagram takes
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HASHTAG = re.compile(r"[##](\w+)")
_LINK = re.compile(r"(?:https?://|www\.)(?:www\.)?([\w-]+)\S*")
_SPACES = re.compile(r"\s+")
# Tags that the list of English words would cut into pieces that mean something else.
_WHOLE_TAGS = frozenset(
    (
        "ootd", "ootn", "wiwt", "igers", "instagood", "instadaily", "instagram", "instafood",
        "photooftheday", "picoftheday", "tbt", "fotd", "motd", "potd", "grwm", "mua", "diy",
        "liketkit", "fitfam", "fitspo", "vsco", "vscocam", "lookbook", "dogsofinstagram",
        "catsofinstagram", "fbloggers", "bbloggers", "lbloggers", "tiktok", "youtube", "lifestyle",
    )
)  # fmt: skip
_EMOJI_PARTS = {0xFE0E: None, 0xFE0F: None, 0x200D: None, 0x20E3: None} | dict.fromkeys(
    range(0x1F3FB, 0x1F400)
)


@dataclass(frozen=True)
class TextViewConfig:
    """Attributes:
    kind: 'words' (words, tags and emoji, alone and in pairs) or 'characters' (n-grams within a
        word and the blanks beside it).
    lengths: shortest and longest n-gram, in characters or in words.
    """

    kind: str
    lengths: tuple[int, int]


WORDS = TextViewConfig("words", (1, 2))
CHARACTERS = TextViewConfig("characters", (2, 5))


def rendered(text: str) -> str:
    """Text as the views read it: lower case; emoji and their names; a tag whole and in words.

    '#HomeDecor 🏡' -> '#homedecor home decor :house_with_garden:'. Letters of all languages and
    @mentions stay; of a link the name of the site stays.
    """
    if not text:
        return ""
    out = _LINK.sub(r" \1 ", text[:_MAX_CHARS])
    if not out.isascii():
        out = out.translate(_emoji_names())
    if "#" in out or "#" in out:
        out = _HASHTAG.sub(lambda match: f" #{match[1]} {tag_words(match[1])} ", out)
    return _SPACES.sub(" ", out).strip().lower()


@lru_cache(maxsize=200_000)
def tag_words(tag: str) -> str:
    """The words of a hashtag: 'HomeDecor', 'home_decor' and 'homedecor' -> 'home decor'."""
    import wordninja

    parts: list[str] = []
    for part in split_hashtag(tag).lower().split():
        if len(part) > 3 and part.isascii() and part.isalpha() and part not in _WHOLE_TAGS:
            words = wordninja.split(part)
            # Words of other languages fall into single letters; they stay whole.
            parts.extend(words if all(len(word) > 1 for word in words) else [part])
        else:
            parts.append(part)
    return " ".join(parts)


def hashed_counts(texts: Sequence[str], config: TextViewConfig) -> csr_matrix:
    """(n_texts, BUCKETS) float32: how often each hashed n-gram stands in each rendered text.

    The same text has the same row in any company.
    """
    from scipy.sparse import csr_matrix, vstack

    blocks = [
        _block_counts(texts[start : start + _BLOCK], config)
        for start in range(0, len(texts), _BLOCK)
    ]
    if not blocks:
        return csr_matrix((0, BUCKETS), dtype=np.float32)
    return vstack(blocks, format="csr") if len(blocks) > 1 else blocks[0]


def _block_counts(texts: Sequence[str], config: TextViewConfig) -> csr_matrix:
    from scipy.sparse import coo_matrix

    # A blank before the first text and after each, so that every word has one on both sides.
    joined = " " + "".join(f"{text} " for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    rows = np.concatenate([np.zeros(1, dtype=np.int32), rows])
    hashes = _word_hashes if config.kind == "words" else _character_hashes
    gram_rows, grams = hashes(codes, rows, config.lengths)
    buckets = ((grams * _MIX) >> np.uint64(64 - 20)).astype(np.int32)
    counts = coo_matrix(
        (np.ones(len(buckets), dtype=np.float32), (gram_rows, buckets)),
        shape=(len(texts), BUCKETS),
    ).tocsr()
    counts.sum_duplicates()
    return counts


def _prefix(codes: NDArray[np.uint32], powers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sums whose differences are hashes of what stands between, times a power of the prime."""
    total: NDArray[np.uint64] = np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * powers)
    return np.concatenate([np.zeros(1, dtype=np.uint64), total])


def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the prime modulo 2^64, and of its inverse."""
    inverse = np.uint64(pow(int(_PRIME), -1, 2**64))
    ones = np.ones(1, dtype=np.uint64)
    up = np.cumprod(np.concatenate([ones, np.full(count, _PRIME)]), dtype=np.uint64)
    down = np.cumprod(np.concatenate([ones, np.full(count, inverse)]), dtype=np.uint64)
    return up[:count], down[:count]


def _between(
    prefix: NDArray[np.uint64],
    down: NDArray[np.uint64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.uint64]:
    """Hashes of codes[start:end], wherever they stand."""
    return (prefix[ends] - prefix[starts]) * down[starts]


def _character_hashes(
    codes: NDArray[np.uint32], rows: NDArray[np.int32], lengths: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    up, down = _powers(len(codes))
    prefix = _prefix(codes, up)
    is_blank = codes == 32
    blanks = np.concatenate([np.zeros(1, dtype=np.int32), np.cumsum(is_blank, dtype=np.int32)])
    gram_rows, grams = [], []
    for length in range(lengths[0], lengths[1] + 1):
        starts = np.arange(max(len(codes) - length + 1, 0), dtype=np.int64)
        # Blanks stand at the ends only; two of them alone are an empty text.
        inside = blanks[starts + length - 1] - blanks[starts + 1]
        all_in_all = blanks[starts + length] - blanks[starts]
        starts = starts[(inside == 0) & (all_in_all < length)]
        gram_rows.append(rows[starts + 1])
        hashes = _between(prefix, down, starts, starts + length)
        grams.append(hashes + np.uint64(length))
    return np.concatenate(gram_rows), np.concatenate(grams)


def _word_hashes(
    codes: NDArray[np.uint32], rows: NDArray[np.int32], lengths: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    up, down = _powers(len(codes))
    prefix = _prefix(codes, up)
    alphabet, place = np.unique(codes, return_inverse=True)
    # '#', '@' and ':' tell tags, mentions and emoji from words; _ and ' join.
    is_part = np.array([chr(c).isalnum() or chr(c) in "_'#@:" or _is_mark(c) for c in alphabet])
    inside = is_part[place].astype(np.int8)
    edges = np.diff(inside, prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    words = _between(prefix, down, starts, ends)
    word_rows = rows[starts]
    gram_rows, grams = [], []
    for length in range(lengths[0], lengths[1] + 1):
        count = max(len(words) - length + 1, 0)
        joined = words[:count].copy()
        for step in range(1, length):
            joined = joined * _MIX + words[step : step + count]
        together = word_rows[:count] == word_rows[length - 1 : length - 1 + count]
        gram_rows.append(word_rows[:count][together])
        grams.append(joined[together])
    return np.concatenate(gram_rows), np.concatenate(grams)


def _is_mark(code: int) -> bool:
    import unicodedata

    return unicodedata.category(chr(code)).startswith("M")


@lru_cache(maxsize=1)
def _emoji_names() -> dict[int, Any]:
    """Code point -> the emoji and its name; joiners and skin tones -> nothing."""
    import emoji

    names: dict[int, Any] = {
        ord(sign): f" {sign} {facts['en']} "
        for sign, facts in emoji.EMOJI_DATA.items()
        if len(sign) == 1
    }
    return names | _EMOJI_PARTS
