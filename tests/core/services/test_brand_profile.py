"""The facts of an asking brand, as a build and a person give them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from core.services.recommending.placing import AskingBrand, brand_of_build
from core.settings import Settings
from core.store import tables
from tests.core.recommender_store import planted_store


def test_the_facts_of_a_brand_of_the_build(tmp_path: Path) -> None:
    made = planted_store(Settings.from_env(tmp_path), tmp_path / "made", creators=3, brands=1)
    bare = pd.DataFrame({"brand_id": ["zz"], "name": ["Bare"]})
    tables.append_frame(made.con, "brands", bare)
    found = brand_of_build(made.con, "b000")
    assert found == AskingBrand("b000", "Brand 0", "glow for all", "Glow", "DE", ("glow",))
    assert brand_of_build(made.con, "zz") == AskingBrand("zz", "Bare")
    assert brand_of_build(made.con, "gone") is None
    made.con.close()


def test_a_brand_is_read_by_what_it_says_or_else_by_its_name() -> None:
    told = AskingBrand("own-x", "X", "pasta for all", "Food", "DE", ("basil", "oil"))
    assert told.text() == "pasta for all. basil, oil"
    assert AskingBrand("own-x", "Luma", category="Beauty").text() == "Luma. Beauty"
    assert AskingBrand("own-x", "").text() == ""
