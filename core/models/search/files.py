"""The index of a build in a folder: files of tantivy, a table of names, facts as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import UNREADABLE, ModelError
from core.models.search import meaning, names, text_index
from core.models.search.creator_index import CreatorIndex
from core.models.search.matching import Matching
from core.models.search.meaning import Meaning
from core.models.search.text_index import CreatorTexts
from core.models.search.vocabulary import Vocabulary

FOLDER = "search"
VERSION = "search-1"
_TEXTS, _FACTS = "texts", "search.json"


def save(
    creators: Iterable[tuple[CreatorTexts, int | None]], known: Meaning | None, folder: Path
) -> dict[str, object]:
    """Makes the index in a folder, which is emptied first; returns its facts.

    Args:
        creators: what is indexed of each, in the order of the rows, and its followers.
        known: what they mean; None where no encoder is at hand.
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
    if known is not None:
        meaning.save(known, folder)
    facts: dict[str, object] = {
        "version": VERSION,
        "creators": count,
        "languages": sorted(languages & set(text_index.STEMMERS)),
        "meaning_floor": None if known is None else known.floor,
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
        return CreatorIndex(names.load(folder), searcher, matching, meaning.load(folder))
    except UNREADABLE as error:
        raise ModelError(
            f"The search index in {folder.name} cannot be read ({error}). Build again with "
            "'python -m core build --from search'."
        ) from error
