"""What a brief does not want: it is left out, or a warning says why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief

_FOOD = ("Food & cooking",)


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("5 food creators, no audience in Germany", "audience cannot be excluded"),
        ("5 food creators, no audience from the US", "audience cannot be excluded"),
        ("5 Food-Creator ohne Zielgruppe in der Schweiz", "audience cannot be excluded"),
        ("5 food creators, audience not in India", "audience cannot be excluded"),
        ("5 food creators, audience not in India or China", "audience cannot be excluded"),
        ("5 food creators, not with an audience in Germany", "audience cannot be excluded"),
        ("5 Food-Creator, keine deutschsprachigen", "language cannot be excluded"),
        ("5 food creators, max 3 of them from Germany", "part of the creators"),
        ("5 food creators, audience outside the US", "audience cannot be excluded"),
        ("5 food creators, less than 10% US audience", "audience cannot be excluded"),
        ("5 food creators not speaking German", "language cannot be excluded"),
        ("5 food creators who don't post in German", "language cannot be excluded"),
        ("5 Food-Creator, die nicht auf Englisch posten", "language cannot be excluded"),
        ("5 food creators, not in English", "language cannot be excluded"),
        ("5 food creators, no more than 2 from Germany", "part of the creators"),
        ("5 food creators, at least 2 from Germany", "part of the creators"),
        ("5 food creators, half of them from Germany", "part of the creators"),
    ],
)
def test_what_cannot_be_refused_is_told_and_filters_nothing(
    text: str, warning: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD}
    assert brief.meaning in ("food", "Food-Creator")
    assert warning in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 food creators, no alcohol", "'alcohol' cannot be left out"),
        ("5 food creators, no gambling", "'gambling' cannot be left out"),
        ("5 food creators, not vegan", "'vegan' cannot be left out"),
        ("5 food creators except natewinslow", "except natewinslow"),
        ("5 food creators, exclude alcohol", "exclude alcohol"),
        ("5 food creators who don't promote alcohol", "'alcohol' cannot be left out"),
        ("5 Food-Creator, keine Fleischwerbung", "'Fleischwerbung' cannot be left out"),
        ("5 food creators, no Instagram, no TikTok, no YouTube", "refuses every platform"),
        ("5 food creators, total reach of 100k", "100k"),
        ("5 food creators, 3000", "3000"),
        ("5 food creators, 1e309", "1e309"),
        ("5 food creators, budget 0", "0"),
        ("5 food creators, budget -500 euro", "-500 euro"),
        ("5 food creators, budget 200 million euro", "200 million euro"),
        ("5 food creators, at least 2 billion followers", "2 billion"),
        ("5 food creators, 3 reels each", "3 reels each"),
        ("5 food creators, 2 posts each", "2 posts each"),
        ("5 food creators, at least 3 posts each", "at least 3 posts each"),
        ("5 food creators, 2 reels and 1 story each", "2 reels and 1 story each"),
        ("5 Food-Creator, je 2 Posts", "je 2 Posts"),
        ("5 food creators, 3 to 5 stories each", "'3 to 5 stories each'"),
        ("5 Food-Creator, je 3 bis 5 Stories", "'je 3 bis 5 Stories'"),
    ],
)
def test_what_is_no_constraint_is_told_and_means_nothing(
    text: str, words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD}
    assert brief.meaning in ("food", "Food-Creator")
    assert words in " ".join(brief.warnings)


@pytest.mark.parametrize("number", ["0", "-5", "2000", "99999999999999999"])
def test_number_of_creators_that_cannot_be_is_told(
    number: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"{number} creators from Italy")
    assert brief.constraints.said() == {"countries": ("IT",)}
    assert brief.meaning == ""
    assert f"'{number} creators' cannot be planned" in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 creators, neither TikTok nor YouTube", {"count": 5, "platforms": ("instagram",)}),
        ("5 food creators who don't post about alcohol or wine",
         {"count": 5, "niches": _FOOD, "exclude_niches": ("Coffee, wine & drinks",)}),
        ("5 food creators but no makeup",
         {"count": 5, "niches": _FOOD, "exclude_niches": ("Beauty & skincare",)}),
        ("5 food creators from Switzerland not posting in French but in German",
         {"count": 5, "niches": _FOOD, "countries": ("CH",), "languages": ("de",)}),
        ("at least 5 food creators from Germany",
         {"count": 5, "niches": _FOOD, "countries": ("DE",)}),
        ("5 food creators, audience not only in Germany",
         {"count": 5, "niches": _FOOD, "audience_countries": ("DE",)}),
        ("3 creators for a brand from Poland", {"count": 3}),
    ],
)  # fmt: skip
def test_refused_things_are_left_out(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


def test_no_one_from_a_country_leaves_nothing_unsaid(parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed("8 creators, no one from Germany")
    assert brief.constraints.said() == {"count": 8, "exclude_countries": ("DE",)}
    assert not brief.warnings
    assert not brief.meaning


def test_an_upper_end_of_engagement_is_said_to_be_left_aside(
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed("engagement 3-5%")
    assert brief.constraints.said() == {"engagement_percent_min": 3}
    assert "'engagement 3-5%' the lower end counts" in brief.warnings[0]
    assert not parsed("engagement of at least 3%").warnings


@pytest.mark.parametrize(
    ("text", "words", "expected", "meaning"),
    [
        ("not @natewinslow", "not @natewinslow", {}, ""),
        ("without @natewinslow", "without @natewinslow", {}, ""),
        ("ohne @natewinslow, 5 Fitness-Creator", "ohne @natewinslow",
         {"count": 5, "niches": ("Fitness & gym",)}, "Fitness-Creator"),
        ("5 creators from Italy except @paris.fit", "except @paris.fit",
         {"count": 5, "countries": ("IT",)}, ""),
        ("5 creators except natewinslow and zulu.sipho", "except natewinslow and zulu.sipho",
         {"count": 5}, ""),
        ("never worked with Nike", "never worked with Nike", {}, ""),
        ("5 creators who never worked with Nike or Adidas", "who never worked with Nike or Adidas",
         {"count": 5}, ""),
        ("5 Creator, die noch nie mit Nike gearbeitet haben",
         "die noch nie mit Nike gearbeitet haben", {"count": 5}, ""),
    ],
)  # fmt: skip
def test_names_cannot_be_refused(
    text: str,
    words: str,
    expected: dict[str, Any],
    meaning: str,
    parsed: Callable[[str], ParsedBrief],
) -> None:
    brief = parsed(text)
    assert (brief.constraints.said(), brief.meaning) == (expected, meaning)
    assert brief.warnings == (
        f"'{words}' is left aside: a brief cannot exclude single creators or brands.",
    )


@pytest.mark.parametrize(
    "text", ["5 food creators, mail me at anna.smith@brand-shop.com", "5 food creators, a@paris.fr"]
)
def test_address_of_mail_means_nothing(text: str, parsed: Callable[[str], ParsedBrief]) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD}
    assert (brief.meaning, brief.warnings) == ("food", ())


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("5 creators like @natewinslow", "like @natewinslow'", "similar ones"),
        ("5 creators similar to @nate.winslow", "'similar to @nate.winslow'", "similar ones"),
        ("@nate.winslow is already signed, find 5 creators", "@nate.winslow", "campaign"),
        ("Booked: @nate.winslow, zulu_sipho. 5 creators", "@nate.winslow, zulu_sipho", "campaign"),
        ("don't include @nate.winslow, 5 creators", "'don't include @nate.winslow'", "exclude"),
        ("Blacklist: nate.winslow. 5 creators", "nate.winslow", "exclude"),
        ("Blacklist: n.winslow, @zulu. 5 creators", "n.winslow, @zulu", "exclude"),
    ],
)
def test_single_creators_are_told_and_rank_nobody(
    text: str, words: str, where: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"count": 5}
    assert not brief.meaning
    assert len(brief.warnings) == 1
    assert words in brief.warnings[0]
    assert where in brief.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "no alcohol, gambling or tobacco",
        "nobody who promotes alcohol, gambling or tobacco",
        "exclude anyone who promotes alcohol",
        "leave out people who drink alcohol",
        "kein Alkohol, Glücksspiel oder Tabak",
        "no alcohol, gambling, tobacco",
        "No alcohol, sugar, meat",
        "avoid alcohol, gambling and tobacco",
        "no alcohol, gambling, tobacco, all from 2026 on",
        "no alcohol/gambling/tobacco",
        "steer clear of alcohol and anything with guns",
        "no ads for alcohol or tobacco",
        "kein Alkohol, Glücksspiel, Tabak",
        "ohne Alkohol, Tabak und Glücksspiel",
        "keine Werbung für Alkohol",
    ],
)
def test_nobody_is_ranked_by_what_is_refused(
    text: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators; {text}")
    assert brief.leftover == ""
    refused = text.partition(", all")[0].replace("/", " ")
    assert refused.rsplit(maxsplit=1)[-1] in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("exclude everyone who posts about gaming or travel", ("Travel", "Gaming")),
        ("no alcohol, fashion or travel", ("Fashion & style", "Travel")),
        ("kein Alkohol, Gaming oder Mode", ("Fashion & style", "Gaming")),
        ("exclude anyone who promotes gambling, tobacco or fast fashion", ("Fashion & style",)),
        ("avoid alcohol, fashion and travel", ("Fashion & style", "Travel")),
        ("no alcohol, betting, politics", ("News & society",)),
        ("ohne Politik, Glücksspiel und Mode", ("Fashion & style", "News & society")),
        ("except gaming and gambling", ("Gaming",)),
        ("nobody boring; no gaming, gambling, politics", ("Gaming", "News & society")),
    ],
)
def test_topics_of_a_refused_list_are_left_out(
    text: str, refused: tuple[str, ...], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"exclude_niches": refused}
    assert brief.leftover == ""


def test_list_after_a_refused_platform_is_wanted(said: Callable[[str], dict[str, Any]]) -> None:
    assert said("no TikTok, fashion or food")["niches"] == ("Fashion & style", "Food & cooking")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no gaming, beauty creators from Sweden",
         {"niches": ("Beauty & skincare",), "exclude_niches": ("Gaming",), "countries": ("SE",)}),
        ("no alcohol, gambling and fitness creators", {"niches": ("Fitness & gym",)}),
        ("food creators, no TikTok, politics and gambling",
         {"niches": _FOOD, "platforms": ("instagram", "youtube"),
          "exclude_niches": ("News & society",)}),
        ("food creators, no TikTok, and gambling",
         {"niches": _FOOD, "platforms": ("instagram", "youtube")}),
        ("no TikTok, crypto, from Germany",
         {"niches": ("Personal finance",), "platforms": ("instagram", "youtube"),
          "countries": ("DE",)}),
        ("food creators, no fake followers, politics or gambling",
         {"niches": _FOOD, "hide_unusual": True, "exclude_niches": ("News & society",)}),
        ("no TikTok and YouTube only", {"platforms": ("youtube",)}),
        ("food creators, no gaming, fashion creators",
         {"niches": _FOOD, "exclude_niches": ("Fashion & style", "Gaming")}),
    ],
)  # fmt: skip
def test_what_is_asked_for_after_a_refused_thing_is_wanted(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("no alcohol, vegan, from Berlin", "vegan"),
        ("no nonsense, authentic, honest", "authentic, honest"),
        ("no professionals, students and hobbyists welcome", "students and hobbyists welcome"),
    ],
)
def test_wishes_after_a_refused_thing_are_none_of_its_list(
    text: str, wish: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    assert parsed(f"5 creators, {text}").leftover == wish


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no gaming creators with more than 100k", "more than 100k"),
        ("keine Gaming-Creator mit mehr als 100k", "mehr als 100k"),
        ("no gaming people above 500 euros", "above 500 euros"),
    ],
)
def test_limit_of_refused_creators_is_told_and_asked_of_nobody(
    text: str, words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(text)
    assert brief.constraints.said() == {"exclude_niches": ("Gaming",)}
    assert f"'{words}' is left aside" in " ".join(brief.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("avoid big accounts with more than 100k", {"followers_max": 100_000}),
        ("we need no celebrities but creators with more than 5k", {"followers_min": 5_000}),
        ("10k followers and a budget of 500", {"followers_min": 10_000, "budget": 500}),
        ("no sudden spikes in followers", {"hide_unusual": True}),
        ("3 macro tech reviewers",
         {"count": 3, "tiers": ("macro",), "niches": ("Tech & gadgets",)}),
        ("medium-sized creators", {"tiers": ("mid",)}),
        ("micro, food, 10 pcs", {"count": 10, "tiers": ("micro",), "niches": _FOOD}),
    ],
)  # fmt: skip
def test_words_beside_refusals_and_sizes_are_read(
    text: str, expected: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("never book anyone from Sweden", {"exclude_countries": ("SE",)}),
        ("please don't use creators from Sweden", {"exclude_countries": ("SE",)}),
        ("do not include Swedish accounts", {"exclude_countries": ("SE",)}),
        ("they mustn't live in Sweden", {"exclude_countries": ("SE",)}),
        ("we'd rather not have Swedish bloggers", {"exclude_countries": ("SE",)}),
        ("we won't work with anyone from Sweden", {"exclude_countries": ("SE",)}),
        ("don't use YouTube", {"platforms": ("instagram", "tiktok")}),
        ("YouTube must not be used", {"platforms": ("instagram", "tiktok")}),
        ("YouTube is a no", {"platforms": ("instagram", "tiktok")}),
        ("don't feature parenting channels", {"exclude_niches": ("Parenting & family",)}),
        ("we're not looking for parenting bloggers", {"exclude_niches": ("Parenting & family",)}),
        ("steer well clear of parenting", {"exclude_niches": ("Parenting & family",)}),
        ("parenting would be a dealbreaker", {"exclude_niches": ("Parenting & family",)}),
        ("Parenting bitte vermeiden", {"exclude_niches": ("Parenting & family",)}),
        ("parenting and gaming are a no-go", {"exclude_niches": ("Parenting & family", "Gaming")}),
        (
            "Gaming und Parenting bitte raushalten",
            {"exclude_niches": ("Parenting & family", "Gaming")},
        ),
        ("any topic but parenting", {"exclude_niches": ("Parenting & family",)}),
        ("Prohibited: parenting", {"exclude_niches": ("Parenting & family",)}),
        ("Don'ts: parenting", {"exclude_niches": ("Parenting & family",)}),
        (
            "Exclusions: creators promoting gambling; creators with odd follower growth",
            {"hide_unusual": True},
        ),
        ("kein Bezug zu Parenting", {"exclude_niches": ("Parenting & family",)}),
    ],
)
def test_refusing_verbs_leave_out_what_follows(
    text: str, refused: dict[str, Any], parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators. {text}")
    wanted = {"count": 5, "niches": _FOOD}
    assert brief.constraints.said() == wanted | refused


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("We'd rather not work with creators who smoke", "smoke"),
        ("We would prefer not to book anyone with lip fillers", "lip fillers"),
        ("don't book somebody who hunts", "hunts"),
        ("Nicht: Jagd, Pelz", "Jagd"),
        ("Won't: people who hunt", "people who hunt"),
        ("Exclusions: people who hunt; creators with odd growth", "people who hunt"),
    ],
)
def test_people_who_are_not_to_be_booked_are_told_and_rank_nobody(
    text: str, thing: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators. {text}.")
    assert brief.constraints.niches == _FOOD
    assert thing not in brief.meaning
    assert thing in " ".join(brief.warnings)


@pytest.mark.parametrize(
    "words",
    [
        "Competitors: Pinecrest, Acme Foods",
        "Competitors (Pinecrest and Acme) are excluded",
        "Excluded brands: Pinecrest",
        "Wettbewerber: Pinecrest, Acme",
        "no partnerships with Pinecrest or Acme Foods",
    ],
)
def test_competitors_are_told_and_rank_nobody(
    words: str, parsed: Callable[[str], ParsedBrief]
) -> None:
    brief = parsed(f"5 food creators. {words}.")
    assert brief.constraints.said() == {"count": 5, "niches": _FOOD}
    assert brief.meaning == "food"
    assert f"'{words}' is left aside" in " ".join(brief.warnings)
