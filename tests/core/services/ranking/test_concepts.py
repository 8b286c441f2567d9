"""Concepts that a brand and creators share, and the graph around a brand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.models.concepts import files
from core.queries import brands as brand_queries
from core.services.matching.query import MatchQuery
from core.services.ranking import concepts, views
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from tests.support.concept_rows import plant_concepts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small build, of which b0 and every third creator say glow and serum."""
    made = Settings.from_env(tmp_path_factory.mktemp("concepts"))
    make_small_build(made)
    plant_concepts(made)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[BuildSession]:
    with open_session(settings) as opened:
        yield opened


def _brand(session: BuildSession, brand_id: str) -> MatchQuery:
    return MatchQuery(brand_queries.brand(session.con, brand_id))


def test_a_brand_of_the_build_has_its_row_and_its_concepts(session: BuildSession) -> None:
    vector = concepts.query_concepts(session, _brand(session, "b1"))
    assert np.array_equal(vector, session.array(concepts.BRAND_CONCEPTS)[1])
    named = concepts.concepts_of_query(session, _brand(session, "b1"))
    assert {name for name, _ in named} == {"pasta", "basil"}
    assert sum(weight for _, weight in named) == pytest.approx(1)


def test_a_typed_brand_and_a_brief_stand_where_their_words_are(session: BuildSession) -> None:
    brand = BrandProfile("new", "New", "Fresh pasta", hashtags=("basil",), is_typed=True)
    for query in (MatchQuery(brand), MatchQuery(brief="pasta with basil, please")):
        vector = concepts.query_concepts(session, query)
        creators = session.array(concepts.CREATOR_CONCEPTS)
        best = np.argsort(-np.nan_to_num(creators @ vector))[:15]
        assert set(best % 3) == {1}
        assert {name for name, _ in concepts.concepts_of_query(session, query)} == {
            "pasta",
            "basil",
        }


def test_a_brief_of_unknown_words_has_no_concepts(session: BuildSession) -> None:
    query = MatchQuery(brief="zzz qqq")
    assert np.isnan(concepts.query_concepts(session, query)).all()
    assert concepts.concepts_of_query(session, query) == []
    assert concepts.concept_neighbourhood(session, query, ["c003"]) is None
    assert concepts.shared_concepts(session, query, "c003").empty


def test_shared_concepts_come_before_linked_ones_and_stand_once(session: BuildSession) -> None:
    shared = concepts.shared_concepts(session, _brand(session, "b0"), "c003")
    assert set(shared["kind"]) == {concepts.SHARED}
    assert set(shared["concept"]) == {"glow", "serum"}
    assert (shared["concept"] == shared["creator_concept"]).all()
    weights = np.sqrt(shared["query_weight"] * shared["creator_weight"])
    assert shared["strength"].to_numpy() == pytest.approx(weights.to_numpy())
    assert shared["strength"].is_monotonic_decreasing
    assert len(concepts.shared_concepts(session, _brand(session, "b0"), "c003", limit=1)) == 1


def test_a_concept_that_one_edge_links_is_named_with_its_kind(
    session: BuildSession, settings: Settings
) -> None:
    """A brief says glow; a creator who only says serum is one edge away."""
    con = open_store(":memory:", settings, read_only=False)  # type: ignore[arg-type]
    con.execute(
        """CREATE TABLE influencers AS SELECT 'x' AS influencer_id, 'X' AS name, 'x' AS handle;
           CREATE TABLE creator_concepts AS
               SELECT 'x' AS influencer_id, 1 AS place, 'serum' AS concept, 0.25 AS weight;
           CREATE TABLE brands (brand_id VARCHAR); CREATE TABLE brand_concepts (brand_id VARCHAR);
           CREATE TABLE concepts AS SELECT 'glow' AS concept;
           CREATE TABLE concept_links AS
               SELECT 'glow' AS concept, 'serum' AS other_concept, 'co-use' AS kind, 0.8 AS weight
        """
    )
    made = BuildSession(session.build_id, session.folder, con, session.settings)
    pairs = concepts.shared_concepts(made, MatchQuery(brief="glow"), "x")
    con.close()
    row = pairs.iloc[0]
    assert len(pairs) == 1
    assert (row["concept"], row["creator_concept"], row["kind"]) == ("glow", "serum", "co-use")
    assert row["strength"] == pytest.approx(np.sqrt(1 * 0.25) * 0.8 * 0.5)


def test_an_unknown_creator_shares_nothing(session: BuildSession) -> None:
    assert concepts.shared_concepts(session, _brand(session, "b0"), "nobody").empty


def test_the_neighbourhood_places_creators_at_their_concepts(session: BuildSession) -> None:
    graph = concepts.concept_neighbourhood(
        session, _brand(session, "b0"), ["c006", "c003", "c004", "nobody"]
    )
    assert graph is not None
    own = graph.nodes[graph.nodes["is_of_query"]]
    assert set(own["concept"]) == {"glow", "serum"}
    assert own["weight"].sum() == pytest.approx(1)
    assert graph.creators["influencer_id"].tolist() == ["c006", "c003", "c004"]
    assert graph.creators["number"].tolist() == [1, 2, 3]
    first = graph.creators.iloc[0]
    assert set(first["shared"]) == {"glow", "serum"}
    assert first["share"] == pytest.approx(1)
    # Marks keep off the concepts and each other, so the place is the mean up to that.
    middle = own[["x", "y"]].mean().to_numpy(float)
    assert np.abs(first[["x", "y"]].to_numpy(float) - middle).max() < 0.5
    # c004 writes of pasta alone, which is no neighbour.
    assert np.isnan(graph.creators.iloc[2]["x"])
    assert graph.creators.iloc[2]["shared"] == []


def test_nodes_stay_where_they_are_whoever_is_listed(session: BuildSession) -> None:
    query = _brand(session, "b0")
    one = concepts.concept_neighbourhood(session, query, ["c003"])
    other = concepts.concept_neighbourhood(session, query, ["c006", "c009"])
    assert one is not None
    assert other is not None
    pd.testing.assert_frame_equal(one.nodes, other.nodes)


def test_a_typed_brand_has_a_row_in_the_view_of_the_ranking(session: BuildSession) -> None:
    width = session.array(concepts.CREATOR_CONCEPTS).shape[1]
    widths = {views.TEXT: 512, views.CONCEPTS: width}
    columns = None  # only the account view needs them
    rows = views.query_views(session, MatchQuery(brief="pasta and basil"), columns, widths)  # type: ignore[arg-type]
    assert np.isfinite(rows.arrays[views.CONCEPTS]).all()


def test_a_build_of_few_accounts_or_an_earlier_version_has_none(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    with open_session(settings) as session:
        assert not concepts.has_concepts(session)
        assert concepts.concepts_of_query(session, MatchQuery(brief="pasta")) == []
        assert np.isnan(concepts.query_concepts(session, MatchQuery(brief="pasta"))).all()
        assert concepts.concept_neighbourhood(session, MatchQuery(brief="pasta"), []) is None
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    for table in concepts.TABLES:
        con.execute(f"DROP TABLE {table}")
    con.close()
    with open_session(settings) as session:
        assert not concepts.has_concepts(session)
    assert files.FOLDER == "concepts"


@pytest.mark.slow
def test_concepts_of_another_version_are_none(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    plant_concepts(settings)
    facts = builds.current_build(settings).folder / "models" / files.FOLDER / "concepts.json"
    facts.write_text(facts.read_text().replace('"concepts-2"', '"concepts-1"'))
    with open_session(settings) as session:
        assert not concepts.has_concepts(session)
        query = _brand(session, "b0")
        assert concepts.concepts_of_query(session, query) == []
        assert concepts.shared_concepts(session, query, "c000").empty
        assert concepts.concept_neighbourhood(session, query, ["c000"]) is None
        assert np.isnan(concepts.query_concepts(session, MatchQuery(brief="glow"))).all()
