"""Plans of imports know their files and pictures."""

from __future__ import annotations

from pathlib import Path

from core.store.ingest import ImportFile
from core.store.ingest.import_plan import uploaded_pictures, write_plan


def test_pictures_are_known_by_the_file_they_were_dropped_with(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    posts = tmp_path / "a" / "posts.csv"
    write_plan(tmp_path / "a" / "plan.json", [ImportFile(posts, "posts.csv")], tmp_path / "p.zip")
    write_plan(tmp_path / "b" / "plan.json", [ImportFile(posts, "posts.csv")])
    (tmp_path / "c" / "plan.json").write_text("[1, {}]")
    assert uploaded_pictures(tmp_path) == [(posts, tmp_path / "p.zip")]
    assert uploaded_pictures(tmp_path / "missing") == []
