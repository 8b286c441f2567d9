"""Sentiment, names and the ratio of sponsored to organic engagement."""

import numpy as np
import pytest

from core.models.posts_text.entities import Entity, KnownNames
from core.models.posts_text.sentiment import sentiment
from core.models.posts_text.sponsored import sponsored_ratio


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt", "ja", "", None])
def test_a_language_without_a_word_list_is_unknown_not_neutral(language: str | None) -> None:
    found = sentiment("I love this wonderful day 😍", language)
    assert (found.score, found.label, found.source) == (None, "unknown", "language")


def test_english_is_judged_and_negation_turns_it() -> None:
    assert sentiment("I love this wonderful day", "en").label == "positive"
    assert sentiment("This is horrible, I hate it", "en").label == "negative"
    assert sentiment("This is not good", "en").label == "negative"
    assert sentiment("The shop opens at nine", "en").label == "neutral"


def test_tags_and_links_at_the_end_do_not_count() -> None:
    assert sentiment("The shop opens at nine #love #happy https://great.com", "en").score == 0
    assert sentiment("🔥 #love #fire", "en").source == "no words"
    assert sentiment(None, "en").score is None


def test_names_of_the_store_come_first_and_the_longest_place_wins() -> None:
    known = KnownNames(["Olive & Oat", "Lima"], ["ana.b"])
    caption = "Breakfast by Olive & Oat in New York City with @Ana.B and @oliveoat, not olive oil"
    assert known.entities(caption) == [
        Entity("ana.b", "person", "store"),
        Entity("Olive & Oat", "brand", "store"),
        Entity("New York City", "place", "places"),
    ]


@pytest.mark.parametrize("caption", ["Nice reading", "Essen ist fertig", "#paris", "parisian", ""])
def test_words_and_tags_are_no_places(caption: str) -> None:
    assert KnownNames([]).entities(caption) == []


def test_a_ratio_needs_three_posts_of_each_kind() -> None:
    many = np.array([100.0, 120, 90, 110])
    assert sponsored_ratio(np.array([50.0, 60]), many).ratio is None
    assert sponsored_ratio(np.array([50.0, 60, np.nan]), many).low is None
    found = sponsored_ratio(many / 2, many)
    assert found.ratio == pytest.approx(0.5, abs=0.05)


def test_one_viral_post_hardly_moves_the_ratio() -> None:
    rng = np.random.default_rng(1)
    organic = rng.lognormal(6, 0.3, 9)
    sponsored = rng.lognormal(6, 0.3, 5)
    viral = organic.copy()
    viral[0] *= 1000
    before, after = sponsored_ratio(sponsored, organic), sponsored_ratio(sponsored, viral)
    assert before.ratio
    assert after.ratio
    assert abs(np.log(after.ratio / before.ratio)) < 0.2


@pytest.mark.parametrize(("ads", "others"), [(3, 9), (4, 8), (6, 6), (10, 30)])
def test_the_interval_covers_the_true_ratio_as_often_as_it_says(ads: int, others: int) -> None:
    rng = np.random.default_rng(5)
    hits = []
    for _ in range(400):
        found = sponsored_ratio(rng.lognormal(5, 0.6, ads) * 0.7, rng.lognormal(5, 0.6, others))
        assert found.low is not None
        assert found.high is not None
        hits.append(found.low <= 0.7 <= found.high)
    assert 0.86 <= np.mean(hits) <= 0.985
