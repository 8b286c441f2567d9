"""The first message to a creator names a real post and speaks the creator's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from core.domain.brand import BrandProfile
from core.queries.brands import known_brand
from core.services.campaigns.draft import draft_message, quotable
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace.members import Member
from tests.support.small_build import make_small_build

TIME = datetime(2026, 11, 1)
MEMBER = Member(1, "c003", "mira", "Mira Lang", "instagram", "lead", "", None, 2, TIME, TIME)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildSession]:
    settings = Settings.from_env(tmp_path_factory.mktemp("draft"))
    make_small_build(settings)
    con = open_store(builds.current_build(settings).store_file, settings, read_only=False)
    con.execute("UPDATE influencers SET language = 'de' WHERE influencer_id = 'c004'")
    con.close()
    with open_session(settings) as opened:
        yield opened


@pytest.fixture
def brand(session: BuildSession) -> BrandProfile:
    found = known_brand(session.con, "b0")
    assert found is not None
    return found


def test_it_quotes_a_post_of_the_creator(session: BuildSession, brand: BrandProfile) -> None:
    draft = draft_message(session, brand, MEMBER)
    caption = session.con.execute(
        "SELECT caption FROM posts WHERE post_id = $id AND influencer_id = 'c003'",
        {"id": draft.post_id},
    ).fetchone()
    assert caption is not None
    assert f'"{quotable(caption[0])}"' in draft.text
    assert draft.language == "en"
    assert draft.text.startswith("Hi Mira,\n\nI work with ")
    assert "2 posts" in draft.text


def test_a_creator_who_writes_german_is_written_to_in_german(
    session: BuildSession, brand: BrandProfile
) -> None:
    draft = draft_message(session, brand, replace(MEMBER, influencer_id="c004", posts_count=1))
    assert draft.language == "de"
    assert draft.text.startswith("Hallo Mira,\n\nmir ist dein Beitrag vom ")
    assert "einen Beitrag" in draft.text
    assert "als Werbung gekennzeichnet" in draft.text


def test_without_a_brand_or_a_known_creator_no_post_is_named(
    session: BuildSession, brand: BrandProfile
) -> None:
    for draft in (
        draft_message(session, None, MEMBER),
        draft_message(session, brand, replace(MEMBER, influencer_id="gone")),
    ):
        assert draft.post_id == ""
        assert '"' not in draft.text
    assert "[brand]" in draft_message(session, None, MEMBER).text


def test_a_quote_has_no_tags_links_or_emoji_and_ends_at_a_word() -> None:
    assert (
        quotable("New in 🎉 https://a.example/x the #glow serum by @luma!")
        == "New in the serum by!"
    )
    assert quotable("#ad #glow 🎉") == ""
    assert quotable("Hi new people! Baked rye bread twice. Thoughts?") == "Baked rye bread twice"
    long = quotable("word " * 40)
    assert long.endswith("word…")
    assert len(long) <= 91
