"""Messy files are read as they are meant, by every reader, or a line is counted as left out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.store.ingest.values import distinct
from tests.core.store.reading.messy_readers import READERS, differences

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", READERS)
def test_each_value_of_a_messy_file_is_read_as_it_is_meant(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    usual = distinct._CHUNK
    for number in range(request.config.getoption("--messy-files")):
        seed = f"{request.config.getoption('--import-seed')} {name} {number}"
        rng = random.Random(seed)
        # Files of many rows go another way, which a small chunk makes few rows take.
        monkeypatch.setattr(distinct, "_CHUNK", rng.choice((usual, 3)))
        folder = tmp_path / str(number)
        folder.mkdir()
        file, outcome = READERS[name](folder, rng)
        assert differences(outcome) == [], f"{seed}: {file.how}"
