"""People and splits."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.influence.pairs import pairs_with_met_people, person_blocks, same_people
from tests.support.judged import judged


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 9), st.integers(0, 1000), st.integers(12, 60))
def test_nobody_stands_on_both_sides_of_a_split(groups: int, seed: int, people: int) -> None:
    pairs = judged(150, people, seed=seed)
    tested = np.zeros(len(pairs), dtype=int)
    for block in person_blocks(pairs, groups, seed=seed):
        train, test = pairs[block.train], pairs[block.test]
        known = np.union1d(train.person_a, train.person_b)
        assert not np.isin(test.person_a, known).any()
        assert not np.isin(test.person_b, known).any()
        assert 0 <= block.fold < groups
        tested += block.test
    assert tested.max() <= 1
    if groups > 2:  # with two groups, nobody is left to learn from for pairs between them
        assert tested.min() == 1


def test_people_are_known_by_all_their_features() -> None:
    a = np.array([[1.0, 2.0], [1.0, np.nan], [3.0, 3.0]])
    b = np.array([[1.0, np.nan], [1.0, 2.0], [1.0, 2.5]])
    in_a, in_b = same_people(a, b)
    assert in_a[0] == in_b[1]
    assert in_a[1] == in_b[0]
    assert len({*in_a, *in_b}) == 4


def test_pairs_with_somebody_trained_on_are_found() -> None:
    pairs = judged(50, 20)
    new = np.full((2, 3), 7.7)
    met = pairs_with_met_people(pairs, np.vstack([new[:1], pairs.b[:1]]), new)
    assert met.tolist() == [False, True]
