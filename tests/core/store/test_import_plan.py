"""Uploads that nobody needs any more."""

from __future__ import annotations

import os
import time
from pathlib import Path

from core.store.import_plan import remove_old_uploads, uploaded_pictures, write_plan
from core.store.ingest import ImportFile


def test_uploads_go_after_their_days_and_newer_ones_stay(tmp_path: Path) -> None:
    for name, days in (("old", 8), ("new", 6)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.csv").write_text("x")
        at = time.time() - days * 86_400
        os.utime(tmp_path / name, (at, at))
    assert remove_old_uploads(tmp_path, keep_days=7) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["new"]
    assert remove_old_uploads(tmp_path / "missing", keep_days=7) == 0


def test_pictures_are_known_by_the_file_they_were_dropped_with(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    posts = tmp_path / "a" / "posts.csv"
    write_plan(tmp_path / "a" / "plan.json", [ImportFile(posts, "posts.csv")], tmp_path / "p.zip")
    write_plan(tmp_path / "b" / "plan.json", [ImportFile(posts, "posts.csv")])
    (tmp_path / "c" / "plan.json").write_text("[1, {}]")
    assert uploaded_pictures(tmp_path) == [(posts, tmp_path / "p.zip")]
    assert uploaded_pictures(tmp_path / "missing") == []
