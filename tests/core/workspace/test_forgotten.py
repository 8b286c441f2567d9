"""A forgotten creator is gone, and known again only by what a hash tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from core.errors import WorkspaceError
from core.settings import Settings
from core.workspace import campaigns, exploration, interactions
from core.workspace.database import reading, workspace, writing
from core.workspace.forgotten import (
    forget,
    forgotten_hashes,
    identity_hashes,
    is_forgotten,
)
from core.workspace.kept_creators import rows_kept
from core.workspace.mentions import without_mentions
from core.workspace.records.demo_rows import mark
from core.workspace.schema import demo_rows


def fill(engine: Engine) -> int:
    """A campaign with Zora and a friend, and interactions with both; returns the campaign."""
    one = campaigns.create(
        engine, "Spring", brand_id="b1", brief="gamers like @Zora.Quill, see example.com/zora.quill"
    )
    for influencer_id, handle in (("c1", "Zora.Quill"), ("c2", "friend")):
        campaigns.add_member(
            engine, one.campaign_id, influencer_id, handle=handle, name="N", platform="instagram"
        )
        interactions.record(engine, "b2", influencer_id, "view")
        exploration.record_shown(
            engine, brand_id="b2", influencer_id=influencer_id, day=date(2026, 1, 1),
            eligible_count=5,
        )  # fmt: skip
    campaigns.set_member(
        engine, one.campaign_id, "c2", note="Knows @zora.quill, and @zora.quill.two. @ZORA.QUILL!"
    )
    return one.campaign_id


def test_everything_of_the_creator_goes_and_all_of_others_stays(engine: Engine) -> None:
    campaign_id = fill(engine)
    versions = [interactions.version(engine, brand) for brand in ("b1", "b2")]
    report = forget(engine, "c1", "@Zora.Quill", "Instagram")
    assert report.campaigns == ("Spring",)
    assert (report.interactions_count, report.shown_count, report.notes_count) == (2, 1, 2)
    assert report.is_swept
    (member,) = campaigns.members(engine, campaign_id)
    assert (member.influencer_id, member.note) == ("c2", "Knows …, and @zora.quill.two. …!")
    assert campaigns.campaign(engine, campaign_id).brief == "gamers like …, see example.com/…"
    assert set(interactions.recorded(engine)["influencer_id"]) == {"c2"}
    assert set(exploration.shown(engine)["influencer_id"]) == {"c2"}
    # Whatever was kept for the brands knew the creator.
    for brand, before in zip(("b1", "b2"), versions, strict=True):
        assert interactions.version(engine, brand) > before


def test_no_file_of_the_workspace_holds_the_handle_afterwards(settings: Settings) -> None:
    engine = workspace(settings)
    fill(engine)

    def files_with(text: bytes) -> list[Path]:
        return [one for one in settings.data_dir.iterdir() if text in one.read_bytes().lower()]

    assert files_with(b"zora.quill")
    forget(engine, "c1", "zora.quill", "instagram")
    # The note's other account is somebody else.
    found = files_with(b"zora.quill")
    assert all(b"zora.quill.two" in one.read_bytes() for one in found)
    assert not any(
        one.read_bytes().lower().replace(b"zora.quill.two", b"").count(b"zora.quill")
        for one in found
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("c1", "zora", "instagram"), True),
        (("c1", "renamed", "instagram"), True),
        (("other id", "@ZORA ", "Instagram"), True),
        (("zora", "zora", "unknown"), True),
        (("other id", "zora", ""), True),
        (("other id", "zora", "tiktok"), False),
        (("c2", "zora2", "instagram"), False),
        (("zora", "friend", "instagram"), False),
    ],
)
def test_who_is_left_out(engine: Engine, asked: tuple[str, str, str], expected: bool) -> None:
    assert not is_forgotten(engine, *asked)
    forget(engine, "c1", "@Zora", "instagram")
    assert is_forgotten(engine, *asked) is expected


def test_without_a_platform_the_handle_is_left_out_everywhere(engine: Engine) -> None:
    forget(engine, "c1", "zora", "unknown")
    for platform in ("instagram", "tiktok", "unknown"):
        assert is_forgotten(engine, "other id", "Zora", platform)
    assert not is_forgotten(engine, "other id", "zor", "tiktok")


def test_only_hashes_are_kept_and_forgetting_again_adds_none(engine: Engine) -> None:
    forget(engine, "c1", "zora", "instagram")
    first = forgotten_hashes(engine)
    assert len(first) == 3
    assert all(len(one) == 64 and int(one, 16) >= 0 for one in first)
    report = forget(engine, "c1", "ZORA", "instagram")
    assert (report.campaigns, report.interactions_count) == ((), 0)
    assert forgotten_hashes(engine) == first


def test_the_same_account_under_another_id_goes_as_well(engine: Engine) -> None:
    campaign_id = fill(engine)
    report = forget(engine, "id of another build", "zora.quill", "instagram")
    assert report.campaigns == ("Spring",)
    assert report.interactions_count == 2
    assert [one.influencer_id for one in campaigns.members(engine, campaign_id)] == ["c2"]
    assert is_forgotten(engine, "id of another build", "x", "tiktok")


def test_an_empty_handle_or_id_is_refused(engine: Engine) -> None:
    for influencer_id, handle in (("c", " @ "), ("", "zora")):
        with pytest.raises(WorkspaceError):
            forget(engine, influencer_id, handle, "instagram")
    assert forgotten_hashes(engine) == frozenset()


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(["instagram", "tiktok"]))
def test_hashes_do_not_mix_up_ids_and_handles(first: str, second: str, platform: str) -> None:
    one = identity_hashes(first, second, platform)
    other = identity_hashes(second, first, platform)
    assert len(set(one)) == 3
    assert one[0] not in other[1:]
    assert not set(identity_hashes("a", second, "instagram")[1:2]) & set(
        identity_hashes("a", second, "tiktok")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with @Mira.", "with …."),
        ("@mira @mira_x @mira.k @mirage mira", "… @mira_x @mira.k @mirage mira"),
        ("(@MIRA's) @mira-", "(…'s) …-"),
        ("", ""),
    ],
)
def test_only_the_handle_itself_is_taken_out_of_a_text(text: str, expected: str) -> None:
    assert without_mentions(text, "mira") == expected


def test_what_the_demo_noted_of_a_creator_goes_with_it(engine: Engine) -> None:
    campaign_id = fill(engine)
    with writing(engine) as con:
        mark(con, "member", [campaign_id, "c1"])
        mark(con, "member", [campaign_id, "c2"])
    forget(engine, "c1", "zora.quill", "instagram")
    with reading(engine) as con:
        keys = [row.row_key for row in con.execute(select(demo_rows)).all()]
    assert keys == [f"{campaign_id}:c2"]


def test_what_is_kept_on_a_creator_is_what_forgetting_removes(engine: Engine) -> None:
    fill(engine)
    kept = rows_kept(engine, "c1", "zora.quill", "instagram")
    assert {table: len(rows) for table, rows in kept.items()} == {
        "campaigns": 1,  # its brief
        "campaign_members": 2,  # its own, and the friend's with a note about it
        "interactions": 2,
        "exploration": 1,
    }
    forget(engine, "c1", "zora.quill", "instagram")
    assert rows_kept(engine, "c1", "zora.quill", "instagram") == {}
