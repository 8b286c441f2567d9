"""The step "concepts" on a small real store: what it reads, and what it must never read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.models.concepts import files
from core.models.concepts.graph import MENTION
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.views import concepts as step
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import empty_store
from tests.support.concept_rows import SMALL

BIOS = ("dog and puppy training", "pasta recipe and cooking", "hiking, mountain and camping")
CREATORS = 45


def _creators() -> pd.DataFrame:
    ids = [f"c{number:02d}" for number in range(CREATORS)]
    return pd.DataFrame(
        {
            "influencer_id": ids,
            "handle": [f"Handle.{number}" for number in range(CREATORS)],
            "name": ids,
            "platform": "instagram",
            "bio": [BIOS[number % 3] for number in range(CREATORS)],
            "language": "en",
        }
    )


def _brands() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "brand_id": ["b1", "b2", "b3"],
            "name": ["Zaunkönig Pets", "Basil Pasta", "Nothing"],
            "description": ["Treats for every dog and puppy", "Pasta for a quick recipe", None],
            "hashtags": [["zaunkoenigpets", "puppy"], ["pasta"], []],
        }
    )


def _post(number: int, creator: int, **values: object) -> dict[str, object]:
    return {
        "post_id": f"p{number:03d}",
        "influencer_id": f"c{creator:02d}",
        "caption": "",
        "hashtags": [],
        "mentions": [],
        **values,
    }


def _context(
    folder: Path,
    posts: Sequence[dict[str, Any]] | None = None,
    collaborations: Sequence[dict[str, Any]] | None = None,
    creators: pd.DataFrame | None = None,
) -> BuildContext:
    folder.mkdir(parents=True)
    settings = Settings.from_env(folder / "data")
    con = empty_store(folder / "store.duckdb", settings)
    tables.append_frame(con, "influencers", _creators() if creators is None else creators)
    tables.append_frame(con, "brands", _brands())
    tables.append_frame(con, "posts", pd.DataFrame(posts or []))
    tables.append_frame(con, "collaborations", pd.DataFrame(collaborations or []))
    return BuildContext(con, folder, settings, BuildConfig(), silent)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    made = _context(tmp_path / "build")
    step.link_concepts(made, SMALL)
    yield made
    made.con.close()


def _rows(context: BuildContext, sql: str) -> list[tuple]:
    return context.con.execute(sql).fetchall()


def _arrays(context: BuildContext) -> tuple[np.ndarray, np.ndarray]:
    files_of_step = (step.CREATOR_CONCEPTS_FILE, step.BRAND_CONCEPTS_FILE)
    creators, brands = (np.load(context.folder / name) for name in files_of_step)
    return creators, brands


def test_a_brand_stands_with_the_creators_who_write_of_its_concepts(context: BuildContext) -> None:
    creators, brands = _arrays(context)
    assert creators.dtype == brands.dtype == np.float32
    assert creators.shape[0] == CREATORS
    assert np.isnan(brands[2]).all()  # it says nothing of itself
    scores = creators @ brands[0]
    assert set(np.argsort(-scores)[:15] % 3) == {0}


def test_tables_name_concepts_their_links_and_what_accounts_are_about(
    context: BuildContext,
) -> None:
    labels = {row[0] for row in _rows(context, "SELECT concept FROM concepts")}
    assert {"dog", "puppy", "pasta", "hiking"} <= labels
    counts = _rows(
        context, "SELECT creators_count, brands_count FROM concepts WHERE concept = 'dog'"
    )
    assert counts == [(15, 1)]
    of_brand = dict(
        _rows(context, "SELECT concept, weight FROM brand_concepts WHERE brand_id='b1'")
    )
    assert {"dog", "puppy"} <= set(of_brand)
    assert sum(of_brand.values()) == pytest.approx(1)
    assert _rows(context, "SELECT count(*) FROM brand_concepts WHERE brand_id = 'b3'") == [(0,)]
    shares = _rows(
        context, "SELECT influencer_id, sum(weight), max(place) FROM creator_concepts GROUP BY 1"
    )
    assert len(shares) == CREATORS
    assert all(total == pytest.approx(1) and most <= 12 for _, total, most in shares)
    linked = {
        frozenset(row) for row in _rows(context, "SELECT concept, other_concept FROM concept_links")
    }
    assert frozenset(("dog", "puppy")) in linked
    assert frozenset(("dog", "pasta")) not in linked


@pytest.mark.slow
def test_the_step_gives_the_same_when_it_runs_again(context: BuildContext) -> None:
    before = _arrays(context)
    rows = _rows(context, "SELECT * FROM concept_links ORDER BY ALL")
    step.link_concepts(context, SMALL)
    assert all(
        np.array_equal(old, new, equal_nan=True)
        for old, new in zip(before, _arrays(context), strict=True)
    )
    assert _rows(context, "SELECT * FROM concept_links ORDER BY ALL") == rows


def test_few_accounts_have_arrays_of_unknown_and_empty_tables(tmp_path: Path) -> None:
    made = _context(tmp_path / "build")
    step.link_concepts(made)  # 48 accounts, where 100 are needed
    creators, brands = _arrays(made)
    assert (creators.shape, brands.shape) == ((CREATORS, 1), (3, 1))
    assert np.isnan(creators).all()
    assert all(_rows(made, f"SELECT count(*) FROM {table}") == [(0,)] for table in step.TABLES)
    assert not (made.folder / step.MODEL_FOLDER).exists()
    made.con.close()


def test_nobody_at_all_is_no_error(tmp_path: Path) -> None:
    made = _context(tmp_path / "build", creators=_creators()[:0])
    step.link_concepts(made, SMALL)
    assert _arrays(made)[0].shape == (0, 1)
    made.con.close()


def _mention_posts() -> list[dict[str, object]]:
    """Dog accounts mention pasta accounts, forty times."""
    pairs = [(3 * left, 3 * right + 1) for left in range(8) for right in range(5)]
    return [
        _post(number, left, mentions=[f"handle.{right}"])
        for number, (left, right) in enumerate(pairs)
    ]


def _others() -> list[dict[str, object]]:
    """Everybody else mentions somebody of their own topic, so that there is a chance to beat."""
    rows = [(row, (row + step) % CREATORS) for row in range(CREATORS) for step in (3, 6, 9, 12)]
    return [
        _post(500 + number, left, mentions=[f"handle.{right}"])
        for number, (left, right) in enumerate(rows)
        if left % 3 == 2
    ]


def _mention_links(
    folder: Path, posts: list[dict[str, object]], **values: object
) -> set[frozenset]:
    made = _context(folder, posts, **values)  # type: ignore[arg-type]
    step.link_concepts(made, SMALL)
    rows = made.con.execute(
        "SELECT concept, other_concept FROM concept_links WHERE kind = $kind", {"kind": MENTION}
    ).fetchall()
    made.con.close()
    return {frozenset(row) for row in rows}


def test_mentions_between_creators_link_their_concepts(tmp_path: Path) -> None:
    links = _mention_links(tmp_path / "build", _mention_posts() + _others())
    assert frozenset(("dog", "pasta")) in links


@pytest.mark.slow
def test_posts_of_a_collaboration_or_of_advertising_say_nothing(tmp_path: Path) -> None:
    posts = _mention_posts()
    deals = [
        {"collaboration_id": str(number), "brand_id": "b2", "influencer_id": post["influencer_id"],
         "post_id": post["post_id"]}
        for number, post in enumerate(posts)
    ]  # fmt: skip
    paired = frozenset(("dog", "pasta"))
    links = _mention_links(tmp_path / "deals", posts + _others(), collaborations=deals)
    assert paired not in links
    marked = [{**post, "is_sponsored": True} for post in posts]
    assert paired not in _mention_links(tmp_path / "marked", marked + _others())


@pytest.mark.slow
def test_a_mention_of_a_brand_never_becomes_an_edge_nor_lends_its_post_words(
    tmp_path: Path,
) -> None:
    """Every dog account mentions the brand of pasta in a post about pasta: nothing changes, though
    the same posts without the mention would change much. The brand has a creator account, too."""
    creators = _creators()
    creators.loc[1, "handle"] = "basil_pasta"
    plain = _context(tmp_path / "plain", [], creators=creators)
    step.link_concepts(plain, SMALL)
    tagged = [_post(row, 3 * row, hashtags=["pasta", "recipe"]) for row in range(15)]
    named = [{**post, "mentions": ["Basil_Pasta"]} for post in tagged]
    told = _context(tmp_path / "told", named, creators=creators)
    step.link_concepts(told, SMALL)
    for left, right in zip(_arrays(plain), _arrays(told), strict=True):
        assert np.array_equal(left, right, equal_nan=True)
    assert _rows(told, "SELECT count(*) FROM concept_links WHERE kind = 'mention'") == [(0,)]
    free = _context(tmp_path / "free", tagged, creators=creators)
    step.link_concepts(free, SMALL)
    assert not np.array_equal(_arrays(plain)[0], _arrays(free)[0], equal_nan=True)
    for made in (plain, told, free):
        made.con.close()


@pytest.mark.slow
def test_collaborations_change_nothing(tmp_path: Path) -> None:
    posts = [_post(row, row, hashtags=["dog"]) for row in range(20)]
    rng = np.random.default_rng(4)
    arrays = []
    for name in ("none", "shuffled"):
        deals = [
            {"collaboration_id": str(row), "brand_id": f"b{rng.integers(1, 4)}",
             "influencer_id": f"c{rng.integers(0, CREATORS):02d}"}
            for row in range(30)
        ]  # fmt: skip
        made = _context(tmp_path / name, posts, deals if name == "shuffled" else None)
        step.link_concepts(made, SMALL)
        arrays.append(_arrays(made))
        made.con.close()
    assert all(
        np.array_equal(left, right, equal_nan=True) for left, right in zip(*arrays, strict=True)
    )


def test_the_name_of_a_brand_is_no_concept_of_creators(tmp_path: Path) -> None:
    creators = _creators()
    creators["bio"] = creators["bio"] + " friend of Zaunkönig"
    posts = [_post(row, row, hashtags=["zaunkoenigpets", "zaunkönigpets"]) for row in range(30)]
    made = _context(tmp_path / "build", posts, creators=creators)
    step.link_concepts(made, SMALL)
    labels = {row[0] for row in _rows(made, "SELECT concept FROM concepts")}
    assert not [label for label in labels if "zaun" in label]
    made.con.close()


def test_tags_of_a_profile_count_where_no_post_has_any(tmp_path: Path) -> None:
    creators = _creators()
    creators["bio"] = None
    creators["hashtags"] = [["dog", "puppy"] if row % 3 else ["pasta", "recipe"]
                            for row in range(CREATORS)]  # fmt: skip
    posts = [_post(0, 0, hashtags=["hiking"])]
    made = _context(tmp_path / "build", posts, creators=creators)
    step.link_concepts(made, SMALL)
    of_creators = dict(
        _rows(made, "SELECT influencer_id, list(concept) FROM creator_concepts GROUP BY 1")
    )
    assert (
        "c00" not in of_creators
    )  # 'hiking' is of one creator alone, and the profile's are not read
    assert set(of_creators["c03"]) == {"pasta", "recipe"}
    made.con.close()


def test_the_model_reads_again_what_the_step_wrote(context: BuildContext) -> None:
    model = files.load(context.folder / step.MODEL_FOLDER)
    assert len(model) == _rows(context, "SELECT count(*) FROM concepts")[0][0]
    assert model.vectors.shape[1] == _arrays(context)[0].shape[1]


def test_results_go_with_a_forgotten_creator() -> None:
    """`leave_out_forgotten` empties what is derived, and removes arrays and models."""
    assert set(step.TABLES) <= set(tables.DERIVED)
    assert step.MODEL_FOLDER.startswith("models/")
    assert step.CREATOR_CONCEPTS_FILE.endswith(".npy")
    assert step.BRAND_CONCEPTS_FILE.endswith(".npy")
