"""Creators like one, and those that are smaller, cheaper or from a country."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.queries.brands import brand
from core.queries.creators import creator as creator_by_id
from core.services.matching.filters import NO_FILTERS
from core.services.matching.lookalikes import closest_brands, lookalikes, smaller_or_cheaper
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession, open_session
from core.settings import Settings
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("lookalikes"))
    make_small_build(settings)
    with open_session(settings) as opened:
        yield opened


def test_conditions_narrow_the_list_and_keep_its_order(session: BuildSession) -> None:
    creator = creator_by_id(session.con, "c030")
    everybody = lookalikes(session, "c030", 59).frame
    for options in (
        {"smaller": True},
        {"cheaper": True},
        {"country": "FR"},
        {"smaller": True, "country": "DE"},
    ):
        filters = smaller_or_cheaper(creator, **options)
        near = lookalikes(session, "c030", 59, filters=filters).frame
        kept = everybody
        if "smaller" in options:
            kept = kept[kept["followers_count"] < creator.followers_count]
        if "cheaper" in options:
            kept = kept[kept["post_price"] < creator.post_price]
        if "country" in options:
            kept = kept[kept["country"] == options["country"]]
        assert len(kept)
        assert near["influencer_id"].tolist() == kept["influencer_id"].tolist()


def test_what_is_not_known_of_the_creator_is_no_condition(session: BuildSession) -> None:
    creator = creator_by_id(session.con, "c001")
    assert creator.followers_count is None
    assert smaller_or_cheaper(creator, smaller=True, cheaper=True) == NO_FILTERS


def test_a_creator_is_as_close_to_a_brand_as_on_the_page_of_the_brand(
    session: BuildSession,
) -> None:
    near = closest_brands(session, "c030", 10).set_index("brand_id")["percentile"]
    assert len(near) > 1
    for brand_id, place in near.items():
        page = rank(session, MatchQuery(brand(session.con, str(brand_id))), NO_FILTERS, 1, 100)
        listed = page.frame.set_index("influencer_id")["percentile"]
        assert place == pytest.approx(listed["c030"])
