"""A saved search leads back to its page with its filters, and keeps nobody who was forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from core.errors import NotFoundError, WorkspaceError
from core.workspace.forgotten import forget
from core.workspace.saved import searches
from core.workspace.saved.searches import SavedSearch

NANO = (("tier", "nano"), ("niche", "Beauty & care"), ("niche", "Tea"))


def saved(engine: Engine, name: str = "Nano in Germany") -> SavedSearch:
    return searches.save_search(
        engine, name, page="rising", parameters=NANO, brand_id="b1", brand_name="Luma"
    )


def test_a_search_comes_back_as_it_was_saved(engine: Engine) -> None:
    first, second = saved(engine), saved(engine, " Other  one ")
    assert (first.page, first.parameters) == ("rising", NANO)
    assert (first.brand_id, first.brand_name, second.name) == ("b1", "Luma", "Other one")
    assert searches.saved_searches(engine) == [second, first]


def test_a_deleted_search_comes_back(engine: Engine) -> None:
    kept, other = saved(engine), saved(engine, "Other")
    deleted = searches.remove_search(engine, kept.search_id)
    assert deleted == kept
    assert searches.saved_searches(engine) == [other]
    searches.restore_search(engine, deleted)
    assert searches.saved_searches(engine) == [other, kept]
    # Its number is not used again while it is gone.
    searches.remove_search(engine, other.search_id)
    assert saved(engine, "Third").search_id > other.search_id


def test_a_name_must_be_there_and_free(engine: Engine) -> None:
    kept = saved(engine)
    with pytest.raises(WorkspaceError, match="saved search 'nano in germany' already"):
        saved(engine, "nano in germany")
    with pytest.raises(WorkspaceError, match="name of the search"):
        searches.rename_search(engine, kept.search_id, " ")
    with pytest.raises(WorkspaceError, match="filters"):
        searches.save_search(engine, "Long", page="brief", parameters=[("text", "x" * 20_001)])
    searches.rename_search(engine, kept.search_id, "NANO in Germany")
    assert [row.name for row in searches.saved_searches(engine)] == ["NANO in Germany"]


def test_what_is_not_there_is_said(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        searches.remove_search(engine, 1)
    with pytest.raises(NotFoundError):
        searches.rename_search(engine, 1, "x")


def test_a_forgotten_creator_leaves_saved_searches(engine: Engine) -> None:
    first = searches.save_search(
        engine, "Like @Zora", page="brief", parameters=[("text", "like @zora, not @zora.two")]
    )
    searches.save_search(engine, "Like @zora and others", page="rising", parameters=[("who", "c1")])
    searches.save_search(
        engine, "Two", page="compare", parameters=[("creators", "c3,c1"), ("scale", "x")]
    )
    untouched = saved(engine)
    assert forget(engine, "c1", "zora", "tiktok").searches_count == 3
    rows = {row.search_id: row for row in searches.saved_searches(engine)}
    assert rows[untouched.search_id] == untouched
    assert [(row.name, row.parameters) for row in sorted(rows.values(), key=lambda r: r.search_id)][
        :3
    ] == [
        (f"Like … {first.search_id}", (("text", "like …, not @zora.two"),)),
        (f"Like … and others {first.search_id + 1}", ()),
        ("Two", (("creators", "c3"), ("scale", "x"))),
    ]
