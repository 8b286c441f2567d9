from __future__ import annotations

import pycountry
import pytest

from core.features.brief.places.cities import LARGE, city_or_state
from core.features.brief.places.gazetteer import (
    country,
    demonym,
    is_region_adjective,
    region,
    values_by_word,
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["Germany"], "DE"),
        (["Deutschland"], "DE"),
        (["Österreich"], "AT"),
        (["netherlnds"], "NL"),
        (["UK"], "GB"),
        (["uk"], "GB"),
        (["us"], ""),
        (["New", "Zealand"], "NZ"),
        (["turkey"], ""),
        (["Turkey"], "TR"),
        (["Italien"], "IT"),
        (["italien"], ""),
        (["nowhere"], ""),
    ],
)
def test_country_of_words(words: list[str], code: str) -> None:
    assert country(words) == code


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("German", ("DE", "de")),
        ("deutsche", ("DE", "de")),
        ("englischsprachige", ("", "en")),
        ("deutsch-sprachig", ("", "de")),
        ("Spaniards", ("ES", "")),
        ("Austrian", ("AT", "")),
        ("polish", ("", "")),
        ("Polish", ("PL", "pl")),
        ("creator", ("", "")),
    ],
)
def test_country_and_language_of_an_adjective(word: str, codes: tuple[str, str]) -> None:
    assert demonym(word) == codes


def test_region_is_its_countries() -> None:
    assert region("dach") == ("AT", "CH", "DE")
    assert region("mars") == ()
    assert is_region_adjective("nordic")
    assert not is_region_adjective("nordics")


def test_codes_of_the_gazetteer_are_those_of_countries_and_languages() -> None:
    countries = {entry.alpha_2 for entry in pycountry.countries}
    languages = {entry.alpha_2 for entry in pycountry.languages if hasattr(entry, "alpha_2")}
    for table in ("peoples", "codes", "lower_codes", "countries", "regions", "city_codes"):
        assert {code for key in values_by_word(table).values() for code in key.split()} <= countries
    for key in values_by_word("adjectives").values():
        code, _, language = key.partition(" ")
        assert code in countries
        assert not language or language in languages
    assert set(values_by_word("languages").values()) <= languages


def test_cities_of_the_gazetteer_are_in_the_list_of_cities() -> None:
    assert {name: city_or_state(name) for name in values_by_word("cities")
            if not city_or_state(name)[0]} == {}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Vienna", "AT"),
        ("Wien", "AT"),
        ("Ghent", "BE"),
        ("Colorado", "US"),
        ("Reading", ""),
        ("", ""),
    ],
)
def test_country_of_a_city_or_state(name: str, code: str) -> None:
    assert city_or_state(name)[0] == code


def test_state_counts_as_a_large_city() -> None:
    assert city_or_state("Colorado") == ("US", LARGE)
