"""The triage list as a file."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from core.queries.growth.triage import DEFAULT_ORDER, TriageFilter
from core.settings import Settings
from core.store import builds
from core.web.authenticity.files import triage_file
from core.web.kit.paged import rows_words
from tests.support.growth_rows import plant_evidence
from tests.support.small_build import CREATORS, make_small_build


@pytest.fixture
def build_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    settings = Settings.from_env(tmp_path)
    make_small_build(settings)
    plant_evidence(settings)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path))
    return builds.current_build(settings).build_id


def test_the_file_holds_every_creator_in_order_with_reasons(build_id: str) -> None:
    content = triage_file(build_id, TriageFilter(), DEFAULT_ORDER, "csv")
    frame = pd.read_csv(io.BytesIO(content))
    assert len(frame) == CREATORS
    first = frame.iloc[0]
    assert first["Id"] == "c008"
    assert first["Probability of bought growth (0-1)"] == 0.934
    assert first["Pattern"] == "one-day step"
    assert first["Pattern from"] == "2026-10-07"
    assert first["Points to bought growth"].endswith("; no post in the days before")
    assert first["Growth verdict"] == (
        "Unusual growth, worth checking (93%): one-day step, 7 Oct 2026"
    )
    assert frame.columns[-1].startswith("Caution score (0-100")
    assert frame["Probability of bought growth (0-1)"].isna().sum() == 3


def test_the_workbook_follows_the_filter(build_id: str) -> None:
    chosen = TriageFilter(patterns=("step", "viral"))
    frame = pd.read_excel(io.BytesIO(triage_file(build_id, chosen, DEFAULT_ORDER, "xlsx")))
    assert frame["Id"].tolist() == ["c008", "c010"]


def test_an_empty_list_gives_headers_alone(build_id: str) -> None:
    nobody = TriageFilter(tiers=("mega",), patterns=("seesaw",))
    frame = pd.read_csv(io.BytesIO(triage_file(build_id, nobody, DEFAULT_ORDER, "csv")))
    assert frame.empty
    assert "Handle" in frame.columns


def test_what_the_file_holds_is_said() -> None:
    assert rows_words(60) == "All 60 creators in this order."
    assert rows_words(100_000) == "The first 5,000 of 100,000 creators in this order."
