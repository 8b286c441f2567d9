"""Reasons name what is there: planted factors and deeds, and the chips that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.models.recommender import files
from core.models.recommender.factors import Factors
from core.models.recommender.files import RecommenderModel
from core.models.recommender.join import JoinWeights
from core.services.recommending.learned_reasons import learned_chips
from core.services.recommending.placing import Placed
from core.settings import Settings
from tests.support.recommender_store import LAST, Planted, planted_store

# c000 and c002 are chosen by the same brands, c001 and c003 by others; nobody chose c005.
ITEMS = np.array([[1, 0], [0, 1], [0.9, 0.1], [0, 1], [-1, 0], [0, 0], [0.8, 0.2]], np.float32)
# b001 is like b000 and b002 is not; b003 never acted.
BRANDS = np.array([[1, 0], [0.95, 0.05], [0, 1], [1, 0]], np.float32)
ASKING = BrandProfile("b000", "Brand 0")
PLACE = Placed(BRANDS[0], 3, np.zeros(0, dtype=np.int64), np.zeros(8, np.float32), 0)


def _event(brand: str, creator: str, kind: str) -> tuple[str, str, str, datetime]:
    return brand, creator, kind, LAST


EVENTS = pd.DataFrame(
    [
        _event("b001", "c002", "campaign"),
        _event("b001", "c002", "collaboration"),
        _event("b001", "c003", "view"),
        _event("b002", "c003", "campaign"),
        _event("b000", "c006", "campaign"),
    ],
    columns=["brand_id", "influencer_id", "kind", "happened_at"],
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("reasons")
    made = planted_store(
        Settings.from_env(folder),
        folder / "made",
        creators=len(ITEMS),
        brands=len(BRANDS),
        events=EVENTS,
    )
    model = RecommenderModel(
        Factors(BRANDS, np.zeros(4, np.float32), ITEMS, np.zeros(7, np.float32)),
        np.array([1, 2, 1, 0]),
        np.zeros(7),
        np.zeros((0, 8), np.float32),
        JoinWeights(),
        {"learns": True},
    )
    files.save(model, made.folder / "models" / files.FOLDER)
    yield made
    made.con.close()


def _own(*deeds: tuple[str, str], in_app: bool = True) -> pd.DataFrame:
    rows = [(creator, kind, LAST, in_app) for creator, kind in deeds]
    return pd.DataFrame(rows, columns=["influencer_id", "kind", "happened_at", "in_app"])


def _chips(planted: Planted, own: pd.DataFrame, ids: list[str]) -> dict[str, list[str]]:
    return learned_chips(planted.session, ASKING, PLACE, own, ids)


def test_the_past_creator_and_the_like_brands_are_named(planted: Planted) -> None:
    own = _own(("c000", "contact"), ("c001", "view"))
    found = _chips(planted, own, ["c002", "c003", "c004", "c005"])
    assert found == {
        "c002": [
            "+ chosen by the same brands as @handle0, a creator you contacted",
            "+ in campaigns of 1 brand like yours: Brand 1",
        ],
        # A look is no choice, and the brand that has it in a campaign is not alike.
        "c003": [],
        "c004": [],
        "c005": [],
    }


def test_the_nearest_past_creator_and_the_strongest_deed_count(planted: Planted) -> None:
    own = _own(
        ("c006", "contact"), ("c000", "collaboration"), ("c000", "contact"), ("c001", "campaign")
    )
    found = _chips(planted, own, ["c002", "c003", "c000"])
    # Cosines of c002: .994 to c000 and .99 to c006.
    assert found["c002"][0] == "+ chosen by the same brands as @handle0, a creator you worked with"
    assert found["c003"] == ["+ chosen by the same brands as @handle1, a creator in your campaigns"]
    # Nobody is like itself: c000 is compared with the others alone.
    assert found["c000"] == ["+ chosen by the same brands as @handle6, a creator you contacted"]


def test_campaigns_in_the_data_are_not_called_yours(planted: Planted) -> None:
    found = _chips(planted, _own(("c001", "campaign"), in_app=False), ["c003"])
    assert found["c003"] == [
        "+ chosen by the same brands as @handle1, a creator of a past campaign"
    ]


def test_a_brand_that_chose_nobody_hears_of_like_brands_alone(planted: Planted) -> None:
    assert _chips(planted, _own(), ["c002", "c000"]) == {
        "c002": ["+ in campaigns of 1 brand like yours: Brand 1"],
        "c000": [],
    }
    nowhere = replace(PLACE, factor=np.zeros(2, np.float32))
    found = learned_chips(planted.session, ASKING, nowhere, _own(), ["c002"])
    assert found == {"c002": []}


def test_own_deeds_are_no_reason_by_like_brands(planted: Planted) -> None:
    assert _chips(planted, _own(), ["c006"]) == {"c006": []}


def test_a_habit_needs_five_choices(planted: Planted) -> None:
    four = [(f"c00{i}", "campaign") for i in (0, 1, 3, 4)]
    assert not any("like " in chip for chip in _chips(planted, _own(*four), ["c005"])["c005"])
    found = _chips(planted, _own(*four, ("c006", "contact")), ["c005"])
    assert found["c005"] == ["+ nano, like 100% of those you chose"]


def test_unknown_creators_and_no_creators_are_no_fault(planted: Planted) -> None:
    assert _chips(planted, _own(("gone", "contact"), ("zzz", "campaign")), ["c000"]) == {"c000": []}
    assert _chips(planted, _own(("c000", "contact")), []) == {}


def test_where_nothing_was_learned_there_is_no_reason(planted: Planted, tmp_path: Path) -> None:
    model = replace(planted.session.recommender(), facts={"learns": False})
    files.save(model, tmp_path / "models" / files.FOLDER)
    own = _own(("c000", "contact"))
    assert learned_chips(
        replace(planted.session, folder=tmp_path), ASKING, PLACE, own, ["c002"]
    ) == {"c002": []}
