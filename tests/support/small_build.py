"""A small build with planted facts, made without an encoder, for tests of pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.caution import score_growth
from core.pipeline.steps.growth_evidence import gather_evidence
from core.pipeline.steps.influence import score_influence
from core.pipeline.steps.momentum import rate_momentum
from core.pipeline.steps.profiles import summarise_profiles
from core.pipeline.steps.recommending.recommendations import recommend_creators
from core.pipeline.steps.search import index_creators
from core.progress import silent
from core.settings import Settings
from core.store import builds, making, tables
from core.store.builds import Build
from core.store.connect import empty_store
from tests.support.templates import publish_copy, template

LAST_DAY = date(2026, 11, 20)
CREATORS = 60
DIMENSION = 512  # of the encoder that reads typed brands and briefs
_NICHES = ("Glow", "Pasta", "Trails")
_WORDS = (("glow", "serum"), ("pasta", "basil"), ("hike", "summit"))
# Creators with histories that are hard to draw: id -> (counts, days between two counts).
HISTORIES = {"c002": (2, 1), "c003": (31, 1), "c004": (1000, 1), "c005": (52, 7), "c006": (0, 1)}
HTML_BIO = "<script>alert(1)</script> **bold** & :red[x]"


def make_small_build(settings: Settings) -> Build:
    """Publishes a build of 60 creators in 3 niches, 3 brands, and the hard cases.

    c000 has HTML in name and bio; c001 knows nothing of itself but the handle; c007 has a gap in
    its history; c008 has one day of 40 times the usual growth. Each brand chose creators of its
    own niche for the most part, and a recommender learned from that. The steps run once in a run
    of the tests; the build is a copy of that one.
    """
    return publish_copy(settings, template("small", run_small_build))


def run_small_build(settings: Settings) -> Build:
    """The same build, with all its steps run again."""
    rng = np.random.default_rng(7)
    with making.new_build_folder(settings) as folder:
        con = empty_store(folder / builds.STORE_FILE, settings)
        try:
            for table, frame in _given(rng).items():
                tables.append_frame(con, table, frame)
            centres = np.eye(3, DIMENSION, dtype=np.float32)
            vectors = centres[np.arange(CREATORS) % 3].astype(np.float64)
            vectors[:, :8] += rng.normal(0, 0.2, (CREATORS, 8))
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            vectors[1] = 0
            np.save(folder / "influencer_embeddings.npy", vectors.astype(np.float32))
            np.save(folder / "brand_embeddings.npy", centres)
            post_rows = con.execute(
                "SELECT substr(influencer_id, 2)::INTEGER % 3 FROM posts ORDER BY post_id"
            ).fetchall()
            # With stored vectors of posts no page needs the encoder.
            np.save(
                folder / "post_embeddings.npy",
                centres[[row[0] for row in post_rows]].astype(np.float16),
            )
            context = BuildContext(con, folder, settings, BuildConfig(), silent)
            summarise_profiles(context)
            score_growth(context)
            gather_evidence(context)
            rate_momentum(context)
            score_influence(context)
            index_creators(context)
            recommend_creators(replace(context, config=BuildConfig(deep=False)))
        finally:
            con.close()
        making.write_manifest(
            folder,
            {
                "built_at": "2026-11-21T05:00:00+00:00",
                "as_of_day": str(LAST_DAY),
                "is_demo": True,
                "is_deep": True,
                "source": {"kind": "demo"},
                "row_counts": {"influencers": CREATORS},
                "timings_s": {},
                "facts": {},
                "versions": {},
                "config": {},
            },
        )
    return builds.publish(settings, folder.name)


def _given(rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    ids = [f"c{i:03d}" for i in range(CREATORS)]
    niche = np.arange(CREATORS) % 3
    followers = np.round(np.exp(rng.normal(10, 1, CREATORS)))
    creators = pd.DataFrame(
        {
            "influencer_id": ids,
            "handle": [f"handle{i}" for i in range(CREATORS)],
            "name": [f"Mira {i}" for i in range(CREATORS)],
            "platform": [("instagram", "tiktok", "youtube")[i % 3] for i in range(CREATORS)],
            "url": "https://example.org/profile",
            "bio": [f"{_WORDS[k][0]} and {_WORDS[k][1]}" for k in niche],
            "category": [_NICHES[k] for k in niche],
            "country": [("DE", "FR")[i % 2] for i in range(CREATORS)],
            "language": "en",
            "followers_count": followers,
            "avg_likes": followers * 0.04,
            "avg_comments": followers * 0.004,
            "story_price": followers * 0.004,
            "post_price": followers * 0.01,
            "hashtags": [list(_WORDS[k]) for k in niche],
        }
    )
    creators.loc[0, ["name", "bio"]] = ["<b>Mira</b> $x$", HTML_BIO]
    unknown = ["bio", "url", "country", "followers_count", "avg_likes", "avg_comments"]
    creators.loc[1, [*unknown, "story_price", "post_price"]] = None
    posts = pd.DataFrame(
        {
            "post_id": [f"p{i:04d}" for i in range(CREATORS * 12)],
            "influencer_id": [ids[i % CREATORS] for i in range(CREATORS * 12)],
            "posted_at": [
                pd.Timestamp(LAST_DAY) - pd.Timedelta(days=int(d))
                for d in rng.integers(0, 80, CREATORS * 12)
            ],
            "caption": [
                f"{_WORDS[(i % CREATORS) % 3][0]} day number {i} <i>so good</i>"
                for i in range(CREATORS * 12)
            ],
            "likes_count": rng.integers(100, 900, CREATORS * 12),
            "comments_count": rng.integers(1, 90, CREATORS * 12),
            "is_sponsored": [i % 7 == 0 for i in range(CREATORS * 12)],
        }
    )
    posts = posts[posts["influencer_id"] != "c001"]
    assigned = pd.DataFrame(
        {
            "influencer_id": ids,
            "niche_id": niche,
            "confidence": 0.6,
            "second_niche_id": (niche + 1) % 3,
            "model_version": "test",
        }
    )
    return {
        "influencers": creators,
        "posts": posts,
        "follower_history": _histories(rng, ids),
        "brands": pd.DataFrame(
            {
                "brand_id": ["b0", "b1", "b2"],
                "name": ["Luma Skincare", "Basil & Co", "Summit <Gear>"],
                "description": [f"{a} {b} for everybody" for a, b in _WORDS],
                "category": list(_NICHES),
                "country": "DE",
                "keywords": [list(words) for words in _WORDS],
                "hashtags": [list(words) for words in _WORDS],
            }
        ),
        "collaborations": pd.DataFrame(
            {
                "collaboration_id": ["k1"],
                "brand_id": ["b0"],
                "influencer_id": ["c003"],
                "started_on": [LAST_DAY],
                "price": [250.0],
            }
        ),
        "interactions": _interactions(ids),
        "niches": pd.DataFrame(
            {
                "niche_id": [0, 1, 2],
                "name": list(_NICHES),
                "keywords": [list(words) for words in _WORDS],
                "creators_count": [20, 20, 20],
                "model_version": "test",
            }
        ),
        "influencer_niches": assigned[assigned["influencer_id"] != "c001"],
        "influencer_map": pd.DataFrame({"influencer_id": ids, "x": niche, "y": -niche}),
    }


def _histories(rng: np.random.Generator, ids: list[str]) -> pd.DataFrame:
    frames = []
    for influencer_id in ids:
        count, step = HISTORIES.get(influencer_id, (90, 1))
        if influencer_id == "c001":
            continue
        gains = rng.integers(5, 25, count)
        if influencer_id == "c008":
            gains[45] = 800
        days = [LAST_DAY - timedelta(days=step * (count - 1 - i)) for i in range(count)]
        frame = pd.DataFrame(
            {"influencer_id": influencer_id, "day": days, "followers_count": 9_000 + gains.cumsum()}
        )
        frames.append(frame.drop(index=range(30, 45)) if influencer_id == "c007" else frame)
    return pd.concat(frames)


def _interactions(ids: list[str]) -> pd.DataFrame:
    """Of each brand: looks at 14 creators of its niche and 6 others, more with some of the 14."""
    rows = []
    for brand in range(3):
        own, others = ids[brand::3][2:16], ids[(brand + 1) % 3 :: 3][5:11]
        for place, influencer_id in enumerate([*own, *others]):
            kinds = ["view", "view"]
            if place < 8:
                kinds += ["info", "info"]
            if place < 4:
                kinds += ["contact", "campaign"]
            if place < 2:
                kinds += ["collaboration"]
            rows += [
                {
                    "brand_id": f"b{brand}",
                    "influencer_id": influencer_id,
                    "kind": kind,
                    "happened_at": pd.Timestamp(LAST_DAY)
                    - pd.Timedelta(days=5 * place, hours=number),
                }
                for number, kind in enumerate(kinds)
            ]
    return pd.DataFrame(rows)
