"""The step of picture objects: what a creator's pictures show, in a table and an array."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.pipeline.context import BuildContext
from core.pipeline.forgotten import leave_out_forgotten
from core.pipeline.steps.views.objects import CREATOR_FILE, find_objects
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.topic_store import CREATORS, topic_context


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    made = topic_context(tmp_path)
    yield made
    made.con.close()


def _objects(context: BuildContext, creator: str) -> list[tuple[int, str, float]]:
    return context.con.execute(
        """SELECT place, object, probability FROM creator_objects WHERE influencer_id = $id
           ORDER BY place""",
        {"id": creator},
    ).fetchall()


def test_probabilities_are_means_over_the_pictures_of_a_creator(context: BuildContext) -> None:
    context.con.execute("UPDATE post_pictures SET picture_id = 'picture1' WHERE post_id = 'c000:1'")
    find_objects(context)
    # Bowl in one of two pictures, tent in the other, a site in both; the fork is below .1.
    assert _objects(context, "c000") == [
        (1, "mountain tent", pytest.approx(0.4)),
        (2, "soup bowl", pytest.approx(0.4)),
        (3, "web site", pytest.approx(0.15)),
    ]
    rows = np.load(context.folder / CREATOR_FILE)
    assert rows.shape == (CREATORS, 4)
    assert np.isfinite(rows).all(axis=1).tolist() == [True] * 30 + [False] * (CREATORS - 30)
    products = rows[:4] @ rows[:4].T
    assert products[1, 2] < products[0, 1] < products[0, 0] == pytest.approx(1, abs=1e-6)


def test_without_pictures_all_are_unknown(context: BuildContext) -> None:
    find_objects(context)
    context.con.execute("DELETE FROM post_pictures")
    find_objects(context)
    rows = np.load(context.folder / CREATOR_FILE)
    assert rows.shape == (CREATORS, 1)
    assert np.isnan(rows).all()
    assert _objects(context, "c000") == []
    context.con.execute("DELETE FROM influencers")
    find_objects(context)
    assert np.load(context.folder / CREATOR_FILE).shape == (0, 1)


@pytest.mark.slow
def test_a_forgotten_creator_leaves_no_objects(context: BuildContext) -> None:
    find_objects(context)
    assert _objects(context, "c001")
    forget(workspace(context.settings), "c001", "c001", "instagram")
    assert leave_out_forgotten(context)
    find_objects(context)
    assert _objects(context, "c001") == []
    assert len(np.load(context.folder / CREATOR_FILE)) == CREATORS - 1
