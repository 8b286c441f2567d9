"""Every reader and every command with whatever stands in a file or on a line.

`make fuzz` tries many more. A case alone: `pytest tests/core/cli/test_fuzz.py` with
`--fuzz-case NAME:SEED`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.features import embeddings
from core.services import encoder
from core.services.backup import back_up
from core.settings import Settings
from core.workspace import campaigns
from core.workspace.database import workspace
from tests.support.fuzz.cases import TARGETS
from tests.support.fuzz.trial import tried
from tests.support.hashed_encoder import HashedModel
from tests.support.small_build import DIMENSION, make_small_build

pytestmark = pytest.mark.slow
_ALL = sum(share for share, _ in TARGETS.values())


class _WideModel(HashedModel):
    """As wide as the vectors of the build."""

    dimension = DIMENSION

    def vectors(self, texts: list[str]) -> np.ndarray:
        found = super().vectors(texts)
        return np.pad(found, ((0, 0), (0, DIMENSION - found.shape[1])))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    option = metafunc.config.getoption
    chosen = option("--fuzz-case")
    if chosen:
        target, _, seed = chosen.rpartition(":")
        metafunc.parametrize(("target", "seeds"), [(target, [int(seed)])], ids=[chosen])
        return
    first = option("--import-seed") * 1_000_000
    shares = {
        target: range(first, first + max(1, round(option("--fuzz-cases") * share / _ALL)))
        for target, (share, _) in TARGETS.items()
    }
    metafunc.parametrize(("target", "seeds"), shares.items(), ids=list(shares))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a build, a workspace, a copy and a backup beside it."""
    folder = tmp_path_factory.mktemp("fuzz")
    found = replace(
        Settings.from_env(folder / "data"), workspace_url=f"sqlite:///{folder}/data/workspace.db"
    )
    make_small_build(found)
    campaigns.create(workspace(found), "Spring", brand_id="b0", brand_name="Luma")
    workspace(found).dispose()
    back_up(found, folder / "good.tar")
    shutil.copytree(found.data_dir, folder / "pristine", copy_function=shutil.copy2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCOUT_FILE_MEMORY", "100MB")
        patch.setattr(embeddings, "load_model", lambda _embedder, _tokens: _WideModel())
        encoder._encoder.cache_clear()
        yield found.data_dir
    encoder._encoder.cache_clear()


def test_it_ends_well_or_in_one_line_and_damages_nothing(
    data: Path, target: str, seeds: range
) -> None:
    wrong = {seed: found for seed in seeds if (found := tried(target, seed, data))}
    assert not wrong, "\n".join(
        f"--fuzz-case '{target}:{seed}': {one}"
        for seed, found in list(wrong.items())[:8]
        for one in found
    )
