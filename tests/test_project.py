"""The project's own files: packaging, licence, notices, hooks."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

import pytest

import core

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
# Files that are neither code nor text of the project: each kind must be named in NOTICE.
BUNDLED = ("static/*.woff2", "core/models/**/shipped", "core/features/*.txt",
           "core/models/**/*_words.toml", "core/demo/words", "data/sample")  # fmt: skip


def test_the_command_scout_is_the_one_of_python_m_core() -> None:
    module, _, name = PROJECT["project"]["scripts"]["scout"].partition(":")
    assert (
        getattr(importlib.import_module(module), name)
        is importlib.import_module("core.__main__").main
    )


def test_the_version_is_that_of_the_package_and_in_the_changelog() -> None:
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "core.__version__"}
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {core.__version__}" in changelog


def test_the_licence_is_apache() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert all((ROOT / file).is_file() for file in PROJECT["project"]["license-files"])


@pytest.mark.parametrize("pattern", BUNDLED)
def test_notice_names_what_is_bundled(pattern: str) -> None:
    bundled = [path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)]
    assert bundled, f"{pattern}: expected files, found none"
    assert not [path for path in bundled if path not in NOTICE]


def test_what_notice_names_is_there() -> None:
    named = re.findall(r"(?:core|data|docs|static)/[\w./-]*\w", NOTICE)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact(file: str) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    needed = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.]+", line) for line in needed), needed


def test_hooks_run_ruff_and_mypy_of_the_project() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: \.venv/bin/(\S+)", hooks)
    assert entries == ["ruff", "ruff", "mypy", "python"]
