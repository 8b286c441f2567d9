"""Texts as counts of word pieces, fast: every different word is cut into pieces once."""

from __future__ import annotations

import re
import threading
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy import sparse

START = "▁"  # begins a piece that begins a word, as SentencePiece writes it
UNKNOWN = 0
# A word, or one mark; what stands after a space carries the sign of a beginning.
_RUN = re.compile(rf"{START}?\w+|{START}?[^\w{START}]")
_WORD = re.compile(r"\w+|[^\w\s]")
_MOST_WORDS = 400_000  # kept; some 60 MB, and texts of 100,000 creators have fewer


class _Words(dict[str, int]):
    """Word -> its number; a new word is cut into pieces when it is asked for."""

    def __init__(self, cut: Callable[[str], list[int]]) -> None:
        super().__init__()
        self._cut = cut
        self.pieces = array("i")
        self.ends = array("i", [0])  # of each word's pieces in `pieces`

    def __missing__(self, word: str) -> int:
        self.pieces.extend(self._cut(word))
        self.ends.append(len(self.pieces))
        number = self[word] = len(self)
        return number


class _Cutter:
    """Cuts a word into pieces.

    With `scores` into those of the highest sum of scores, as SentencePiece does (Kudo 2018);
    without into the longest from left to right, as WordPiece does.
    """

    def __init__(self, pieces: Sequence[str], scores: np.ndarray | None) -> None:
        # Beginnings of pieces stand here, too, as unknown: a search ends where no piece goes on.
        self._rows: dict[str, int] = {}
        for row, piece in enumerate(pieces):
            if piece and row != UNKNOWN:
                self._rows[piece] = row
                for stop in range(1, len(piece)):
                    self._rows.setdefault(piece[:stop], UNKNOWN)
        self._scores = None if scores is None else scores.tolist()
        self._lowest = 0.0 if scores is None else float(scores.min()) - 10

    def cut(self, word: str) -> list[int]:
        """Rows of the pieces; `UNKNOWN` for a letter that no piece has."""
        row = self._rows.get(word)
        if row:
            return [row]
        return self._longest(word) if self._scores is None else self._likeliest(word, self._scores)

    def _longest(self, word: str) -> list[int]:
        get, pieces, start = self._rows.get, [], 0
        while start < len(word):
            end, piece = start + 1, UNKNOWN
            for stop in range(start + 1, len(word) + 1):
                row = get(word[start:stop])
                if row is None:
                    break
                if row:
                    end, piece = stop, row
            # A sign of a beginning that no piece has is no letter.
            if piece or word[start] != START:
                pieces.append(piece)
            start = end
        return pieces

    def _likeliest(self, word: str, scores: list[float]) -> list[int]:
        get, length = self._rows.get, len(word)
        best, came_from, taken = [0.0] + [-1e38] * length, [0] * (length + 1), [0] * (length + 1)
        for start in range(length):
            base = best[start]
            for stop in range(start + 1, length + 1):
                row = get(word[start:stop])
                if row is None:
                    break
                if row and base + scores[row] > best[stop]:
                    best[stop], came_from[stop], taken[stop] = base + scores[row], start, row
            if base + self._lowest > best[start + 1]:
                best[start + 1] = base + self._lowest
                came_from[start + 1], taken[start + 1] = start, UNKNOWN
        pieces, place = [], length
        while place:
            pieces.append(taken[place])
            place = came_from[place]
        return pieces[::-1]


@dataclass(frozen=True)
class Counts:
    """Attributes:
    in_texts: (n_texts, n_words) float32, how often each word stands in each text.
    in_words: (n_words, n_rows) float32, how often each piece stands in each word.
    rows: (n_rows,) places of these pieces in the vocabulary.
    """

    in_texts: sparse.csr_array
    in_words: sparse.csr_array
    rows: np.ndarray


class PieceCounter:
    """Counts the pieces of texts; safe to use from several threads.

    Args:
        pieces: the vocabulary, `START` in front of those that begin a word; place 0 is for
            letters that no piece has, '' for what is no piece.
        scores: (n,) log of the share of each piece, and texts are read as SentencePiece reads
            them; None reads them as BERT does, in lower case, without accents, each mark a word.
    """

    def __init__(self, pieces: Sequence[str], scores: np.ndarray | None) -> None:
        self._cutter = _Cutter(pieces, scores)
        self._runs = _bert_runs if scores is None else _sentence_runs
        self._words = _Words(self._cutter.cut)
        self._lock = threading.Lock()

    def counts(self, texts: Sequence[str]) -> Counts:
        """Words and pieces of texts."""
        with self._lock:
            if len(self._words) > _MOST_WORDS:
                self._words = _Words(self._cutter.cut)
            number = self._words.__getitem__
            numbered = [list(map(number, self._runs(text))) for text in texts]
            ends = np.array(self._words.ends, dtype=np.int64)
            pieces = np.array(self._words.pieces, dtype=np.int64)
        words, columns = np.unique(
            np.fromiter(chain.from_iterable(numbered), dtype=np.int64), return_inverse=True
        )
        in_texts = _counted(columns, [len(text) for text in numbered], len(words))
        lengths = ends[words + 1] - ends[words]
        before = np.cumsum(lengths) - lengths
        places = np.repeat(ends[words] - before, lengths) + np.arange(lengths.sum())
        rows, columns = np.unique(pieces[places], return_inverse=True)
        return Counts(in_texts, _counted(columns, lengths, len(rows)), rows)


def _sentence_runs(text: str) -> list[str]:
    return _RUN.findall(START + START.join(text.split()))


def _bert_runs(text: str) -> list[str]:
    text = text.lower()
    if not text.isascii():
        apart = unicodedata.normalize("NFD", text)
        text = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return [START + run for run in _WORD.findall(text)]


def _counted(
    columns: np.ndarray, lengths: Sequence[int] | np.ndarray, width: int
) -> sparse.csr_array:
    """(rows, width): ones in `columns`, of which each row has its `lengths`; repeats add up."""
    ones = np.ones(len(columns), dtype=np.float32)
    starts = np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))])
    return sparse.csr_array((ones, columns, starts), shape=(len(lengths), width))
