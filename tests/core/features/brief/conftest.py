"""Briefs read with the topics that ship with the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from core.features.brief.parse import ParsedBrief, parse_brief
from core.models.niches.taxonomy import read_taxonomy

Said = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def topic_names() -> Mapping[str, tuple[str, ...]]:
    return read_taxonomy().names


@pytest.fixture(scope="session")
def parsed(topic_names: Mapping[str, tuple[str, ...]]) -> Callable[[str], ParsedBrief]:
    return lambda text: parse_brief(text, topic_names)


@pytest.fixture(scope="session")
def said(parsed: Callable[[str], ParsedBrief]) -> Said:
    """Name -> value of what a brief says."""
    return lambda text: parsed(text).constraints.said()
