"""The small build with collaborations and an order learned from them."""

from __future__ import annotations

import numpy as np

from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.recommending.ranking import rank_creators
from core.progress import silent
from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.small_build import CREATORS, make_small_build
from tests.support.templates import publish_copy, template

OTHER_BRANDS = 24
BRAND_SIDE, CREATOR_SIDE = 6, 5


def make_ranked_build(settings: Settings) -> Build:
    """Publishes the small build with 24 more brands, each of which worked with four creators.

    Brands b0, b1 and b2 worked with one creator each, c003, c004 and c005. Of the others, every
    second of a niche says it with direction `BRAND_SIDE` of its vector and chooses creators who
    lean to direction `CREATOR_SIDE`, the rest chooses those who lean away from it: no likeness
    tells that, only collaborations do.
    """
    return publish_copy(settings, template("ranked", _ranked_build))


def _ranked_build(settings: Settings) -> Build:
    made = make_small_build(settings)
    con = open_store(made.store_file, settings, read_only=False)
    rng = np.random.default_rng(3)
    brands = np.load(made.folder / "brand_embeddings.npy")
    added = brands[np.arange(OTHER_BRANDS) % 3].astype(np.float64)
    leaning = np.where(np.arange(OTHER_BRANDS) // 3 % 2 == 0, 1, -1)
    added[:, BRAND_SIDE] = 0.4 * leaning
    creators = np.load(made.folder / "influencer_embeddings.npy")
    added /= np.linalg.norm(added, axis=1, keepdims=True)
    np.save(made.folder / "brand_embeddings.npy", np.vstack([brands, added]).astype(np.float32))
    try:
        con.execute("DELETE FROM collaborations")
        pairs = [(f"b{niche}", f"c{niche + 3:03d}") for niche in range(3)]
        for number in range(OTHER_BRANDS):
            brand_id, niche = f"b{number + 300}", number % 3
            con.execute(
                """INSERT INTO brands BY NAME
                   SELECT $id AS brand_id, $name AS name, description, category, country, keywords,
                          hashtags, followers_count
                   FROM brands WHERE brand_id = $like""",
                {"id": brand_id, "name": f"Other {number}", "like": f"b{niche}"},
            )
            of_niche = np.array([row for row in range(3, CREATORS) if row % 3 == niche])
            pull = leaning[number] * creators[of_niche, CREATOR_SIDE]
            chosen = rng.choice(of_niche[np.argsort(-pull)[:8]], 4, replace=False)
            pairs += [(brand_id, f"c{row:03d}") for row in sorted(chosen.tolist())]
        con.executemany(
            """INSERT INTO collaborations (collaboration_id, brand_id, influencer_id)
               VALUES (?, ?, ?)""",
            [(f"w{number}", *pair) for number, pair in enumerate(pairs)],
        )
        rank_creators(BuildContext(con, made.folder, settings, BuildConfig(), silent))
    finally:
        con.close()
    return made
