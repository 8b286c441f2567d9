"""What a brief names besides a topic."""

from __future__ import annotations

import pytest

from core.services.matching.brief_mentions import BriefMentions, brief_mentions


def test_the_brief_that_was_ranked_by_topic_alone() -> None:
    found = brief_mentions("Germany only, 5000 EUR")
    assert found == BriefMentions(countries=("DE",), money=((5000.0, "EUR"),))
    assert found.words() == ["Germany", "5,000 EUR"]


@pytest.mark.parametrize(
    ("brief", "countries", "languages"),
    [
        ("German-speaking mums", (), ("de",)),
        ("deutschsprachige Mütter aus Österreich", ("AT",), ("de",)),
        ("German drugstores", ("DE",), ("de",)),
        ("créatrices en Allemagne", ("DE",), ()),
        ("maquillaje para España y México", ("ES", "MX"), ()),
        ("creator per la Germania", ("DE",), ()),
        ("criadores da Alemanha", ("DE",), ()),
        ("Italien und Spanien", ("IT", "ES"), ()),
        ("in the US or the UK", ("US", "GB"), ()),
        ("The United States of America", ("US",), ()),
        ("nail polish, guinea pigs and turkey recipes", (), ()),
        ("me and no is it in de", (), ()),
    ],
)
def test_places_in_six_languages(
    brief: str, countries: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    found = brief_mentions(brief)
    assert (found.countries, found.languages) == (countries, languages)


@pytest.mark.parametrize(
    ("brief", "money"),
    [
        ("€5.000 in all", ((5000.0, "EUR"),)),
        ("1.5k euros", ((1500.0, "EUR"),)),
        ("3 000 \u20ac", ((3000.0, "EUR"),)),
        ("EUR 99.50", ((99.5, "EUR"),)),
        ("$300 or 250 EUR", ((300.0, "USD"), (250.0, "EUR"))),
        ("30 days of yoga", ()),
    ],
)
def test_money(brief: str, money: tuple[tuple[float, str], ...]) -> None:
    assert brief_mentions(brief).money == money


@pytest.mark.parametrize(
    ("brief", "sizes"),
    [
        ("10k-50k followers", (10_000, 50_000)),
        ("over 100,000 followers", (100_000, None)),
        ("höchstens 20.000 Follower", (None, 20_000)),
        ("5k followers and 500 EUR", (5_000, None)),
        ("follow us", (None, None)),
    ],
)
def test_follower_counts(brief: str, sizes: tuple[int | None, int | None]) -> None:
    found = brief_mentions(brief)
    assert (found.followers_min, found.followers_max) == sizes


def test_platforms() -> None:
    assert brief_mentions("Insta reels and Tik Tok").platforms == ("instagram", "tiktok")


def test_a_brief_about_a_topic_mentions_nothing() -> None:
    assert brief_mentions("vegan skin care, honest reviews of creams").words() == []
