"""Ranking, filters and reasons on a small real build folder with hand-made vectors."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.domain.brand import BrandProfile
from core.errors import NotFoundError, StoreError
from core.models.growth.verdict import growth_verdict
from core.models.niches import files as niche_files
from core.models.niches import model as niches
from core.queries import brands as brand_queries
from core.services.creator_rows import creator_rows
from core.services.matching import fit, matching
from core.services.matching import reasons as match_reasons
from core.services.matching.closest_posts import closest_posts, niche_posts
from core.services.matching.filters import MatchFilters
from core.services.matching.lookalikes import lookalikes
from core.services.matching.query import MatchQuery, brand_row, query_vector
from core.services.matching.reasons import growth_chip
from core.services.session import BuildSession, session_of
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import empty_store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(Settings.from_env(tmp_path), threads=1)


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Iterator[BuildSession]:
    """Four creators at 0, 60, 90 degrees to the brand and one without text.

    They are inserted out of order, as an import may do.
    """
    con = empty_store(tmp_path / "store.duckdb", settings)
    creators = pd.DataFrame(
        {
            "influencer_id": ["d", "b", "a", "c"],
            "handle": ["dora", "ben", "ana", "cleo"],
            "name": ["Dora", "Ben", "Ana", "Cleo"],
            "platform": ["tiktok", "instagram", "instagram", "tiktok"],
            "bio": [None, "Running shoes", "Skincare serum", "Cooking"],
            "category": [None, "sport", "Beauty", "food"],
            "country": [None, "FR", "US", "FR"],
            "audience_country": [None, "DE", None, "IT"],
            "followers_count": [100, 20_000, 5_000, 70_000],
            "post_price": [None, 200.0, 100.0, None],
            "hashtags": [[], ["run"], ["glow", "skin"], []],
        }
    )
    tables.append_frame(con, "influencers", creators)
    stats = pd.DataFrame(
        {
            "influencer_id": ["a", "b"],
            "tier": ["nano", "micro"],
            "engagement_rate": [0.05, 0.01],
            "engagement_percentile": [0.95, 0.05],
            "peer_group": ["nano", "micro"],
            "posts_stored": [0, 0],
            "sponsored_count": [0, 0],
        }
    )
    tables.append_frame(con, "profile_stats", stats)
    caution = pd.DataFrame(
        {
            "influencer_id": ["a", "b"],
            "caution_score": [80, 10],
            "spike_count": [3, 0],
            "days_known": [30, 30],
            "status": "complete",
            "reasons": [[], []],
            "red_flags": [[], []],
            "model_version": "x",
        }
    )
    tables.append_frame(con, "caution", caution)
    brands = pd.DataFrame(
        {
            "brand_id": ["z", "y"],
            "name": ["Luma", "Empty"],
            "category": ["beauty", None],
            "country": ["DE", None],
            "description": ["A serum for skincare", None],
            "hashtags": [["glow"], []],
        }
    )
    tables.append_frame(con, "brands", brands)
    vectors = np.zeros((4, 512), dtype=np.float32)
    vectors[0, 0] = 1.0  # a: the same direction
    vectors[1, :2] = [0.5, np.sqrt(0.75)]  # b: 60 degrees, cosine 0.5
    vectors[2, 1] = 1.0  # c: at a right angle; d stays zero
    np.save(tmp_path / "influencer_embeddings.npy", vectors)
    np.save(tmp_path / "brand_embeddings.npy", np.vstack([np.zeros(512), np.eye(512)[0]]))
    yield BuildSession("made", tmp_path, con, settings)
    con.close()


def luma(session: BuildSession) -> MatchQuery:
    """The brand z, at 0 degrees to a."""
    return MatchQuery(brand_queries.brand(session.con, "z"))


def test_rank_gives_cosine_times_100_and_bands_by_hand(store: BuildSession) -> None:
    page = matching.rank(store, luma(store), MatchFilters())
    frame = page.frame
    assert frame["influencer_id"].tolist() == ["a", "b", "c"]
    assert frame["rank"].tolist() == [1, 2, 3]
    assert frame["similarity_score"].tolist() == pytest.approx([100, 50, 0], abs=1e-4)
    assert frame["match_label"].tolist() == ["excellent", "moderate", "weak"]
    assert frame["percentile"].tolist() == pytest.approx([1, 1 / 2, 0])
    assert (page.eligible_count, page.total_count) == (3, 3)
    assert page.held_back.unusual_count is None
    assert page.best_score == pytest.approx(100)
    assert (page.price_low, page.price_high) == pytest.approx((125, 175))


def test_second_page_continues_the_ranks(store: BuildSession) -> None:
    page = matching.rank(store, luma(store), MatchFilters(), page=2, page_size=2)
    assert page.frame[["rank", "influencer_id"]].to_numpy().tolist() == [[3, "c"]]
    assert matching.rank(store, luma(store), MatchFilters(), page=9).frame.empty


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        # b lives in France and is followed from Germany.
        (MatchFilters(countries=("DE",)), []),
        (MatchFilters(countries=("FR",)), ["b", "c"]),
        (MatchFilters(audience_countries=("DE",)), ["b"]),
        (MatchFilters(audience_countries=("FR",)), []),
        (MatchFilters(countries=("FR",), audience_countries=("IT",)), ["c"]),
        (MatchFilters(languages=("de",)), []),
        (MatchFilters(followers_min=20_000, followers_max=50_000), ["b"]),
        (MatchFilters(platforms=("tiktok",)), ["c"]),
        (MatchFilters(tiers=("nano", "mid")), ["a"]),
        (MatchFilters(price_max=150), ["a"]),
        (MatchFilters(price_min=200), ["b"]),
        (MatchFilters(engagement_min=0.02), ["a"]),
        (MatchFilters(caution_max=50), ["b"]),
        (MatchFilters(hides_unusual=True), ["a", "b", "c"]),
        (MatchFilters(search="#GLOW"), ["a"]),
        (MatchFilters(search="runn"), ["b"]),
        (MatchFilters(search="' OR 1=1 --"), []),
        (MatchFilters(niche_ids=(0,)), []),
        (MatchFilters(countries=("FR",), platforms=("instagram",), price_max=500), ["b"]),
    ],
)
@pytest.mark.slow
def test_filters_leave_out_creators_without_the_value(
    store: BuildSession, filters: MatchFilters, expected: list[str]
) -> None:
    page = matching.rank(store, luma(store), filters)
    assert page.frame["influencer_id"].tolist() == expected
    assert page.eligible_count == len(expected)
    assert page.total_count == 3


def test_a_filter_by_activity_leaves_out_who_posts_less_or_is_not_known(
    store: BuildSession,
) -> None:
    rest = {"confidence": "high", "reasons_for": [[]] * 2, "reasons_against": [[]] * 2}
    frame = pd.DataFrame({"influencer_id": ["a", "b"], "posts_a_week": [1.5, 3.0]})
    tables.append_frame(store.con, "momentum", frame.assign(**rest, model_version="x"))
    for fewest, expected in ((1.5, ["a", "b"]), (2.0, ["b"]), (3.5, [])):
        page = matching.rank(store, luma(store), MatchFilters(posts_a_week_min=fewest))
        assert page.frame["influencer_id"].tolist() == expected


def test_growth_evidence_alone_decides_what_is_unusual(store: BuildSession) -> None:
    evidence = pd.DataFrame(
        {"influencer_id": ["a", "b", "c"], "purchased_probability": [0.1, 0.6, None]}
    )
    rest = {
        "confidence": "high", "pattern": "organic", "events_count": 0, "platform_group": "",
        "size_group": 0, "step_days": 1, "days_known": 90, "model_version": "x",
        "reasons_for": [[]] * 3, "reasons_against": [[]] * 3,
    }  # fmt: skip
    tables.append_frame(store.con, "growth_evidence", evidence.assign(**rest))
    page = matching.rank(store, luma(store), MatchFilters(hides_unusual=True))
    assert page.frame["influencer_id"].tolist() == ["a", "c"]
    assert page.held_back.unusual_count == 1
    shown = matching.rank(store, luma(store), MatchFilters())
    assert shown.frame["influencer_id"].tolist() == ["a", "b", "c"]
    assert (shown.held_back.unusual_count, shown.held_back.hides_unusual) == (1, False)
    near = lookalikes(store, "a", 1)
    assert (near.frame["influencer_id"].tolist(), near.unusual_count) == (["c"], 1)
    near = lookalikes(store, "a", 1, hides_unusual=False)
    assert (near.frame["influencer_id"].tolist(), near.unusual_count) == (["b"], 1)
    assert lookalikes(store, "nobody", 3).frame.empty


def test_a_brand_without_text_ranks_nobody(store: BuildSession) -> None:
    page = matching.rank(store, MatchQuery(brand_queries.brand(store.con, "y")), MatchFilters())
    assert page.frame.empty
    assert page.eligible_count == 0
    assert "similarity_score" in page.frame


def test_unknown_brand_and_missing_arrays_are_named(store: BuildSession, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no brand 'nope'"):
        brand_queries.brand(store.con, "nope")
    elsewhere = dataclasses.replace(store, folder=tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="build --from text"):
        matching.rank(elsewhere, luma(store), MatchFilters())


def test_chips_name_what_speaks_for_and_against(store: BuildSession) -> None:
    chips = match_reasons.match_chips(store, ["a", "b"], luma(store))
    assert chips["a"] == [
        "+ same category",
        "+ 1 shared profile hashtag: #glow",
        "+ engagement in the top 10% of nano",
        "- other country",
    ]
    assert chips["b"] == ["+ same audience country", "! engagement in the lowest 10% of micro"]
    brief = match_reasons.match_chips(store, ["a"], MatchQuery(brief="skincare please"))
    assert brief["a"][0] == "+ says skincare"


def test_closest_posts_are_encoded_when_the_build_has_none(store: BuildSession) -> None:
    posts = pd.DataFrame(
        {
            "post_id": ["p1", "p2", "p3"],
            "influencer_id": "a",
            "caption": ["A new serum for dry skin", "My dog at the lake", ""],
            "posted_at": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"]),
        }
    )
    tables.append_frame(store.con, "posts", posts)
    query = MatchQuery(brief="skin serum")
    vector = query_vector(store, query)
    found = closest_posts(store, "a", query.text, vector)
    assert found["post_id"].tolist() == ["p1", "p2"]
    assert found["shared_words"].tolist() == [["serum", "skin"], []]
    why = match_reasons.reasons(store, "a", query)
    assert "serum" in why.shared_words
    assert closest_posts(store, "nobody", query.text, vector).empty
    assert niche_posts(store, "a").empty


@pytest.mark.slow
def test_a_brief_is_encoded_as_the_build_was(store: BuildSession, settings: Settings) -> None:
    query = MatchQuery(brief="skin serum")
    minilm = Build("made", store.folder, {"embedder": "minilm"})
    assert query_vector(store, query).shape == (512,)
    assert query_vector(session_of(minilm, store.con, settings), query).shape == (384,)


def test_a_brief_of_nothing_readable_has_no_direction(store: BuildSession) -> None:
    assert not query_vector(store, MatchQuery(brief=" @someone https://x.y 🎉 ")).any()


def test_a_typed_brand_is_matched_by_what_it_says(store: BuildSession) -> None:
    typed = BrandProfile("own-x", "X", "A serum for skincare", country="FR", is_typed=True)
    assert brand_row(store, typed) is None
    brief = MatchQuery(brief="A serum for skincare")
    vector = query_vector(store, MatchQuery(typed))
    assert vector.tolist() == query_vector(store, brief).tolist()
    chips = match_reasons.match_chips(store, ["b"], MatchQuery(typed))
    assert "+ same country" in chips["b"]


@pytest.mark.parametrize(
    ("percentile", "beyond", "chip"),
    [
        (0.97, 0.031, "+ rising: 3.1% a week beyond its peers"),
        (0.94, 0.031, None),
        (0.97, -0.01, None),
        (None, None, None),
    ],
)
def test_only_the_twentieth_with_most_momentum_is_called_rising(
    percentile: float | None, beyond: float | None, chip: str | None
) -> None:
    assert match_reasons.rising_chip(percentile, beyond) == chip


def test_the_growth_chip_is_the_verdict_and_never_the_caution_score() -> None:
    unusual = growth_verdict(0.97, pattern="step", first_day=date(2026, 6, 12))
    assert growth_chip(unusual) == (
        "! Unusual growth, worth checking (97%): one-day step, 12 Jun 2026"
    )
    assert growth_chip(growth_verdict(0.49)) is None
    assert growth_chip(growth_verdict(None)) is None


def test_fit_ranks_and_the_plain_cosine_is_shown_behind_it(store: BuildSession) -> None:
    assert not store.has_fit
    assert "new build" in fit.NO_FIT
    folder = store.folder
    creators = np.load(folder / "influencer_embeddings.npy")
    model = niches.fit(creators, niches.NichesConfig(niches_count=None), seed=0)
    niche_files.save(model, folder / "models" / "niches")
    np.save(folder / "influencer_fit.npy", creators[[2, 1, 0, 3]])  # a and c change places
    np.save(folder / "brand_fit.npy", np.load(folder / "brand_embeddings.npy"))
    frame = matching.rank(store, luma(store), MatchFilters()).frame
    assert frame["influencer_id"].tolist() == ["c", "b", "a"]
    assert frame["fit_score"].tolist() == pytest.approx([100, 50, 0], abs=1e-4)
    assert frame["similarity_score"].tolist() == pytest.approx([0, 50, 100], abs=1e-4)
    assert frame["percentile"].tolist() == pytest.approx([1, 1 / 2, 0])


def test_a_list_of_any_length_has_a_row_for_each_creator(store: BuildSession) -> None:
    frame = creator_rows(store.con, np.resize([2, 0], 10_003), first_rank=5)
    assert len(frame) == 10_003
    assert frame["influencer_id"].iloc[[0, 1, -1]].tolist() == ["a", "d", "a"]
    assert frame["rank"].iloc[-1] == 10_007
