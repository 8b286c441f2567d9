"""The given tables of a build with made-up names, as the source of another build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import duckdb
import pandas as pd

from core.domain.accounts import Account
from core.pipeline.context import BuildContext
from core.pipeline.pseudonyms.naming import Naming, Pseudonym
from core.pipeline.pseudonyms.texts import Replacing
from core.settings import Settings
from core.store import tables
from core.store.builds import Build
from core.store.connect import open_build_store
from core.store.ingest import fill_data_gaps
from core.workspace.database import has_workspace, workspace
from core.workspace.forgotten import forgotten_hashes, forgotten_ids
from core.workspace.mentions import REMOVED

_ROWS_AT_ONCE = 50_000
_STEP = "pseudonyms"
# What texts of others say in place of who was forgotten.
_NOBODY = Pseudonym("", REMOVED, REMOVED)


@dataclass
class PseudonymisedBuild:
    """Fills the given tables from a build, with other names and ids.

    Pictures, profile pictures, links, rejected rows and what people did in the app do not come
    with it; nor do creators who were forgotten.

    Attributes:
        build: made by this version of the program.
        of: settings of the data folder that it lies in.
        naming: the names.
        with_texts: False leaves bios, captions and comments out.
        with_brands: True gives brands other names as well.
        kept_words: names that stay in texts, because people use them as words; after `fill`.
    """

    build: Build
    of: Settings
    naming: Naming
    with_texts: bool = True
    with_brands: bool = False
    name: str = _STEP
    is_demo: bool = field(init=False)
    kept_words: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        self.is_demo = self.build.is_demo

    def fill(self, context: BuildContext) -> None:
        """Writes the given tables.

        Raises:
            OutdatedBuildError, DamagedBuildError, StoreError: the build cannot be read.
            WorkspaceError: the list of the forgotten cannot be read.
        """
        open_build_store(self.build, self.of).close()
        with tables.attached(context.con, self.build.store_file):
            creators, gone = creators_of(context.con, self.of, "earlier.influencers")
            pseudonyms = self.naming.creators(creators)
            brands = self._brands(context.con)
            in_texts = {**pseudonyms, **{account.influencer_id: _NOBODY for account in gone}}
            replacing = Replacing(self.naming, [*creators, *gone], in_texts, brands)
            self.kept_words = replacing.read(_texts(context.con))
            rewriting = _Rewriting(context, self, replacing, brands)
            rewriting.new_ids(pseudonyms)
            rewriting.creators(pseudonyms)
            rewriting.brands()
            rewriting.posts()
            rewriting.links()
            rewriting.drop_ids()
        fill_data_gaps(context.con)

    def describe(self) -> dict[str, Any]:
        """That it is a copy with pseudonyms; nothing of what the original was made of."""
        return {
            "kind": "copy",
            "is_pseudonymised": True,
            "with_texts": self.with_texts,
            "with_brands": self.with_brands,
            "other_currencies": list(self.build.other_currencies),
        }

    def _brands(self, con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
        rows = con.execute("SELECT brand_id, name FROM earlier.brands ORDER BY brand_id").fetchall()
        return {
            brand_id: (name, self.naming.brand(brand_id) if self.with_brands else name)
            for brand_id, name in rows
        }


def creators_of(
    con: duckdb.DuckDBPyConnection, settings: Settings, table: str = "influencers"
) -> tuple[list[Account], list[Account]]:
    """The creators of a store by id, and apart from them who was forgotten since it was made.

    Args:
        settings: of the data folder whose workspace has the list of the forgotten.
    """
    rows = con.execute(
        f"SELECT influencer_id, handle, name, platform FROM {table} ORDER BY influencer_id"
    ).fetchall()
    hashes = forgotten_hashes(workspace(settings)) if has_workspace(settings) else frozenset()
    gone = set(forgotten_ids([(row[0], row[1], row[3]) for row in rows], hashes))
    accounts = [Account(*row) for row in rows]
    return (
        [account for account in accounts if account.influencer_id not in gone],
        [account for account in accounts if account.influencer_id in gone],
    )


def _texts(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """Writer and text of all texts, by writer."""
    rows = con.cursor().execute(
        """SELECT influencer_id, text FROM (
               SELECT influencer_id, concat_ws(' ', bio, array_to_string(hashtags, ' ')) AS text
               FROM earlier.influencers
               UNION ALL
               SELECT influencer_id, concat_ws(' ', caption, array_to_string(hashtags, ' '),
                                               array_to_string(comment_texts, ' '))
               FROM earlier.posts)
           ORDER BY influencer_id"""
    )
    while batch := rows.fetchmany(_ROWS_AT_ONCE):
        yield from batch


@dataclass
class _Rewriting:
    """Table after table: texts in Python, everything else in SQL."""

    context: BuildContext
    source: PseudonymisedBuild
    replacing: Replacing
    brand_names: Mapping[str, tuple[str, str]]

    def new_ids(self, pseudonyms: Mapping[str, Pseudonym]) -> None:
        """Tables with the new id of each creator and brand; who was forgotten has none."""
        naming = self.source.naming
        ids = {
            "new_creators": {old: new.influencer_id for old, new in pseudonyms.items()},
            "new_brands": {old: naming.identifier("brand", old) for old in self.brand_names},
        }
        for table, new_ids in ids.items():
            self.context.con.execute(f"CREATE TEMP TABLE {table} (old_id VARCHAR, new_id VARCHAR)")
            frame = pd.DataFrame(
                {"old_id": list(new_ids), "new_id": list(new_ids.values())}, dtype="str"
            )
            self._insert(f"INSERT INTO {table} SELECT old_id, new_id FROM rewritten", frame)

    def creators(self, pseudonyms: Mapping[str, Pseudonym]) -> None:
        for rows in self._rows(
            "SELECT influencer_id, platform, bio, hashtags FROM earlier.influencers ORDER BY 1"
        ):
            frame = pd.DataFrame(
                {
                    "old_id": influencer_id,
                    "handle": pseudonyms[influencer_id].handle,
                    "name": pseudonyms[influencer_id].name,
                    "bio": self._text(bio, influencer_id, platform),
                    "hashtags": self._hashtags(hashtags, influencer_id),
                }
                for influencer_id, platform, bio, hashtags in rows
                if influencer_id in pseudonyms
            )
            self._insert(
                """INSERT INTO influencers BY NAME
                   SELECT e.* REPLACE (c.new_id AS influencer_id, r.handle AS handle,
                          r.name AS name, NULL AS url, r.bio::VARCHAR AS bio,
                          r.hashtags::VARCHAR[] AS hashtags, NULL AS avatar_path)
                   FROM rewritten r JOIN earlier.influencers e ON e.influencer_id = r.old_id
                   JOIN new_creators c USING (old_id) ORDER BY c.new_id""",
                frame,
            )

    def brands(self) -> None:
        for rows in self._rows(
            "SELECT brand_id, name, description, keywords, hashtags FROM earlier.brands ORDER BY 1"
        ):
            frame = pd.DataFrame(
                {
                    "old_id": brand_id,
                    "name": self.brand_names[brand_id][1]
                    if self.source.with_brands
                    else self.replacing.text(name, brand_id, None),
                    # What a brand says of itself is no creator's text: it stays without texts too.
                    "description": _or_none(description, self._of(brand_id, None)),
                    "keywords": _each(keywords, self._of(brand_id, None)),
                    "hashtags": self._hashtags(hashtags, brand_id),
                }
                for brand_id, name, description, keywords, hashtags in rows
            )
            self._insert(
                """INSERT INTO brands BY NAME
                   SELECT e.* REPLACE (b.new_id AS brand_id, r.name AS name,
                          r.description::VARCHAR AS description,
                          r.keywords::VARCHAR[] AS keywords, r.hashtags::VARCHAR[] AS hashtags)
                   FROM rewritten r JOIN earlier.brands e ON e.brand_id = r.old_id
                   JOIN new_brands b USING (old_id) ORDER BY b.new_id""",
                frame,
            )

    def posts(self) -> None:
        con, naming = self.context.con, self.source.naming
        (total,) = con.execute("SELECT count(*) FROM earlier.posts").fetchall()[0]
        done = 0
        for rows in self._rows(
            """SELECT post_id, p.influencer_id, platform, caption, p.hashtags, mentions,
                      comment_texts
               FROM earlier.posts p JOIN earlier.influencers i USING (influencer_id)
               ORDER BY p.influencer_id, post_id"""
        ):
            frame = pd.DataFrame(
                {
                    "old_id": post_id,
                    "new_post_id": naming.identifier("post", post_id),
                    "caption": self._text(caption, writer, platform) or "",
                    "hashtags": self._hashtags(hashtags, writer),
                    "mentions": _each(mentions, partial(self.replacing.mention, platform=platform)),
                    "comment_texts": self._texts(comments, writer, platform),
                }
                for post_id, writer, platform, caption, hashtags, mentions, comments in rows
            )
            self._insert(
                """INSERT INTO posts BY NAME
                   SELECT e.* REPLACE (r.new_post_id AS post_id, c.new_id AS influencer_id,
                          r.caption AS caption, r.hashtags::VARCHAR[] AS hashtags,
                          r.mentions::VARCHAR[] AS mentions,
                          r.comment_texts::VARCHAR[] AS comment_texts, NULL AS image_path)
                   FROM rewritten r JOIN earlier.posts e ON e.post_id = r.old_id
                   JOIN new_creators c ON c.old_id = e.influencer_id
                   ORDER BY c.new_id, r.new_post_id""",
                frame,
            )
            done += len(frame)
            self.context.report(_STEP, done, total, "")

    def links(self) -> None:
        """Tables that name creators by id alone."""
        con, naming = self.context.con, self.source.naming
        con.execute(
            """INSERT INTO follower_history BY NAME
               SELECT e.* REPLACE (c.new_id AS influencer_id) FROM earlier.follower_history e
               JOIN new_creators c ON c.old_id = e.influencer_id ORDER BY c.new_id, day"""
        )
        for table in ("ratings", "interactions"):
            con.execute(
                f"""INSERT INTO {table} BY NAME
                    SELECT e.* REPLACE (b.new_id AS brand_id, c.new_id AS influencer_id)
                    FROM earlier.{table} e JOIN new_creators c ON c.old_id = e.influencer_id
                    JOIN new_brands b ON b.old_id = e.brand_id ORDER BY b.new_id, c.new_id"""
            )
        for rows in self._rows(
            "SELECT collaboration_id, post_id FROM earlier.collaborations ORDER BY 1"
        ):
            frame = pd.DataFrame(
                {
                    "old_id": collaboration_id,
                    "deal_id": naming.identifier("collaboration", collaboration_id),
                    "new_post_id": _or_none(post_id, lambda one: naming.identifier("post", one)),
                }
                for collaboration_id, post_id in rows
            )
            self._insert(
                """INSERT INTO collaborations BY NAME
                   SELECT e.* REPLACE (r.deal_id AS collaboration_id, b.new_id AS brand_id,
                          c.new_id AS influencer_id, r.new_post_id::VARCHAR AS post_id)
                   FROM rewritten r JOIN earlier.collaborations e ON e.collaboration_id = r.old_id
                   JOIN new_creators c ON c.old_id = e.influencer_id
                   JOIN new_brands b ON b.old_id = e.brand_id ORDER BY r.deal_id""",
                frame,
            )

    def drop_ids(self) -> None:
        """Removes the tables of `new_ids`."""
        for table in ("new_creators", "new_brands"):
            self.context.con.execute(f"DROP TABLE {table}")

    def _rows(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        rows = self.context.con.cursor().execute(sql)  # others are inserted meanwhile
        while batch := rows.fetchmany(_ROWS_AT_ONCE):
            yield batch

    def _insert(self, sql: str, frame: pd.DataFrame) -> None:
        if frame.empty:
            return
        con = self.context.con
        con.register("rewritten", frame)
        try:
            con.execute(sql)
        finally:
            con.unregister("rewritten")

    def _text(self, text: str | None, writer: str, platform: str) -> str | None:
        return _or_none(text, self._of(writer, platform)) if self.source.with_texts else None

    def _texts(self, texts: list[str | None] | None, writer: str, platform: str) -> Any:
        return _each(texts, self._of(writer, platform)) if self.source.with_texts else None

    def _of(self, writer: str, platform: str | None) -> Callable[[str], str]:
        """What replaces a text of this writer."""
        return partial(self.replacing.text, writer=writer, platform=platform)

    def _hashtags(self, hashtags: list[str | None] | None, writer: str) -> Any:
        return _each(hashtags, partial(self.replacing.hashtag, writer=writer))


def _or_none(value: str | None, new: Callable[[str], str]) -> str | None:
    return None if value is None else new(value)


def _each(values: Iterable[str | None] | None, new: Callable[[str], str]) -> Any:
    return None if values is None else [_or_none(value, new) for value in values]
