"""Runs one case as a program would, and says what is wrong with how it ended."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from unittest import mock

from core.cli import main
from core.store import jobs
from tests.support.fuzz.cases import TARGETS, Case

# Of computing; who waits for nothing is ended by pytest.
SECONDS_MAX, MEMORY_MAX_KB, MESSAGE_MAX = 30, 1_000_000, 1_500
# Also the marks that turn text around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# The steps of a build are told where no terminal shows a bar; the network of pictures tells itself.
_TOLD = re.compile(r"\d{4}-\d\d-\d\dT\S+ INFO |INFO: Created TensorFlow Lite")
_UNSEEN = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


def tried(target: str, seed: int, data: Path) -> list[str]:
    """What is wrong with a case, in words; empty when all is as it should be.

    Args:
        data: a data folder with a build; it is as before afterwards. A good backup of it lies
            beside it as good.tar, a copy as pristine.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        case = TARGETS[target][1](random.Random(f"{target}:{seed}"), folder, data)
        used = folder / "new" if case.is_new else data
        if data not in _PRISTINE:
            _PRISTINE[data] = kept(data)
        good = _PRISTINE[data]
        before, inputs = {} if case.is_new else good, set(folder.rglob("*"))
        peak, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        code, out, problems, fault = ran([*case.words, "--data", str(used)], case, folder)
        found = [fault] if fault else said(code, out, problems)
        if time.process_time() - start > SECONDS_MAX:
            found.append(f"took {time.process_time() - start:.0f} s")
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak > MEMORY_MAX_KB:
            found.append("took more than 1 GB")
        after = kept(used)
        found += _changed(case, code, before, after)
        asked = [word for word in case.words if word.startswith(place)]
        new = [path for path in folder.rglob("*") if path not in inputs]
        found += [
            f"wrote {path.relative_to(folder)}"
            for path in new
            if not path.is_relative_to(used)
            and not any(path.is_relative_to(one) or Path(one).is_relative_to(path) for one in asked)
        ]
        if (kept(data) if case.is_new else after) != good:
            shutil.rmtree(data)
            shutil.copytree(data.parent / "pristine", data, copy_function=shutil.copy2)
        return [f"{one}\n    {case.environment or ''} {case.words}"[:1_500] for one in found]


def kept(folder: Path) -> dict[str, str]:
    """Hash of each file but logs, lock files and what SQLite keeps while it reads."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "logs" not in path.relative_to(folder).parts
        and not path.name.endswith((".lock", ".db-shm"))
        and not (path.name.endswith(".db-wal") and path.stat().st_size == 0)
    }


def ran(words: list[str], case: Case, folder: Path) -> tuple[int, str, str, str]:
    """Exit code, what it printed, what it said on stderr, and the fault or warning; '' for none."""
    place = os.getcwd()
    with (
        mock.patch.object(sys, "argv", ["core", *words]),
        mock.patch.dict(os.environ, case.environment),
        mock.patch.object(sys, "stdin", io.StringIO("correct horse battery staple\n")),
        mock.patch.object(os, "execve", _taken_over),
        mock.patch.object(jobs, "start_job"),
        _caught(),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        fault, code = "", 1
        os.chdir(folder)
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        except BaseException as error:  # noqa: BLE001
            fault = "".join(traceback.format_exception(error)[-3:])
            fault = f"{type(error).__name__}: {fault[-900:]}"
        finally:
            os.chdir(place)
    heard = [one for one in warned if not issubclass(one.category, _UNSEEN)]
    if heard and not fault:
        fault = f"warned: {heard[0].category.__name__}: {heard[0].message} {heard[0].filename}"
    return code, _TEXTS[0], _TEXTS[1], fault


def _taken_over(program: str, words: list[str], environment: dict[str, str]) -> None:
    """Ends `serve` where the server would take over, if the system could start that."""
    for text in (program, *words, *environment, *environment.values()):
        assert "\0" not in text
    raise SystemExit(0)


@contextmanager
def _caught() -> Iterator[None]:
    """What the process prints, from C as well; strict about letters as a terminal is."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="strict") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as problems,
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", problems),
    ):
        os.dup2(out.fileno(), 1)
        os.dup2(problems.fileno(), 2)
        try:
            yield
        finally:
            for stream in (out, problems):
                with suppress(ValueError):
                    stream.flush()
            for number, file in enumerate(saved, 1):
                os.dup2(file, number)
                os.close(file)
            _TEXTS[:] = [_bytes(out), _bytes(problems)]


_TEXTS: list[str] = ["", ""]
_PRISTINE: dict[Path, dict[str, str]] = {}  # of each data folder before the first case


def _bytes(stream: TextIO) -> str:
    size = os.fstat(stream.fileno()).st_size
    return os.pread(stream.fileno(), size, 0).decode("utf-8", "replace")


def said(code: int, out: str, problems: str) -> list[str]:
    """What is wrong with what a command said, in words."""
    found = []
    if code not in (0, 1, 2):
        found.append(f"ended with {code}")
    lines = problems.splitlines()
    if code == 2 and len(lines) != 1:
        found.append(f"said {len(lines)} lines: {problems[:600]!r}")
    if code == 0 and not all(_TOLD.match(line) for line in lines):
        found.append(f"said {problems[:600]!r}")
    if "Traceback" in problems or "fault of the program" in out + problems:
        found.append(f"is a fault: {problems[:600]}")
    if max(map(len, lines), default=0) >= MESSAGE_MAX:
        found.append(f"said a line of {max(map(len, lines))} characters: {problems[:200]!r}")
    mark = _CONTROL.search(problems)
    if mark:
        found.append(f"said {mark[0]!r}: {problems[:300]!r}")
    mark = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
    if mark:
        found.append(f"printed {mark[0]!r} {out[max(0, mark.start() - 99) : mark.end()]!r}")
    return found


def _changed(case: Case, code: int, before: dict[str, str], after: dict[str, str]) -> list[str]:
    differ = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    if case.is_new:
        return [f"left {differ[:3]}"] if code and differ else []
    # Vectors of texts that were read are kept, also when the output cannot be written.
    differ = [name for name in differ if not name.startswith("cache/")]
    if code or not case.may_write:
        asked = [Path(word).name for word in case.words]
        lost = [name for name in differ if name in before or Path(name).name not in asked]
        return [f"exit {code}, changed {lost[:4]}"] if lost else []
    wrong = [name for name in differ if not name.startswith("workspace.db")]
    names = case.words[0]
    return [f"changed {wrong[:4]}"] if wrong and names not in ("publish", "prune") else []
