"""Whole briefs, as people write them, against what they ask for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from core.domain.brief import BriefConstraints
from core.features.brief.parse import ParsedBrief

_BRIEFS = tomllib.loads(Path(__file__).with_name("briefs.toml").read_text(encoding="utf-8"))[
    "brief"
]


def _comparable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, list | tuple) else value
            for name, value in values.items()}  # fmt: skip


@pytest.mark.parametrize("brief", _BRIEFS, ids=lambda brief: brief["text"].strip()[:40])
def test_brief_is_read_as_a_person_reads_it(
    brief: dict[str, Any], said: Callable[[str], dict[str, Any]]
) -> None:
    expected = {name: value for name, value in brief.items() if name != "text"}
    assert _comparable(said(brief["text"])) == _comparable(expected)


def test_table_has_different_briefs_and_every_constraint() -> None:
    names = {name for brief in _BRIEFS for name in brief} - {"text"}
    assert len({brief["text"] for brief in _BRIEFS}) == len(_BRIEFS) == 241
    assert names == {field.name for field in fields(BriefConstraints)}


def test_guessed_kind_of_money_and_cities_are_told(parsed: Callable[[str], ParsedBrief]) -> None:
    warnings = " ".join(parsed("4 creators in Lyon, $900").warnings)
    assert "Lyon is read as France" in warnings
    assert "no exchange rate" in warnings
    assert "Write 'in all' or 'per post'" in warnings


def test_topic_both_wanted_and_refused_is_wanted(said: Callable[[str], dict[str, Any]]) -> None:
    assert said("Finance creators, no crypto") == {"niches": ("Personal finance",)}


def test_ends_of_followers_come_in_order(said: Callable[[str], dict[str, Any]]) -> None:
    words = said("at most 5k followers, at least 20k followers")
    assert (words["followers_min"], words["followers_max"]) == (5_000, 20_000)
