"""Builds that earlier versions of the program made.

What commands and pages say of one that is too old is `test_outdated_builds.py`.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from core.errors import OutdatedBuildError
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_build_store
from core.store.integrity import verify

DATA = Path(__file__).parent / "data"


def unpacked(schema: int, folder: Path) -> tuple[Settings, Build]:
    with tarfile.open(DATA / f"build_schema_{schema}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    settings = Settings.from_env(folder)
    return settings, builds.current_build(settings)


def test_one_of_schema_1_says_the_command(tmp_path: Path) -> None:
    settings, build = unpacked(1, tmp_path)
    with pytest.raises(
        OutdatedBuildError,
        match=r"earlier version of the program \(tables 1, expected \d\)\. Run 'python -m core ",
    ):
        open_build_store(build, settings)
    assert builds.list_builds(settings) == [build]


def test_one_of_schema_2_opens(tmp_path: Path) -> None:
    settings, build = unpacked(2, tmp_path)
    assert (build.schema_version, build.is_outdated) == (builds.SCHEMA_VERSION, False)
    con = open_build_store(build, settings)
    found = con.execute(
        "SELECT name, caution_score FROM influencers JOIN caution USING (influencer_id) "
        "ORDER BY influencer_id"
    ).fetchall()
    con.close()
    assert found == [("Mira Demo", None), ("Talia Demo", None)]
    assert verify(build) == 0  # its manifest has no checksums yet
