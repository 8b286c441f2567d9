"""Uploads that still hold somebody who was forgotten."""

from __future__ import annotations

from pathlib import Path

from core.domain.accounts import Account
from core.services.privacy.needle import Needle
from core.services.privacy.target import uploads_with
from core.settings import Settings
from core.store.ingest import ImportFile
from core.store.ingest.import_plan import write_plan


def named(settings: Settings, handle: str) -> list[Path]:
    return uploads_with(settings, Needle([Account(f"x:{handle}", handle, handle, "instagram")]))


def test_pictures_dropped_with_a_file_that_names_a_creator_count_as_theirs(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    for name in ("a", "b", "c", "d"):
        (settings.imports_dir / name).mkdir(parents=True)
    posts = settings.imports_dir / "a" / "posts.csv"
    posts.write_text("account,caption\nZora_Quill,hello\n", encoding="utf-8")
    others = settings.imports_dir / "c" / "posts.csv"
    others.write_text("account,caption\nmira,hello\n", encoding="utf-8")
    zips = [settings.imports_dir / name / "pics.zip" for name in ("b", "d")]
    for zipped in zips:
        zipped.write_bytes(b"PK compressed")
    write_plan(posts.parent / "plan.json", [ImportFile(posts, "posts.csv")], zips[0])
    write_plan(others.parent / "plan.json", [ImportFile(others, "posts.csv")], zips[1])
    assert named(settings, "Zora_Quill") == [posts, zips[0]]
    assert named(settings, "mira") == [others, zips[1]]
    assert named(settings, "nobody") == []
