"""Each table that can hold a creator has words for the person it is about."""

from __future__ import annotations

from core.services.privacy.words import BUILD_TABLES, WORKSPACE_TABLES
from core.store import tables
from core.store.creator_rows import OF_ALL
from core.workspace.kept_creators import OF_CREATORS
from core.workspace.schema import campaigns, metadata, saved_searches


def test_each_table_of_creators_is_described_and_no_other() -> None:
    assert set(BUILD_TABLES) == set(tables.ALL) - OF_ALL
    in_words = (campaigns, saved_searches)  # which name creators in what people typed
    assert set(WORKSPACE_TABLES) == {table.name for table in (*OF_CREATORS, *in_words)}


def test_no_table_of_the_workspace_with_creators_is_left_out() -> None:
    with_creators = {table.name for table in metadata.sorted_tables if "influencer_id" in table.c}
    assert with_creators == {table.name for table in OF_CREATORS}
