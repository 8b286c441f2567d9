"""The facts of a brand, as a build and a person give them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from core.domain.brand import BrandProfile
from core.features.documents import profile_text
from core.queries.brands import brands_called, known_brand
from core.settings import Settings
from core.store import tables
from core.workspace.brands import add_brand
from core.workspace.database import workspace
from tests.support.recommender_store import planted_store


def test_the_facts_of_a_brand_of_the_build(tmp_path: Path) -> None:
    made = planted_store(Settings.from_env(tmp_path), tmp_path / "made", creators=3, brands=1)
    bare = pd.DataFrame({"brand_id": ["zz"], "name": ["Bare"]})
    tables.append_frame(made.con, "brands", bare)
    brand = known_brand(made.con, "b000")
    assert brand == BrandProfile("b000", "Brand 0", "glow for all", "Glow", "DE", ("glow",))
    assert known_brand(made.con, "zz") == BrandProfile("zz", "Bare")
    assert known_brand(made.con, "gone") is None
    assert brands_called(made.con, "brand 0") == brands_called(made.con, "b000") == [brand]
    assert brands_called(made.con, "Brand") == []
    made.con.close()


def test_a_typed_brand_is_matched_by_its_description_and_hashtags(tmp_path: Path) -> None:
    engine = workspace(Settings.from_env(tmp_path))
    typed = add_brand(engine, name="X", description="pasta for all", hashtags=["#Basil", "oil"])
    profile = typed.profile()
    assert profile.is_typed
    assert (profile.brand_id, profile.hashtags) == (typed.brand_id, ("basil", "oil"))
    assert profile_text(profile) == "pasta for all. basil, oil"


def test_a_brand_is_read_by_what_it_says_or_else_by_its_name() -> None:
    brand = BrandProfile("b", "X", "pasta for all", "Food", "DE", ("tag",), ("basil", "oil"))
    assert profile_text(brand) == "pasta for all. basil, oil"
    assert profile_text(BrandProfile("b", "Luma", category="Beauty")) == "Luma. Beauty"
    assert profile_text(BrandProfile("b", "")) == ""
