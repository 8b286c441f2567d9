from __future__ import annotations

from core.features.brief.rest import is_empty_clause, meaning_of


def test_clauses_lose_fillers_at_their_edges_only() -> None:
    assert meaning_of("We are looking for art of the deal creators, please!") == "art of the deal"


def test_nothing_but_fillers_means_nothing() -> None:
    assert meaning_of("Hello, we need some creators. Thanks!") == ""
    assert meaning_of("") == ""


def test_clause_of_fillers_and_signs_is_empty() -> None:
    assert is_empty_clause(" and - the ")
    assert is_empty_clause("")
    assert not is_empty_clause("and cats")
    assert not is_empty_clause("not from the US")
    assert is_empty_clause("show us")


def test_words_that_led_to_what_was_taken_out_go_with_it() -> None:
    assert meaning_of("lipstick in \0\0\0 for our jubilee") == "lipstick, jubilee"
    assert meaning_of("\0 aus oder für \0\0") == ""


def test_words_around_a_gap_stay_one_thing() -> None:
    assert meaning_of("sustainable \0\0\0 fashion") == "sustainable fashion"


def test_a_clause_that_stands_twice_counts_once() -> None:
    assert meaning_of("skincare in \0; skincare in \0") == "skincare"
