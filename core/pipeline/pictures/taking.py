"""Pictures that posts name: found, read, described and kept in the store; bad ones are rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.features.pictures.describing import describe
from core.pipeline.context import BuildContext
from core.pipeline.pictures.places import Places, PostFile, write_rejects
from core.pipeline.pictures.rows import (
    drop_beyond,
    drop_replaced,
    drop_unused_pictures,
    keep_pictures,
)
from core.store import tables
from core.store.ingest.parts import NAMED_PICTURES
from core.store.picture_files import PictureFiles, is_address

# Newest posts with a picture of each creator: as many as captions that are read.
PICTURES_A_CREATOR = 12
STEP = "pictures"
_AT_ONCE = 512  # pictures in memory before they are written


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
    places = Places(files, extra)
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
    write_rejects(con, rejected, ("influencer_id", "post_id", "image_path"), places)
    drop_beyond(con, PICTURES_A_CREATOR)
    drop_unused_pictures(con)
    return PicturesTaken(
        used_count=len(used),
        rejected_count=len(rejected),
        address_count=int(on_web.sum()),
        beyond_count=len(near) - len(newest),
    )


def _read(context: BuildContext, places: Places) -> dict[str, str]:
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
