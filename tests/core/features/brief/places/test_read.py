from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("creators from Germany", {"countries": ("DE",)}),
        ("German creators", {"countries": ("DE",)}),
        ("US-based creators", {"countries": ("US",)}),
        ("creators from the States", {"countries": ("US",)}),
        ("5 UK skincare creators",
         {"count": 5, "countries": ("GB",), "niches": ("Beauty & skincare",)}),
        ("US and Canada pet accounts", {"countries": ("CA", "US"), "niches": ("Pets",)}),
        ("UK label seeks 5 creators", {"count": 5}),
        ("no US pet creators", {"exclude_countries": ("US",), "niches": ("Pets",)}),
        ("creators in DE/IT", {"countries": ("DE", "IT")}),
        ("creators from the Nordics", {"countries": ("DK", "FI", "IS", "NO", "SE")}),
        ("creators in Copenhagen + Malmö", {"countries": ("DK", "SE")}),
        ("creators from Germany, not from Austria",
         {"countries": ("DE",), "exclude_countries": ("AT",)}),
        ("Excluded territories: Turkey, Russia", {"exclude_countries": ("RU", "TR")}),
        ("German-speaking creators", {"languages": ("de",)}),
        ("posts in French or Dutch", {"languages": ("fr", "nl")}),
        ("Gesucht sind Schweizer, deren Publikum in Deutschland sitzt",
         {"countries": ("CH",), "audience_countries": ("DE",)}),
        ("Audience location: Japan", {"audience_countries": ("JP",)}),
        ("creators with a Spanish audience", {"audience_countries": ("ES",)}),
        ("audience in Germany, from Austria",
         {"audience_countries": ("DE",), "countries": ("AT",)}),
        ("audience in Germany, Austria", {"audience_countries": ("AT", "DE")}),
        ("not from Germany, from Austria",
         {"exclude_countries": ("DE",), "countries": ("AT",)}),
        ("creators from Germany, from Austria", {"countries": ("AT", "DE")}),
        ("we launch in Germany, UK creators", {"countries": ("GB",)}),
        ("6 Danish knitters", {"count": 6, "countries": ("DK",), "niches": ("Crafts & DIY",)}),
        ("gaming creators, NL", {"countries": ("NL",), "niches": ("Gaming",)}),
        ("gaming creators, IT", {"niches": ("Gaming",)}),
        ("5 UK creators", {"count": 5, "countries": ("GB",)}),
        ("creators in the UK", {"countries": ("GB",)}),
        ("Germany: 5 creators", {"count": 5, "countries": ("DE",)}),
        ("bikers from Girona", {"countries": ("ES",), "niches": ("Running & cycling",)}),
    ],
)  # fmt: skip
def test_places_are_read(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We are a Munich based startup.",
        "British label seeks creators",
        "a UK label wants 5 accounts",
        "we launch in Germany and Austria",
        "Markteinführung in Österreich",
        "Our shops are in Bern, Basel and Zurich.",
        "Made in Italy",
        "Kick-off in Rome",
        "turkey sandwich",
        "a swiss watches brand",
        "nail polish",
        "in March or in spring",
    ],
)
def test_places_of_the_brand_and_other_words_are_no_wish(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert not said(text).keys() & {"countries", "languages", "audience_countries"}


def test_city_is_read_as_its_country_with_a_warning(parsed: Callable[[str], ParsedBrief]) -> None:
    assert "Vienna is read as Austria" in parsed("creators from Vienna").warnings[0]


def test_region_is_told_to_be_read_as_its_country(parsed: Callable[[str], ParsedBrief]) -> None:
    assert parsed("creators from Bavaria").warnings == (
        "Regions are not in the data, so Bavaria is read as Germany.",
    )


@pytest.mark.parametrize("text", ["creators from Europe", "Creator in Europa"])
def test_europe_is_more_than_the_eu(text: str, said: Callable[[str], dict[str, Any]]) -> None:
    countries = set(said(text)["countries"])
    union = set(said("creators from the EU")["countries"])
    assert countries - union == {"GB", "CH", "NO", "IS"}
    assert union < countries


def test_country_both_wanted_and_refused_is_told(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("creators from Germany, not from Germany")
    assert brief.constraints.said() == {"exclude_countries": ("DE",)}
    assert "Germany is both wanted and refused; it is left out." in brief.warnings
    assert parsed("creators from DACH, not from Austria").warnings == ()


@pytest.mark.parametrize("text", ["DACH without Switzerland", "DACH ohne Schweiz"])
def test_region_without_one_of_its_countries(
    text: str, said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == {"countries": ("AT", "DE"), "exclude_countries": ("CH",)}


def test_europe_but_one_country(said: Callable[[str], dict[str, Any]]) -> None:
    values = said("Europe but not France")
    assert values["exclude_countries"] == ("FR",)
    assert {"DE", "ES", "IT"} < set(values["countries"])
    assert "FR" not in values["countries"]


@pytest.mark.parametrize(
    ("text", "name", "codes"),
    [
        ("5 creators over 100k followers from Italy", "countries", ("IT",)),
        ("creators with followers from Italy", "audience_countries", ("IT",)),
        ("audience of women aged 25-34 in France", "audience_countries", ("FR",)),
        ("Zielgruppe: Mütter 30+, Deutschland", "audience_countries", ("DE",)),
        ("5 creators for the UK market", "countries", ("GB",)),
        ("3 yogis, Swiss ones, please", "countries", ("CH",)),
        ("for Poland we need 3 yogis", "countries", ("PL",)),
        ("3 yogis, Zurich area", "countries", ("CH",)),
        ("6 foodies from Itlay", "countries", ("IT",)),
    ],
)
def test_whose_place_it_is(
    text: str, name: str, codes: tuple[str, ...], said: Callable[[str], dict[str, Any]]
) -> None:
    places = {key: value for key, value in said(text).items() if "countries" in key}
    assert places == {name: codes}


@pytest.mark.parametrize("filler", ["1" * 70 + "x", "1," * 35 + "x", "women " * 12 + "x"])
def test_a_long_row_before_a_place_is_read_at_once(
    filler: str, said: Callable[[str], dict[str, Any]]
) -> None:
    start = time.process_time()
    said(f"audience: {filler} Germany")
    assert time.process_time() - start < 1


def test_place_after_sondern_is_wanted(said: Callable[[str], dict[str, Any]]) -> None:
    assert said("nicht aus Polen, sondern Spanien oder Italien") == {
        "countries": ("ES", "IT"), "exclude_countries": ("PL",)
    }  # fmt: skip


def test_part_of_a_country_that_is_refused_is_told_and_leaves_the_country(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("5 creators in Italy except Sicily, not from Milan")
    assert brief.constraints.said() == {"count": 5, "countries": ("IT",)}
    assert not brief.meaning
    for name in ("Sicily", "Milan"):
        assert f"{name} cannot be left out alone" in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("languages wanted: Portuguese and English", {"languages": ("en", "pt")}),
        ("Spanish or English, both fine", {"languages": ("en", "es")}),
    ],
)
def test_adjective_beside_english_is_a_language(
    text: str, places: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == places
