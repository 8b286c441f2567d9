"""Workspaces that earlier versions of the program wrote open with every row, and are read.

Version 1, and what a migration does, is `test_migrations.py`.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.access import Role
from core.errors import WorkspaceError
from core.models.campaign.assumptions import Assumptions
from core.settings import Settings
from core.workspace import brands, campaigns, exploration, forgotten, interactions
from core.workspace.access import audit, users
from core.workspace.database import workspace
from core.workspace.migrations import newest_version
from core.workspace.records.contacts import contacts
from core.workspace.records.demo_rows import was_seeded
from core.workspace.records.niche_names import niche_names
from core.workspace.saved import searches, shortlists

DATA = Path(__file__).parent / "data"
VERSIONS = (2, 3, 4, 5)
BRAND = "own-demo-teas"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def file(tmp_path: Path, version: int) -> Path:
    """A SQLite file that the program of that time wrote."""
    return written(tmp_path, version)


@pytest.fixture
def old(file: Path, settings: Settings) -> Settings:
    return replace(settings, workspace_url=f"sqlite:///{file}")


def written(folder: Path, version: int) -> Path:
    path = folder / f"version_{version}.db"
    con = sqlite3.connect(path)
    con.executescript((DATA / f"version_{version}.sql").read_text(encoding="utf-8"))
    con.close()
    return path


def rows(file: Path) -> Rows:
    con = sqlite3.connect(file)
    con.row_factory = sqlite3.Row
    try:
        names = [
            row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: [dict(row) for row in con.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2')]
            for name in names
        }
    finally:
        con.close()


def dumped(file: Path) -> list[str]:
    """Tables and rows as SQL."""
    con = sqlite3.connect(file)
    try:
        return list(con.iterdump())
    finally:
        con.close()


def test_there_is_one_of_each_version() -> None:
    assert [1, *VERSIONS] == list(range(1, newest_version() + 1))


def test_every_row_is_kept(file: Path, old: Settings, version: int) -> None:
    before = rows(file)
    assert before.pop("workspace_schema") == [{"row_id": 1, "version": version}]
    assert all(before.values()), "a table of the file has no row"
    workspace(old)
    after = rows(file)
    assert after.pop("workspace_schema") == [{"row_id": 1, "version": newest_version()}]
    kept = {
        name: [{column: row[column] for column in table[0]} for row in after[name]]
        for name, table in before.items()
    }
    assert kept == before
    assert not any(after[name] for name in set(after) - set(before))


def test_campaigns_and_notes_are_read(old: Settings, version: int) -> None:
    engine = workspace(old)
    spring, other = sorted(campaigns.campaigns(engine), key=lambda row: row.campaign_id)
    assert (spring.name, spring.brand_id, spring.budget) == ("Spring", BRAND, 2500.0)
    assert (other.name, other.brand_id, other.budget, other.brief) == ("No brand", None, None, "")
    brief = 'Ten posts about tea, "calm" tone; 50 % reels'
    assert spring.brief == (brief if version >= 4 else "")
    ana, bo = sorted(campaigns.members(engine, 1), key=lambda row: row.handle)
    assert (ana.handle, ana.state, ana.note, ana.price, ana.posts_count) == (
        "demo_ana", "agreed", 'asks for 2 posts; "maybe"', 180.5, 3)  # fmt: skip
    assert (bo.name, bo.platform, bo.state, bo.price) == ("Bö", "youtube", "lead", None)
    values = campaigns.assumptions(engine, 1, Assumptions().values())
    assert Assumptions.from_values(values) == Assumptions(cpm_low=9.5, cpm_high=21.0)


def test_brands_and_interactions_are_read(old: Settings) -> None:
    engine = workspace(old)
    brand = brands.typed_brand(engine, BRAND)
    assert (brand.name, brand.description, brand.country, brand.hashtags) == (
        "Demo Teas", "Green tea\nfor runners", "FR", ("matcha", "tea"))  # fmt: skip
    recorded = interactions.recorded(engine)
    assert sorted(recorded["kind"]) == [
        "campaign", "campaign", "collaboration", "collaboration", "contact"]  # fmt: skip
    assert datetime(2026, 11, 20, 8, 30) in recorded["happened_at"].tolist()
    assert interactions.points(engine, {"view": 1.0, "info": 3.0, "contact": 5.0}) == {
        "view": 2.0, "info": 3.0, "contact": 8.0}  # fmt: skip
    assert exploration.shown(engine, BRAND)["eligible_count"].tolist() == [812]
    assert forgotten.is_forgotten(engine, "another id", "demo_gone", "instagram")


def test_shortlists_and_searches_are_read(old: Settings) -> None:
    engine = workspace(old)
    (picks,) = shortlists.all_shortlists(engine)
    assert (picks.name, picks.brand_id, picks.creators_count) == ("Picks", BRAND, 1)
    (creator,) = shortlists.creators_of(engine, picks.shortlist_id)
    assert (creator.handle, creator.note) == ("demo_bo", "ask again in May")
    (search,) = searches.saved_searches(engine)
    assert (search.name, search.page) == ("Nano teas", "rising")
    assert tuple(map(tuple, search.parameters)) == (("tier", "nano"), ("q", "tea & cake"))


@pytest.mark.parametrize("version", [3, 4, 5], indirect=True)
def test_contacts_and_niches_since_version_3_are_read(old: Settings) -> None:
    engine = workspace(old)
    contact = contacts(engine, 1)["c00001"]
    assert (contact.address, contact.contacted_on) == ("demo_ana@example.com", date(2026, 11, 21))
    assert niche_names(engine) == {"tea, matcha": "Tea"}
    assert was_seeded(engine)


@pytest.mark.parametrize("version", [5], indirect=True)
def test_users_and_audit_log_of_version_5_are_read(old: Settings) -> None:
    engine = workspace(old)
    assert [(user.name, user.role) for user in users.all_users(engine)] == [("Demo", Role.ADMIN)]
    assert "logged in by password" in [line.what for line in audit.lines(engine)]


def test_one_of_a_later_version_is_refused_and_keeps_its_tables_and_rows(
    tmp_path: Path, settings: Settings
) -> None:
    file = written(tmp_path, newest_version())
    con = sqlite3.connect(file)
    con.execute("UPDATE workspace_schema SET version = version + 1")
    con.commit()
    con.close()
    before = dumped(file)
    with pytest.raises(WorkspaceError, match=r"newer version of this program .*Update the program"):
        workspace(replace(settings, workspace_url=f"sqlite:///{file}"))
    assert dumped(file) == before
