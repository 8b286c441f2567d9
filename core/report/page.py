"""How reports become HTML: one template environment that escapes what strangers wrote."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core import formats
from core.domain.probability import growth_probability_text
from core.report import words


@cache
def page_environment() -> Environment:
    """Templates of all reports, with the filters that they share."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        # Names, handles and captions come from strangers.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": formats.count,
        "day": formats.day,
        "hue": formats.avatar_hue,
        "initials": formats.initials,
        "kept": words.kept_words,
        "money": formats.money,
        "pattern": words.pattern_words,
        "platform": formats.platform_label,
        "probability": growth_probability_text,
        "rate": formats.percent,
        "signed_rate": formats.signed_percent,
        "to": formats.days_text,
    }
    environment.tests["missing"] = formats.is_missing
    return environment
