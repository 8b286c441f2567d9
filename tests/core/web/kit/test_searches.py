"""Filters of a saved search in words."""

from __future__ import annotations

from core.web.kit.searches.words import SEARCH_PAGES, filter_words, filters_of
from core.web.shell.frame import PAGES


def test_filters_lose_the_name_of_their_page_and_stand_together() -> None:
    parameters = [("rising_tier", "nano"), ("rising_tier", "micro"), ("rising_hide", "false")]
    assert filter_words("rising", parameters) == ["Tier: nano, micro", "Hide: no"]
    assert filter_words("a page that is no more", [("tier", "x" * 80)]) == [
        f"Tier: {'x' * 59}\N{HORIZONTAL ELLIPSIS}"
    ]


def test_the_brand_and_who_is_open_are_no_filters() -> None:
    parameters = [("brand", "b0"), ("creator", "c1"), ("niche", "3"), ("rising_tier", "")]
    assert filters_of(parameters) == [("niche", "3")]


def test_pages_with_searches_are_called_as_in_the_navigation() -> None:
    titles = {name: title for entries in PAGES.values() for name, title, _ in entries}
    assert {name: page.title for name, page in SEARCH_PAGES.items()}.items() <= titles.items()
