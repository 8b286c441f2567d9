"""The step that estimates prices, and the queries that read what it wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.models.prices.words import (
    estimate_words,
    planned_words,
    post_price_parts,
    post_price_words,
)
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.prices import GAP, STEP, estimate_prices
from core.progress import silent
from core.queries.prices.estimates import creator_estimates
from core.services.campaigns.facts import creator_facts
from core.services.session import session_of
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import empty_store


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    settings = Settings.from_env(tmp_path)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield BuildContext(con, tmp_path, settings, BuildConfig(), silent)
    con.close()


def _fill(context: BuildContext, priced: int, unpriced: int = 4) -> None:
    """Micro creators who ask about a hundredth of their followers; the last list no price."""
    n = priced + unpriced
    followers = np.linspace(10_000, 45_000, n).round()
    noise = np.exp(np.random.default_rng(1).normal(0, 0.2, n))
    listed = np.where(np.arange(n) < priced, followers * 0.01 * noise, np.nan)
    ids = [f"c{i:03d}" for i in range(n)]
    # In the middle of the others, so that nobody is beyond the sizes of the priced creators.
    order = np.random.default_rng(2).permutation(n)
    frame = pd.DataFrame(
        {
            "influencer_id": ids,
            "handle": ids,
            "name": ids,
            "platform": "instagram",
            "followers_count": followers[order],
            "post_price": listed,
        }
    )
    tables.append_frame(context.con, "influencers", frame)
    stats = frame[["influencer_id"]].assign(
        tier="micro", engagement_rate=0.03, posts_stored=0, sponsored_count=0
    )
    tables.append_frame(context.con, "profile_stats", stats)


def test_estimates_of_posts_are_written_with_figures_and_twice_is_the_same(
    context: BuildContext,
) -> None:
    _fill(context, priced=60)
    estimate_prices(context)
    once = context.con.execute("FROM price_estimates ORDER BY ALL").df()
    estimate_prices(context)
    pd.testing.assert_frame_equal(
        once, context.con.execute("FROM price_estimates ORDER BY ALL").df()
    )
    assert set(once["format"]) == {"post"}  # no story price is listed
    assert len(once) == 64
    measured = dict(
        context.con.execute(
            "SELECT metric, value FROM metrics WHERE model = $step ORDER BY metric", {"step": STEP}
        ).fetchall()
    )
    assert set(measured) == {
        "post_baseline_error", "post_coverage_80", "post_median_error", "post_range_width",
    }  # fmt: skip
    assert context.facts[STEP]["post"]["priced"] == 60
    assert not context.con.execute(
        "SELECT count(*) FROM data_gaps WHERE capability = $gap", {"gap": GAP}
    ).fetchone()[0]  # type: ignore[index]


def test_too_few_prices_are_a_gap_with_a_remedy_and_no_estimate(context: BuildContext) -> None:
    _fill(context, priced=12)
    estimate_prices(context)
    assert context.con.execute("SELECT count(*) FROM price_estimates").fetchone() == (0,)
    gap = context.con.execute(
        "SELECT reason, remedy FROM data_gaps WHERE capability = $gap", {"gap": GAP}
    ).fetchone()
    assert gap is not None
    assert "30 creators who list the price of a post are needed" in gap[0]
    assert "post_price" in gap[1]


def test_lists_see_estimates_only_where_nothing_is_listed(context: BuildContext) -> None:
    _fill(context, priced=60)
    estimate_prices(context)
    build = Build("b", context.folder, {})
    facts = creator_facts(session_of(build, context.con, context.settings))
    facts = facts.set_index("influencer_id")
    assert facts["estimated_low"].notna().sum() == 4
    assert facts.loc["c060":, "estimated_low"].notna().all()
    unlisted, listed = facts.loc["c060"].to_dict(), facts.loc["c000"].to_dict()
    words = post_price_words(unlisted)
    assert words == estimate_words(unlisted["estimated_low"], unlisted["estimated_high"])
    assert words.endswith(" estimated")
    assert post_price_words(listed) == f"€{listed['post_price']:,.0f} listed"
    assert post_price_parts(listed) == (f"€{listed['post_price']:,.0f}", "listed")
    assert " ".join(post_price_parts(unlisted)) == words
    assert post_price_parts(dict.fromkeys(unlisted)) == ("-", "")
    (of_listed,) = creator_estimates(context.con, "c000")
    assert of_listed.listed == listed["post_price"]
    assert of_listed.low < of_listed.price < of_listed.high
    assert creator_estimates(context.con, "nobody") == ()


def test_a_build_of_an_earlier_version_has_no_estimates_and_still_opens(
    context: BuildContext,
) -> None:
    _fill(context, priced=40)
    context.con.execute("DROP TABLE price_estimates")
    build = Build("b", context.folder, {})
    facts = creator_facts(session_of(build, context.con, context.settings))
    assert facts["estimated_high"].isna().all()
    assert creator_estimates(context.con, "c000") == ()


def test_words_of_an_estimate_have_two_digits() -> None:
    assert estimate_words(123.4, 2_170) == "€120-2,200 estimated"
    assert estimate_words(18.4, 18.4) == "€18 estimated"
    assert estimate_words(None, 5) == "-"
    assert estimate_words(0, 0.4) == "€0 estimated"


def test_a_planned_price_names_the_end_that_is_counted() -> None:
    assert planned_words(1_035.0, "high end") == "Planned: €1,035 (high end)"
