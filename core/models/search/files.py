"""The index of a build in a folder: files of tantivy, a table of names, facts as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from core.errors import ModelError
from core.models.search import names, text_index
from core.models.search.creator_index import CreatorIndex
from core.models.search.matching import Matching
from core.models.search.text_index import CreatorTexts
from core.models.search.vocabulary import Vocabulary

FOLDER = "search"
VERSION = "search-1"
_TEXTS, _FACTS = "texts", "search.json"
_NONSENSE_COUNT, _NONSENSE_SHARE, _SEED = 200, 0.95, 7
_LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


def save(
    creators: Iterable[tuple[CreatorTexts, int | None]], meaning_floor: float | None, folder: Path
) -> dict[str, object]:
    """Makes the index in a folder, which is emptied first; returns its facts.

    Args:
        creators: what is indexed of each, in the order of the rows, and its followers.
        meaning_floor: see `meaning_floor`; None where no encoder is at hand.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    named: list[tuple[str, str, int | None]] = []
    languages: set[str] = set()

    def passing() -> Iterator[CreatorTexts]:
        for creator, followers in creators:
            named.append((creator.handle, creator.name, followers))
            languages.update(language for _, language in creator.captions if language)
            if creator.language:
                languages.add(creator.language)
            yield creator

    count = text_index.build(passing(), folder / _TEXTS)
    names.save(named, folder)
    facts: dict[str, object] = {
        "version": VERSION,
        "creators": count,
        "languages": sorted(languages & set(text_index.STEMMERS)),
        "meaning_floor": meaning_floor,
    }
    (folder / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
    return facts


def load(folder: Path) -> CreatorIndex:
    """The index of a folder.

    Raises:
        ModelError: there is none, it is damaged, or another version wrote it.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["version"] != VERSION:
            raise ModelError(
                f"Expected a search index of version {VERSION}, found {facts['version']}. Build "
                "again with 'python -m core build --from search'."
            )
        index = text_index.open_index(folder / _TEXTS)
        searcher = index.searcher()
        vocabulary = Vocabulary(searcher, index.schema, tuple(facts["languages"]))
        matching = Matching(index.schema, vocabulary)
        return CreatorIndex(names.load(folder), searcher, matching, facts["meaning_floor"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The search index in {folder.name} cannot be read ({error}). Build again with "
            "'python -m core build --from search'."
        ) from error


def meaning_floor(encode: Callable[[list[str]], np.ndarray], vectors: np.ndarray) -> float:
    """The cosine that a creator must reach to count as close to what a text means.

    The closest creator to a text of random letters is below it in 95 of 100 cases; so a query that
    means nothing finds nobody by meaning.

    Args:
        encode: texts -> (n, d) float32 unit vectors.
        vectors: (creators, d) of all creators.
    Returns:
        A cosine; 1 without creators.
    """
    rng = np.random.default_rng(_SEED)
    texts = [
        " ".join("".join(rng.choice(_LETTERS, rng.integers(3, 11))) for _ in range(count))
        for count in rng.integers(1, 4, _NONSENSE_COUNT)
    ]
    if not len(vectors):
        return 1.0
    closest = (vectors @ encode(texts).T).max(axis=0)
    return float(np.quantile(closest, _NONSENSE_SHARE))
