"""Words of biographies and hashtags, and what WordNet knows of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.concepts.lists import added_concepts, meanings, noise_words
from core.models.concepts.splitting import english_ranks, is_english, meant, tag_words, text_words
from core.models.concepts.wordnet import nouns


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("marathontraining", ("marathon", "training")),
        ("HealthyFood", ("healthy", "food")),
        ("ootd", ("outfit",)),
        ("homeworkout", ("home", "workout")),
        ("igersberlin", ("berlin",)),
        ("books", ("book",)),
        ("games", ("game",)),
        ("skincare", ("skin_care",)),
        ("like4like", ()),
        ("sundayvibes", ()),
        ("", ()),
    ],
)
def test_a_tag_falls_into_its_words(tag: str, words: tuple[str, ...]) -> None:
    assert tag_words(tag) == words


def test_a_word_of_another_language_means_its_english_one_where_it_is_spoken() -> None:
    assert tag_words("hautpflege") == tag_words("hautpflege", "de") == ("skin_care",)
    assert tag_words("brotbacken", "de") == ("bread", "baking")
    # 'kind' and 'mode' are English words, too.
    assert meant("mode", "de") == ("fashion",)
    assert meant("mode", "en") is None
    assert meant("mode", "") is None


def test_a_tag_that_no_split_makes_likely_stays_whole() -> None:
    assert tag_words("fellnasenliebe", "de") == ("fellnasenliebe",)
    assert tag_words("привет") == ("привет",)


def test_a_text_gives_nouns_and_pairs_without_mentions_tags_and_stop_words() -> None:
    text = "I love skin care and ice cream! @anna #hiking https://example.org"
    assert text_words(text) == ["skin_care", "ice_cream"]
    assert text_words(None) == text_words("") == []


def test_plurals_lead_to_their_noun() -> None:
    known = nouns()
    lemmas = {word: known.lemma(word) for word in ("dogs", "recipes", "boxes", "parties", "qqq")}
    assert lemmas == {
        "dogs": "dog",
        "recipes": "recipe",
        "boxes": "box",
        "parties": "party",
        "qqq": None,
    }


def test_senses_are_shares_and_the_first_is_the_usual_one() -> None:
    known = nouns()
    dog = known.senses["dog"]
    assert sum(sense.share for sense in dog) == pytest.approx(1)
    assert "domestic" in known.glosses[dog[0].synset] or "canine" in known.glosses[dog[0].synset]


def test_a_dog_is_a_kind_of_animal_some_steps_above() -> None:
    known = nouns()
    dog, animal = known.senses["dog"][0].synset, known.senses["animal"][0].synset
    assert animal in known.above(dog, 10)
    assert known.above(dog, 0) == {dog: 0}
    assert known.depths[animal] < known.depths[dog]


def test_every_synset_hangs_below_the_one_top() -> None:
    known = nouns()
    assert [number for number, above in enumerate(known.hypernyms) if not above] == [0]
    assert min(known.depths) == 0
    assert -1 not in known.depths


def test_the_lists_name_words_that_are_there() -> None:
    known = nouns()
    for word, (kind, _) in added_concepts().items():
        assert kind in known.senses, word
        assert "influencer" in known.senses
    english = {word for lines in meanings().values() for words in lines.values() for word in words}
    unknown = {word for word in english if known.lemma(word) is None}
    assert not unknown
    assert not english & noise_words()


def test_common_words_are_english_and_rare_ones_are_not() -> None:
    assert is_english("garden")
    assert not is_english("hautpflege")
    assert english_ranks()["the"] == 0


@given(st.text(max_size=40))
def test_no_tag_and_no_text_gives_noise_or_empty_words(text: str) -> None:
    words = [*tag_words(text), *text_words(text)]
    assert all(word and word not in noise_words() for word in words)
