"""The inverted index of what creators are called and write: built by tantivy, in files."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.models.search.words import joined, spaced_words, words, written_words

if TYPE_CHECKING:
    import tantivy

# Fields with positions, which phrases need, and those that only count.
_TEXT_FIELDS, _COUNT_FIELDS = ("who", "bio", "captions"), ("stems", "tags")
ROW = "row"
_SPLIT = "split"
_HEAP_BYTES = 256_000_000
_KEPT_WORDS = 500_000
# Language of a text -> its stemmer (Snowball); others are searched as written.
STEMMERS = {
    "ar": "Arabic", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian",
    "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "ta": "Tamil", "tr": "Turkish",
}  # fmt: skip


@dataclass(frozen=True)
class CreatorTexts:
    """What is indexed of one creator.

    Attributes:
        row: of the creator in the arrays of the build.
        bio, captions: as given; the captions with their language (ISO 639-1) or None.
        tags: hashtags without '#', once for each use.
        language: of the bio.
    """

    row: int
    handle: str
    name: str
    bio: str | None
    captions: Sequence[tuple[str, str | None]]
    tags: Sequence[str]
    language: str | None


def build(creators: Iterable[CreatorTexts], folder: Path) -> int:
    """Writes the index of all creators into an empty folder; returns how many there are."""
    import tantivy

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    _register(index)
    # One thread keeps the creators in order and the files few.
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    count = 0
    for creator in creators:
        writer.add_document(_document(creator))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def open_index(folder: Path) -> tantivy.Index:
    """The index of a folder.

    Raises:
        ValueError: there is none, or it is damaged.
    """
    import tantivy

    index = tantivy.Index.open(str(folder))
    _register(index)
    return index


def stem(word: str, language: str | None) -> str:
    """A folded word without its ending in a language; unchanged where no stemmer knows it."""
    name = STEMMERS.get(language or "")
    return word if name is None else _stems(name)[word]


class _Stems(dict[str, str]):
    """Word as written -> stems of its folded words with spaces; filled as texts need it."""

    def __init__(self, name: str):
        import tantivy

        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        self._analyze = builder.filter(tantivy.Filter.stemmer(name)).build().analyze

    def __missing__(self, written: str) -> str:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        self[written] = " ".join(self._analyze(spaced_words(written)))
        return self[written]


@lru_cache(maxsize=32)
def _stems(name: str) -> _Stems:
    return _Stems(name)


def _spaced_stems(text: str, language: str | None) -> str:
    name = STEMMERS.get(language or "")
    if name is None:
        return spaced_words(text)
    return " ".join(map(_stems(name).__getitem__, written_words(text)))


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in _TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name=_SPLIT, index_option="position")
    for field in _COUNT_FIELDS:
        builder.add_text_field(field, tokenizer_name=_SPLIT, index_option="freq")
    builder.add_unsigned_field(ROW, fast=True, indexed=True)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    """Words are cut and folded here, so that a query is cut in the same way."""
    import tantivy

    split = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_SPLIT, split)


def _document(creator: CreatorTexts) -> tantivy.Document:
    import tantivy

    document = tantivy.Document()
    document.add_unsigned(ROW, creator.row)
    names = [*words(creator.name), *words(creator.handle), joined(creator.handle)]
    document.add_text("who", " ".join(dict.fromkeys(names)))
    if creator.bio:
        document.add_text("bio", spaced_words(creator.bio))
        document.add_text("stems", _spaced_stems(creator.bio, creator.language))
    for caption, language in creator.captions:
        # One value each: a phrase does not run from one caption into the next.
        document.add_text("captions", spaced_words(caption))
        document.add_text("stems", _spaced_stems(caption, language or creator.language))
    tags = [tag for tag in map(joined, creator.tags) if tag]
    if tags:
        document.add_text("tags", " ".join(tags))
    return document


@dataclass(frozen=True)
class Hits:
    """Attributes:
    rows: (n,) int64 of creators, best first.
    scores: (n,) BM25 of tantivy, the same order.
    total: creators that match, also beyond those listed.
    """

    rows: np.ndarray
    scores: np.ndarray
    total: int


def hits(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> Hits:
    """The creators that match a query of tantivy."""
    result = searcher.search(query, limit=limit, count=True)
    addresses = [address for _, address in result.hits]
    rows = searcher.fast_field_values(ROW, addresses) if addresses else []
    scores = np.array([score for score, _ in result.hits], dtype=float)
    # The stub of the package lacks the count.
    total = int(getattr(result, "count"))  # noqa: B009
    return Hits(np.array(rows, dtype=np.int64), scores, total)
