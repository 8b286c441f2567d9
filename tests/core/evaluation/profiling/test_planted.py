"""Planted accounts and posts that stray."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.evaluation.profiling.planted import (
    PlantedAccounts,
    planted_accounts,
    strayed,
)
from core.evaluation.truth import write_truth
from core.models.profiling.posts import NUMBERS, Posts
from core.store.connect import create_schema

_NICHES = ("food", "pets", "travel")


@pytest.fixture(scope="module")
def accounts() -> PlantedAccounts:
    rng = np.random.default_rng(0)
    niches = np.array([_NICHES[n] for n in rng.integers(3, size=120)], dtype=object)
    rows = np.repeat(np.arange(120), 6)
    is_on_topic = rng.random(len(rows)) < 0.6
    texts = tuple(
        f"{niches[row]}{rng.integers(4)} {niches[row]}s" if on else f"sunday mood {rng.integers(9)}"
        for row, on in zip(rows, is_on_topic, strict=True)
    )
    numbers = np.full((len(rows), len(NUMBERS)), np.nan, dtype=np.float32)
    topics = np.where(is_on_topic, niches[rows], "everyday").astype(object)
    return PlantedAccounts(Posts(rows, 120, texts, None, None, numbers), niches, topics)


def test_strayed_posts_are_of_others(accounts: PlantedAccounts) -> None:
    assert strayed(accounts, 0, seed=1).posts.texts == accounts.posts.texts
    given = strayed(accounts, 0.5, seed=1)
    changed = [a != b for a, b in zip(given.posts.texts, accounts.posts.texts, strict=True)]
    assert 0.3 < np.mean(changed) <= 0.5
    # Exchanged, so that nothing is there twice or lost.
    assert sorted(given.posts.texts) == sorted(accounts.posts.texts)
    for row in np.flatnonzero(given.is_on_topic):
        assert given.posts.texts[row].startswith(accounts.niches[row // 6])
    assert given.on_topic_share.mean() < accounts.on_topic_share.mean() - 0.15


def test_planted_accounts_of_a_store(tmp_path: Path) -> None:
    con = duckdb.connect()
    create_schema(con)
    con.execute(
        """INSERT INTO influencers (influencer_id, handle, name, platform)
           VALUES ('a', 'a', 'A', 'instagram'), ('b', 'b', 'B', 'instagram')"""
    )
    con.execute(
        """INSERT INTO posts (post_id, influencer_id, caption)
           VALUES ('b1', 'b', 'cats'), ('a1', 'a', 'bread'), ('a2', 'a', 'rain')"""
    )
    write_truth(
        tmp_path,
        {
            "creators": pd.DataFrame({"influencer_id": ["a", "b"], "main_niche": ["food", "pets"]}),
            "posts": pd.DataFrame(
                {"post_id": ["a1", "a2", "b1"], "topic": ["food", "everyday", "pets"]}
            ),
        },
    )
    given = planted_accounts(con, tmp_path, 10)
    assert given.posts.texts == ("bread", "rain", "cats")
    assert given.niches.tolist() == ["food", "pets"]
    assert given.on_topic_share.tolist() == [0.5, 1]
    assert planted_accounts(con, tmp_path, 1).posts.accounts_count == 1
