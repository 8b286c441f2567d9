"""Topics of brands and briefs, and what they share with creators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.domain.brand import BrandProfile
from core.errors import StoreError
from core.features.brief.parse import parse_brief
from core.models.topics import files
from core.pipeline.steps.views.objects import find_objects
from core.pipeline.steps.views.topics import MODEL_FOLDER, find_topics
from core.services.brief.reading import unmentioned, unmentioned_words
from core.services.matching.query import MatchQuery
from core.services.ranking.topics import (
    picture_objects,
    query_topics,
    shared_topics,
    words_of_brief,
)
from core.services.session import BuildSession
from tests.support.topic_store import theme_of, topic_context

TYPED = BrandProfile("typed", "Zorbe", "tent, compass and backpack", keywords=("trail",))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    """A build with topics and objects; only to be read."""
    context = topic_context(tmp_path_factory.mktemp("topics"))
    find_topics(context)
    find_objects(context)
    yield BuildSession("b", context.folder, context.con, context.settings)
    context.con.close()


def test_a_brand_of_the_build_has_its_row(session: BuildSession) -> None:
    row = query_topics(session, MatchQuery(BrandProfile("b1", "Zorbe")))
    np.testing.assert_array_equal(row, session.array("brand_topics")[1])
    assert row.sum() == pytest.approx(1, abs=1e-5)


def test_a_typed_brand_has_the_topics_of_its_text(session: BuildSession) -> None:
    row = query_topics(session, MatchQuery(TYPED))
    np.testing.assert_allclose(row, session.array("brand_topics")[1], atol=1e-6)


def test_a_brief_has_the_topics_of_its_words(session: BuildSession) -> None:
    row = query_topics(session, MatchQuery(brief="Somebody for our #gearbox, piston and clutch!"))
    topics = files.load(session.folder / MODEL_FOLDER)
    assert theme_of(topics, int(row.argmax())) == 2


@pytest.mark.parametrize("brief", ["", "nothing of the kind", "東京"])
def test_a_text_without_known_words_has_unknown_topics(session: BuildSession, brief: str) -> None:
    query = MatchQuery(brief=brief)
    assert np.isnan(query_topics(session, query)).all()
    assert shared_topics(session, query, "c001") == ()


def test_a_shared_topic_is_one_that_both_write_about(session: BuildSession) -> None:
    shared = shared_topics(session, MatchQuery(TYPED), "c001")
    assert shared
    assert {"hiking", "summit", "tent"} & set(shared[0].words)
    for topic in shared:
        mean = np.nanmean(session.array("influencer_topics")[:, topic.topic_id])
        assert min(topic.brand_share, topic.creator_share) >= max(0.1, 2 * mean)
    # c002 writes of cars, c030 nothing, and nobody has the last id.
    for creator in ("c002", "c030", "c999", ""):
        assert shared_topics(session, MatchQuery(TYPED), creator) == ()
    assert shared_topics(session, MatchQuery(TYPED), "c001", limit=0) == ()


def test_pictures_show_the_likeliest_objects_first(session: BuildSession) -> None:
    assert picture_objects(session, ["c001", "c200"]) == {
        "c001": ("mountain tent",),  # the web site is less likely than three in ten
        "c200": (),
    }
    assert picture_objects(session, ["c001"], limit=0) == {"c001": ()}
    assert picture_objects(session, []) == {}


def test_a_build_of_few_texts_has_unknown_topics(tmp_path: Path) -> None:
    context = topic_context(tmp_path)
    context.con.execute("DELETE FROM influencers WHERE influencer_id > 'c009'")
    find_topics(context)
    session = BuildSession("b", context.folder, context.con, context.settings)
    for query in (MatchQuery(BrandProfile("b1", "Zorbe")), MatchQuery(TYPED), MatchQuery()):
        assert np.isnan(query_topics(session, query)).tolist() == [True]
        assert shared_topics(session, query, "c001") == ()
    context.con.close()


def test_a_build_of_an_earlier_version_shares_nothing(tmp_path: Path) -> None:
    context = topic_context(tmp_path)
    for table in ("topics", "creator_objects"):
        context.con.execute(f"DROP TABLE {table}")
    session = BuildSession("b", context.folder, context.con, context.settings)
    assert shared_topics(session, MatchQuery(TYPED), "c001") == ()
    assert picture_objects(session, ["c001"]) == {"c001": ()}
    with pytest.raises(StoreError):
        query_topics(session, MatchQuery(TYPED))
    context.con.close()


def test_known_words_of_a_brief_are_those_that_accounts_use(session: BuildSession) -> None:
    found = words_of_brief(session, "Hiking and a tent, xqzv and hiking")
    assert found is not None
    assert set(found.said) == {"hiking", "tent", "xqzv"}
    assert found.known == tuple(word for word in found.said if word != "xqzv")
    nothing = words_of_brief(session, "xqzv")
    assert nothing is not None
    assert nothing.known == ()


def test_words_of_no_creator_are_told_and_said_to_count_by_their_meaning(
    session: BuildSession,
) -> None:
    brief = parse_brief("5 creators with a tent and xqzv, from Spain", {})
    assert unmentioned_words(session, brief) == ["xqzv"]
    assert unmentioned_words(session, parse_brief("5 creators", {})) == []
    assert unmentioned(["xqzv"], brief.meaning) == (
        "No creator mentions xqzv, so it counts only through its meaning."
    )
    both = unmentioned(["xqzv", "zyv"], brief.meaning)
    assert "they count only through their meaning" in both


def test_a_brief_of_which_no_creator_has_a_word_is_said_to_be_a_guess(
    session: BuildSession,
) -> None:
    brief = parse_brief("5 creators, xqzv zyv", {})
    words = unmentioned_words(session, brief)
    assert "rests on a guess at its meaning" in unmentioned(words, brief.meaning)
