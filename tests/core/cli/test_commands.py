"""Commands are listed without importing what they run."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from core.cli import app
from core.cli.commands import COMMANDS
from core.settings import ROOT


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_list_says_and_for_what_it_says(name: str) -> None:
    group: Any = get_command(app)
    loaded = group.get_command(None, name)
    summary = " ".join(loaded.help.split("\n\n")[0].split())
    assert (loaded.name, summary) == (name, COMMANDS[name].summary)
    assert getattr(loaded, "callback", None) or loaded.commands


def test_no_command_is_missing_in_the_list() -> None:
    folder = ROOT / "core" / "cli"
    modules = {file.stem for file in (*folder.glob("*_command.py"), *folder.glob("*_commands.py"))}
    assert {place.module for place in COMMANDS.values()} == modules
    for module in modules:
        part = typer.Typer()
        part.callback()(lambda: None)
        importlib.import_module(f"core.cli.{module}").register(part)
        group: Any = get_command(part)
        assert set(group.commands) == {
            name for name, place in COMMANDS.items() if place.module == module
        }


@pytest.mark.slow
def test_help_names_every_command_and_imports_none() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "core", "--help"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert all(f" {name} " in done.stdout for name in COMMANDS)
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "core.cli.running" in imported
    assert not imported & {"pandas", "sqlalchemy", "pyarrow", "sklearn", "core.pipeline.run"}


def test_a_slip_in_the_name_is_answered_with_the_right_one() -> None:
    result = CliRunner().invoke(app, ["bilds"])
    assert result.exit_code == 2
    assert "builds" in result.output
