"""Pictures that posts name: found, read, described and kept in the store; bad ones are rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from core.errors import PictureError
from core.features.pictures.describing import describe
from core.pipeline.context import BuildContext
from core.pipeline.pictures.rows import (
    drop_beyond,
    drop_replaced,
    drop_unused_pictures,
    keep_pictures,
)
from core.store import tables
from core.store.ingest.parts import NAMED_PICTURES
from core.store.ingest.reading.broken_lines import RAW_CHARACTERS
from core.store.picture_files import FolderBeside, PictureFile, PictureFiles, is_address

# Newest posts with a picture of each creator: as many as captions that are read.
PICTURES_A_CREATOR = 12
STEP = "pictures"
_AT_ONCE = 512  # pictures in memory before they are written
_REJECTS_KEPT = 100_000


@dataclass(frozen=True)
class PostFile:
    """A file of posts: the folder it lies in, and the name people know it by."""

    folder: Path
    shown_name: str


@dataclass(frozen=True)
class PicturesTaken:
    """What came of the pictures of an import, counted in posts.

    Attributes:
        used_count: their picture is in the store.
        rejected_count: it could not be used; each is a rejected row, and the post stays.
        address_count: they name an address on the web, which is not fetched.
        beyond_count: beyond the newest `PICTURES_A_CREATOR` of their creator, so not read.
    """

    used_count: int = 0
    rejected_count: int = 0
    address_count: int = 0
    beyond_count: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """In words, each with a count."""
        texts = {
            f"Pictures that cannot be used: {self.rejected_count:,}. Their posts are kept, and the "
            "rejected rows say why.": self.rejected_count,
            f"Pictures named by an address on the web: {self.address_count:,}. Nothing is fetched: "
            "download the pictures and import them with the posts.": self.address_count,
            f"Pictures that are not read: {self.beyond_count:,}. The newest {PICTURES_A_CREATOR} "
            "of each creator are.": self.beyond_count,
        }
        return tuple(text for text, count in texts.items() if count)


def take_pictures(
    context: BuildContext, files: Sequence[PostFile], extra: PictureFiles | None = None
) -> PicturesTaken:
    """Reads the pictures of posts just loaded into `pictures` and `post_pictures`.

    Pictures of posts that name another one by now go. A picture that is in the store already
    stays when its file is not there this time.

    Args:
        files: those that were loaded, in their order; pictures are looked for beside them.
        extra: searched first.
    """
    con = context.con
    drop_replaced(con)
    posts = con.execute(
        f"""SELECT post_id, influencer_id, image_path, file_no
            FROM posts JOIN {NAMED_PICTURES} USING (post_id)
            WHERE image_path IS NOT NULL
            ORDER BY influencer_id, posted_at DESC NULLS LAST, post_id"""
    ).df()
    if posts.empty:
        drop_unused_pictures(con)
        return PicturesTaken()
    on_web = posts["image_path"].map(is_address).astype(bool)
    near = posts[~on_web]
    newest = near[near.groupby("influencer_id").cumcount() < PICTURES_A_CREATOR]
    places = _Places(files, extra)
    keys = [
        places.key(path, number)
        for path, number in zip(newest["image_path"], newest["file_no"], strict=True)
    ]
    picture_ids = _read(context, places)
    newest = newest.assign(picture_id=[picture_ids.get(key) for key in keys], key=keys)
    used = newest[newest["picture_id"].notna()]
    con.execute(
        "DELETE FROM post_pictures WHERE post_id IN (SELECT unnest($ids::VARCHAR[]))",
        {"ids": list(used["post_id"])},
    )
    tables.append_frame(con, "post_pictures", used[["post_id", "influencer_id", "picture_id"]])
    kept = {row[0] for row in con.execute("SELECT post_id FROM post_pictures").fetchall()}
    rejected = newest[~newest["post_id"].isin(kept)]
    _write_rejects(con, rejected, places, files)
    drop_beyond(con, PICTURES_A_CREATOR)
    drop_unused_pictures(con)
    return PicturesTaken(
        used_count=len(used),
        rejected_count=len(rejected),
        address_count=int(on_web.sum()),
        beyond_count=len(near) - len(newest),
    )


@dataclass
class _Places:
    """Files by the paths that posts give, each looked for once.

    Attributes:
        files: key -> the file; of files that were found.
        reasons: key -> why there is no picture, in words that follow 'picture'.
    """

    post_files: Sequence[PostFile]
    extra: PictureFiles | None
    files: dict[str, PictureFile] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    _keys: dict[tuple[str, int], str] = field(default_factory=dict)
    _beside: dict[int, FolderBeside] = field(default_factory=dict)

    def key(self, path: str, file_no: int) -> str:
        """Under which `files` or `reasons` knows what a post of a file names."""
        if (path, file_no) not in self._keys:
            self._keys[path, file_no] = self._looked_up(path, file_no)
        return self._keys[path, file_no]

    def _looked_up(self, path: str, file_no: int) -> str:
        try:
            picture = self._find(path, file_no)
        except PictureError as error:
            key = f"{file_no}:{path}"
            self.reasons[key] = str(error)
            return key
        if picture is None:
            key = f"{file_no}:{path}"
            self.reasons[key] = (
                "is not there: expected its file beside the posts, or in --pictures FOLDER or ZIP"
            )
            return key
        self.files.setdefault(picture.key, picture)
        return picture.key

    def _find(self, path: str, file_no: int) -> PictureFile | None:
        picture = self.extra.find(path) if self.extra is not None else None
        if picture is not None:
            return picture
        if file_no not in self._beside:
            self._beside[file_no] = FolderBeside(self.post_files[file_no].folder)
        return self._beside[file_no].find(path)


def _read(context: BuildContext, places: _Places) -> dict[str, str]:
    """Key -> picture_id of the pictures that can be read; the others get a reason."""
    keys = sorted(places.files)
    picture_ids: dict[str, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        features = describe(
            [places.files[key].read for key in part],
            lambda step, done, _, message, before=start: context.report(  # type: ignore[misc]
                step, before + done, len(keys), message
            ),
            threads=context.settings.threads,
            cache_dir=context.settings.cache_dir,
            step=STEP,
        )
        for key, made in zip(part, features.thumbnails, strict=True):
            if made is not None:
                picture_ids[key] = made.picture_id
        places.reasons |= {part[place]: reason for place, reason in features.rejected.items()}
        keep_pictures(context.con, features)
    return picture_ids


def _write_rejects(
    con: duckdb.DuckDBPyConnection,
    rejected: pd.DataFrame,
    places: _Places,
    files: Sequence[PostFile],
) -> None:
    rejected = rejected.head(_REJECTS_KEPT)
    tables.append_frame(
        con,
        "rejected_rows",
        pd.DataFrame(
            {
                "source_file": [files[number].shown_name for number in rejected["file_no"]],
                "line_number": pd.array([None] * len(rejected), dtype="Int64"),
                "table_name": "pictures",
                "reason": [f"picture {places.reasons[key]}" for key in rejected["key"]],
                # Creator and path stand here alone, from where `forget` takes them.
                "raw": [
                    f"{creator},{post},{path}"[:RAW_CHARACTERS]
                    for creator, post, path in zip(
                        rejected["influencer_id"],
                        rejected["post_id"],
                        rejected["image_path"],
                        strict=True,
                    )
                ],
            }
        ),
    )
