"""Files of followers dropped on the Follower audit, drawn by chance under any name."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.settings import Settings
from tests.support.fuzz import files, values
from tests.support.fuzz.tables import TABLES
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

pytestmark = pytest.mark.slow
_CASES_EACH = 30  # fuzz cases to one page, which takes seconds
_SCRIPT = "<script>alert(1)</script>"


def _drawn(rng: random.Random, folder: Path) -> tuple[str, bytes, str]:
    """Name, bytes and type of an upload."""
    while not (path := files.written(TABLES["profiles"](rng), folder, rng)).is_file():
        continue  # a pipe, a folder or a link, none of which a browser sends
    # Streamlit takes no other endings.
    name = rng.choice((path.stem, values.cell(rng)[:200])) + path.suffix
    return name.encode("utf-8", "replace").decode(), path.read_bytes(), "text/csv"


def test_any_file_of_followers_is_audited_or_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    option = request.config.getoption
    make_small_build(Settings.from_env(tmp_path / "data"))
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SCOUT_FILE_MEMORY", "100MB")
    for number in range(max(3, option("--fuzz-cases") // _CASES_EACH)):
        seed = f"followers {option('--import-seed')} {number}"
        rng = random.Random(seed)
        app = opened("follower_audit")
        app.file_uploader[0].set_value([_drawn(rng, tmp_path / f"sample{number}")])
        if rng.random() < 0.4:
            app.file_uploader[1].set_value(
                [_drawn(rng, tmp_path / f"labels{number}{place}") for place in range(2)]
            )
        app.run()
        assert not app.exception, (seed, app.exception[0].message, app.exception[0].stack_trace)
        assert app.metric or app.warning or app.info, seed
        assert _SCRIPT not in texts(app), seed
        said = [one.value for one in (*app.warning, *app.info)]
        assert max(map(len, said), default=0) < 3_000, seed
