"""The project's own files: packaging, licence, notices, hooks."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path

import pytest

import core
from core.settings import Settings

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


def test_tests_that_name_no_data_folder_do_not_use_that_of_the_project() -> None:
    assert not Settings.from_env().data_dir.is_relative_to(ROOT)


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


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_what_the_requirements_pin(name: str) -> None:
    locked = _locked((ROOT / f"{name}.lock").read_text(encoding="utf-8"))
    pinned = _pinned(name)
    assert len(pinned) > 20
    assert {package: locked.get(package) for package in pinned} == pinned
    assert len(locked) > len(pinned)  # and what those need


def test_both_locks_agree() -> None:
    run, dev = (
        _locked((ROOT / file).read_text(encoding="utf-8"))
        for file in ("requirements.lock", "requirements-dev.lock")
    )
    assert {package: dev.get(package) for package in run} == run


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-torch"])
def test_everything_locked_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(_locked(text))
    hashed = re.compile(r"\S+==\S+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert not [entry for entry in entries if not hashed.fullmatch(entry)]
    assert "//" not in text


def test_torch_is_locked_as_the_cpu_wheel_and_aside_as_pypi_has_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wheel_hash = re.search(r"^TORCH_CPU_HASH := (sha256:\w{64})$", makefile, re.MULTILINE)
    assert wheel_hash is not None
    version = _pinned("requirements")["torch"]
    assert f"# Of torch-{version}+cpu-" in makefile
    for file in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / file).read_text(encoding="utf-8")
        assert f"\ntorch=={version} \\\n    --hash={wheel_hash[1]}\n" in lock
        assert "nvidia" not in lock
    aside = (ROOT / "requirements-torch.lock").read_text(encoding="utf-8")
    assert _locked(aside)["torch"] == version
    assert "nvidia-cublas" in _locked(aside)
    assert wheel_hash[1] not in aside


def _pinned(name: str) -> dict[str, str]:
    """Version by package of a requirements file and of those that it reads."""
    versions: dict[str, str] = {}
    for line in (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            versions |= _pinned(line.removeprefix("-r ").removesuffix(".txt"))
        elif line and not line.startswith("#"):
            package, _, version = line.partition("==")
            versions[_normalized(package)] = version
    return versions


def _locked(text: str) -> dict[str, str]:
    entries = re.findall(r"^([A-Za-z0-9_.-]+)==([\w.+]+)", text, re.MULTILINE)
    return {_normalized(package): version for package, version in entries}


def _normalized(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_hooks_run_ruff_and_mypy_of_the_project() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: \.venv/bin/(\S+)", hooks)
    assert entries == ["ruff", "ruff", "mypy", "python"]
