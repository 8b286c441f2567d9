"""Words read part by part are those of all creators read at once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from core.features.brand_names import BrandNames
from core.features.documents import CreatorText
from core.features.language import likely_language
from core.features.topic_terms import terms_of_creators
from core.pipeline import creator_words
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.creator_words import read_words
from core.pipeline.kernels.words import WordsKernel
from core.progress import silent
from core.settings import Settings
from core.store.connect import empty_store

# 'interiordesign' is split by words that only others use, each in another part.
CREATORS = [
    CreatorText("Rooms #interiordesign", "home", ["sofa"], ["My sofa #interiordesign", "Lamps"]),
    *[CreatorText(None, "home", None, [f"interior ideas {n}"]) for n in range(6)],
    CreatorText(None, "beauty", ["skincare"], []),
    CreatorText(None, None, None, []),
    *[CreatorText("Ich liebe das und die Möbel", None, [], ["the design of Lumora"])] * 6,
]


@pytest.mark.parametrize("names", [None, BrandNames([("Lumora", "lamps")])])
def test_hashtags_are_split_by_the_words_of_all_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: BrandNames | None
) -> None:
    monkeypatch.setattr(creator_words, "_CREATORS_AT_ONCE", 4)
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    context = BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    given = pa.table(
        {
            "bio": pa.array([creator.bio for creator in CREATORS], pa.string()),
            "category": pa.array([creator.category for creator in CREATORS], pa.string()),
            "hashtags": pa.array([creator.hashtags for creator in CREATORS], pa.list_(pa.string())),
            "captions": pa.array(
                [creator.captions or None for creator in CREATORS], pa.list_(pa.string())
            ),
        }
    )
    kernel = WordsKernel(language_chars=100, names=names)
    others = [{"given": given.slice(2, 1)}]
    words = read_words(context, "niches", kernel, given, others)
    con.close()
    said = [*CREATORS, CREATORS[2]]
    texts = [[names.without(t) if names else t for t in creator.parts()] for creator in said]
    assert words.terms == terms_of_creators(texts)
    assert words.languages == [likely_language(creator.document(100)) for creator in said]
    home = ["interiordesign", "interior", "design"]
    assert words.terms[0] == [*home, "sofa", *home, "lamps"]
    assert ("lumora" in words.terms[-2]) is (names is None)


def test_no_creators_have_no_words(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    context = BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    none = pa.table({"bio": pa.array([], pa.string())})
    words = read_words(context, "niches", WordsKernel(), none)
    con.close()
    assert (words.languages, words.terms) == ([], [])
