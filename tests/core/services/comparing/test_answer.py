"""Who to pick of a few creators, and why."""

from __future__ import annotations

from typing import Any

from core.models.growth.verdict import NOT_ENOUGH_DATA, ORDINARY, UNUSUAL
from core.services.comparing.answer import Candidate, Pick, pick

BRAND = "Luma"


def creator(name: str, price: float | None = 100.0, **known: Any) -> Candidate:
    """A creator who is as good as the next one in everything but what is said."""
    facts: dict[str, Any] = {
        "growth_status": ORDINARY,
        "fit_score": 60.0,
        "fit_percentile": 0.5,
        "engagement_percentile": 0.5,
        "price_low": price,
        "price_high": price,
        "price_words": f"€{price:,.0f} listed" if price else "-",
        "has_reactions_score": True,
    }
    return Candidate(name, **{**facts, **known})


def answer(*candidates: Candidate, brand: str | None = BRAND) -> Pick:
    said = pick(candidates, brand)
    assert said is not None
    return said


def test_one_creator_needs_no_answer() -> None:
    assert pick([creator("A")], BRAND) is None


def test_the_one_who_leads_in_more_is_picked_and_what_speaks_for_the_other_is_said() -> None:
    said = answer(
        creator(
            "A",
            100,
            fit_percentile=0.9,
            engagement_percentile=0.8,
            draws_more_than=frozenset({"B"}),
        ),
        creator("B", 50),
    )
    assert said.headline == (
        "Pick A, who fits Luma better, has the higher engagement for their size and draws more "
        "reactions per post."
    )
    assert said.details == "But B costs less (€50 listed against €100 listed)."


def test_a_lead_each_is_no_clear_winner() -> None:
    said = answer(creator("A", 100, fit_percentile=0.9), creator("B", 50))
    assert said.headline == (
        "No clear winner: A fits Luma better; B costs less (€50 listed against €100 listed)."
    )
    assert said.details == "Too close to call: engagement and reactions."


def test_a_single_lead_that_nobody_answers_is_enough() -> None:
    said = answer(creator("A"), creator("B"), creator("C", 20))
    assert said.headline == "Pick C, who costs least (€20 listed)."
    assert said.details == "Too close to call: fit, engagement and reactions."


def test_a_tie_in_everything_is_said_as_one() -> None:
    said = answer(creator("A"), creator("B", fit_percentile=0.52))
    assert said.headline == "No clear winner: nobody is clearly ahead in what is known."
    assert "Too close to call: fit, engagement, reactions and price." in said.details


def test_prices_whose_ranges_meet_are_no_lead() -> None:
    estimate = creator("A", None, price_low=30.0, price_high=90.0, price_words="€30-90 estimated")
    assert "costs" not in answer(estimate, creator("B", 100)).headline
    assert answer(estimate, creator("B", 120)).headline == (
        "Pick A, who costs less (€30-90 estimated against €120 listed)."
    )


def test_growth_that_is_worth_checking_is_never_picked() -> None:
    best: dict[str, Any] = {"fit_percentile": 0.99, "draws_more_than": frozenset({"B", "C"})}
    bought = creator("A", 20, growth_status=UNUSUAL, **best)
    said = answer(bought, creator("B"))
    assert said.headline == "Pick B: the growth of A is worth checking first."
    assert said.details.startswith("A fits Luma better, draws more reactions per post and costs")
    three = answer(bought, creator("B"), creator("C", 50))
    assert three.headline == "Pick C, who costs less (€50 listed against €100 listed)."
    assert "A is left out: the growth is worth checking." in three.details
    nobody = answer(bought, creator("B", growth_status=UNUSUAL))
    assert nobody.headline.startswith("No recommendation yet")


def test_what_is_not_known_is_said_and_nobody_leads_in_it() -> None:
    said = answer(
        creator("A", None, fit_score=None, fit_percentile=None, growth_status=NOT_ENOUGH_DATA),
        creator("B", 50, engagement_percentile=0.9),
    )
    assert said.headline == "Pick B, who has the higher engagement for their size."
    assert "Not known for A: fit and price." in said.details
    assert "There is not enough data on the growth of A." in said.details


def test_the_least_bad_of_weak_fits_is_no_lead() -> None:
    said = answer(creator("A", fit_score=2.0, fit_percentile=0.4), creator("B", 20, fit_score=1.0))
    assert said.headline == "None of them is a close match for Luma."
    assert said.details.startswith(
        "If it has to be one of them, pick B, who costs less (€20 listed against €100 listed)."
    )


def test_without_a_brand_there_is_no_word_of_fit() -> None:
    said = answer(creator("A", fit_percentile=0.9), creator("B"), brand=None)
    assert "fit" not in f"{said.headline} {said.details}"


def test_who_does_not_meet_the_brief_is_left_out_and_told() -> None:
    outside: dict[str, Any] = {
        "outside": ("brief not met: Germany",),
        "engagement_percentile": 0.99,
    }
    said = answer(creator("A"), creator("B", 20), creator("C", **outside), brand="the brief")
    assert said.headline == "Pick B, who costs less (€20 listed against €100 listed)."
    assert said.details.endswith("Outside the brief and left out here: C (brief not met: Germany).")
    alone = answer(creator("A"), creator("C", **outside), brand="the brief")
    assert alone.headline == "Pick A, who alone meets the brief."
    flagged = answer(creator("A", growth_status=UNUSUAL), creator("C", **outside))
    assert flagged.headline == "Only A meets the brief, and that growth is worth checking first."


def test_where_nobody_meets_the_brief_all_are_compared() -> None:
    outside: dict[str, Any] = {"outside": ("brief not met: Germany",)}
    said = answer(creator("A", **outside), creator("B", 20, **outside))
    assert said.headline.startswith("Pick B")
