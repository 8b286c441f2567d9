"""The tables of README name what there is, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from core.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.S | re.M)
    assert match, f"README has no section '{title}'"
    return match.group(1)


def test_every_command_is_listed() -> None:
    listed = set(re.findall(r"^\| `([a-z]+)", section("Commands"), re.M))
    assert listed == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_setting_is_listed() -> None:
    source = (ROOT / "core" / "settings.py").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(SCOUT_[A-Z_]+)`", section("Settings"), re.M))
    assert listed == set(re.findall(r'"(SCOUT_[A-Z_]+)"', source))


def test_every_page_is_listed() -> None:
    listed = set(re.findall(r"^\| \*\*([^*]+)\*\* \(`pages/(\w+)\.py`\)", section("Pages"), re.M))
    files = {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert {stem for _, stem in listed} == files


def test_pictures_and_files_named_in_readme_are_there() -> None:
    for target in re.findall(r"\]\(((?!http|#)[^)]+)\)", README):
        assert (ROOT / target).exists(), target
