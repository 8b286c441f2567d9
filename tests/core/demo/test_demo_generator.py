"""The demo data is whole, consistent and the same for the same seed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.demo.generator import DemoConfig, DemoData, generate
from core.demo.hashing import content_hash
from core.store import tables
from core.store.connect import create_schema
from core.store.tables import IMPORTED

ROOT = Path(__file__).resolve().parents[3]
TABLES = IMPORTED


def test_every_table_has_the_columns_of_the_schema_and_fits_in_the_store(demo: DemoData) -> None:
    con = duckdb.connect()
    create_schema(con)
    assert tuple(demo.tables) == TABLES
    for name, frame in demo.tables.items():
        assert list(frame.columns) == list(tables.columns(con, name))
        assert tables.append_frame(con, name, frame) == len(frame)
    unlinked = con.execute(
        "SELECT count(*) FROM collaborations WHERE post_id IS NULL AND started_on < '2026-08-23'"
    ).fetchone()
    texts = con.execute("SELECT count(*) FROM influencers WHERE bio IN ('', 'nan')").fetchone()
    assert unlinked is not None
    assert unlinked[0] > 0
    assert texts == (0,)


def test_sizes_are_as_ordered_at_full_size_and_shrink_below() -> None:
    full, small = DemoConfig(), DemoConfig(creators_count=80)
    assert (full.brands_made, full.brands_made * full.ratings_per_brand) == (250, 100_000)
    assert (small.brands_made, small.ratings_per_brand) == (8, 80)


def test_rows_belong_to_each_other(demo: DemoData) -> None:
    frames = demo.tables
    creators = set(frames["influencers"]["influencer_id"])
    brands = set(frames["brands"]["brand_id"])
    posts = frames["posts"]
    assert len(posts) == 600 * 12
    assert len(frames["follower_history"]) == 600 * 90
    assert set(posts["influencer_id"]) == creators
    assert set(frames["follower_history"]["influencer_id"]) == creators
    assert set(frames["ratings"]["brand_id"]) == brands
    for name, key in (("influencers", "influencer_id"), ("posts", "post_id"), ("brands", "name")):
        assert frames[name][key].is_unique
    assert frames["influencers"]["handle"].is_unique
    assert not frames["ratings"].duplicated(["brand_id", "influencer_id"]).any()
    assert (frames["ratings"].groupby("brand_id").size() == 600).all()


def test_tables_are_ordered_by_their_keys(demo: DemoData) -> None:
    for name, keys in {
        "influencers": ["influencer_id"],
        "posts": ["post_id"],
        "follower_history": ["influencer_id", "day"],
        "brands": ["brand_id"],
        "ratings": ["brand_id", "influencer_id"],
        "collaborations": ["collaboration_id"],
        "interactions": ["happened_at", "brand_id", "influencer_id", "kind"],
    }.items():
        keyed = demo.tables[name][keys].reset_index(drop=True)
        pd.testing.assert_frame_equal(keyed, keyed.sort_values(keys, ignore_index=True))


@pytest.mark.slow
def test_the_same_seed_gives_the_same_hash_in_another_process_and_another_seed_does_not() -> None:
    config = DemoConfig(creators_count=60)
    code = (
        "from core.demo.generator import DemoConfig, generate;"
        "print(generate(DemoConfig(creators_count=60), seed=7).content_hash)"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "99"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert other == generate(config, seed=7).content_hash
    assert other != generate(config, seed=8).content_hash


def test_the_hash_sees_one_changed_cell_of_any_kind() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", None], dtype="str"),
            "count": pd.Series([1, None], dtype="Int64"),
            "price": [1.5, np.nan],
            "day": pd.to_datetime(["2026-11-19", "2026-11-20"]),
            "tags": [["x"], []],
            "known": [True, False],
        }
    )
    base = content_hash({"t": frame})
    changes = {
        "text": "",
        "count": 2,
        "price": 1.6,
        "day": pd.Timestamp("2026-11-21"),
        "known": True,
    }
    for column, value in changes.items():
        changed = frame.copy()
        changed.loc[1, column] = value
        assert content_hash({"t": changed}) != base, column
    changed = frame.copy()
    changed["tags"] = [["x"], ["y"]]
    assert content_hash({"t": changed}) != base


def test_averages_are_the_means_of_the_posts(demo: DemoData) -> None:
    posts = demo.tables["posts"].groupby("influencer_id")
    creators = demo.tables["influencers"].set_index("influencer_id")
    for given, column in (
        ("avg_likes", "likes_count"),
        ("avg_comments", "comments_count"),
        ("avg_views", "views_count"),
    ):
        means = posts[column].mean().astype("float64").round(2)
        np.testing.assert_allclose(creators[given], means, atol=0.011)


def test_history_ends_on_the_last_day_with_the_given_count(demo: DemoData) -> None:
    history = demo.tables["follower_history"]
    last = history[history["day"] == pd.Timestamp("2026-11-20")].set_index("influencer_id")
    creators = demo.tables["influencers"].set_index("influencer_id")
    pd.testing.assert_series_equal(last["followers_count"], creators["followers_count"])
    assert history["day"].min() == pd.Timestamp("2026-08-23")
    assert (history["followers_count"] > 0).all()
    assert demo.tables["posts"]["posted_at"].max() < pd.Timestamp("2026-11-21")


def test_points_are_the_sum_of_the_rule(demo: DemoData) -> None:
    ratings = demo.tables["ratings"]
    parts = ["category_points", "country_points", "hashtag_points", "engagement_points"]
    np.testing.assert_allclose(ratings["points"], ratings[parts].sum(axis=1))
    creators = demo.tables["influencers"].set_index("influencer_id")
    brands = demo.tables["brands"].set_index("brand_id")
    for row in ratings.sample(300, random_state=1).itertuples():
        creator, brand = creators.loc[row.influencer_id], brands.loc[row.brand_id]
        known = isinstance(creator["category"], str) and isinstance(brand["category"], str)
        same = known and creator["category"] == brand["category"]
        assert row.category_points == (10 if same else 0)
        assert row.country_points == (5 if creator["audience_country"] == brand["country"] else 0)
        shared = set(creator["hashtags"]) & set(brand["hashtags"])
        assert row.hashtag_points == (1 if shared else 0)
        engaged = creator["avg_likes"] + creator["avg_comments"]
        assert row.engagement_points == pytest.approx(engaged / creator["followers_count"] * 100)


def test_the_world_is_as_wide_as_promised(demo: DemoData) -> None:
    creators = demo.tables["influencers"]
    assert set(creators["platform"]) == {"instagram", "tiktok", "youtube"}
    assert creators["country"].nunique() >= 20
    assert demo.truth["creators"]["main_niche"].nunique() >= 12
    assert set(demo.tables["posts"]["language"]) >= {"en", "de", "es", "fr", "pt", "it"}
    for column in ("bio", "category", "country", "post_price", "story_price"):
        assert 0 < creators[column].isna().mean() < 0.3, column
    assert demo.tables["collaborations"]["price"].isna().any()


def test_engagement_falls_with_size_and_prices_rise(demo: DemoData) -> None:
    creators = demo.tables["influencers"]
    rate = (creators["avg_likes"] + creators["avg_comments"]) / creators["followers_count"]
    tier = pd.cut(creators["followers_count"], [0, 10_000, 50_000, 500_000, 10**9], labels=False)
    medians = rate.groupby(tier).median()
    assert medians.is_monotonic_decreasing
    assert 0.005 < medians.iloc[-1] < medians.iloc[0] < 0.08
    assert creators["post_price"].groupby(tier).median().is_monotonic_increasing


def test_sponsored_posts_have_a_collaboration_with_the_brand_they_mention(demo: DemoData) -> None:
    posts = demo.tables["posts"]
    deals = demo.tables["collaborations"].dropna(subset=["post_id"])
    sponsored = posts[posts["is_sponsored"]]
    assert 0.02 < len(sponsored) / len(posts) < 0.2
    assert set(sponsored["post_id"]) <= set(deals["post_id"])
    # Some paid posts do not say so.
    assert len(deals) > len(sponsored)
    linked = deals.merge(posts, on="post_id")
    tags = demo.tables["brands"].set_index("brand_id")["hashtags"]
    for row in linked.itertuples():
        assert tags[row.brand_id][0] in row.mentions
    assert (linked["influencer_id_x"] == linked["influencer_id_y"]).all()
    assert (linked["started_on"] <= linked["posted_at"]).all()


def test_brands_pay_the_creators_that_they_contact(demo: DemoData) -> None:
    """Among the creators of a brand's own niche, which leaves size, country, style and price."""
    tables = demo.tables
    niche = demo.truth["creators"].set_index("influencer_id")["main_niche"].astype(str)
    brand_niche = demo.truth["brands"].set_index("brand_id")["niche"].astype(str)
    keys = ["brand_id", "influencer_id"]
    asked = tables["interactions"].query("kind == 'contact'").groupby(keys).size()
    pairs = tables["collaborations"][keys].drop_duplicates()
    same = niche[pairs["influencer_id"]].to_numpy() == brand_niche[pairs["brand_id"]].to_numpy()
    assert 0.5 < same.mean() < 0.9
    pairs = pairs[same]
    asked_share = np.mean(
        [pair in asked.index for pair in pairs.itertuples(index=False, name=None)]
    )
    others = [
        (brand, creator)
        for brand in pairs["brand_id"].unique()
        for creator in niche.index[niche == brand_niche[brand]]
    ]
    assert asked_share > 1.2 * np.mean([pair in asked.index for pair in others])


def test_tags_and_mentions_stand_in_the_caption_and_no_slot_is_left(demo: DemoData) -> None:
    posts = demo.tables["posts"]
    texts = [*posts["caption"], *demo.tables["influencers"]["bio"].dropna()]
    texts += list(demo.tables["brands"]["description"])
    assert not [text for text in texts if re.search(r"[{}]", text)]
    for row in posts.itertuples():
        lower = row.caption.lower()
        assert all(f"#{tag}" in lower for tag in row.hashtags), row.caption
        assert all(f"@{name}" in lower for name in row.mentions), row.caption
        assert lower.count("#") >= len(row.hashtags)


def test_creators_tags_are_those_they_use_most(demo: DemoData) -> None:
    posts = demo.tables["posts"].groupby("influencer_id")["hashtags"].sum()
    for creator in demo.tables["influencers"].head(100).itertuples():
        used = pd.Series(posts[creator.influencer_id], dtype="str").value_counts()
        given = [int(used[tag]) for tag in creator.hashtags]
        assert given == sorted(used, reverse=True)[: len(given)]


def test_links_lead_nowhere(demo: DemoData) -> None:
    assert demo.tables["influencers"]["url"].str.match(r"https://[a-z]+\.example/\S+$").all()


def test_one_creator_is_enough() -> None:
    data = generate(DemoConfig(creators_count=1), seed=1)
    assert len(data.tables["influencers"]) == 1
    assert len(data.tables["ratings"]) == 8


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one creator"):
        DemoConfig(creators_count=0)
    with pytest.raises(ValueError, match="at least 60 days"):
        DemoConfig(days=31)


def test_brands_differ_and_speak_of_what_their_keywords_say(demo: DemoData) -> None:
    brands = demo.tables["brands"]
    assert brands["description"].is_unique
    spoken = [
        any(word.split()[0] in row.description.lower() for word in row.keywords)
        for row in brands.itertuples()
    ]
    assert np.mean(spoken) > 0.7


def test_few_captions_occur_twice_and_none_twice_at_one_creator(demo: DemoData) -> None:
    posts = demo.tables["posts"]
    assert posts["caption"].duplicated().mean() < 0.002
    assert not posts.duplicated(["influencer_id", "caption"]).any()


def test_creators_rarely_say_a_sentence_twice(demo: DemoData) -> None:
    untagged = demo.tables["posts"]["caption"].str.lower().str.replace(r"[@#]\S+", "", regex=True)
    sentences = untagged.str.split(r"[.!?\n]+", regex=True).explode().str.strip()
    sentences = sentences[sentences.str.split().str.len() >= 3]
    creators = demo.tables["posts"]["influencer_id"][sentences.index]
    said = pd.DataFrame({"creator": creators.to_numpy(), "sentence": sentences.to_numpy()})
    assert said.duplicated().groupby(said["creator"]).any().mean() < 0.2


def test_captions_are_short_enough_to_encode_quickly(demo: DemoData) -> None:
    words = demo.tables["posts"]["caption"].str.split().str.len()
    assert 14 < words.mean() < 20
    assert words.max() < 80


def test_a_year_of_interactions_follows_the_steps_and_the_preferences(demo: DemoData) -> None:
    found = demo.tables["interactions"]
    counts = found["kind"].value_counts()
    assert counts["view"] > counts["info"] > counts["contact"] > counts["campaign"] > 0
    assert set(counts.index) == {"view", "info", "contact", "campaign", "collaboration"}
    last = pd.Timestamp(DemoConfig().last_day) + pd.Timedelta(days=1)
    assert found["happened_at"].max() < last
    assert found["happened_at"].min() >= last - pd.Timedelta(days=365)
    assert not found.duplicated().any()
    # Each step comes after a look at the same creator by the same brand.
    keys = ["brand_id", "influencer_id"]
    looked = found[found["kind"] == "view"].groupby(keys)["happened_at"].min()
    later = found[found["kind"].isin(["info", "contact", "campaign"])].join(
        looked.rename("looked_at"), on=keys
    )
    assert (later["happened_at"] >= later["looked_at"]).all()
    # A brand's own niche is looked at far more often than one in fifteen.
    niche = demo.truth["creators"].set_index("influencer_id")["main_niche"].astype(str)
    wanted = demo.truth["brands"].set_index("brand_id")["niche"].astype(str)
    same = niche.loc[found["influencer_id"]].to_numpy() == wanted.loc[found["brand_id"]].to_numpy()
    assert 0.25 < same.mean() < 0.8
