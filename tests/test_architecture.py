"""Imports go one way, and each room keeps to what it may know."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What a room may import from the house, besides itself.
_GROUND = {"settings", "errors", "progress", "formats"}
ALLOWED: dict[str, set[str]] = {
    "settings": {"errors"},
    "errors": set(),
    "progress": set(),
    "formats": set(),
    "store": _GROUND,
    "demo": _GROUND,
    "features": _GROUND | {"store"},
    "workspace": _GROUND,
    "models": _GROUND | {"features"},
    "evaluation": _GROUND | {"store", "features", "models"},
    "views": _GROUND | {"store", "models"},
    "charts": set(),
    "serving": _GROUND | {"store", "features", "models", "views"},
    "report": _GROUND | {"store", "models", "views", "charts", "serving"},
    "pipeline": _GROUND
    | {"store", "demo", "features", "models", "evaluation", "serving", "workspace"},
    "cli": _GROUND
    | {
        "store",
        "demo",
        "features",
        "models",
        "evaluation",
        "serving",
        "pipeline",
        "report",
        "views",
        "workspace",
    },
    "__main__": {"cli"},
    "web": _GROUND | {"store", "views", "charts", "report", "serving", "models", "workspace"},
    "pages": {"web", "charts", "errors"},
    "app": {"web", "errors"},
}
HEAVY = {"torch", "lightgbm", "sentence_transformers", "duckdb", "sklearn", "sqlalchemy"}


def _sources() -> list[Path]:
    files = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
    return [*files, *sorted((ROOT / "core").rglob("*.py"))]


def _room(file: Path) -> str:
    parts = file.relative_to(ROOT).parts
    if parts[0] in ("pages", "app.py"):
        return parts[0].removesuffix(".py")
    return parts[1].removesuffix(".py")


def _imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: relative import"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def _rooms_imported(file: Path) -> set[str]:
    return {
        name.split(".")[1]
        for name in _imports(file)
        if name.startswith("core.") and name != "core.__version__"
    }


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_one_way(file: Path) -> None:
    room = _room(file)
    if room == "__init__":
        return
    wrong = _rooms_imported(file) - ALLOWED[room] - {room}
    assert not wrong, f"{room} must not import {sorted(wrong)}"


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_streamlit_stays_in_its_room(file: Path) -> None:
    if _room(file) in ("web", "pages", "app"):
        heavy = {name.split(".")[0] for name in _imports(file)} & HEAVY
        assert _room(file) == "web" or not heavy, f"a page imports {heavy}"
    else:
        assert "streamlit" not in {name.split(".")[0] for name in _imports(file)}


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_only_settings_reads_the_environment(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if _room(file) != "settings":
        assert not re.search(r"os\.(getenv|environ\.get|environ\[)", text)


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_only_evaluation_knows_where_the_planted_truth_lies(file: Path) -> None:
    shown = {"web", "pages", "app", "charts", "report"}
    if _room(file) in shown | {"models", "features", "views", "serving"}:
        assert "evaluation" not in _rooms_imported(file)
        assert not re.search(r"planted[_-]truth|truth\.parquet", file.read_text(encoding="utf-8"))


def test_this_test_sees_the_house() -> None:
    assert len(_sources()) > 15
    assert "core.errors" in _imports(ROOT / "core" / "settings.py")
