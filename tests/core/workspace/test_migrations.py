"""A workspace of an older version opens with everything that was in it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from core.domain.accounts import Account
from core.errors import WorkspaceError
from core.models.campaign.assumptions import Assumptions
from core.settings import Settings
from core.workspace import brands, campaigns, exploration, forgotten, interactions, migrations
from core.workspace.database import _prepare, reading, workspace
from core.workspace.engines import new_engine, parsed
from core.workspace.saved import searches, shortlists

# Everything that people could do in the first version: a typed brand, three campaigns of which one
# was deleted, members with status, note and price, assumptions, points, interactions, a creator
# shown by chance, one forgotten.
VERSION_1 = Path(__file__).parent / "data" / "version_1.sql"
BRAND = "own-the-co"
DEFAULT_POINTS = {"view": 1.0, "info": 3.0, "contact": 5.0, "campaign": 6.0, "collaboration": 10.0}
# As a later version could change tables.
TWO_VERSIONS = (
    ("ALTER TABLE campaigns ADD COLUMN goal VARCHAR", "UPDATE campaigns SET goal = name"),
    ("CREATE INDEX campaigns_of_goal ON campaigns (goal)",),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite file of version 1."""
    path = tmp_path / "old.db"
    con = sqlite3.connect(path)
    con.executescript(VERSION_1.read_text(encoding="utf-8"))
    con.close()
    return path


@pytest.fixture
def old(file: Path, settings: Settings) -> Settings:
    return replace(settings, workspace_url=f"sqlite:///{file}")


def rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    con = sqlite3.connect(file)
    try:
        tables = [
            row[0]
            for row in con.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {name: con.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
                for name in tables}  # fmt: skip
    finally:
        con.close()


def shape(engine: Engine) -> dict[str, Any]:
    """Columns, keys, checks and indexes of all tables."""
    with reading(engine) as con:
        seen = inspect(con)
        return {
            name: (
                [
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in seen.get_columns(name)
                ],
                seen.get_pk_constraint(name)["constrained_columns"],
                seen.get_foreign_keys(name),
                sorted(check["sqltext"] for check in seen.get_check_constraints(name)),
                sorted(unique["column_names"] for unique in seen.get_unique_constraints(name)),
                sorted(
                    (str(index["name"]), index["column_names"], index["unique"])
                    for index in seen.get_indexes(name)
                ),
            )
            for name in sorted(seen.get_table_names())
        }


def test_no_row_of_the_first_version_is_lost(file: Path, old: Settings) -> None:
    before = rows(file)
    assert sum(len(table) for table in before.values()) == 25
    workspace(old)
    after = rows(file)
    assert after.pop("workspace_schema") == [(1, migrations.newest_version())]
    del before["workspace_schema"]
    new = {name: after.pop(name) for name in set(after) - set(before)}
    assert set(new) == {
        *("shortlists", "shortlist_members", "saved_searches"),
        *("member_contacts", "demo_rows", "niche_names"),
        *("users", "logins", "audit_log"),
    }
    assert not any(new.values())
    # Version 4 added the brief of a campaign.
    before["campaigns"] = [(*row, None) for row in before["campaigns"]]
    assert after == before


def test_a_file_of_the_first_version_keeps_shortlists_and_searches(old: Settings) -> None:
    engine = workspace(old)
    made = shortlists.create(engine, "Spring picks", brand_id=BRAND, brand_name="Thé & Co")
    shortlists.add_creators(engine, made.shortlist_id, [Account("c1", "zora", "Zora", "tiktok")])
    search = searches.save_search(engine, "Nano", page="rising", parameters=[("tier", "nano")])
    assert [row.creators_count for row in shortlists.all_shortlists(engine)] == [1]
    assert searches.saved_searches(engine) == [search]
    # Their rows go with the shortlist, as in a new file.
    shortlists.remove_shortlist(engine, made.shortlist_id)
    assert shortlists.creators_of(engine, made.shortlist_id) == []


def test_a_migrated_file_has_the_tables_of_a_new_one(old: Settings, settings: Settings) -> None:
    """Fails when `schema` was changed without an entry in `MIGRATIONS`."""
    assert shape(workspace(old)) == shape(workspace(settings))


def test_campaigns_of_the_first_version_are_read(old: Settings) -> None:
    engine = workspace(old)
    spring, other = sorted(campaigns.campaigns(engine), key=lambda row: row.campaign_id)
    assert (spring.name, spring.brand_id, spring.brand_name, spring.budget, spring.created_at) == (
        "Spring", BRAND, "Thé & Co", 2500.0, datetime(2026, 11, 21, 9, 1))  # fmt: skip
    assert (other.name, other.brand_id, other.budget) == ("Ohne Marke 50 %", None, None)
    members = {row.handle: row for row in campaigns.members(engine, spring.campaign_id)}
    ana, bo = members["ana.fit"], members["Bo"]
    assert (ana.influencer_id, ana.state, ana.note, ana.price, ana.posts_count) == (
        "c00001", "agreed", "asks @bo's price; \"maybe\"", 180.5, 3)  # fmt: skip
    assert (bo.name, bo.platform, bo.state, bo.price) == ("Bö", "unknown", "lead", None)
    values = campaigns.assumptions(engine, spring.campaign_id, Assumptions().values())
    assert Assumptions.from_values(values) == Assumptions(
        cpm_low=9.5, cpm_high=21.0, overlap_high=0.4
    )
    # Numbers of deleted campaigns are not used again.
    assert campaigns.create(engine, "Next").campaign_id == 4
    with pytest.raises(WorkspaceError, match="already"):
        campaigns.create(engine, "SPRING")


def test_brands_interactions_and_the_forgotten_of_the_first_version_are_read(
    old: Settings,
) -> None:
    engine = workspace(old)
    brand = brands.typed_brand(engine, BRAND)
    assert (brand.name, brand.description, brand.country, tuple(brand.hashtags)) == (
        "Thé & Co", "Green tea\nfor runners", "FR", ("matcha", "tea"))  # fmt: skip
    recorded = interactions.recorded(engine, brand_id=BRAND)
    assert sorted(recorded["kind"]) == [
        "campaign", "campaign", "collaboration", "contact", "info", "view"]  # fmt: skip
    assert recorded.loc[recorded["by_chance"], "happened_at"].tolist() == [
        datetime(2026, 11, 20, 8, 30)
    ]
    assert len(interactions.recorded(engine)) == 7
    assert interactions.version(engine, BRAND) == 6
    assert interactions.points(engine, DEFAULT_POINTS) == {
        **DEFAULT_POINTS, "view": 2.0, "contact": 8.0}  # fmt: skip
    shown = exploration.shown(engine, BRAND)
    assert shown[["influencer_id", "eligible_count"]].to_numpy().tolist() == [["c00002", 812]]
    assert [day.date() for day in shown["day"]] == [date(2026, 11, 20)]
    assert forgotten.forgotten_hashes(engine) == {"0f" * 32}


def test_later_versions_are_applied_in_order_and_once(
    old: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", TWO_VERSIONS)
    workspace(old)
    workspace(replace(old, workspace_url=old.workspace_url + "?timeout=5"))  # looks again
    assert rows(file)["workspace_schema"] == [(1, 3)]
    assert [row[-1] for row in rows(file)["campaigns"]] == ["Spring", "Ohne Marke 50 %"]


def test_a_database_of_the_version_between_gets_the_rest(
    old: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", TWO_VERSIONS[:1])
    workspace(old)
    monkeypatch.setattr(migrations, "MIGRATIONS", TWO_VERSIONS)
    engine = workspace(replace(old, workspace_url=old.workspace_url + "?timeout=5"))
    assert rows(file)["workspace_schema"] == [(1, 3)]
    with reading(engine) as con:
        assert "campaigns_of_goal" in {row["name"] for row in inspect(con).get_indexes("campaigns")}


def test_a_new_database_is_not_migrated(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", TWO_VERSIONS)
    with reading(workspace(settings)) as con:  # its tables are already those of `schema`
        columns = {column["name"] for column in inspect(con).get_columns("campaigns")}
        assert "goal" not in columns
    assert rows(settings.data_dir / "workspace.db")["workspace_schema"] == [(1, 3)]


def test_a_migration_that_fails_changes_nothing(
    old: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(file)
    broken = (*TWO_VERSIONS, ("DELETE FROM campaigns", "INSERT INTO nowhere VALUES (1)"))
    monkeypatch.setattr(migrations, "MIGRATIONS", broken)
    with pytest.raises(WorkspaceError):
        workspace(old)
    assert rows(file) == before
    monkeypatch.undo()
    assert len(campaigns.campaigns(workspace(old))) == 2


def test_two_that_open_it_at_once_migrate_it_once(
    old: Settings, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", TWO_VERSIONS)
    start = Barrier(2)

    def open_it() -> None:
        engine = new_engine(parsed(old.workspace_url))
        start.wait(10)
        _prepare(engine)

    with ThreadPoolExecutor(2) as threads:
        for opened in [threads.submit(open_it) for _ in range(2)]:
            opened.result(30)
    assert rows(file)["workspace_schema"] == [(1, 3)]
