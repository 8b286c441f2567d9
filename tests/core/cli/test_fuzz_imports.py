"""Whole imports by the command, of messy and broken files, on top of a build of earlier ones.

What goes through leaves what the files mean; what is refused leaves every byte as it was.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.features import embeddings
from core.services import encoder
from core.settings import Settings
from core.store import builds
from core.store.connect import open_build_store
from tests.core.store.reading.test_messy_sets import assert_as_meant
from tests.support import messy_sets
from tests.support.fuzz import files
from tests.support.fuzz.cases import Case
from tests.support.fuzz.trial import kept, ran, said
from tests.support.hashed_encoder import HashedModel
from tests.support.messy_sets import Expected, MessySet

pytestmark = pytest.mark.slow
_CASES_EACH = 75  # fuzz cases to one import, which takes seconds


@pytest.fixture(autouse=True)
def _hashed_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(embeddings, "load_model", lambda _embedder, _tokens: HashedModel())
    encoder._encoder.cache_clear()
    yield
    encoder._encoder.cache_clear()


def _drawn(folder: Path, rng: random.Random, expected: Expected, ids: list[str]) -> MessySet:
    return messy_sets.drawn(folder, rng, expected, tables=rng.choice(messy_sets.SETS), creators=ids)


def _imported(made: MessySet, data: Path, folder: Path, *more: str) -> tuple[int, list[str]]:
    """Exit code, and what is wrong with what it said."""
    # The table of each file is told by its header and name alone, as people leave it. A name that
    # comes again would take the rejects of the file that had it before.
    paths = [str(one.path.rename(folder / f"{folder.name}_{one.shown_name}")) for one in made.files]
    words = ["import", *paths, "--quick", "--as-of", "2026-11-21", *more, "--data", str(data)]
    code, out, problems, fault = ran(words, Case(words), folder)
    return code, [fault] if fault else said(code, out, problems)


def test_an_import_leaves_what_the_files_mean_or_every_byte_as_it_was(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    option = request.config.getoption
    for number in range(max(2, option("--fuzz-cases") // _CASES_EACH)):
        seed = f"{option('--import-seed')} {number}"
        rng = random.Random(f"imports {seed}")
        folder = tmp_path / str(number)
        (folder / "first").mkdir(parents=True)
        (folder / "then").mkdir()
        data = folder / "data"
        settings = replace(Settings.from_env(data), workspace_url=f"sqlite:///{data}/workspace.db")
        expected, ids = Expected(), messy_sets.creator_ids(rng)
        made = _drawn(folder / "a", rng, expected, ids)
        assert _imported(made, data, folder / "first") == (0, []), f"seed {seed}: {made.how}"
        _check(settings, expected, f"seed {seed}: {made.how}")

        before = kept(data)
        made = _drawn(folder / "b", rng, expected, ids)
        is_broken = rng.random() < 0.5
        if is_broken:
            path = rng.choice(made.files).path
            path.write_bytes(files.broken_bytes(path.read_bytes(), rng))
        code, wrong = _imported(made, data, folder / "then", "--add")
        how = f"seed {seed}, broken {is_broken}: {made.how}"
        assert wrong == [], how
        if code:
            assert is_broken, how
            assert kept(data) == before, how
        else:
            after = kept(data)
            lost = [one for one, content in before.items() if after.get(one) != content]
            assert [one for one in lost if one.startswith("builds/")] == [], how
            if not is_broken:
                _check(settings, expected, how)
        shutil.rmtree(folder)


def _check(settings: Settings, expected: Expected, how: str) -> None:
    made = builds.current_build(settings)
    con = open_build_store(made, settings)
    try:
        assert_as_meant(con, expected, how)
    finally:
        con.close()
    assert made.manifest["row_counts"]["influencers"] == len(expected.influencers)
