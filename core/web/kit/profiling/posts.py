"""HTML of posts with their weight, and of categories with their probability; all escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from core.charts.template import ACCENT, GREY
from core.domain.probability import probability_text
from core.queries.profiling.pictures import PostPicture
from core.services.profiling.creator_view import DecidingPost
from core.web.kit.formats import day, percent
from core.web.kit.pictures import Shown, alt_text, picture_html
from core.web.kit.profiling.words import post_words

_CAPTION_CHARS = 220
_TRACK = "rgba(128,128,128,.18)"
_CLAMP = (
    "display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;"
    "overflow-wrap:anywhere"
)


def category_html(category: str, confidence: str, runner_up: str) -> str:
    """A category in large letters, how sure it is, and the one that comes next ('' for none)."""
    second = "" if not runner_up else f" · {runner_up}"
    return (
        '<div style="font-size:1.25rem;font-weight:600;line-height:1.3;overflow-wrap:anywhere">'
        f"{escape(category)}</div>"
        f'<div style="opacity:.8;overflow-wrap:anywhere">{escape(confidence + second)}</div>'
    )


def bar_html(share: float, *, color: str = ACCENT) -> str:
    """A bar whose filled part is `share` (0-1) of its place."""
    width = 100 * min(max(share, 0.0), 1.0)
    return (
        f'<div style="height:6px;border-radius:3px;background:{_TRACK};flex:1 1 60px">'
        f'<div style="height:6px;border-radius:3px;background:{color};width:{width:.1f}%"></div>'
        "</div>"
    )


def small_picture_html(picture: PostPicture | None, *, size_px: int = 56) -> str:
    """The picture of a post, cut to a square; '' without one."""
    if picture is None:
        return ""
    alt = alt_text(picture.labels, picture.people_count)
    return picture_html(Shown(picture.jpeg, alt), size_px=size_px)


def beside_picture_html(picture: PostPicture | None, html: str) -> str:
    """HTML with a small picture on its left; the HTML itself without one."""
    if picture is None:
        return html
    return (
        '<div style="display:flex;gap:12px;align-items:flex-start">'
        f'{small_picture_html(picture)}<div style="flex:1;min-width:0">{html}</div></div>'
    )


def post_html(post: DecidingPost, *, most_weight: float) -> str:
    """A post: picture, caption, its weight as a bar, and what it says on its own.

    Args:
        most_weight: weight whose bar is full.
    """
    facts = [
        f"{_weight_text(post.weight)} of the weight",
        post_words(post.category, post.probability),
        "" if post.posted_at is None else day(post.posted_at),
    ]
    line = " · ".join(escape(fact) for fact in facts if fact)
    caption = escape(_cut(post.caption)) if post.caption.strip() else "<i>No caption</i>"
    told = (
        f'<div style="{_CLAMP};line-height:1.4">{caption}</div>'
        '<div style="display:flex;margin:4px 0 2px">'
        f"{bar_html(post.weight / most_weight if most_weight > 0 else 0.0)}</div>"
        f'<div style="opacity:.72;font-size:.8rem;overflow-wrap:anywhere">{line}</div>'
    )
    return f'<div style="margin-bottom:12px">{beside_picture_html(post.picture, told)}</div>'


def posts_html(posts: Sequence[DecidingPost], *, skip: int = 0, limit: int | None = None) -> str:
    """Posts below each other, from the one after `skip` on; the bar of the weightiest is full."""
    most = max((post.weight for post in posts), default=0.0)
    shown = posts[skip:] if limit is None else posts[skip : skip + limit]
    return "".join(post_html(post, most_weight=most) for post in shown)


def probability_row_html(label: str, category: str, probability: float, *, strong: bool) -> str:
    """A category with its probability as a bar.

    Args:
        label: what says so, for example 'Captions'; '' for none.
        strong: in the accent; grey otherwise.
    """
    before = f'<span style="opacity:.72">{escape(label)}</span> ' if label else ""
    return (
        '<div style="margin-bottom:8px">'
        '<div style="display:flex;gap:8px;justify-content:space-between;font-size:.875rem">'
        f'<span style="overflow-wrap:anywhere">{before}{escape(category)}</span>'
        '<span style="font-variant-numeric:tabular-nums;white-space:nowrap">'
        f"{probability_text(probability)}</span></div>"
        f"{bar_html(probability, color=ACCENT if strong else GREY)}</div>"
    )


def topic_row_html(topic: str, evidence: str, share: float) -> str:
    """A topic with what points to it, and the share (0-1) of pictures that do as a grey bar."""
    return (
        '<div style="margin-bottom:8px"><div style="font-size:.875rem;overflow-wrap:anywhere">'
        f'{escape(topic)} <span style="opacity:.72">{escape(evidence)}</span></div>'
        f"{bar_html(share, color=GREY)}</div>"
    )


def _weight_text(weight: float) -> str:
    """A share of the weight: 'all', '14%', '0.5%'."""
    if weight > 0.9995:
        return "all"
    return percent(weight, 1 if weight < 0.01 else 0)


def _cut(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _CAPTION_CHARS else f"{joined[: _CAPTION_CHARS - 1]}…"
