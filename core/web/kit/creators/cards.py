"""HTML of creators: identity, chips, sparkline, highlighted text. Everything given is escaped.

Colours come from `currentColor` and half-transparent tones, so that light and dark both work.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from core.charts.template import ACCENT
from core.formats import avatar_hue, initials

_SOFT = "rgba(128,128,128,.14)"
_CHIP_TONES = {
    "plain": (_SOFT, "inherit"),
    "good": ("rgba(15,118,110,.16)", "inherit"),
    "caution": ("rgba(217,119,6,.18)", "inherit"),
}


def avatar_html(name: str, picture: str = "", *, size_px: int = 44) -> str:
    """A round picture, or a mark with the initials; the same name always has the same colour.

    Args:
        picture: an address of `kit.creators.avatars`; '' for the initials.
    """
    if picture:
        return (
            f'<img src="{escape(picture, quote=True)}" alt="" loading="lazy" '
            f'width="{size_px}" height="{size_px}" '
            'style="border-radius:50%;flex:none;object-fit:cover;display:block">'
        )
    return (
        f'<span aria-hidden="true" style="display:inline-flex;align-items:center;'
        f"justify-content:center;flex:none;width:{size_px}px;height:{size_px}px;"
        f"border-radius:50%;background:hsl({avatar_hue(name)},38%,36%);color:#fff;font-weight:600;"
        f'font-size:{size_px * 0.38:.0f}px">{escape(initials(name))}</span>'
    )


def identity_html(
    name: str, handle: str, details: Sequence[str], picture: str = "", *, size_px: int = 44
) -> str:
    """Picture or initials, name, handle and a line of details such as platform and country."""
    second = " · ".join(escape(part) for part in (f"@{handle}", *details) if part)
    return (
        '<div style="display:flex;gap:12px;align-items:center;min-width:0">'
        f"{avatar_html(name, picture, size_px=size_px)}"
        '<div style="min-width:0;overflow-wrap:anywhere;line-height:1.35">'
        f'<div style="font-weight:600;font-size:{1.0 if size_px < 50 else 1.35}rem">'
        f"{escape(name)}</div>"
        f'<div style="opacity:.72;font-size:.875rem">{second}</div></div></div>'
    )


def chips_html(chips: Iterable[tuple[str, str]]) -> str:
    """Short labels in a row.

    Args:
        chips: (text, tone) with tone 'plain', 'good' or 'caution'.
    """
    spans = []
    for text, tone in chips:
        background, color = _CHIP_TONES[tone]
        spans.append(
            f'<span style="background:{background};color:{color};border-radius:8px;'
            f'padding:2px 9px;font-size:.8125rem;line-height:1.5">{escape(text)}</span>'
        )
    return f'<div style="display:flex;flex-wrap:wrap;gap:6px">{"".join(spans)}</div>'


def sparkline_html(values: Sequence[float], *, width_px: int = 110, height_px: int = 30) -> str:
    """A small line of the values, oldest first, on a scale of its own; empty below two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (width_px - 4) / (len(values) - 1)
    points = " ".join(
        f"{2 + i * step:.1f},{height_px - 3 - (value - low) / span * (height_px - 6):.1f}"
        for i, value in enumerate(values)
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}">'
        f'<polyline points="{points}" fill="none" stroke="{ACCENT}" stroke-width="2" '
        'stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )
    # As an image, because `st.html` takes drawings out of the page's own HTML.
    code = b64encode(drawing.encode()).decode()
    return (
        '<img alt="followers over time" title="Followers over time, on a scale of its own" '
        f'width="{width_px}" height="{height_px}" '
        f'src="data:image/svg+xml;base64,{code}">'
    )


def figure_html(label: str, value: str, note: str = "", *, width_px: int = 96) -> str:
    """A labelled value with a small note under it."""
    return (
        f'<div style="flex:0 0 {width_px}px">'
        f'<div style="opacity:.72;font-size:.78rem">{escape(label)}</div>'
        f'<div style="font-weight:600;font-variant-numeric:tabular-nums">{escape(value)}</div>'
        f'<div style="opacity:.72;font-size:.78rem">{escape(note)}</div></div>'
    )


def text_html(text: str) -> str:
    """Text of a stranger exactly as written: no markup, no Markdown, no links."""
    return f'<div style="white-space:pre-line;overflow-wrap:anywhere">{escape(text)}</div>'


def highlighted_html(text: str, words: Iterable[str]) -> str:
    """Text with the given whole words marked, in any case."""
    distinct = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not distinct:
        return text_html(text)
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(re.escape(word) for word in distinct) + r")(?!\w)", re.IGNORECASE
    )
    parts = pattern.split(text)
    marked = [
        f'<mark style="background:rgba(217,119,6,.28);color:inherit;border-radius:3px;'
        f'padding:0 2px">{escape(part)}</mark>'
        if i % 2
        else escape(part)
        for i, part in enumerate(parts)
    ]
    return f'<div style="white-space:pre-line;overflow-wrap:anywhere">{"".join(marked)}</div>'
