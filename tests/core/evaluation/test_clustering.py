"""NMI and purity by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demo.words import load_words
from core.evaluation.clustering import PLANTED_TOPICS, agreement, name_agreement
from core.models.niches.taxonomy import read_taxonomy


def test_hand_worked_example() -> None:
    # Groups {a, a, b} and {b}: purity (2 + 1) / 4. H(groups) = 0.5623 nats, H(categories) =
    # 0.6931, joint entropy 1.0397, so information 0.2158 and NMI 2 x 0.2158 / 1.2555 = 0.3437.
    found = agreement([0, 0, 0, 1], ["a", "a", "b", "b"])
    assert found is not None
    assert found.purity == 0.75
    assert found.nmi == pytest.approx(0.3437, abs=5e-5)
    assert found.largest_share == 0.5
    assert found.rows_count == 4


def test_rows_without_group_or_category_do_not_count() -> None:
    found = agreement([0, -1, 0, 1, 1], ["a", "a", None, "b", float("nan")])
    assert found is not None
    assert (found.rows_count, found.purity, found.nmi) == (2, 1.0, pytest.approx(1.0))
    assert agreement([], []) is None
    assert agreement([-1, 0], ["a", ""]) is None


def test_one_group_says_nothing_about_several_categories() -> None:
    found = agreement([0] * 6, list("aabbcc"))
    assert found is not None
    assert (found.nmi, found.purity) == (0.0, pytest.approx(1 / 3))


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abcd")), min_size=1, max_size=60))
def test_agrees_with_scikit_learn_and_ignores_group_numbers(pairs: list[tuple[int, str]]) -> None:
    from sklearn.metrics import normalized_mutual_info_score

    groups, categories = zip(*pairs, strict=True)
    found = agreement(groups, categories)
    renamed = agreement([7 - group for group in groups], categories)
    assert found is not None
    assert renamed is not None
    assert found.nmi == pytest.approx(renamed.nmi)
    expected = normalized_mutual_info_score(categories, np.array(groups))
    assert found.nmi == pytest.approx(expected, abs=1e-9)


ACCEPTED = {"pets": ("Pets",), "food": ("Food", "Coffee")}


def test_agreement_by_hand() -> None:
    ids = np.array([0, 0, 0, 1, 1, 2, 3, -1])
    labels = ["food", "food", "pets", "pets", "other", "food", None, "food"]
    result = name_agreement(["Coffee", None, "Pets", "Food"], ids, labels, ACCEPTED)
    # The last niche has no known label; of 6 creators the two of "food" in the first agree.
    assert (result.niches_count, result.named_count, result.right_count) == (3, 2, 1)
    assert result.creators_share == pytest.approx(2 / 6)


def test_nothing_known_agrees_with_nothing() -> None:
    result = name_agreement(["Pets"], np.array([0]), [None], ACCEPTED)
    assert (result.niches_count, result.creators_share) == (0, 0.0)


def test_every_planted_niche_has_a_topic_of_the_shipped_list() -> None:
    shipped = {topic.label for topic in read_taxonomy().topics}
    assert set(PLANTED_TOPICS) == {niche.key for niche in load_words().niches}
    assert {label for labels in PLANTED_TOPICS.values() for label in labels} <= shipped
