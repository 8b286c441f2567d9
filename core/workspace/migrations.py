"""Changes of the workspace tables since version 1: what brings an older database up to date."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from core.workspace.schema import workspace_schema

# Types that the two databases call differently, in braces in a migration.
_TYPES = {
    "sqlite": {
        "{KEY}": "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        "{NUMBER}": "INTEGER",
        "{TIME}": "DATETIME",
    },
    "postgresql": {
        "{KEY}": "BIGSERIAL PRIMARY KEY",
        "{NUMBER}": "BIGINT",
        "{TIME}": "TIMESTAMP WITHOUT TIME ZONE",
    },
}
_SHORTLISTS_AND_SEARCHES = (
    "CREATE TABLE shortlists (shortlist_id {KEY}, name VARCHAR NOT NULL, "
    "name_key VARCHAR NOT NULL UNIQUE, brand_id VARCHAR, brand_name VARCHAR, "
    "created_at {TIME} NOT NULL, changed_at {TIME} NOT NULL)",
    "CREATE INDEX ix_shortlists_brand_id ON shortlists (brand_id)",
    "CREATE TABLE shortlist_members (shortlist_id {NUMBER} NOT NULL, "
    "influencer_id VARCHAR NOT NULL, handle VARCHAR NOT NULL, name VARCHAR NOT NULL, "
    "platform VARCHAR NOT NULL, note TEXT NOT NULL, added_at {TIME} NOT NULL, "
    "PRIMARY KEY (shortlist_id, influencer_id), "
    "FOREIGN KEY (shortlist_id) REFERENCES shortlists (shortlist_id) ON DELETE CASCADE)",
    "CREATE INDEX shortlist_members_of_creator ON shortlist_members (influencer_id)",
    "CREATE TABLE saved_searches (search_id {KEY}, name VARCHAR NOT NULL, "
    "name_key VARCHAR NOT NULL UNIQUE, page VARCHAR NOT NULL, parameters JSON NOT NULL, "
    "brand_id VARCHAR, brand_name VARCHAR, created_at {TIME} NOT NULL)",
    "CREATE INDEX ix_saved_searches_brand_id ON saved_searches (brand_id)",
)
_CONTACTS_DEMO_AND_NICHES = (
    "CREATE TABLE member_contacts (campaign_id BIGINT NOT NULL, influencer_id VARCHAR NOT NULL, "
    "address VARCHAR NOT NULL, channel VARCHAR NOT NULL, contacted_on DATE, note TEXT NOT NULL, "
    "changed_at {TIME} NOT NULL, PRIMARY KEY (campaign_id, influencer_id), "
    "FOREIGN KEY (campaign_id, influencer_id) REFERENCES campaign_members "
    "(campaign_id, influencer_id) ON DELETE CASCADE)",
    "CREATE TABLE demo_rows (kind VARCHAR NOT NULL, row_key VARCHAR NOT NULL, "
    "made_as JSON NOT NULL, PRIMARY KEY (kind, row_key))",
    "CREATE TABLE niche_names (found_name VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL, "
    "changed_at {TIME} NOT NULL)",
)
_BRIEF_OF_CAMPAIGN = ("ALTER TABLE campaigns ADD COLUMN brief TEXT",)
_USERS_AND_AUDIT = (
    "CREATE TABLE users (user_id {KEY}, name VARCHAR NOT NULL, name_key VARCHAR NOT NULL UNIQUE, "
    "role VARCHAR NOT NULL, password_hash VARCHAR, created_at {TIME} NOT NULL, "
    "disabled_at {TIME})",
    "CREATE TABLE logins (login_hash VARCHAR NOT NULL PRIMARY KEY, user_id {NUMBER} NOT NULL, "
    "started_at {TIME} NOT NULL, seen_at {TIME} NOT NULL, "
    "FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE)",
    "CREATE INDEX ix_logins_user_id ON logins (user_id)",
    "CREATE TABLE audit_log (audit_id {KEY}, happened_at {TIME} NOT NULL, "
    "actor VARCHAR NOT NULL, what TEXT NOT NULL, build_id VARCHAR)",
    "CREATE INDEX audit_log_by_time ON audit_log (happened_at)",
)

# One entry per version, from version 2: SQL that SQLite and PostgreSQL both understand. An entry
# that was released is never edited. `schema` describes the tables after the last one; a test
# compares a migrated file of version 1 with new tables.
MIGRATIONS: tuple[Sequence[str], ...] = (
    _SHORTLISTS_AND_SEARCHES,
    _CONTACTS_DEMO_AND_NICHES,
    _BRIEF_OF_CAMPAIGN,
    _USERS_AND_AUDIT,
)


def newest_version() -> int:
    """The version of the tables in `schema`, from 1."""
    return 1 + len(MIGRATIONS)


def migrate(con: Connection, version: int) -> None:
    """Changes the tables of a database to the newest version.

    Runs inside the caller's transaction: an error leaves the database as it was.

    Args:
        version: of the tables in the database, from 1.
    """
    for statements in MIGRATIONS[version - 1 :]:
        for statement in statements:
            con.execute(text(_with_types(statement, con.dialect.name)))
    con.execute(workspace_schema.update().values(version=newest_version()))


def _with_types(statement: str, dialect: str) -> str:
    for mark, name in _TYPES[dialect].items():
        statement = statement.replace(mark, name)
    return statement
