"""Candidates of a campaign: facts, fit as Brand match has it, value by goal, prices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.domain.fit_bands import better_than
from core.domain.interactions import INTERACTION_POINTS
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.constraints import Constraints
from core.queries.brands import brand, known_brand
from core.services.campaigns.best_set import best_set, planned
from core.services.campaigns.candidates import (
    PlanOptions,
    candidates,
    fit_row_of,
    goal_in_use,
    recommended_scores,
)
from core.services.campaigns.facts import member_facts
from core.services.campaigns.report_reasons import Asked, fit_sentences
from core.services.matching import matching
from core.services.matching.filters import MatchFilters
from core.services.matching.fits import row_fits
from core.services.matching.lookalikes import closest_brands
from core.services.matching.query import MatchQuery
from core.services.recommending.recommending import RecommendQuery, recommend
from core.services.session import BuildSession, open_session
from core.settings import Settings
from tests.support.small_build import CREATORS, make_small_build

COLUMNS = ["influencer_id", "handle", "name", "platform", "state", "note", "price", "posts_count"]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("plan"))
    make_small_build(settings)
    with open_session(settings) as opened:
        yield opened


def brand_row(session: BuildSession, brand_id: str) -> np.ndarray:
    row = fit_row_of(session, MatchQuery(brand(session.con, brand_id)))
    assert row is not None
    return row


def members(*rows: tuple[str, float, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [(one, f"h{one}", f"N{one}", "tiktok", "lead", "", price, n) for one, price, n in rows],
        columns=COLUMNS,
    )


def test_members_keep_their_order_and_those_that_are_gone_keep_their_names(
    session: BuildSession,
) -> None:
    found = member_facts(session, members(("gone", np.nan, 1), ("c003", 99.0, 2)))
    assert found["influencer_id"].tolist() == ["gone", "c003"]
    assert found["in_data"].tolist() == [False, True]
    assert found["name"].tolist() == ["Ngone", "Mira 3"]
    assert np.isnan(found["followers_count"].iloc[0])
    assert found["agreed_price"].iloc[1] == 99
    assert member_facts(session, members()).empty


def test_fit_is_the_score_of_brand_match(session: BuildSession) -> None:
    fit_row = brand_row(session, "b1")
    ranked = matching.rank(
        session, MatchQuery(brand(session.con, "b1")), MatchFilters(), page_size=CREATORS
    ).frame
    fits = row_fits(session, fit_row, ranked["influencer_id"].tolist())
    assert fits["fit_score"].tolist() == pytest.approx(ranked["fit_score"].tolist(), abs=1e-4)
    # c001 has no text: not known, not 0.
    assert row_fits(session, fit_row, ["c001", "gone"])["fit_score"].isna().all()
    assert row_fits(session, None, ["c002"])["fit_score"].isna().all()


def test_a_fit_is_better_than_as_many_in_every_place(session: BuildSession) -> None:
    query = MatchQuery(brand(session.con, "b1"))
    ranked = matching.rank(session, query, MatchFilters(), page_size=CREATORS).frame
    ranked = ranked.set_index("influencer_id")["percentile"]
    fit_row = brand_row(session, "b1")
    planned = candidates(session, members(), Assumptions(), fit_row, PlanOptions())
    planned = planned.set_index("influencer_id")["fit_percentile"].reindex(ranked.index) / 100
    assert planned.tolist() == pytest.approx(ranked.tolist())
    asked = Asked(None, query, fit_row)
    for influencer_id, (words, _) in fit_sentences(session, asked, list(ranked.index)).items():
        place = ranked[influencer_id]
        assert ("best of all" if place == 1 else f"better than {better_than(place)}%") in words
    on_profile = closest_brands(session, ranked.index[3], 9).set_index("brand_id")["percentile"]
    assert on_profile["b1"] == pytest.approx(ranked.iloc[3])


def test_a_brand_that_no_build_knows_has_no_vector(session: BuildSession) -> None:
    assert fit_row_of(session, None) is None
    assert known_brand(session.con, "of-another-build") is None
    assert fit_row_of(session, MatchQuery(BrandProfile("own-x", ""))) is None


def test_value_and_price_of_one_candidate_by_hand(session: BuildSession) -> None:
    assumed = Assumptions(price_spread=0.2, engagement_spread=0.5)
    frame = candidates(
        session, members(), assumed, None, PlanOptions("engagements", posts_each=2)
    ).set_index("influencer_id")
    row = frame.loc["c003"]
    # 4.4% of the followers like or comment; a post costs a hundredth of them, up to a fifth more.
    assert row["value"] == pytest.approx(row["followers_count"] * 0.044 * 2)
    assert row["price"] == pytest.approx(row["followers_count"] * 0.01 * 1.2 * 2)
    assert np.isnan(frame.loc["c001", "price"])
    middle = candidates(
        session, members(), assumed, None, PlanOptions("engagements", careful=False)
    ).set_index("influencer_id")
    assert middle.loc["c003", "price"] == pytest.approx(row["followers_count"] * 0.01)


def test_the_mix_leaves_fit_out_without_a_brand_and_is_unknown_where_a_part_is(
    session: BuildSession,
) -> None:
    frame = candidates(session, members(), Assumptions(), None, PlanOptions("mix"))
    known = frame.dropna(subset=["value"])
    best = known.loc[known["value"].idxmax()]
    assert best["followers_count"] == frame["followers_count"].max()
    assert best["value"] == 100
    fit_row = brand_row(session, "b0")
    mixed = candidates(session, members(), Assumptions(), fit_row, PlanOptions("mix"))
    assert np.isnan(mixed.set_index("influencer_id").loc["c001", "value"])


def test_a_member_counts_with_its_agreed_price_and_one_that_is_gone_too(
    session: BuildSession,
) -> None:
    own = members(("c003", 50.0, 3), ("gone", 70.0, 1))
    fit_row = brand_row(session, "b0")
    constraints = Constraints(budget=220, must=frozenset({"c003", "gone"}))
    best = planned(session, own, Assumptions(), fit_row, PlanOptions(), constraints)
    plan, facts = best.plan, best.facts
    prices = plan.chosen.set_index("influencer_id")["price"]
    assert prices[["c003", "gone"]].tolist() == [150, 70]
    assert plan.cost == 220
    assert len(plan.chosen) == 2
    assert facts.loc["gone", "name"] == "Ngone"


def test_the_goal_recommended_is_the_score_of_the_recommendations_page(
    session: BuildSession,
) -> None:
    luma = brand(session.con, "b0")
    own = pd.DataFrame({"influencer_id": [], "kind": [], "happened_at": pd.to_datetime([])}).astype(
        {"influencer_id": "str", "kind": "str"}
    )
    scores = recommended_scores(session, luma, own, INTERACTION_POINTS)
    assert scores is not None
    found = recommend(
        session, luma, own, RecommendQuery(hide_known=False, page_size=60),
        points=INTERACTION_POINTS, day=date(2026, 11, 21),
    )  # fmt: skip
    shown = found.frame.set_index("influencer_id")["score"]
    assert scores.loc[shown.index].to_numpy() == pytest.approx(shown.to_numpy())
    frame = candidates(session, members(), Assumptions(), None, PlanOptions("recommended"), scores)
    assert frame["value"].tolist() == frame["recommended"].tolist()
    best = best_set(
        session, luma, members(), Assumptions(), PlanOptions(), Constraints(at_most=3),
        app_interactions=own, points=INTERACTION_POINTS,
    )  # fmt: skip
    assert best.goal == "recommended"
    assert set(best.plan.chosen["influencer_id"]) <= set(best.facts.index)
    chosen = best.plan.chosen.set_index("influencer_id")["value"]
    assert chosen.to_numpy() == pytest.approx(scores.loc[chosen.index].to_numpy())
    assert goal_in_use("recommended", None, scores) == "recommended"
    assert goal_in_use("recommended", np.ones(8), None) == "fit"
    assert goal_in_use("recommended", None, None) == "engagements"


@pytest.mark.slow
def test_the_facts_say_how_well_each_fits_and_what_a_euro_brings(session: BuildSession) -> None:
    fit_row = brand_row(session, "b0")
    chosen = PlanOptions("engagements")
    frame = candidates(session, members(), Assumptions(), fit_row, chosen)
    ranked = frame.dropna(subset=["fit"])
    assert ranked.loc[ranked["fit"].idxmax(), "fit_percentile"] == 100
    assert ranked["fit_percentile"].min() == 0  # below 0 is shown as 0, so who it is is not seen
    assert frame["fit_percentile"].isna().equals(frame["fit"].isna())
    constraints = Constraints(budget=2_000, at_most=4)
    best = planned(session, members(), Assumptions(), fit_row, chosen, constraints)
    plan, facts = best.plan, best.facts
    row = plan.chosen.iloc[0]
    brings = facts.loc[row["influencer_id"]]
    assert brings["engagements_per_euro"] == pytest.approx(row["value"] / row["price"])
    rates = frame["engagements_per_euro"]
    assert brings["engagements_against_median"] == pytest.approx(
        brings["engagements_per_euro"] / rates.median()
    )
    assert set(plan.chosen["next_id"].dropna()) <= set(facts.index)


def test_filters_of_the_list_hold_for_the_set_and_spare_its_members(session: BuildSession) -> None:
    chosen = PlanOptions("engagements", filters=MatchFilters(platforms=("tiktok",)))
    own = members(("c003", 50.0, 1))
    constraints = Constraints(at_most=5, must=frozenset({"c003"}))
    best = planned(session, own, Assumptions(), None, chosen, constraints)
    plan, facts = best.plan, best.facts
    platforms = facts.loc[plan.chosen["influencer_id"], "platform"].to_dict()
    assert platforms.pop("c003") == "instagram"
    assert set(platforms.values()) == {"tiktok"}
    assert plan.excluded["outside your filters"] > 0
