"""HTML of small pictures of posts, with words for those who cannot see them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_JPEG_START = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Shown:
    """A picture to show.

    Attributes:
        jpeg: a thumbnail of the store.
        alt: what it shows, in words; see `alt_text`.
        note: a short text under it, such as its weight; '' for none.
    """

    jpeg: bytes
    alt: str
    note: str = ""


def alt_text(labels: Sequence[str], people_count: int) -> str:
    """What the networks see in a picture, in words: 'Picture: espresso, cup; 1 person'."""
    people = "1 person" if people_count == 1 else f"{people_count} people"
    parts = [", ".join(labels), people if people_count > 0 else ""]
    seen = "; ".join(part for part in parts if part)
    return f"Picture: {seen}" if seen else "Picture of a post"


def picture_html(picture: Shown, *, size_px: int = 96) -> str:
    """One picture in a square of fixed size, cut to fit; '' when the bytes are no JPEG."""
    if not picture.jpeg.startswith(_JPEG_START):
        return ""
    code = b64encode(picture.jpeg).decode()
    image = (
        f'<img src="data:image/jpeg;base64,{code}" alt="{escape(picture.alt, quote=True)}" '
        f'title="{escape(picture.alt, quote=True)}" loading="lazy" '
        f'width="{size_px}" height="{size_px}" '
        'style="object-fit:cover;border-radius:8px;display:block">'
    )
    note = (
        f'<div style="font-size:.78rem;opacity:.72;line-height:1.4;overflow:hidden;'
        f'text-overflow:ellipsis;white-space:nowrap">{escape(picture.note)}</div>'
        if picture.note
        else ""
    )
    return f'<div style="flex:0 0 {size_px}px;width:{size_px}px">{image}{note}</div>'


def pictures_html(pictures: Sequence[Shown], *, size_px: int = 96) -> str:
    """A strip of pictures side by side that wraps on a narrow screen; '' without any."""
    shown = "".join(picture_html(picture, size_px=size_px) for picture in pictures)
    return f'<div style="display:flex;flex-wrap:wrap;gap:8px">{shown}</div>' if shown else ""
