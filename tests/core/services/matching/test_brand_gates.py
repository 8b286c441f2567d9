"""Gates of a brand: what it says of itself, when a gate gives way, and who was close."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.services.matching.brand_gates import NO_GATES, BrandGates, brand_gates, gate_words, gated
from core.services.matching.eligible import eligible_creators, gates_beside
from core.services.matching.filters import MatchFilters
from core.services.session import BuildSession
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store


@pytest.fixture
def session(tmp_path: Path) -> Iterator[BuildSession]:
    """24 German beauty creators, 12 Swiss of both languages, 12 French of food; one unknown."""
    settings = dataclasses.replace(Settings.from_env(tmp_path), threads=1)
    con = empty_store(tmp_path / "store.duckdb", settings)
    rows: list[tuple[str | None, ...]] = [("DE", "de", "Beauty")] * 24
    rows += [("CH", ("de", "fr")[i % 2], "Food") for i in range(12)]
    rows += [("FR", "fr", "Food")] * 12 + [(None, None, None)]
    frame = pd.DataFrame(rows, columns=["country", "language", "category"])
    frame["influencer_id"] = [f"c{i:02d}" for i in range(len(frame))]
    frame["handle"] = frame["name"] = frame["influencer_id"]
    frame["platform"] = "instagram"
    # The last German is followed from France.
    frame["audience_country"] = None
    frame.loc[23, "audience_country"] = "FR"
    tables.append_frame(con, "influencers", frame)
    yield BuildSession("made", tmp_path, con, settings)
    con.close()


def _brand(category: str = "", country: str = "", description: str = "") -> BrandProfile:
    return BrandProfile("b", "Luma", description, category, country)


def test_a_brand_sets_gates_for_what_it_says_of_itself(session: BuildSession) -> None:
    gates = brand_gates(session, _brand("beauty ", "DE", "creams and serums for all of your skin"))
    assert gates == BrandGates("DE", "de", "beauty")
    assert gate_words(gates) == {"country": "Germany", "language": "German", "category": "beauty"}


def test_what_no_creator_has_sets_no_gate(session: BuildSession) -> None:
    assert brand_gates(session, _brand("Cars", "JP")) == NO_GATES
    assert brand_gates(session, _brand()) == NO_GATES


def test_a_language_gates_only_where_it_is_clear(session: BuildSession) -> None:
    assert brand_gates(session, _brand(country="CH")).language == ""
    french = "Des crèmes pour la peau et pour toute la famille, avec des produits naturels"
    assert brand_gates(session, _brand(country="CH", description=french)).language == "fr"
    assert brand_gates(session, _brand(description=french)).language == "fr"
    english = "The best creams for your skin and for the whole family"
    assert brand_gates(session, _brand(description=english)).language == ""


def test_a_category_spread_over_niches_is_no_topic(session: BuildSession) -> None:
    niches = pd.DataFrame(
        {"influencer_id": [f"c{i:02d}" for i in range(24)], "niche_id": [i % 3 for i in range(24)]}
    ).assign(confidence=0.6, second_niche_id=0, model_version="x")
    tables.append_frame(session.con, "influencer_niches", niches)
    assert brand_gates(session, _brand("Beauty")).category == ""
    assert brand_gates(session, _brand("Food")).category == "Food"


def test_few_creators_make_as_few_gates_as_possible_give_way() -> None:
    # 9 pass all; without the country 15 would, without the language still 9.
    passes = {
        "country": np.array([True] * 9 + [False] * 6 + [True] * 5),
        "language": np.ones(20, dtype=bool),
        "category": np.array([True] * 15 + [False] * 5),
    }
    found = gated(passes, 20)
    assert found.relaxed == ("country",)
    assert found.passes.tolist() == passes["category"].tolist()
    assert int(found.near["category"].sum()) == 5
    assert gated(passes, 20).near.keys() == {"language", "category"}
    nobody = {kind: np.zeros(20, dtype=bool) for kind in passes}
    assert gated(nobody, 20).relaxed == ("language", "country", "category")
    assert gated(nobody, 20).passes.all()


def test_few_creators_in_all_are_no_reason_to_give_way() -> None:
    passes = {"country": np.array([True, True, True])}
    assert gated(passes, 3).relaxed == ()
    assert gated({}, 3).passes.all()
    assert gated({"country": np.zeros(0, dtype=bool)}, 0).relaxed == ()


def test_near_misses_are_counted_against_the_last_of_the_first_ten(
    session: BuildSession,
) -> None:
    gates = brand_gates(session, _brand("Beauty", "DE"))
    listed = eligible_creators(session, MatchFilters(), gates, usable=np.ones(49, dtype=bool))
    # c23 posts in German about beauty, but its audience is French.
    assert listed.rows.tolist() == list(range(23))
    assert len(listed.filtered_rows) == 49
    scores = np.linspace(0, 1, 49)
    assert listed.held_back(scores).close_counts == {"language": 0, "country": 1, "category": 0}
    scores[23] = -1
    assert listed.held_back(scores).close_counts["country"] == 0


def test_a_filter_takes_the_place_of_a_gate() -> None:
    gates = BrandGates("DE", "de", "Beauty")
    assert gates_beside(gates, MatchFilters(audience_countries=("FR",))) == BrandGates(
        "", "de", "Beauty"
    )
    assert gates_beside(gates, MatchFilters(languages=("fr",), niche_ids=(1,))) == BrandGates("DE")
    assert gates_beside(gates, MatchFilters(price_max=5)) == gates
