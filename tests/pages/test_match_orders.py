"""Orders on Brand match, and what the Model report says of them."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.domain.match_orders import BEST, COLLABORATIONS, MATCH_ORDERS, ORDER_LABELS, POSTS
from core.queries.brands import brand
from core.services.matching.brand_gates import NO_GATES
from core.services.matching.filters import MatchFilters
from core.services.matching.query import MatchQuery
from core.services.session import open_session
from core.settings import Settings
from core.web.kit.matching import reads as match_reads
from tests.support.opening import opened, texts
from tests.support.ranked_build import make_ranked_build

EVERY_GATE = "category,country,language"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    found = Settings.from_env(tmp_path_factory.mktemp("match_orders"))
    make_ranked_build(found)
    return found


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))


def listed(app: AppTest) -> list[str]:
    app.button_group(key="match_view").set_value("Table").run()
    return list(app.dataframe[0].value["handle"])


def test_the_order_is_chosen_and_stands_in_the_link() -> None:
    app = opened("brand_match", brand="b303", ungated=EVERY_GATE)
    orders = app.button_group(key="match_order")
    assert list(orders.options) == ["Best overall", "Their posts", "Similar brands"]
    assert orders.value == BEST
    lists = {}
    for order in MATCH_ORDERS:
        linked = opened(
            "brand_match", brand="b303", ungated=EVERY_GATE, match_order=ORDER_LABELS[order]
        )
        assert linked.button_group(key="match_order").value == order
        lists[order] = listed(linked)
    assert lists[BEST] != lists[POSTS]
    app.button_group(key="match_order").set_value(POSTS).run()
    assert listed(app) == lists[POSTS]


@pytest.mark.slow
def test_cards_say_both_voices_and_the_reasons_behind_the_order() -> None:
    app = opened("brand_match", brand="b0", ungated=EVERY_GATE)
    said = texts(app)
    assert "similar brands: top" in said
    assert "+ worked with" in said
    assert "Show 1 past partner" in [button.label for button in app.button]
    assert "a usual pair of a brand and a creator" in said  # the first card is open
    app = opened("brand_match", brand="b0", ungated=EVERY_GATE, match_order=ORDER_LABELS[POSTS])
    assert "similar brands: top" not in texts(app)
    assert "a usual pair" not in texts(app)


@pytest.mark.slow
def test_micro_influencers_come_first_by_a_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_MICRO_FOLLOWERS", "10000-30000")
    app = opened("brand_match", brand="b0", ungated=EVERY_GATE)
    assert app.toggle(key="match_micro").label == "Micro-influencers first (10k-30k followers)"
    before = listed(app)
    app.toggle(key="match_micro").set_value(True).run()
    assert app.dataframe[0].value["followers_count"].between(10_000, 30_000).all()
    assert "are micro-influencers." in texts(app)
    assert listed(app) != before


@pytest.mark.slow
def test_files_have_the_places_of_the_order(settings: Settings) -> None:
    with open_session(settings) as session:
        query, build = MatchQuery(brand(session.con, "b0")), session.build_id
    for order in (COLLABORATIONS, POSTS):
        content = match_reads.ranking_file(
            build, query, MatchFilters(), NO_GATES, order, False, True, "csv"
        )
        frame = pd.read_csv(io.BytesIO(content))
        name = "Percentile in this order among all creators (0-1)"
        assert (name in frame) == (order != POSTS)
        if order != POSTS:
            assert frame[name].is_monotonic_decreasing


def test_the_report_says_which_order_leads_and_by_how_much() -> None:
    app = opened("model_report", report_section="Brand match")
    said = texts(app)
    assert "is the default order of Brand match" in said
    assert "95% interval over brands" in said
    table = app.dataframe[0].value
    assert {"Best overall", "Random"} <= set(table["way"])
    assert table["recall_at_10"].is_monotonic_decreasing
    assert "27 brands, a fifth of them kept aside" in said
    # Several collaborations of one pair are learned from once.
    assert "pairs of a brand and a creator that worked together, of 27 brands" in said
