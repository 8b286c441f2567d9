"""Orders of creators for a brand, a typed brand and a brief, and the reasons behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.domain.brand import BrandProfile
from core.domain.match_orders import BEST, COLLABORATIONS, MATCH_ORDERS, POSTS
from core.models.recommender.join import standardised
from core.queries.brands import brand
from core.queries.collaborations import partners_of_brand
from core.services.matching import query as queries
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.ranking.order import (
    collaboration_scores,
    default_order,
    has_orders,
    ordered_scores,
    ranked_brand,
    ranked_creators,
)
from core.services.ranking.quality import order_quality
from core.services.ranking.reasons import order_contributions, similar_partners
from core.services.session import CREATOR_VECTORS, BuildSession, open_session
from core.settings import Settings
from core.store.connect import open_store
from tests.support.ranked_build import CREATOR_SIDE, make_ranked_build
from tests.support.small_build import DIMENSION, make_small_build
from tests.support.templates import complete_again


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("ordered"))
    make_ranked_build(settings)
    with open_session(settings) as opened:
        yield opened


def of_brand(session: BuildSession, name: str = "b0") -> MatchQuery:
    return MatchQuery(brand(session.con, name))


def test_collaborations_tell_what_no_likeness_tells(session: BuildSession) -> None:
    leanings = session.array(CREATOR_VECTORS)[:, CREATOR_SIDE]

    def leaning(name: str, order: str) -> float:
        frame = rank(session, of_brand(session, name), MatchFilters(), order=order).frame
        return float(np.mean([leanings[int(creator[1:])] for creator in frame["influencer_id"]]))

    # Brands of one niche that want opposite creators.
    apart = {order: leaning("b300", order) - leaning("b303", order) for order in MATCH_ORDERS}
    assert abs(apart[POSTS]) < 0.05
    assert apart[COLLABORATIONS] >= apart[BEST] > 0.1
    scores = collaboration_scores(session, of_brand(session))
    in_niche = np.arange(len(scores)) % 3 == 0
    assert scores[in_niche].mean() > scores[~in_niche].mean()


def test_an_order_lists_by_its_own_score_and_says_all_places(session: BuildSession) -> None:
    for order in (BEST, COLLABORATIONS):
        page = rank(session, of_brand(session), MatchFilters(), order=order, page_size=30)
        assert page.order == order
        assert page.frame["order_percentile"].is_monotonic_decreasing
        assert page.frame["collaboration_percentile"].between(0, 1).all()
    page = rank(session, of_brand(session), MatchFilters())
    assert page.order == POSTS
    assert page.frame["collaboration_percentile"].isna().all()
    assert page.frame["order_percentile"].tolist() == page.frame["percentile"].tolist()


def test_micro_influencers_come_first_on_every_page(session: BuildSession) -> None:
    fewest, most = session.settings.micro_followers
    listed = [
        row
        for page in range(1, 8)
        for row in rank(
            session, of_brand(session), MatchFilters(), page, micro_first=True
        ).frame.to_dict("records")
    ]
    everybody = rank(session, of_brand(session), MatchFilters(), page_size=100)
    is_micro = [fewest <= row["followers_count"] <= most for row in listed]
    assert is_micro == sorted(is_micro, reverse=True)
    assert 0 < sum(is_micro) == everybody.micro_count < len(listed)
    assert {row["influencer_id"] for row in listed} == set(everybody.frame["influencer_id"])
    assert len(listed) == len(everybody.frame)
    assert [row["rank"] for row in listed] == list(range(1, len(listed) + 1))


def test_creators_without_text_have_no_place(session: BuildSession) -> None:
    fits = creator_fits(session, query_fit_row(session, of_brand(session)))
    for order in MATCH_ORDERS:
        scores, _ = ordered_scores(session, of_brand(session), fits, order)
        np.testing.assert_array_equal(np.isnan(scores), np.isnan(fits))
    assert np.isnan(fits).sum() == 1  # c001


def test_a_typed_brand_and_a_brief_have_orders_too(
    session: BuildSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = np.eye(DIMENSION, dtype=np.float32)[1]
    monkeypatch.setattr(queries, "text_vector", lambda text, settings: vector)
    category = brand(session.con, "b1").category
    typed = MatchQuery(BrandProfile("w9", "Basil & Co", "pasta", category, is_typed=True))
    for query in (typed, MatchQuery(brief="pasta with basil")):
        frame = rank(session, query, MatchFilters(), order=COLLABORATIONS).frame
        rows = [int(name[1:]) for name in frame["influencer_id"]]
        assert sum(row % 3 == 1 for row in rows) >= 8
    # What it says of itself counts beside its text.
    assert not np.array_equal(
        collaboration_scores(session, typed), collaboration_scores(session, MatchQuery(brief="x"))
    )


def test_similar_brands_that_worked_with_a_creator_are_named(session: BuildSession) -> None:
    found = similar_partners(session, of_brand(session), ["c003", "c036", "c004", "nobody"])
    assert set(found) == {"c003", "c036", "c004"}
    assert found["c036"].own_name == ""
    own = found["c003"].own_name
    assert found["c003"].chips()[0] == f"+ worked with {own} before"
    names = {name for partners in found.values() for name in partners.names}
    # Brands of the niche alone: 0, 3, 6 ... of the others.
    assert names
    assert all(int(name.split()[1]) % 3 == 0 for name in names)


@pytest.mark.parametrize("is_brief", [False, True])
def test_a_brand_is_never_similar_to_itself(session: BuildSession, is_brief: bool) -> None:
    # A brand of the training, by itself or as the one whose brief it is.
    asked = of_brand(session, "b300")
    partners = sorted(partners_of_brand(session.con, "b300"))
    query = MatchQuery(brief=asked.text) if is_brief else asked
    found = similar_partners(session, query, partners, brand_id="b300" if is_brief else "")
    assert {found[creator].own_name for creator in partners} == {"Other 0"}
    assert "Other 0" not in {name for one in found.values() for name in one.names}


def test_what_counts_adds_up_to_the_joined_score(session: BuildSession) -> None:
    query = of_brand(session)
    fits = creator_fits(session, query_fit_row(session, query))
    scores, learned = ordered_scores(session, query, fits, BEST)
    share = session.ranking().fit_share
    spread = float(np.std(learned))
    for creator in ("c024", "c031"):
        frame = order_contributions(session, query, creator, BEST)
        assert frame["added"].is_monotonic_decreasing
        row = int(creator[1:])
        # A usual pair of any brand is at 0, the mean of this brand's creators elsewhere.
        offset = (1 - share) * float(learned.mean()) / spread
        assert frame["added"].sum() == pytest.approx(scores[row] + offset, abs=1e-5)
        alone = order_contributions(session, query, creator, COLLABORATIONS)
        assert alone["added"].sum() == pytest.approx(learned[row], abs=1e-5)
        assert standardised(fits)[row] == pytest.approx(
            (scores[row] - (1 - share) * standardised(learned)[row]) / share, abs=1e-5
        )
    assert order_contributions(session, query, "c024", POSTS).empty


def test_what_was_measured_is_said_with_the_default(session: BuildSession) -> None:
    quality = order_quality(session)
    assert quality is not None
    assert quality.leads == (default_order(session) == BEST)
    assert quality.brands_count == 27
    assert quality.views == ("text", "account")
    ways = quality.ways.set_index("way")
    assert {"random", "fit", "ranker", "ranker and fit"} <= set(ways.index)
    assert ways.loc["ranker", "map"] > 1.5 * ways.loc["random", "map"]
    gain, low, high = quality.gains["MAP"]
    assert low < gain < high
    assert gain == pytest.approx(ways.loc["ranker and fit", "map"] - ways.loc["fit", "map"])


def test_without_collaborations_there_is_one_order(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings = Settings.from_env(tmp_path_factory.mktemp("unordered"))
    make_small_build(settings)
    with open_session(settings) as session:
        assert not has_orders(session)
        assert default_order(session) == POSTS
        assert order_quality(session) is None
        assert similar_partners(session, of_brand(session), ["c003"]) == {}
        assert order_contributions(session, of_brand(session), "c003", BEST).empty
        page = rank(session, of_brand(session), MatchFilters(), order=BEST)
        assert page.order == POSTS
        assert page.frame["order_percentile"].tolist() == page.frame["percentile"].tolist()


def test_past_partners_are_left_out_of_learned_orders_unless_asked_for(
    session: BuildSession,
) -> None:
    query = of_brand(session, "b300")
    own = partners_of_brand(session.con, "b300")
    shown = rank(session, query, MatchFilters(), order=COLLABORATIONS, page_size=100)
    hidden = rank(
        session, query, MatchFilters(), order=COLLABORATIONS, page_size=100, hides_partners=True
    )
    assert shown.partners_count == hidden.partners_count == len(own) == 4
    left = [name for name in shown.frame["influencer_id"] if name not in own]
    assert hidden.frame["influencer_id"].tolist() == left
    assert hidden.eligible_count == shown.eligible_count - 4
    by_posts = rank(session, query, MatchFilters(), hides_partners=True)
    assert by_posts.partners_count == 0
    assert by_posts.eligible_count == shown.eligible_count


def test_past_partners_that_are_left_out_do_not_count_as_unusual(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    made = make_ranked_build(settings)
    con = open_store(made.store_file, settings, read_only=False)
    own = sorted(partners_of_brand(con, "b300"))
    stranger = next(f"c{row:03d}" for row in range(3, 60) if f"c{row:03d}" not in own)
    con.execute("UPDATE growth_evidence SET purchased_probability = 0.01")
    con.execute(
        """UPDATE growth_evidence SET purchased_probability = 0.9
           WHERE list_contains($ids::VARCHAR[], influencer_id)""",
        {"ids": [own[0], stranger]},
    )
    con.close()
    with open_session(settings) as opened:
        query = of_brand(opened, "b300")
        pages = {
            (hides_partners, hides_unusual): rank(
                opened,
                query,
                MatchFilters(hides_unusual=hides_unusual),
                order=BEST,
                hides_partners=hides_partners,
            )
            for hides_partners in (False, True)
            for hides_unusual in (False, True)
        }
    counts = {asked: page.held_back.unusual_count for asked, page in pages.items()}
    assert counts == {(False, False): 2, (False, True): 2, (True, False): 1, (True, True): 1}
    # What the click promises is what it shows.
    for hides_partners in (False, True):
        more = pages[hides_partners, False].eligible_count
        assert more - pages[hides_partners, True].eligible_count == counts[hides_partners, True]


def test_a_brand_of_the_data_is_scored_without_its_own_collaborations(
    session: BuildSession,
) -> None:
    stored = session.ranking()
    query = of_brand(session, "b300")
    assert set(stored.without_own.folds) >= {"b0", "b300", "b303"}
    everybody = ranked_creators(session, np.arange(len(session.creator_ids())))
    row = ranked_brand(session, query)
    scores = collaboration_scores(session, query)
    np.testing.assert_allclose(
        scores, stored.ranker_for("b300").score(row, everybody)[0], atol=1e-9
    )
    assert not np.allclose(scores, stored.ranker.score(row, everybody)[0])
    table = session.con.execute(
        """SELECT influencer_id, collaboration_score FROM rankings
           WHERE brand_id = 'b300' ORDER BY place"""
    ).fetchall()
    of_creator = dict(zip(session.creator_ids(), scores, strict=True))
    assert table
    assert [score for _, score in table] == pytest.approx(
        [of_creator[name] for name, _ in table], abs=1e-5
    )


def test_a_damaged_ranking_leaves_the_order_of_the_posts(empty_settings: Settings) -> None:
    made = make_ranked_build(empty_settings)
    (made.folder / "models" / "ranking" / "config.json").unlink()
    complete_again(made)
    with open_session(empty_settings) as damaged:
        assert not has_orders(damaged)
        assert default_order(damaged) == POSTS
        page = rank(damaged, of_brand(damaged), MatchFilters(), order=BEST)
        assert page.order == POSTS
        assert len(page.frame) == 10


def test_what_differs_by_rounding_alone_is_a_tie(session: BuildSession) -> None:
    fits = np.full(len(session.creator_ids()), 94.75698) + np.arange(60) % 2 * 1e-6
    scores, learned = ordered_scores(session, of_brand(session), fits, BEST)
    assert np.argmax(scores) == np.argmax(learned)
    assert len(np.unique(ordered_scores(session, of_brand(session), fits, POSTS)[0])) == 1


def test_an_unknown_creator_has_no_contributions(session: BuildSession) -> None:
    for name in ("zzzz", ""):
        assert order_contributions(session, of_brand(session), name, BEST).empty
