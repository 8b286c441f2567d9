"""Tables of the workspace. Every column has a comment: meaning, unit, range.

Texts and numbers that are not known are NULL, never '' or 0, but where a comment says otherwise.
Times are UTC without a zone. Ids of creators and brands are those of builds and have no foreign
key: a build can go, what people did stays.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from core.workspace.access.tables import access_tables

# Every change of a table needs an entry in `migrations`.
metadata = MetaData()

# SQLite numbers rows by itself only when the key is called INTEGER.
_Key = BigInteger().with_variant(Integer, "sqlite")


def _name_columns() -> list[Column[Any]]:
    """Of what people name, and find by its name."""
    return [
        Column("name", String, nullable=False, comment="as typed, 1-120 characters"),
        Column("name_key", String, nullable=False, unique=True, comment="name without its case"),
    ]


def _part_of(table: str, key: str) -> Column[Any]:
    """The number of what a row belongs to and goes with; part of the key."""
    whole = f"{table}.{key}"
    return Column(key, ForeignKey(whole, ondelete="CASCADE"), primary_key=True, comment=whole)


def _brand_columns() -> list[Column[Any]]:
    """Of what is made for a brand, or for none."""
    return [
        Column("brand_id", String, index=True, comment="brand it is for; NULL for none"),
        Column("brand_name", String, comment="its name, should the brand go"),
    ]


def _account_columns() -> list[Column[Any]]:
    """Of a creator that is kept; the id is part of the key."""
    return [
        Column("influencer_id", String, primary_key=True, comment="of the build it was added from"),
        Column(
            "handle", String, nullable=False, comment="kept: a later build may lack the creator"
        ),
        Column("name", String, nullable=False, comment="shown name, kept for the same reason"),
        Column(
            "platform", String, nullable=False, comment="instagram | tiktok | youtube | unknown"
        ),
    ]


workspace_schema = Table(
    "workspace_schema",
    metadata,
    Column("row_id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("version", Integer, nullable=False, comment="version of these tables, from 1"),
)

interactions = Table(
    "interactions",
    metadata,
    Column("interaction_id", _Key, primary_key=True, comment="in the order of recording"),
    Column("brand_id", String, nullable=False, comment="of a build, or brands.brand_id"),
    Column("influencer_id", String, nullable=False, comment="of a build"),
    Column(
        "kind", String, nullable=False, comment="view | info | contact | campaign | collaboration"
    ),
    Column("happened_at", DateTime, nullable=False, comment="UTC"),
    Column(
        "by_chance",
        Boolean,
        nullable=False,
        comment="the creator had been shown by chance, not by rank",
    ),
    Index("interactions_of_brand", "brand_id", "happened_at"),
    Index("interactions_of_creator", "influencer_id"),
    # Ids are never used twice, also after a creator was forgotten.
    sqlite_autoincrement=True,
)

brand_versions = Table(
    "brand_versions",
    metadata,
    Column("brand_id", String, primary_key=True, comment="of a build, or brands.brand_id"),
    Column("version", Integer, nullable=False, comment="raised by each change of interactions"),
)

interaction_points = Table(
    "interaction_points",
    metadata,
    Column("kind", String, primary_key=True, comment="interactions.kind"),
    Column("points", Float, nullable=False, comment="weight of such an interaction, 0-100"),
)

brands = Table(
    "brands",
    metadata,
    Column("brand_id", String, primary_key=True, comment="'own-' and the name in lower case"),
    Column("name", String, nullable=False, comment="shown name"),
    Column("description", Text, nullable=False, comment="what it sells and to whom, may be ''"),
    Column("category", String, nullable=False, comment="as typed, may be ''"),
    Column("country", String, nullable=False, comment="ISO 3166 alpha-2 of the market, may be ''"),
    Column("hashtags", JSON, nullable=False, comment="list of texts, lower case, without #"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
)

exploration = Table(
    "exploration",
    metadata,
    Column("brand_id", String, primary_key=True, comment="brand it was shown to"),
    Column("influencer_id", String, primary_key=True, comment="creator drawn by chance"),
    Column("day", Date, primary_key=True, comment="UTC day of the draw"),
    Column(
        "eligible_count", Integer, nullable=False, comment="creators drawn from, >= 1; chance 1/n"
    ),
    Index("exploration_of_creator", "influencer_id"),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("campaign_id", _Key, primary_key=True, comment="number, never used twice"),
    *_name_columns(),
    *_brand_columns(),
    Column("budget", Float, CheckConstraint("budget >= 0"), comment="EUR; NULL when not set"),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("brief", Text, comment="what it should achieve, as typed; NULL for none"),
    sqlite_autoincrement=True,
)

campaign_members = Table(
    "campaign_members",
    metadata,
    _part_of("campaigns", "campaign_id"),
    *_account_columns(),
    Column("state", String, nullable=False, comment="lead | contacted | agreed | posted | done"),
    Column("note", Text, nullable=False, comment="free text, may be ''"),
    Column("price", Float, CheckConstraint("price >= 0"), comment="EUR agreed for one post"),
    Column(
        "posts_count",
        Integer,
        CheckConstraint("posts_count >= 1"),
        nullable=False,
        comment="posts planned, >= 1",
    ),
    Column("added_at", DateTime, nullable=False, comment="UTC"),
    Column("changed_at", DateTime, nullable=False, comment="UTC of the last change"),
    Column("contact_recorded", Boolean, nullable=False, comment="interaction 'contact' is written"),
    Column(
        "collaboration_recorded",
        Boolean,
        nullable=False,
        comment="interaction 'collaboration' is written",
    ),
    Index("campaign_members_of_creator", "influencer_id"),
)

campaign_assumptions = Table(
    "campaign_assumptions",
    metadata,
    _part_of("campaigns", "campaign_id"),
    Column("name", String, primary_key=True, comment="name of the assumption"),
    Column("value", Float, nullable=False, comment="in the unit of the assumption"),
)

shortlists = Table(
    "shortlists",
    metadata,
    Column("shortlist_id", _Key, primary_key=True, comment="number, never used twice"),
    *_name_columns(),
    *_brand_columns(),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    Column("changed_at", DateTime, nullable=False, comment="UTC of the last change"),
    sqlite_autoincrement=True,
)

shortlist_members = Table(
    "shortlist_members",
    metadata,
    _part_of("shortlists", "shortlist_id"),
    *_account_columns(),
    Column("note", Text, nullable=False, comment="free text, may be ''"),
    Column("added_at", DateTime, nullable=False, comment="UTC"),
    Index("shortlist_members_of_creator", "influencer_id"),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("search_id", _Key, primary_key=True, comment="number, never used twice"),
    *_name_columns(),
    Column("page", String, nullable=False, comment="address of the page, such as 'rising'"),
    Column(
        "parameters", JSON, nullable=False, comment="of its link: list of [name, value], in order"
    ),
    *_brand_columns(),
    Column("created_at", DateTime, nullable=False, comment="UTC"),
    sqlite_autoincrement=True,
)

member_contacts = Table(
    "member_contacts",
    metadata,
    Column("campaign_id", BigInteger, primary_key=True, comment="campaign_members.campaign_id"),
    Column("influencer_id", String, primary_key=True, comment="campaign_members.influencer_id"),
    Column("address", String, nullable=False, comment="mail address, link or number, may be ''"),
    Column("channel", String, nullable=False, comment="email | instagram | ..., see contacts"),
    Column("contacted_on", Date, comment="day of the last contact; NULL before the first"),
    Column("note", Text, nullable=False, comment="free text, may be ''"),
    Column("changed_at", DateTime, nullable=False, comment="UTC"),
    ForeignKeyConstraint(
        ["campaign_id", "influencer_id"],
        ["campaign_members.campaign_id", "campaign_members.influencer_id"],
        ondelete="CASCADE",
    ),
)

demo_rows = Table(
    "demo_rows",
    metadata,
    Column("kind", String, primary_key=True, comment="campaign | member | brand | ..."),
    Column("row_key", String, primary_key=True, comment="key of the row, parts joined by ':'"),
    Column("made_as", JSON, nullable=False, comment="columns of the row as the demo made them"),
)

niche_names = Table(
    "niche_names",
    metadata,
    Column("found_name", String, primary_key=True, comment="niches.name of builds"),
    Column("name", String, nullable=False, comment="as typed, 1-60 characters"),
    Column("changed_at", DateTime, nullable=False, comment="UTC"),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("identity_hash", String, primary_key=True, comment="of an id or account, see forgotten"),
    Column("forgotten_at", DateTime, nullable=False, comment="UTC"),
)

users, logins, audit_log = access_tables(metadata, _Key)
