"""Brands that people type, and creators shown to a brand by chance."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from core.errors import NotFoundError, WorkspaceError
from core.workspace import brands, campaigns, exploration, interactions


def test_a_typed_brand_comes_back_as_it_was_given(engine: Engine) -> None:
    made = brands.add_brand(
        engine,
        name="  Café  Åse ",
        description="Coffee\nand cake",
        category="Food",
        country="NO",
        hashtags=["#Coffee", "coffee", " ", "Slow Food"],
    )
    assert made.brand_id == "own-cafe-ase"
    assert made.name == "Café Åse"
    assert made.description == "Coffee\nand cake"
    assert made.hashtags == ("coffee", "slowfood")
    assert brands.typed_brand(engine, "own-cafe-ase") == made
    assert brands.typed_brands(engine) == [made]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Luma", "LUMA!", "luma"], ["own-luma", "own-luma-2", "own-luma-3"]),
        (["Luma 2", "Luma", "Luma"], ["own-luma-2", "own-luma", "own-luma-3"]),
        (["東京", "!!!"], ["own-brand", "own-brand-2"]),
    ],
)
def test_names_that_look_alike_get_ids_of_their_own(
    engine: Engine, names: list[str], ids: list[str]
) -> None:
    assert [brands.add_brand(engine, name=name).brand_id for name in names] == ids
    assert len(brands.typed_brands(engine)) == len(names)


@pytest.mark.parametrize("name", ["", "  \n", "\x00", "x" * 121])
def test_a_brand_needs_a_name(engine: Engine, name: str) -> None:
    with pytest.raises(WorkspaceError, match="name of the brand"):
        brands.add_brand(engine, name=name)
    assert brands.typed_brands(engine) == []


def test_brands_are_listed_by_name_in_any_case(engine: Engine) -> None:
    for name in ("beta", "Alpha", "alpha", "Gamma"):
        brands.add_brand(engine, name=name)
    assert [one.brand_id for one in brands.typed_brands(engine)] == [
        "own-alpha", "own-alpha-2", "own-beta", "own-gamma",
    ]  # fmt: skip


def test_a_brand_of_the_same_name_inherits_nothing_of_a_deleted_one(engine: Engine) -> None:
    made = brands.add_brand(engine, name="Luma")
    interactions.record(engine, made.brand_id, "c1", "view")
    exploration.record_shown(
        engine, brand_id=made.brand_id, influencer_id="c1", day=date(2026, 1, 1), eligible_count=3
    )
    campaign = campaigns.create(engine, "Spring", brand_id=made.brand_id, brand_name=made.name)
    brands.delete_brand(engine, made.brand_id)
    again = brands.add_brand(engine, name="Luma")
    assert again.brand_id == made.brand_id
    assert interactions.recorded(engine, brand_id=again.brand_id).empty
    assert exploration.shown(engine, again.brand_id).empty
    # A cache that knows version 1 must not take the new brand for the old one.
    assert interactions.version(engine, again.brand_id) > 1
    kept = campaigns.campaign(engine, campaign.campaign_id)
    assert (kept.brand_id, kept.brand_name) == (None, "Luma")


def test_an_unknown_brand_is_said_so(engine: Engine) -> None:
    for ask in (brands.typed_brand, brands.delete_brand):
        with pytest.raises(NotFoundError, match="no typed brand 'own-nobody'"):
            ask(engine, "own-nobody")


def test_a_creator_is_noted_once_a_day_as_shown_by_chance(engine: Engine) -> None:
    for day, count in ((2, 9), (2, 11), (1, 7)):
        exploration.record_shown(
            engine,
            brand_id="b1",
            influencer_id="c1",
            day=date(2026, 1, day),
            eligible_count=count,
        )
    exploration.record_shown(
        engine, brand_id="b2", influencer_id="c1", day=date(2026, 1, 1), eligible_count=1
    )
    found = exploration.shown(engine, "b1")
    # The first draw of a day counts: it is the one that was shown.
    assert list(found["eligible_count"]) == [7, 9]
    assert list(found["day"]) == [pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-02")]
    assert list(exploration.shown(engine)["brand_id"]) == ["b1", "b2", "b1"]
    assert list(exploration.shown(engine, "none").dtypes) == list(found.dtypes)


def test_one_pair_is_asked_for_without_reading_the_table(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    exploration.record_shown(
        engine, brand_id="b1", influencer_id="c1", day=date(2026, 1, 1), eligible_count=9
    )
    monkeypatch.setattr(exploration, "read_frame", None)
    for brand_id, influencer_id in (("b1", "c1"), ("b1", "c2"), ("b2", "c1")):
        interactions.record(engine, brand_id, influencer_id, "view")
    interactions.record(engine, "b1", "c1", "view", by_chance=False)
    assert interactions.recorded(engine)["by_chance"].tolist() == [True, False, False, False]


def test_nobody_can_be_drawn_from_nobody(engine: Engine) -> None:
    with pytest.raises(WorkspaceError, match="at least one creator"):
        exploration.record_shown(
            engine, brand_id="b", influencer_id="c", day=date(2026, 1, 1), eligible_count=0
        )


@pytest.mark.parametrize("name", ["\u200b", "\u202e \u2060", " \u00a0 "])
def test_a_name_that_nobody_sees_is_no_name(engine: Engine, name: str) -> None:
    with pytest.raises(WorkspaceError, match="empty"):
        brands.add_brand(engine, name=name)
