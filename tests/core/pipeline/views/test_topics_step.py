"""The step of topics: arrays, tables and model; nothing of paid posts, brands or the forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.models.topics import files
from core.pipeline.context import BuildContext
from core.pipeline.forgotten import leave_out_forgotten
from core.pipeline.steps.views import topics as step
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.topic_store import CREATORS, PAID, theme_of, topic_context


@pytest.fixture
def context(tmp_path: Path) -> Iterator[BuildContext]:
    made = topic_context(tmp_path)
    yield made
    made.con.close()


def _count(context: BuildContext, table: str) -> int:
    row = context.con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _arrays(context: BuildContext) -> tuple[np.ndarray, np.ndarray]:
    return np.load(context.folder / step.CREATOR_FILE), np.load(context.folder / step.BRAND_FILE)


def _said(context: BuildContext) -> str:
    """Every word that the step keeps."""
    topics = files.load(context.folder / step.MODEL_FOLDER)
    shown = context.con.execute("SELECT words FROM topics ORDER BY topic_id").fetchall()
    return " ".join([*topics.words, *(word for row in shown for word in row[0])])


def test_accounts_get_the_topic_that_they_write_about(context: BuildContext) -> None:
    step.find_topics(context)
    creators, brands = _arrays(context)
    topics = files.load(context.folder / step.MODEL_FOLDER)
    known = np.isfinite(creators[:, 0])
    assert known.sum() == CREATORS - 1
    assert not known[30]
    np.testing.assert_allclose(creators[known].sum(axis=1), 1, atol=1e-5)
    themes = [theme_of(topics, topic) for topic in range(len(topics))]
    by_theme = np.stack([creators[:, np.array(themes) == theme].sum(axis=1) for theme in range(3)])
    led = by_theme[:, known].argmax(axis=0)
    assert (led == np.flatnonzero(known) % 3).mean() > 0.95
    assert [themes[topic] for topic in brands[:2].argmax(axis=1)] == [0, 1]
    # A name is no text of a topic.
    assert np.isnan(brands[2]).all()


def test_tables_say_what_the_arrays_say(context: BuildContext) -> None:
    step.find_topics(context)
    creators, brands = _arrays(context)
    rows = context.con.execute(
        """SELECT topic_id, len(words), creators_count, brands_count, creators_share
           FROM topics ORDER BY topic_id"""
    ).fetchall()
    assert [row[0] for row in rows] == list(range(creators.shape[1]))
    assert sum(row[2] for row in rows) == CREATORS - 1
    assert sum(row[3] for row in rows) == 2
    assert sum(row[4] for row in rows) == pytest.approx(1, abs=1e-5)
    assert _count(context, "creator_topics") == (creators >= step.SHARE_KEPT).sum()
    assert _count(context, "brand_topics") == (brands >= step.SHARE_KEPT).sum()
    row = context.con.execute(
        """SELECT topic_id, share FROM creator_topics WHERE influencer_id = 'c007'
           ORDER BY share DESC, topic_id"""
    ).fetchone()
    assert row == (creators[7].argmax(), pytest.approx(float(creators[7].max()), abs=1e-6))


@pytest.mark.slow
def test_nothing_tells_who_paid(context: BuildContext) -> None:
    """A creator's text must not name a partner: that is what ranking is to predict."""
    step.find_topics(context)
    said = _said(context).lower()
    assert "noodles" in said
    for word in (PAID.lower(), "lumak", "zweebtonic", "lumakitchenlove"):
        assert word not in said
    before = _arrays(context)[0]
    context.con.execute(
        "UPDATE posts SET caption = 'hiking tent trail ' || caption WHERE is_sponsored"
    )
    step.find_topics(context)
    np.testing.assert_array_equal(_arrays(context)[0], before)


@pytest.mark.slow
def test_posts_of_collaborations_are_paid_posts(context: BuildContext) -> None:
    step.find_topics(context)
    before = _arrays(context)[0]
    context.con.execute("UPDATE posts SET is_sponsored = NULL WHERE is_sponsored")
    context.con.execute(
        """INSERT INTO collaborations (collaboration_id, brand_id, influencer_id, post_id)
           SELECT post_id, 'b0', influencer_id, post_id FROM posts WHERE is_sponsored IS NULL"""
    )
    step.find_topics(context)
    np.testing.assert_array_equal(_arrays(context)[0], before)


@pytest.mark.slow
def test_a_second_run_leaves_the_same(context: BuildContext) -> None:
    step.find_topics(context)
    before, rows = _arrays(context), _count(context, "creator_topics")
    step.find_topics(context)
    for first, second in zip(before, _arrays(context), strict=True):
        np.testing.assert_array_equal(first, second)
    assert _count(context, "creator_topics") == rows


def test_too_few_accounts_have_unknown_topics(context: BuildContext) -> None:
    step.find_topics(context)
    context.con.execute("DELETE FROM influencers WHERE influencer_id > 'c049'")
    step.find_topics(context)
    creators, brands = _arrays(context)
    assert (creators.shape, brands.shape) == ((50, 1), (3, 1))
    assert np.isnan(creators).all()
    assert np.isnan(brands).all()
    assert not any(_count(context, table) for table in ("topics", "creator_topics", "brand_topics"))
    assert not (context.folder / step.MODEL_FOLDER).exists()


def test_accounts_without_text_have_unknown_topics(context: BuildContext) -> None:
    context.con.execute("DELETE FROM posts")
    step.find_topics(context)
    assert np.isnan(_arrays(context)[0]).all()


def test_no_account_has_no_row(context: BuildContext) -> None:
    for table in ("influencers", "brands", "posts"):
        context.con.execute(f"DELETE FROM {table}")
    step.find_topics(context)
    assert [array.shape for array in _arrays(context)] == [(0, 1), (0, 1)]


@pytest.mark.slow
def test_words_of_a_forgotten_creator_are_gone(context: BuildContext) -> None:
    context.con.execute(
        """UPDATE posts SET caption = caption || ' quibblefex quibblefex'
           WHERE influencer_id IN ('c001', 'c004', 'c007', 'c010', 'c013')"""
    )
    step.find_topics(context)
    assert "quibblefex" in _said(context)
    forget(workspace(context.settings), "c001", "c001", "instagram")
    assert leave_out_forgotten(context)
    assert not (context.folder / step.MODEL_FOLDER).exists()
    assert not (context.folder / step.CREATOR_FILE).exists()
    assert _count(context, "creator_topics") == 0
    step.find_topics(context)
    # Four others use it: too few for a word of a topic.
    assert "quibblefex" not in _said(context)
    assert len(_arrays(context)[0]) == CREATORS - 1
    left = context.con.execute(
        "SELECT count(*) FROM creator_topics WHERE influencer_id = 'c001'"
    ).fetchone()
    assert left == (0,)
