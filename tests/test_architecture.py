"""Imports go one way, and each room keeps to what it may know."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What a room may import from the house, besides itself.
_GROUND = {"settings", "errors", "progress", "processes", "formats", "logs", "domain", "access"}
ALLOWED: dict[str, set[str]] = {
    "settings": {"errors"},
    "errors": set(),
    "progress": {"logs"},
    "processes": set(),
    "access": {"errors", "settings"},
    "domain": {"errors"},
    "logs": {"settings", "errors"},
    "spark": {"errors"},
    "formats": {"domain"},
    "store": _GROUND,
    "demo": _GROUND,
    "features": _GROUND | {"store"},
    "workspace": _GROUND,
    "models": _GROUND | {"features"},
    "evaluation": _GROUND | {"store", "features", "models"},
    "queries": _GROUND | {"store", "models"},
    "charts": {"domain", "formats"},
    "services": _GROUND
    | {"store", "features", "models", "queries", "evaluation", "workspace", "spark"},
    "report": _GROUND | {"store", "models", "queries", "charts", "services"},
    "pipeline": _GROUND
    | {"store", "demo", "features", "models", "evaluation", "services", "workspace", "spark"},
    "cli": _GROUND
    | {
        "store",
        "demo",
        "features",
        "models",
        "evaluation",
        "services",
        "pipeline",
        "report",
        "queries",
        "workspace",
    },
    "__main__": {"cli"},
    "web": _GROUND | {"store", "queries", "charts", "report", "services", "models", "workspace"},
    "pages": {"web", "charts", "errors"},
    "app": {"web", "errors"},
    "server": {"web", "errors"},
}
# What the shared parts of `web` may import of it; a page's package takes from both of them.
WEB_ALLOWED: dict[str, set[str]] = {"kit": set(), "shell": {"kit"}}
CROWDED = {"core/cli": 40, "pages": 20}  # one module per command, and per page
HEAVY = {"torch", "lightgbm", "sentence_transformers", "duckdb", "sklearn", "sqlalchemy"}


@cache
def _sources() -> list[Path]:
    files = [ROOT / "app.py", ROOT / "server.py", *sorted((ROOT / "pages").glob("*.py"))]
    return [*files, *sorted((ROOT / "core").rglob("*.py"))]


def _room(file: Path) -> str:
    parts = file.relative_to(ROOT).parts
    if parts[0] in ("pages", "app.py", "server.py"):
        return parts[0].removesuffix(".py")
    return parts[1].removesuffix(".py")


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _imports(file: Path) -> frozenset[str]:
    """Names of all modules that a file imports, and of what it takes from them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(_text(file))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: relative import"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def _packages_imported(file: Path) -> set[str]:
    return {name.split(".")[0] for name in _imports(file)}


def _rooms_imported(file: Path) -> set[str]:
    return {
        name.split(".")[1]
        for name in _imports(file)
        if name.startswith("core.") and name != "core.__version__"
    }


def _faults(fault: Callable[[Path], str | None]) -> list[str]:
    """`file: what is wrong` for each source file that breaks a rule."""
    return [
        f"{file.relative_to(ROOT)}: {message}" for file in _sources() if (message := fault(file))
    ]


def test_imports_go_one_way() -> None:
    def fault(file: Path) -> str | None:
        room = _room(file)
        if room == "__init__":
            return None
        wrong = _rooms_imported(file) - ALLOWED[room] - {room}
        return f"{room} must not import {sorted(wrong)}" if wrong else None

    assert not _faults(fault)


def test_packages_of_pages_share_the_kit_and_never_each_other() -> None:
    def fault(file: Path) -> str | None:
        if _room(file) != "web":
            return None
        own = file.relative_to(ROOT / "core" / "web").parts[0]
        allowed = WEB_ALLOWED.get(own, {"shell", "kit"}) | {own}
        wrong = {
            name.split(".")[2]
            for name in _imports(file)
            if name.startswith("core.web.") and name.split(".")[2] not in allowed
        }
        return f"web.{own} must not import {sorted(wrong)}" if wrong else None

    assert not _faults(fault)


def test_no_folder_has_more_than_fifteen_modules_side_by_side() -> None:
    counts: dict[str, int] = {}
    for file in _sources():
        if file.name != "__init__.py":
            folder = str(file.parent.relative_to(ROOT))
            counts[folder] = counts.get(folder, 0) + 1
    assert not {
        folder: count for folder, count in counts.items() if count > CROWDED.get(folder, 15)
    }


def test_spark_stays_behind_its_session() -> None:
    """Everything else runs without it installed."""
    known = {
        "core/spark.py",
        "core/pipeline/engines/spark.py",
        "core/models/profiling/spark_averaging.py",
        "core/services/tables/profile_engines.py",
    }

    def fault(file: Path) -> str | None:
        is_wrong = _packages_imported(file) & {"pyspark", "py4j"} and (
            str(file.relative_to(ROOT)) not in known
        )
        return "imports Spark" if is_wrong else None

    assert not _faults(fault)


def test_kernels_know_no_store() -> None:
    """They run on machines that have none."""

    def fault(file: Path) -> str | None:
        if "core/pipeline/kernels/" not in str(file):
            return None
        wrong = _packages_imported(file) & HEAVY | _rooms_imported(file) & {"store", "workspace"}
        return f"a kernel must not import {sorted(wrong)}" if wrong else None

    assert not _faults(fault)


def test_streamlit_stays_in_its_room() -> None:
    def fault(file: Path) -> str | None:
        if _room(file) not in ("web", "pages", "app", "server"):
            is_wrong = "streamlit" in _packages_imported(file)
            return "only web, pages and app import streamlit" if is_wrong else None
        heavy = _packages_imported(file) & HEAVY
        is_wrong = _room(file) != "web" and bool(heavy)
        return f"a page must not import {sorted(heavy)}" if is_wrong else None

    assert not _faults(fault)


def test_queries_leave_computing_to_sql() -> None:
    """What needs arrays is a service or a model."""

    def fault(file: Path) -> str | None:
        is_wrong = _room(file) == "queries" and "numpy" in _packages_imported(file)
        return "a query must not import numpy" if is_wrong else None

    assert not _faults(fault)


def test_only_settings_reads_the_environment() -> None:
    def fault(file: Path) -> str | None:
        reads = re.search(r"os\.(getenv|environ\.get|environ\[)", _text(file))
        return f"reads the environment: {reads[0]}" if reads and _room(file) != "settings" else None

    assert not _faults(fault)


def test_a_limit_is_a_choice_with_a_name() -> None:
    """A number of rows written into SQL for safety's sake once hid rows and crashed a command."""

    def fault(file: Path) -> str | None:
        limit = re.search(r"LIMIT \d{2,}", _text(file))
        return f"{limit[0]}: take it out or name it" if limit else None

    assert not _faults(fault)


def test_only_evaluation_knows_where_the_planted_truth_lies() -> None:
    shown = {"web", "pages", "app", "server", "charts", "report"}
    blind = shown | {"models", "features", "queries"}
    # Services measure tables that people label themselves, by metrics that never read the truth.
    reads_truth = {
        f"core.evaluation.{file.stem}"
        for file in _sources()
        if _room(file) == "evaluation"
        and (file.stem == "truth" or "core.evaluation.truth" in _imports(file))
    }
    assert len(reads_truth) > 1

    def fault(file: Path) -> str | None:
        if _room(file) not in blind | {"services"}:
            return None
        if _room(file) in blind and "evaluation" in _rooms_imported(file):
            return "imports evaluation"
        if wrong := reads_truth & _imports(file):
            return f"imports {sorted(wrong)}"
        named = re.search(r"planted[_-]truth|truth\.parquet", _text(file))
        return f"names {named[0]}" if named else None

    assert not _faults(fault)


def test_this_test_sees_the_house() -> None:
    assert len(_sources()) > 15
    assert "core.errors" in _imports(ROOT / "core" / "settings.py")


def test_a_fault_names_the_file() -> None:
    faults = _faults(lambda file: "wrong" if file.name == "settings.py" else None)
    assert faults == ["core/settings.py: wrong"]
