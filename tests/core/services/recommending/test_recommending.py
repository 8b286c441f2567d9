"""Recommendations of a small build: order, what is left out, the draw, and what is new."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.stats import chisquare

from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.errors import ModelError
from core.features.rule_points import PARTS as POINT_PARTS
from core.models.recommender.blend import BlendConfig
from core.models.recommender.fold_in import folded_in
from core.models.recommender.join import (
    KNOWN_BRAND,
    brand_weights,
    few_data_weights,
    standardised,
)
from core.pipeline.steps.recommending import recommendations
from core.pipeline.steps.recommending.recommendations import recommend_creators
from core.services.matching import query as match_queries
from core.services.matching.filters import MatchFilters
from core.services.recommending import recommending
from core.services.recommending.placing import placed
from core.services.recommending.recommending import RecommendPage, RecommendQuery, recommend
from core.services.recommending.scores import scored
from core.settings import Settings
from tests.support.recommender_store import (
    DIMENSION,
    LAST,
    TASTES,
    Planted,
    events_frame,
    planted_store,
)

CREATORS = 60
DAY = date(2026, 11, 21)
GLOW = BrandProfile("b000", "Brand 0", "glow for all", "Glow", "DE", ("glow",))
EVERYBODY = RecommendQuery(hide_known=False, page_size=CREATORS)


def _text_vector(text: str, _settings: Settings) -> np.ndarray:
    """Stands in for the encoder: the direction of the taste that the text names."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    for place, taste in enumerate(TASTES):
        vector[place] = taste.lower() in text.lower()
    return vector


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("recommending")
    made = planted_store(Settings.from_env(folder), folder / "made")
    recommend_creators(made.context)
    yield made
    made.con.close()


@pytest.fixture(autouse=True)
def _encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_queries, "text_vector", _text_vector)


def _own(*deeds: tuple[str, str]) -> pd.DataFrame:
    """What a brand did after the build: ids and kinds, a minute apart."""
    frame = pd.DataFrame(
        [(one, kind, LAST + timedelta(days=1, minutes=i)) for i, (one, kind) in enumerate(deeds)],
        columns=["influencer_id", "kind", "happened_at"],
    )
    return frame.astype(
        {"influencer_id": "str", "kind": "str", "happened_at": "datetime64[us]"}
    ).assign(brand_id="b", by_chance=False)


NOTHING = _own()


def _page(
    planted: Planted,
    brand: BrandProfile = GLOW,
    own: pd.DataFrame = NOTHING,
    query: RecommendQuery = EVERYBODY,
    *,
    day: date = DAY,
    points: dict[str, float] | None = None,
) -> RecommendPage:
    return recommend(
        planted.session,
        brand,
        own,
        query,
        points=INTERACTION_POINTS if points is None else points,
        day=day,
    )


def _ids(page: RecommendPage) -> list[str]:
    return page.frame["influencer_id"].tolist()


def _deeds(planted: Planted, brand_id: str) -> pd.DataFrame:
    return planted.con.execute(
        "SELECT influencer_id, kind, happened_at FROM interactions WHERE brand_id = $id "
        "ORDER BY ALL",
        {"id": brand_id},
    ).df()


def test_a_known_brand_is_ranked_by_its_factors(tmp_path: Path) -> None:
    made = planted_store(
        Settings.from_env(tmp_path), tmp_path / "made", events=events_frame(12, 60, 20)
    )
    recommend_creators(made.context)
    page = _page(made)
    factors = made.session.recommender().factors
    scores = factors.item_factors @ factors.user_factors[0] + factors.item_biases
    lightfm = factors.scores(np.array([0]))[0]
    assert scores + factors.user_biases[0] == pytest.approx(lightfm, abs=1e-5)
    order = np.lexsort((np.arange(CREATORS), -scores))
    assert _ids(page) == [f"c{row:03d}" for row in order]
    assert page.weights == KNOWN_BRAND
    assert (page.known_count, page.new_count, page.learns) == (20, 0, True)
    assert (page.eligible_count, page.total_count, page.hidden_count) == (60, 60, 0)
    assert page.frame["score"].iloc[0] == 100
    made.con.close()


@pytest.fixture
def blended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planted]:
    """A build in which the item-item model counts as much as it can."""
    monkeypatch.setattr(recommendations, "too_little", lambda _: "")
    monkeypatch.setattr(
        recommendations, "choose_blend", lambda *_, **__: (BlendConfig(1.0, 10.0), ())
    )
    made = planted_store(
        Settings.from_env(tmp_path), tmp_path / "made", events=events_frame(12, 60, 20)
    )
    recommend_creators(made.context)
    yield made
    made.con.close()


@pytest.mark.slow
def test_a_page_has_the_order_of_the_build_when_the_item_item_model_counts(
    blended: Planted,
) -> None:
    model = blended.session.recommender()
    assert model.item_item is not None
    assert model.facts["model_version"].endswith("+ EASE 1")
    listed = blended.con.execute(
        "SELECT influencer_id FROM recommendations WHERE brand_id = 'b000' "
        "ORDER BY recommended_rank"
    ).fetchall()
    met = set(_deeds(blended, "b000")["influencer_id"])
    shown = [one for one in _ids(_page(blended)) if one not in met]
    assert shown == [one for (one,) in listed]
    scores = model.blend.scores(np.array([0]))[0]
    assert _ids(_page(blended)) == [
        f"c{row:03d}" for row in np.lexsort((np.arange(CREATORS), -scores.round(9)))
    ]
    alone = model.factors.scores(np.array([0]))[0]
    assert np.argsort(-alone).tolist() != np.argsort(-scores).tolist()


@pytest.mark.parametrize("brand_id", ["b000", "typed"])
@pytest.mark.slow
def test_a_click_adds_its_row_of_the_item_item_model_at_once(
    blended: Planted, brand_id: str
) -> None:
    brand = replace(GLOW, brand_id=brand_id)
    place = placed(blended.session, brand)
    model = blended.session.recommender()
    assert model.item_item is not None
    clicked = next(
        row
        for row in range(CREATORS)
        if f"c{row:03d}" not in set(_deeds(blended, "b000")["influencer_id"])
    )
    click = _own((f"c{clicked:03d}", "campaign"))
    before, after = (
        scored(blended.session, brand, _deeds(blended, brand_id), own, INTERACTION_POINTS).parts
        for own in (NOTHING, click)
    )
    assert not np.allclose(before["trained"], after["trained"])
    choices = np.zeros((1, CREATORS), np.float32)
    if place.row is not None:
        choices += model.item_item.choices.toarray()[[place.row]]
    choices[0, clicked] += INTERACTION_POINTS["campaign"]
    share = np.count_nonzero(choices) / (
        np.count_nonzero(choices) + (10 if place.row == 0 else 100)
    )
    factors = model.factors
    usual = model.popularity.sum() / model.chosen_counts.sum()
    met = np.isin(
        np.arange(CREATORS), np.flatnonzero(choices[0] * (np.arange(CREATORS) != clicked))
    )
    factor = folded_in(
        place.factor, factors.item_factors, factors.item_biases, np.array([clicked]),
        np.array([INTERACTION_POINTS["campaign"] / usual]), known=met,
    )  # fmt: skip
    by_factors = factors.item_factors @ factor + factors.item_biases
    by_choices = model.item_item.scores(csr_array(choices))[0]
    assert after["trained"] == pytest.approx(
        (1 - share) * standardised(by_factors) + share * standardised(by_choices), abs=1e-5
    )


@pytest.mark.slow
def test_texts_and_points_still_count_for_a_brand_with_few_choices(planted: Planted) -> None:
    page = _page(planted)
    new_brand = planted.session.recommender().new_brand
    assert page.known_count == 8
    assert page.weights == brand_weights(new_brand, 8)
    assert 0 < page.weights.semantic < new_brand.semantic


def test_points_and_places_stand_beside_the_score(planted: Planted) -> None:
    frame = _page(planted).frame.set_index("influencer_id")
    assert frame.loc["c000", list(POINT_PARTS)].tolist() == pytest.approx([10, 5, 1, 5])
    assert frame.loc["c000", "points"] == pytest.approx(21)
    assert frame.loc["c001", "points"] == pytest.approx(5)
    deeds = _deeds(planted, "b000")
    last = deeds.groupby("influencer_id")["happened_at"].max()
    assert frame["seen_at"].dropna().to_dict() == last.to_dict()


def test_who_was_contacted_is_hidden_and_who_was_looked_at_is_not(planted: Planted) -> None:
    deeds = _deeds(planted, "b000")
    strong = set(deeds.loc[deeds["kind"] == "campaign", "influencer_id"])
    own = _own(("c030", "contact"), ("c033", "view"))
    page = _page(planted, own=own, query=RecommendQuery(page_size=CREATORS))
    assert set(_ids(page)) == {f"c{i:03d}" for i in range(60)} - strong - {"c030"}
    assert page.hidden_count == len(strong) + 1 == 60 - page.eligible_count
    campaign = frozenset({_ids(page)[0], "gone"})
    fewer = _page(planted, own=own, query=RecommendQuery(page_size=CREATORS, hidden=campaign))
    assert _ids(fewer) == _ids(page)[1:]
    assert fewer.hidden_count == page.hidden_count + 1


def test_filters_leave_the_order(planted: Planted) -> None:
    query = replace(EVERYBODY, filters=MatchFilters(countries=("DE",), price_max=80))
    page = _page(planted, query=query)
    wanted = {f"c{i:03d}" for i in range(0, 31, 4)}
    assert _ids(page) == [one for one in _ids(_page(planted)) if one in wanted]
    assert (page.eligible_count, page.total_count) == (8, 60)
    nobody = _page(planted, query=replace(EVERYBODY, filters=MatchFilters(search="nowhere")))
    assert nobody.frame.empty
    assert nobody.chance.empty
    assert nobody.eligible_count == 0
    assert list(nobody.frame.columns) == list(page.frame.columns)


@pytest.mark.slow
def test_pages_follow_each_other_without_overlap(planted: Planted) -> None:
    pages = [
        _page(planted, query=RecommendQuery(page=number, page_size=25)) for number in (1, 2, 3, 4)
    ]
    found = [one for page in pages for one in _ids(page)]
    assert len(found) == len(set(found)) == pages[0].eligible_count
    ranks = [rank for page in pages for rank in page.frame["rank"]]
    assert ranks == list(range(1, len(found) + 1))
    assert [len(page.chance) for page in pages] == [1, 0, 0, 0]
    assert pages[3].frame.empty
    assert _ids(_page(planted, query=RecommendQuery(page=0, page_size=25))) == _ids(pages[0])


@pytest.mark.slow
def test_one_is_drawn_that_could_be_shown_and_is_not(planted: Planted) -> None:
    query = RecommendQuery(filters=MatchFilters(countries=("DE", "FR")), page_size=10)
    first = _page(planted, query=query)
    drawn = first.chance["influencer_id"].tolist()
    assert len(drawn) == 1
    assert drawn[0] not in _ids(first)
    assert first.chance["rank"].tolist() == [0]
    assert list(first.chance.columns) == list(first.frame.columns)
    everyone = _page(planted, query=replace(query, page_size=CREATORS))
    assert drawn[0] in _ids(everyone)
    assert everyone.chance.empty
    assert _page(planted, query=query).chance["influencer_id"].tolist() == drawn
    days = [DAY + timedelta(days=i) for i in range(5)]
    others = {_page(planted, query=query, day=day).chance["influencer_id"].iloc[0] for day in days}
    assert len(others) > 2


def test_everybody_is_drawn_as_often() -> None:
    rows = np.array([3, 17, 18, 40, 41, 59])
    counts = Counter(
        int(recommending._by_chance(rows, CREATORS, f"b000 {DAY + timedelta(days=i)}")[0])
        for i in range(3000)
    )
    assert set(counts) == set(rows.tolist())
    assert chisquare([counts[row] for row in rows.tolist()]).pvalue > 0.01
    assert len(recommending._by_chance(rows[:0], CREATORS, "b")) == 0
    # Who leaves the list does not move the draw, unless it was the one.
    drawn = recommending._by_chance(rows, CREATORS, "b")
    left = rows[(rows == drawn[0]) | (rows % 2 == 1)]
    assert recommending._by_chance(left, CREATORS, "b").tolist() == drawn.tolist()


def test_a_typed_brand_is_placed_beside_those_like_it(planted: Planted) -> None:
    typed = BrandProfile("own-x", "X", "pasta for all", "pasta", "DE", ("pasta",))
    page = _page(planted, typed, query=RecommendQuery())
    assert set(page.frame["category"]) == {"Pasta"}
    assert set(page.like_brands[:4]) == {f"Brand {i}" for i in range(1, 12, 3)}
    assert (page.known_count, page.new_count) == (0, 0)
    assert page.weights == planted.session.recommender().new_brand
    assert page.frame[["semantic_part", "points_part"]].notna().all(axis=None)


def test_a_typed_brand_that_says_nothing_of_itself_gets_a_list(planted: Planted) -> None:
    page = _page(planted, BrandProfile("own-x", "X"))
    assert len(page.frame) == CREATORS
    assert page.like_brands == ()
    assert page.frame["semantic_part"].isna().all()
    assert page.frame["score"].between(0, 100).all()
    assert page.frame["score"].iloc[0] == 100
    # Nothing places the brand: what is left is what many choose, and the points.
    model = planted.session.recommender()
    best = int(page.frame["influencer_id"].iloc[0][1:])
    assert model.popularity[best] >= np.median(model.popularity)


def test_new_choices_count_within_the_call(planted: Planted) -> None:
    pasta = BrandProfile("b001", "Brand 1", "pasta for all", "Pasta", "DE", ("pasta",))
    before = _page(planted, pasta)
    chosen = [f"c{i:03d}" for i in range(0, 24, 3)]  # all of another taste
    started = time.perf_counter()
    after = _page(planted, pasta, _own(*((one, "collaboration") for one in chosen)))
    assert time.perf_counter() - started < 2
    assert (before.new_count, after.new_count) == (0, 8)

    def mean_place(page: RecommendPage) -> float:
        frame = page.frame[(page.frame["category"] == "Glow")]
        return float(frame.loc[~frame["influencer_id"].isin(chosen), "rank"].mean())

    assert mean_place(after) < mean_place(before) - 1
    assert after.frame.set_index("influencer_id")["seen_at"][chosen].notna().all()


def test_a_creator_chosen_again_is_one_choice_of_the_brand(planted: Planted) -> None:
    plain = _page(planted)
    known = _deeds(planted, "b000")["influencer_id"].drop_duplicates().tolist()
    assert plain.chosen_count == plain.known_count == len(known) < CREATORS
    other = next(row for row in range(CREATORS) if f"c{row:03d}" not in known)
    page = _page(planted, own=_own((known[0], "campaign"), (f"c{other:03d}", "campaign")))
    assert (page.new_count, page.chosen_count) == (2, len(known) + 1)


def test_a_typed_brand_turns_to_its_own_choices(planted: Planted) -> None:
    typed = BrandProfile("own-x", "X", "pasta for all", "pasta")
    before = _page(planted, typed)
    own = _own(*((f"c{i:03d}", "campaign") for i in range(0, 30, 3)))
    after = _page(planted, typed, own)
    assert after.weights.semantic == pytest.approx(before.weights.semantic / 2)
    assert (after.known_count, after.new_count) == (0, 10)

    def best(page: RecommendPage) -> float:
        return float(page.frame.loc[page.frame["category"] == "Glow", "rank"].mean())

    assert best(after) < best(before)


@pytest.mark.parametrize(
    ("deeds", "points"),
    [
        pytest.param(_own(("gone", "campaign"), ("zzz", "view")), None, id="creators not here"),
        pytest.param(_own(("c001", "view")), {"view": 0.0}, id="a kind without points"),
        pytest.param(_own(("c001", "view")), {}, id="a kind that is not known"),
    ],
)
def test_what_says_nothing_changes_nothing(
    planted: Planted, deeds: pd.DataFrame, points: dict[str, float] | None
) -> None:
    page = _page(planted, own=deeds, points=points)
    plain = _page(planted)
    assert page.new_count == 0
    assert _ids(page) == _ids(plain)
    assert page.frame["score"].tolist() == plain.frame["score"].tolist()


def test_what_the_build_trained_on_is_not_counted_again(planted: Planted) -> None:
    same = _deeds(planted, "b000").assign(brand_id="b000", by_chance=False)
    page = _page(planted, own=same)
    assert page.new_count == 0
    assert page.frame["score"].tolist() == _page(planted).frame["score"].tolist()


@pytest.mark.slow
def test_safe_lists_who_is_chosen_much(planted: Planted) -> None:
    popularity = planted.session.recommender().popularity

    def safety(adventure: float) -> float:
        """Correlation of being chosen much with standing high."""
        page = _page(planted, query=replace(EVERYBODY, adventure=adventure))
        chosen = [popularity[int(one[1:])] for one in _ids(page)]
        return float(np.corrcoef(np.log1p(chosen), -page.frame["rank"])[0, 1])

    found = [safety(adventure) for adventure in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.5
    assert found[-1] < 0


@pytest.mark.slow
def test_tiny_data_says_that_nothing_was_learned(tmp_path: Path) -> None:
    made = planted_store(
        Settings.from_env(tmp_path),
        tmp_path / "made",
        creators=3,
        brands=1,
        events=events_frame(0, 0, 0),
    )
    recommend_creators(made.context)
    page = _page(made)
    assert not page.learns
    assert page.weights == few_data_weights(0)
    assert _ids(page)[0] == "c000"
    assert page.frame["trained_part"].isna().all()
    assert page.chance.empty
    clicked = _page(made, own=_own(("c001", "campaign")))
    assert _ids(clicked) == _ids(page)
    typed = _page(
        made, BrandProfile("own-x", "X", "pasta", "Pasta"), query=RecommendQuery(page_size=2)
    )
    assert _ids(typed)[0] == "c001"
    assert len(typed.chance) == 1
    made.con.close()


def test_without_any_brand_a_typed_one_is_served(tmp_path: Path) -> None:
    made = planted_store(
        Settings.from_env(tmp_path), tmp_path / "made", brands=0, events=events_frame(0, 0, 0)
    )
    recommend_creators(made.context)
    page = _page(made, BrandProfile("own-x", "X", "pasta", "Pasta"), query=RecommendQuery())
    assert set(page.frame["category"]) == {"Pasta"}
    assert page.like_brands == ()
    made.con.close()


def test_a_build_without_recommender_says_what_to_do(tmp_path: Path) -> None:
    made = planted_store(Settings.from_env(tmp_path), tmp_path / "made")
    with pytest.raises(ModelError, match="--from recommendations"):
        _page(made)
    made.con.close()


def test_where_a_brand_of_the_build_stands(planted: Planted) -> None:
    place = placed(planted.session, GLOW)
    model = planted.session.recommender()
    assert place.factor.tolist() == model.factors.user_factors[0].tolist()
    assert (place.known_count, len(place.like_rows)) == (8, 0)
    assert np.linalg.norm(place.vector) == pytest.approx(1, abs=1e-5)
