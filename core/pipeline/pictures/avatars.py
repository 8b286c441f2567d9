"""Profile pictures that tables of creators name, read as safely as pictures of posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from core.errors import PictureError
from core.features.pictures.thumbnails import square_jpeg
from core.pipeline.context import BuildContext
from core.pipeline.pictures.places import Places, PostFile, write_rejects
from core.store import tables
from core.store.ingest.parts import NAMED_AVATARS
from core.store.picture_files import PictureFiles, is_address

_SIDE_PX = 96


@dataclass(frozen=True)
class AvatarsTaken:
    """What came of the profile pictures of an import, counted in creators.

    Attributes:
        used_count: their picture is in the store.
        rejected_count: it could not be used; each is a rejected row, and initials stand in.
        address_count: they name an address on the web, which is not fetched.
    """

    used_count: int = 0
    rejected_count: int = 0
    address_count: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """In words, each with a count."""
        texts = {
            f"Profile pictures that cannot be used: {self.rejected_count:,}. Initials stand in, "
            "and the rejected rows say why.": self.rejected_count,
            f"Profile pictures named by an address on the web: {self.address_count:,}. Nothing is "
            "fetched: download the pictures and import them with the creators.": (
                self.address_count
            ),
        }
        return tuple(text for text, count in texts.items() if count)


def take_avatars(
    context: BuildContext, files: Sequence[PostFile], extra: PictureFiles | None = None
) -> AvatarsTaken:
    """Reads the profile pictures of creators just loaded into `avatars`.

    A picture that is in the store already stays when the new one cannot be used. A cell without a
    dot, such as 'yes', names no file and is passed over.

    Args:
        files: those that were loaded, in their order; pictures are looked for beside them.
        extra: searched first.
    """
    named = context.con.execute(
        f"""SELECT influencer_id, avatar_path, file_no
            FROM influencers JOIN {NAMED_AVATARS} USING (influencer_id)
            WHERE contains(avatar_path, '.') ORDER BY influencer_id"""
    ).df()
    if named.empty:
        return AvatarsTaken()
    on_web = named["avatar_path"].map(is_address).astype(bool)
    near = named[~on_web]
    places = Places(files, extra)
    keys = [
        places.key(path, number)
        for path, number in zip(near["avatar_path"], near["file_no"], strict=True)
    ]
    pictures = _read(places, context.settings.threads)
    near = near.assign(picture=[pictures.get(key) for key in keys], key=keys)
    used = near[near["picture"].notna()]
    context.con.execute(
        "DELETE FROM avatars WHERE influencer_id IN (SELECT unnest($ids::VARCHAR[]))",
        {"ids": list(used["influencer_id"])},
    )
    tables.append_frame(context.con, "avatars", used[["influencer_id", "picture"]])
    rejected = near[near["picture"].isna()]
    write_rejects(context.con, rejected, ("influencer_id", "avatar_path"), places)
    return AvatarsTaken(len(used), len(rejected), int(on_web.sum()))


def _read(places: Places, threads: int) -> dict[str, bytes]:
    """Key -> JPEG of the pictures that can be read; the others get a reason."""
    keys = sorted(places.files)
    with ThreadPoolExecutor(max(1, threads)) as pool:
        results = pool.map(_small, [places.files[key].read for key in keys])
        read = dict(zip(keys, results, strict=True))
    places.reasons |= {key: result for key, result in read.items() if isinstance(result, str)}
    return {key: result for key, result in read.items() if isinstance(result, bytes)}


def _small(read: Callable[[], bytes]) -> bytes | str:
    try:
        return square_jpeg(read(), _SIDE_PX)
    except PictureError as error:
        return str(error)
