"""The index finds who is there, forgives typing errors, and keeps its order of certainty."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ModelError
from core.models.search import files
from core.models.search.creator_index import CreatorIndex, Ranked
from core.models.search.meaning import Meaning
from core.models.search.query import parsed
from core.models.search.ranking import Tier
from core.models.search.text_index import CreatorTexts

# handle, name, bio, captions, hashtags, language, followers
_PEOPLE = [
    ("mira.k", "Mira Kowalski", "skincare and serums", ["My glow serum"], ["glowskin"], "en", 900),
    ("mirakowal", "Mira Kowal", None, ["Running shoes", "A red car and"], ["run"], "en", 50),
    ("annab", "Anna Bäcker", "Rezepte", ["Kuchen backen", "Bücher gelesen"], ["vegan"], "de", 70),
    ("tomcooks", "Tom Cook", "recipes", ["vegan recipes for you"], ["veganrecipes"], "en", 10),
    ("yuki", "ゆき", "黒猫カフェ", ["猫と暮らす"], ["猫"], "ja", 20),
    ("olga", "Ольга", "тренировка дома", ["Привет"], [], "ru", 30),
    ("serumlover", "Sam Low", None, ["serum serum serum", "glow"], ["glow"], "en", 40),
    ("quiet", "Quiet One", None, [], [], None, None),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "search"
    meaning = Meaning(np.zeros(4, np.float32), np.ones(len(_PEOPLE), np.float32), 0.5)
    rows = [
        (
            CreatorTexts(row, handle, name, bio, [(text, lang) for text in said], tags, lang),
            followers,
        )
        for row, (handle, name, bio, said, tags, lang, followers) in enumerate(_PEOPLE)
    ]
    assert files.save(rows, meaning, folder)["creators"] == len(_PEOPLE)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> CreatorIndex:
    return files.load(folder)


def handles(ranked: Ranked) -> list[str]:
    return [_PEOPLE[row][0] for row in ranked.creators["row"]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("mira.k", "mira.k"),
        ("@MIRAK", "mira.k"),
        ("kowalski mira", "mira.k"),
        ("mria kowalski", "mira.k"),
        ("mira kow", "mira.k"),  # both begin so; she has more followers
        ("Backer", "annab"),
        ("bucher", "annab"),
        ("Buch ", "annab"),  # another ending
        ("serums glow", "mira.k"),
        ("#glowskn", "mira.k"),
        ("glow skin", "mira.k"),  # written together in the hashtag
        ("vegaan recipes", "tomcooks"),
        ("veganrecipes", "tomcooks"),
        ("黒猫", "yuki"),
        ("猫", "yuki"),
        ("ТРЕНИРОВКА", "olga"),
        ('"red car"', "mirakowal"),
    ],
)
def test_finds(index: CreatorIndex, text: str, first: str) -> None:
    assert handles(index.find(parsed(text)))[:1] == [first]


def test_a_phrase_neither_turns_round_nor_runs_into_the_next_caption(index: CreatorIndex) -> None:
    assert handles(index.find(parsed('"car red"'))) == []
    assert handles(index.find(parsed('"shoes a red"'))) == []


def test_signs_narrow_to_hashtags_and_handles(index: CreatorIndex) -> None:
    assert handles(index.find(parsed("#glow "))) == ["serumlover", "mira.k"]  # whole, then begun
    assert handles(index.find(parsed("@serum"))) == ["serumlover"]
    assert handles(index.find(parsed("#vegan @annab"))) == ["annab"]
    assert handles(index.find(parsed("#vegan @yuki"))) == []


def test_exact_stands_above_corrected_above_meant(index: CreatorIndex) -> None:
    cosines = np.full(len(_PEOPLE), 0.6)
    ranked = index.find(parsed("serum glow"), lambda _: cosines)
    assert ranked.creators["tier"].is_monotonic_increasing
    assert set(handles(ranked)[:2]) == {"serumlover", "mira.k"}
    assert ranked.creators["tier"].tolist() == [Tier.TYPED] * 2 + [Tier.CLOSE] * 6
    mistyped = index.find(parsed("serun glow "), lambda _: cosines)
    assert mistyped.creators["tier"].tolist()[:2] == [Tier.CORRECTED] * 2


def test_meaning_gets_the_corrected_words_and_needs_a_floor(index: CreatorIndex) -> None:
    texts: list[str] = []

    def cosines_of(text: str) -> np.ndarray:
        texts.append(text)
        return np.array([0.1, 0.2, 0.51, 0.3, 0.9, 0.49, 0.0, 0.0])

    ranked = index.find(parsed("recipez "), cosines_of)
    assert texts == ["recipes"]
    assert {"yuki", "annab"} <= set(handles(ranked))
    assert "olga" not in handles(ranked)
    index.find(parsed('"recipes"'), cosines_of)
    assert len(texts) == 1  # a quotation has to stand there


def test_who_may_not_be_found_is_not(index: CreatorIndex) -> None:
    allowed = np.ones(len(_PEOPLE), dtype=bool)
    allowed[0] = False
    assert "mira.k" not in handles(index.find(parsed("mira"), allowed=allowed))


def test_common_words_need_not_be_there(index: CreatorIndex) -> None:
    ranked = index.find(parsed("the recipes of a vegan"))
    assert handles(ranked)[0] == "tomcooks"
    assert ranked.creators["tier"].iloc[0] == Tier.TYPED
    assert handles(index.find(parsed("for you ")))  # nothing but common words


def test_nonsense_finds_nobody(index: CreatorIndex) -> None:
    assert index.find(parsed("qwxzv")).creators.empty


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet='"#@*~^:()[]{}\\/+-&|!<>.?\0 aNDOR猫é', max_size=40),
        st.lists(st.sampled_from(["mira", '"', "#glow", "@", "AND", "serun", "猫", "\0"])).map(
            " ".join
        ),
    )
)
def test_any_text_can_be_searched(index: CreatorIndex, text: str) -> None:
    ranked = index.find(parsed(text), lambda _: np.full(len(_PEOPLE), 0.6))
    assert ranked.creators["row"].is_unique
    assert ranked.creators["tier"].is_monotonic_increasing
    assert ranked.creators["row"].isin(range(len(_PEOPLE))).all()


def test_ten_thousand_letters_can_be_searched(index: CreatorIndex) -> None:
    assert index.find(parsed("a" * 10_000)).creators.empty
    assert set(handles(index.find(parsed("mira " * 2_000)))) == {"mira.k", "mirakowal"}


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ModelError, match="--from search"):
        files.load(tmp_path)
    (tmp_path / "search.json").write_text('{"version": "search-0"}')
    with pytest.raises(ModelError, match="found search-0"):
        files.load(tmp_path)
