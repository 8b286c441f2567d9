"""Cleaning, words and documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.documents import creator_document, cut_at_word
from core.features.language import likely_language
from core.features.text import (
    clean_text,
    hashtags,
    ignored_words,
    listed_hashtags,
    shared_topic_words,
    topic_words,
    words,
)
from core.features.topic_terms import HashtagSplitter, topic_terms


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Look: https://x.y/z?a=1 &amp; more", "Look: & more"),
        ("by @some.one_2 with love", "by with love"),
        ("write me: a.b@mail.com!", "write me: !"),
        ("#HealthyFood #DIYHome2020 #ootd", "Healthy Food DIY Home 2020 ootd"),
        ("#snake_case_tag", "snake case tag"),
        ("soooo goooood!!!! ....", "soo good!"),
        ("<b>bold</b> and 1 <3 2", "bold and 1 <3 2"),
        ("Müde Füße, ñandú, кошка, 猫が好き, हिन्दी", "Müde Füße, ñandú, кошка, 猫が好き, हिन्दी"),
        ("nice 🎉🎉👍🏽 day ❤️", "nice day"),
        ("𝓕𝓪𝓷𝓬𝔂 𝗯𝗼𝗹𝗱", "Fancy bold"),
        ("a\n.\n.\n.\nb ______ c", "a . b c"),
        ("", ""),
        (None, ""),
        ("🎉 @x https://t.co/1", ""),
    ],
)
def test_cleaning(raw: str | None, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(max_size=300))
def test_cleaning_never_fails_and_leaves_single_spaces(text: str) -> None:
    clean = clean_text(text)
    assert clean == clean.strip()
    assert "  " not in clean
    assert "\n" not in clean


@given(st.text(alphabet="ab #_AB1é", max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once).split() == clean_text(clean_text(once)).split()


def test_words_are_lower_case_letters_of_any_script() -> None:
    assert words("Don't PANIC 42 times, Über-Café! кошка हिन्दी") == [
        "don't",
        "panic",
        "times",
        "über",
        "café",
        "кошка",
        "हिन्दी",
    ]


def test_topic_words_drop_stop_words_and_small_talk() -> None:
    assert topic_words("Link in bio! Love my new skincare routine today 🎉 und die Katze") == [
        "skincare",
        "routine",
        "katze",
    ]
    assert {"the", "und", "para", "instagood"} <= ignored_words()
    assert "home" not in ignored_words()


def test_hashtags_are_lower_case_and_each_once() -> None:
    assert hashtags("#Glow and #glow #süß #a_b") == ["glow", "süß", "a_b"]
    assert hashtags(None) == []


def test_shared_words_come_rarest_first() -> None:
    counts = {"skin": 90, "retinol": 2, "serum": 10}
    found = shared_topic_words("Retinol serum for skin", "skin serum retinol sale", counts)
    assert found == ["retinol", "serum", "skin"]
    assert shared_topic_words("", "skin") == []


def test_the_document_starts_with_the_bio_and_has_a_limit() -> None:
    document = creator_document("I bake", ["bread " * 100, "", None, "cake"], max_chars=100)
    assert document.startswith("I bake. bread")
    assert len(document) <= 104
    assert creator_document(None, [], max_chars=100) == ""
    # No caption gets more than half of the room.
    assert len(creator_document("", ["x " * 200], max_chars=100)) <= 50
    assert cut_at_word("one two three", 9) == "one two"
    assert cut_at_word("unbroken" * 5, 10) == "unbrokenun"


def test_hashtags_are_taken_apart_by_the_words_others_use() -> None:
    texts = ["interior ideas and design"] * 6 + ["nothing #interiordesign"] * 9
    splitter = HashtagSplitter(texts)
    assert splitter.parts("interiordesign") == ("interior", "design")
    assert splitter.parts("ootd") == ("ootd",)
    assert splitter.parts("unknownwords") == ("unknownwords",)
    assert topic_terms("My sofa #interiordesign", splitter) == [
        "sofa",
        "interiordesign",
        "interior",
        "design",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I went to the market and bought some bread for my mother", "en"),
        ("Ich habe heute nicht so viel Zeit, aber das ist mir egal", "de"),
        ("Hoy fui con mi hermana a comer algo muy rico para las dos", "es"),
        ("Сегодня был хороший день", "ru"),
        ("今日はとても楽しかったです", "ja"),
        ("오늘은 정말 좋은 날", "ko"),
        ("skincare serum", ""),
        ("", ""),
        ("1234 !!", ""),
        ("1 " * 200 + "the market and the bread", ""),  # the start has no letters
    ],
)
def test_likely_language(text: str, code: str) -> None:
    assert likely_language(text) == code


@pytest.mark.parametrize(
    "cell", ["food, New", "#food #new", "['food', 'new']", "food|new", "food;#new;food"]
)
def test_a_cell_of_hashtags_is_read_however_it_lists_them(cell: str) -> None:
    assert listed_hashtags(cell) == ["food", "new"]
    assert listed_hashtags(None) == []
