"""Processes forked off one that has imported the program: they start in milliseconds, not seconds.

They share no memory, no connection and no lock with the tests, as other processes do not.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_warm = ["tests.support.warm"]


def prepare(module: str) -> None:
    """Has a module imported before anything is forked off; without effect after the first."""
    if module not in _warm:
        _warm.append(module)


def context() -> ForkServerContext:
    """Makes processes and pipes as `multiprocessing` does."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(_warm)
    return forking


def start(work: Callable[..., None], *arguments: Any, log: Path | None = None) -> BaseProcess:
    """A process that runs a function of a module in the environment of this moment.

    It ends with the tests at the latest.

    Args:
        log: file for what it prints; None for where the tests print.
    """
    process = context().Process(
        target=_run, args=(dict(os.environ), log, work, arguments), daemon=True
    )
    process.start()
    return process


def _run(
    environment: dict[str, str],
    log: Path | None,
    work: Callable[..., None],
    arguments: tuple[Any, ...],
) -> None:
    # What the first process came to know was the environment when it started.
    os.environ.clear()
    os.environ.update(environment)
    if log is not None:
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(descriptor, stream)
    work(*arguments)
