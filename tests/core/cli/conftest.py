"""The command line as a program calls it, without the seconds that a new process takes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from core.cli import main

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`command("next", "--brand", "b0")` does what `python -m core next --brand b0` does.

    What C code prints counts as well.
    """

    def ended(*words: str) -> CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["core", *words])
        capfd.readouterr()
        with pytest.raises(SystemExit) as exit_info:
            main()
        out, problems = capfd.readouterr()
        code = exit_info.value.code
        return CompletedProcess(
            words, code if isinstance(code, int) else int(bool(code)), out, problems
        )

    return ended
