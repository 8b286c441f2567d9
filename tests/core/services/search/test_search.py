"""The search on a build: whom it finds, why, and whom it must not find."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models.search import files
from core.models.search.names import NameMatch
from core.queries.search.creators import SearchFilter
from core.services.search.creators import search_creators
from core.services.search.notes import search_notes
from core.services.search.reasons import reasons_of
from core.services.search.table import search_table
from core.services.search.things import BRAND, CAMPAIGN, HASHTAG, NICHE, named_things
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.workspace.database import workspace
from core.workspace.forgotten import forget
from tests.support.small_build import make_small_build


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("SCOUT_WORKSPACE_URL", raising=False)
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    return settings


@pytest.fixture
def session(settings: Settings) -> Iterator[BuildSession]:
    with open_session(settings) as session:
        yield session


def ids(session: BuildSession, text: str, *filters: SearchFilter) -> list[str]:
    return search_creators(session, text, *filters).creators["influencer_id"].tolist()


def test_a_handle_is_found_whole_first_and_with_a_typing_error(session: BuildSession) -> None:
    assert ids(session, "@handle5")[0] == "c005"
    assert ids(session, "mira 42")[0] == "c042"
    found = search_creators(session, "hadnle42")
    assert found.named["c042"].match == NameMatch.MISTYPED
    assert reasons_of(session, found, ["c042"])["c042"].reasons[0] == (
        "handle or name, 1 letter differs"
    )


def test_reasons_count_the_posts_and_show_one(session: BuildSession) -> None:
    found = search_creators(session, "galow")
    assert found.corrections == {"galow": ("glow",)}
    why = reasons_of(session, found, ["c000"])["c000"]
    assert why.reasons == ("#glow in the profile", "“glow” in 12 posts")
    assert why.snippet.startswith("glow day number")
    assert why.words == ("glow",)
    # Twenty creators of the niche; c000 says it in its captions, c001 is of another one.
    assert len(found.creators) == 20
    assert "c001" not in set(found.creators["influencer_id"])


def test_filters_narrow_the_list(session: BuildSession) -> None:
    everybody = ids(session, "mira")
    on_tiktok = ids(session, "mira", SearchFilter(platforms=("tiktok",)))
    assert set(on_tiktok) == {name for name in everybody if int(name[1:]) % 3 == 1}
    assert ids(session, "glow", SearchFilter(kinds=("name",))) == []
    assert set(ids(session, "mira", SearchFilter(hide_unusual=True))) < set(everybody)


def test_who_was_forgotten_is_not_found_before_the_next_build(
    settings: Settings, session: BuildSession
) -> None:
    assert ids(session, "handle42") == ["c042"]
    forget(workspace(settings), "c042", "handle42", "instagram")
    assert "c042" not in ids(session, "handle42")
    assert "c042" not in ids(session, "mira")


def test_a_build_without_an_index_is_searched_by_handle_and_name(session: BuildSession) -> None:
    shutil.rmtree(session.folder / "models" / files.FOLDER)
    found = search_creators(session, "handle42")
    assert not found.is_indexed
    assert found.creators["influencer_id"].tolist() == ["c042"]
    assert search_creators(session, "glow").creators.empty
    assert reasons_of(session, found, ["c042"])["c042"].reasons == ()


def test_other_things_with_the_name_are_found(session: BuildSession) -> None:
    campaign = (CAMPAIGN, "7", "Glow up 2026", "Luma")
    things = {thing.kind: thing for thing in named_things(session, "glow", [campaign])}
    assert things[NICHE].name == "Glow"
    assert things[CAMPAIGN].id == "7"
    assert things[HASHTAG].note == "20 creators"
    assert [thing.id for thing in named_things(session, "luma skincaer")] == ["b0"]
    assert named_things(session, "luma skincaer")[0].kind == BRAND
    assert named_things(session, '"glow"') == []


def test_the_table_has_a_row_per_creator_in_order(session: BuildSession) -> None:
    table = search_table(session, "mira 42", limit=3)
    assert table["rank"].tolist() == [1, 2, 3][: len(table)]
    assert table.iloc[0][["handle", "match"]].tolist() == ["handle42", "named"]
    assert search_table(session, "").empty


def test_words_that_nobody_writes_are_said_and_so_are_words_that_nobody_joins(
    session: BuildSession,
) -> None:
    assert search_notes(search_creators(session, "glow")) == []
    unknown = search_creators(session, "glow zzyzxberg")
    assert search_notes(unknown) == ["No name, bio, caption or hashtag has \u201czzyzxberg\u201d."]
    nobody = search_creators(session, "qqqqzz zzyzxberg", with_meaning=False)
    assert nobody.creators.empty
    assert search_notes(nobody) == [
        "No name, bio, caption or hashtag has \u201cqqqqzz\u201d or \u201czzyzxberg\u201d."
    ]
    apart = search_creators(session, "glow pasta")
    assert search_notes(apart) == [
        "No creator has \u201cglow\u201d and \u201cpasta\u201d together: these have some of the "
        "words, or mean about the same."
    ]
    assert search_notes(search_creators(session, "@handle5")) == []
    assert search_notes(search_creators(session, "mira 42")) == []
