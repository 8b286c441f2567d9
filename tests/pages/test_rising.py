"""The Rising page: ranking, filters, one creator, the guide, and builds that know nothing of it."""

from __future__ import annotations

import pytest

from core.queries.growth import rising
from core.queries.growth.rising import POINTS_MAX, RisingFilter
from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("rising")
    monkeypatch.setenv("SCOUT_DATA_DIR", str(folder))
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    return make_small_build(Settings.from_env(folder))


def _change(build: Build, *statements: str) -> None:
    con = open_store(build.store_file, Settings.from_env(), read_only=False)
    try:
        for one in statements:
            con.execute(one)
    finally:
        con.close()


def test_the_ranking_opens_with_figures_and_best_first(build: Build) -> None:
    app = opened("rising")
    assert app.title[0].value.endswith("Rising")
    assert [one.label for one in app.metric][:2] == ["Creators rated", "Rising"]
    scores = app.dataframe[0].value["momentum_score"].tolist()
    assert len(scores) == 25
    assert scores == sorted(scores, reverse=True)
    assert app.dataframe[0].value["reason"].notna().all()


@pytest.mark.slow
def test_growth_worth_checking_is_hidden_until_asked_for(build: Build) -> None:
    _change(
        build,
        "UPDATE growth_evidence SET purchased_probability = 0.9 WHERE influencer_id = "
        "(SELECT influencer_id FROM momentum WHERE momentum_rank = 1)",
    )
    hidden = opened("rising")
    assert hidden.dataframe[0].value["momentum_rank"].min() == 2
    con = open_store(build.store_file, Settings.from_env())
    flagged = con.execute(
        """SELECT count(*) FROM momentum JOIN growth_evidence USING (influencer_id)
           WHERE purchased_probability >= 0.5 AND momentum_score IS NOT NULL"""
    ).fetchone()
    con.close()
    assert flagged is not None
    assert f"{flagged[0]} hidden, growth worth checking" in texts(hidden)
    shown = opened("rising", rising_hide="false")
    first = shown.dataframe[0].value.iloc[0]
    assert first["momentum_rank"] == 1
    assert first["verdict"] == "Worth checking"


@pytest.mark.slow
def test_a_filter_by_activity_leaves_out_who_posts_less(build: Build) -> None:
    con = open_store(build.store_file, Settings.from_env())
    middle = con.execute(
        """SELECT quantile_disc(posts_a_week, 0.6) FROM momentum
           WHERE momentum_score IS NOT NULL"""
    ).fetchone()
    fewest = (middle or (0.0,))[0]
    total = rising.rising_summary(con, RisingFilter(hide_unusual=False)).creators_count
    expected = con.execute(
        """SELECT count(*) FROM momentum
           WHERE momentum_score IS NOT NULL AND posts_a_week >= $fewest""",
        {"fewest": fewest},
    ).fetchone()
    chosen = RisingFilter(hide_unusual=False, posts_a_week_min=float(fewest))
    assert rising.rising_summary(con, chosen).creators_count == (expected or (0,))[0] <= total
    con.close()
    app = opened("rising", rising_activity="100.0")
    assert "No creator passes these filters" in texts(app)


@pytest.mark.slow
def test_filters_narrow_the_ranking_and_nothing_found_can_be_undone(build: Build) -> None:
    app = opened("rising", rising_niche="Glow")
    assert set(app.dataframe[0].value["niche"]) == {"Glow"}
    app = opened("rising", rising_minimum="900000000")
    assert not app.dataframe
    button = next(one for one in app.button if one.label == "Clear all")
    button.click().run()
    assert not app.exception
    assert len(app.dataframe) == 1


@pytest.mark.slow
def test_the_brand_narrows_to_the_niches_of_its_matches(build: Build) -> None:
    rows = ", ".join(
        f"('b0', 'c{3 * place:03d}', {place + 1}, 50.0, 'moderate', 0.9, ['glow'], 'test')"
        for place in range(1, 5)
    )
    _change(
        build,
        "INSERT INTO brand_matches (brand_id, influencer_id, match_rank, similarity_score, "
        f"match_label, percentile, shared_words, model_version) VALUES {rows}",
    )
    app = opened("rising", brand="b0")
    box = next(one for one in app.checkbox if one.label.startswith("Rising in the niches of"))
    box.check()
    next(one for one in app.button if one.label == "Apply").click().run()
    assert not app.exception
    assert set(app.dataframe[0].value["niche"]) == {"Glow"}


def test_one_creator_shows_forecast_parts_and_reasons(build: Build) -> None:
    con = open_store(build.store_file, Settings.from_env())
    best = con.execute("SELECT influencer_id FROM momentum WHERE momentum_rank = 1").fetchone()
    con.close()
    assert best is not None
    app = opened("rising", creator=best[0])
    assert [one.label for one in app.metric] == [
        "Momentum",
        "Growth per week",
        "In 30 days",
        "Authenticity (higher is better)",
    ]
    said = texts(app)
    assert "**30 days:**" in said
    assert "too short to test" in said
    assert ", chance of reaching " in said
    assert "Signs of a rise" in said
    assert "Add to campaign" in [one.label for one in app.button]


def test_a_creator_without_counts_says_what_to_do(build: Build) -> None:
    app = opened("rising", creator="c001")
    assert "Not enough data" in texts(app)
    assert not app.metric
    app = opened("rising", creator="nobody")
    assert app.warning


@pytest.mark.slow
def test_the_guide_gives_advice_with_numbers(build: Build) -> None:
    app = opened("rising", rising_section="Micro or macro?")
    assert app.success[0].value.startswith("For engagement, ")
    before = app.success[0].value
    app.number_input(key="guide_budget").set_value(50_000.0).run()
    assert app.success[0].value != before
    app.number_input(key="guide_budget").set_value(1.0).run()
    assert "buys no post" in app.info[0].value


@pytest.mark.slow
def test_the_creator_page_has_a_line_on_momentum(build: Build) -> None:
    assert "**Momentum" in texts(opened("creator", creator="c010"))
    assert "Momentum:** not enough data" in texts(opened("creator", creator="c002"))


@pytest.mark.slow
def test_an_older_build_says_so(build: Build) -> None:
    _change(build, "DROP TABLE momentum", "DROP TABLE forecasts")
    app = opened("rising")
    assert "made by an earlier version" in texts(app).replace("\\", "")
    opened("creator", creator="c010")


def test_points_are_capped_and_hold_the_best(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rising, "TOP_POINTS", 5)
    monkeypatch.setattr(rising, "POINTS_MAX", 12)
    con = open_store(build.store_file, Settings.from_env())
    points = rising.rising_points(con, RisingFilter(hide_unusual=False))
    best = con.execute(
        "SELECT influencer_id FROM momentum WHERE momentum_rank <= 5 ORDER BY momentum_rank"
    ).fetchall()
    con.close()
    assert points["influencer_id"].tolist()[:5] == [one[0] for one in best]
    assert len(points) == 12
    assert POINTS_MAX <= 5_000
