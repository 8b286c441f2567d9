"""Concepts of accounts: senses, vocabulary, weights, and what one account changes for others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ModelError
from core.features.embeddings import normalised
from core.models.concepts import files, model
from core.models.concepts.model import ConceptModel, ConceptsConfig
from core.models.concepts.senses import (
    OWN_WEIGHT,
    PRIOR_WEIGHT,
    SenseTexts,
    chosen_sense,
    fit_sense_texts,
    foreign_words,
    senses_of,
)
from core.models.concepts.uses import WordUses, word_uses
from core.models.concepts.wordnet import nouns
from tests.support.concept_rows import SMALL, tags_of, uses_of

NO_MENTIONS = np.zeros((0, 2), np.int64)
TOPICS = ("dog and puppy training", "pasta recipe and cooking", "hiking, mountain and camping")
TEXTS = [TOPICS[number % 3] for number in range(60)]


def _fitted(texts: list[str], config: ConceptsConfig = SMALL) -> tuple[ConceptModel, WordUses]:
    uses = uses_of(texts)
    fitted = model.fit(uses, NO_MENTIONS, config, seed=1)
    assert fitted is not None
    return fitted, uses


def _weights(texts: list[str]) -> pd.DataFrame:
    """Accounts by concept."""
    fitted, uses = _fitted(texts)
    return pd.DataFrame(fitted.weights(uses).toarray(), columns=list(fitted.vocabulary.labels))


def test_words_count_once_in_a_text_and_by_log_posts_in_tags() -> None:
    uses = word_uses(
        ["pasta pasta", None], tags_of([(0, "pasta", 3), (1, "marathontraining", 1)]), ["en", ""]
    )
    named = {
        (account, uses.names[word]): weight
        for account, word, weight in zip(uses.accounts, uses.words, uses.weights, strict=True)
    }
    # 1 for the text, log2(1 + 3) for three posts; two words of one tag share it.
    assert named == {(0, "pasta"): 3.0, (1, "marathon"): 0.5, (1, "training"): 0.5}


def test_words_left_out_do_not_count_and_no_words_are_no_uses() -> None:
    tags = tags_of([(0, "like4like", 9), (0, "luma", 2)])
    uses = word_uses(["luma"], tags, ["en"], is_left_out="luma".__eq__)
    assert (uses.names, len(uses.accounts), uses.accounts_count) == ((), 0, 1)


def test_accounts_of_one_topic_stand_together() -> None:
    fitted, uses = _fitted(TEXTS)
    assert {"dog", "pasta", "hiking"} <= set(fitted.vocabulary.labels)
    rows = fitted.rows(fitted.weights(uses))
    cosines = rows @ rows.T / np.outer(*(np.linalg.norm(rows, axis=1),) * 2)
    assert cosines[0, 3] == pytest.approx(1, abs=1e-5)
    assert cosines[0, 1] < 0.3


def test_an_account_is_the_weighted_mean_of_its_concepts() -> None:
    fitted, uses = _fitted([*TEXTS, "dog and pasta"])
    weights = fitted.weights(uses)
    places = [fitted.vocabulary.labels.index(name) for name in ("dog", "pasta")]
    counts = fitted.vocabulary.accounts_counts[places]
    assert counts.tolist() == [21, 21]
    share = 1 / (1 + np.log(21))
    assert weights[60].toarray()[0, places] == pytest.approx([share, share])
    mean = fitted.vectors[places].mean(axis=0)
    assert fitted.rows(weights)[60] == pytest.approx(mean, abs=1e-6)


def test_an_account_without_concepts_is_unknown() -> None:
    fitted, uses = _fitted([*TEXTS, "", "zzz"])
    rows = fitted.rows(fitted.weights(uses))
    assert np.isnan(rows[60:]).all()
    assert np.isfinite(rows[:60]).all()


def test_a_rare_word_counts_for_what_it_is_a_kind_of() -> None:
    fitted, _ = _fitted(TEXTS)
    labels = fitted.vocabulary.labels
    assert "poodle" not in labels
    row = fitted.weights(uses_of(["poodle"])).toarray()[0]
    assert [labels[place] for place in np.flatnonzero(row)] == ["dog"]
    assert row.max() == pytest.approx(0.5 / (1 + np.log(20)))


def test_too_few_accounts_words_or_concepts_give_no_model() -> None:
    assert model.fit(uses_of(TEXTS), NO_MENTIONS, seed=1) is None  # 60, and 100 are needed
    assert model.fit(uses_of([""] * 200), NO_MENTIONS, seed=1) is None
    assert model.fit(uses_of(["dog"] * 200), NO_MENTIONS, seed=1) is None
    noise = word_uses(
        [None] * 200, tags_of([(row, "like4like", 3) for row in range(200)]), [""] * 200
    )
    assert model.fit(noise, NO_MENTIONS, seed=1) is None


def test_what_creators_never_say_is_no_concept() -> None:
    texts = [*TEXTS, *["budget and dog"] * 10]
    creators = np.arange(70) < 60
    fitted = model.fit(uses_of(texts), NO_MENTIONS, SMALL, creators=creators, seed=1)
    assert fitted is not None
    assert "budget" not in fitted.vocabulary.labels
    assert fitted.vocabulary.accounts_counts[fitted.vocabulary.labels.index("dog")] == 20


def test_an_account_that_goes_changes_only_the_weights_of_its_own_concepts() -> None:
    """The guarantee: as long as no concept falls under the fewest uses, the others keep their
    weights for every concept that the account did not have, to the last digit; for its own
    concepts they change by the rarity alone."""
    texts = [*TEXTS, "dog and recipe"]
    before, after = _weights(texts), _weights(texts[:60])
    assert sorted(before.columns) == sorted(after.columns)
    own = ["dog", "recipe"]
    others = [name for name in before.columns if name not in own]
    assert np.array_equal(before.loc[:59, others], after[others])
    for name in own:
        rarity = (1 + np.log(21)) / (1 + np.log(20))
        assert after[name].to_numpy() == pytest.approx(before.loc[:59, name].to_numpy() * rarity)


def test_the_order_of_accounts_does_not_matter() -> None:
    order = np.random.default_rng(2).permutation(60)
    weights, shuffled = _weights(TEXTS), _weights([TEXTS[place] for place in order])
    assert list(weights.columns) == list(shuffled.columns)
    assert np.array_equal(shuffled.to_numpy(), weights.to_numpy()[order])


def test_the_gloss_most_like_the_text_chooses_the_sense() -> None:
    senses = senses_of("bass")
    assert len(senses) > 1
    glosses = {sense.synset: np.eye(8, dtype=np.float32)[place]
               for place, sense in enumerate(senses)}  # fmt: skip
    texts = SenseTexts(glosses, np.zeros(8, np.float32))
    accounts = np.array([np.eye(8)[1], np.zeros(8)], dtype=np.float32)
    chosen = chosen_sense("bass", senses, texts.centred(accounts), texts)
    assert chosen.tolist() == [senses[1].synset, senses[0].synset]
    unknown = chosen_sense("bass", senses, accounts, SenseTexts())
    assert unknown.tolist() == [senses[0].synset] * 2


def test_where_the_own_text_says_nothing_those_of_others_choose_the_sense() -> None:
    senses = senses_of("bass")
    glosses = {sense.synset: np.eye(8, dtype=np.float32)[place]
               for place, sense in enumerate(senses)}  # fmt: skip
    leanings = {"bass": (0.0, 1.0, *[0.0] * (len(senses) - 2))}
    texts = SenseTexts(glosses, np.zeros(8, np.float32), leanings)
    accounts = np.array([np.zeros(8), np.eye(8)[2], np.eye(8)[7]], dtype=np.float32)
    chosen = chosen_sense("bass", senses, texts.centred(accounts), texts)
    prior = PRIOR_WEIGHT * np.log([sense.share for sense in senses])
    own = OWN_WEIGHT + prior[2]
    others = 1 - OWN_WEIGHT + prior[1]
    expected = senses[2 if own > others else 1].synset
    assert chosen.tolist() == [senses[1].synset, expected, senses[1].synset]


def test_what_a_text_shares_with_all_texts_says_nothing_about_senses() -> None:
    common = np.array([0.9, 0.1, 0.0], dtype=np.float32)
    texts = SenseTexts({}, common)
    rows = texts.centred(np.array([[0.9, 0.4, 0.0], [0.0, 0.0, 0.0]], dtype=np.float32))
    np.testing.assert_allclose(rows, [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]], atol=1e-6)


def test_a_brand_that_comes_or_goes_changes_no_sense_of_others() -> None:
    uses = uses_of([*["coach"] * 20, "coach"])
    rng = np.random.default_rng(4)
    vectors = normalised(rng.normal(size=(21, 8)).astype(np.float32))
    creators = np.arange(21) < 20

    def encode(texts: Sequence[str]) -> np.ndarray:
        return normalised(np.random.default_rng(5).normal(size=(len(texts), 8)))

    def fitted(rows: np.ndarray) -> SenseTexts:
        return fit_sense_texts(uses, frozenset(), rows, encode, creators, fewest=1, most=9)

    other_brand = np.vstack([vectors[:20], -vectors[:1]])
    before, after = fitted(vectors), fitted(other_brand)
    assert before.leanings == after.leanings
    np.testing.assert_array_equal(before.accounts_mean, after.accounts_mean)


def test_words_of_other_languages_are_no_english_nouns() -> None:
    # 'pain' is bread for the French; nobody here writes English with it.
    uses = uses_of(["pain"] * 5 + ["garden"] * 5, ["fr"] * 5 + ["en"] * 2 + ["de"] * 3)
    assert foreign_words(uses) == {"pain"}
    assert foreign_words(uses_of(["garden", "fellnase"], ["", ""])) == {"fellnase"}


def test_a_word_outside_of_wordnet_is_a_concept_of_its_own() -> None:
    texts = [*TEXTS, *["fellnase"] * 4]
    uses = uses_of(texts, ["en"] * 60 + ["de"] * 4)
    fitted = model.fit(uses, NO_MENTIONS, SMALL, seed=1)
    assert fitted is not None
    place = fitted.vocabulary.labels.index("fellnase")
    assert fitted.vocabulary.kinds[place] == "word"
    assert fitted.vocabulary.synsets[place] == -1


@pytest.mark.slow
def test_two_meanings_of_one_word_have_two_labels() -> None:
    senses = senses_of("coach")
    encoded = {sense.synset: row for row, sense in enumerate(senses)}
    uses = uses_of([*TEXTS, *["coach"] * 20])
    vectors = np.zeros((80, 8), dtype=np.float32)
    vectors[60:70, 0] = vectors[70:, len(senses) - 1] = 1

    def encode(texts: object) -> np.ndarray:
        known = nouns()
        rows = np.zeros((len(texts), 8), dtype=np.float32)  # type: ignore[arg-type]
        for row, text in enumerate(texts):  # type: ignore[arg-type, var-annotated]
            for synset, place in encoded.items():
                if str(text).endswith(known.glosses[synset]):
                    rows[row, place] = 1
        return rows

    fitted = model.fit(uses, NO_MENTIONS, SMALL, account_vectors=vectors, encode=encode, seed=1)
    assert fitted is not None
    coaches = [label for label in fitted.vocabulary.labels if label.startswith("coach")]
    assert len(coaches) == len(set(coaches)) == 2
    assert any("(" in label for label in coaches)


def test_a_model_is_the_same_after_a_file(tmp_path: Path) -> None:
    fitted, uses = _fitted([*TEXTS, "poodle and fellnase"])
    files.save(fitted, tmp_path / "concepts")
    loaded = files.load(tmp_path / "concepts")
    assert loaded.vocabulary.labels == fitted.vocabulary.labels
    assert loaded.config == fitted.config
    assert np.array_equal(loaded.weights(uses).toarray(), fitted.weights(uses).toarray())
    assert np.array_equal(loaded.links.weights, fitted.links.weights)
    with pytest.raises(ModelError, match="build --from concepts"):
        files.load(tmp_path)
