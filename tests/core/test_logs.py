"""One line per event, from many processes, with nothing that names a person."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from core import logs
from core.settings import ROOT, Settings

LOG = logging.getLogger("core.test")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings.from_env(tmp_path)
    logs.configure(found, "test")
    return found


def _text(settings: Settings) -> str:
    return (settings.logs_dir / logs.LOG_FILE).read_text(encoding="utf-8")


def _raised(work: str) -> BaseException:
    try:
        exec(work, {"duckdb": duckdb})
    except Exception as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


def test_an_event_is_one_line_in_the_file_and_none_on_stderr(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.event(LOG, "step", build="b1", seconds=1.5, rows=0, job=None, step="")
    line = _text(settings)
    assert line.endswith("] core.test step build=b1 seconds=1.5 rows=0\n")
    assert line[10] == "T"
    assert "Z INFO test[" in line
    assert capfd.readouterr() == ("", "")


def test_progress_is_on_stderr_where_no_terminal_shows_a_bar(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.progress(LOG, "step", step="text")
    out, err = capfd.readouterr()
    assert out == ""
    assert err.endswith("core.test step step=text\n")


def test_a_swallowed_fault_is_one_line_on_stderr_and_has_its_traceback_in_the_file(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    LOG.warning("cache left out", exc_info=_raised("{}.missing"))
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert f"cache left out (traceback in {settings.logs_dir / logs.LOG_FILE})" in err
    first, *rest = _text(settings).splitlines()
    assert "WARNING" in first
    assert all(line.startswith("    ") for line in rest)
    assert rest[-1].endswith("AttributeError: 'dict' object has no attribute 'missing'")


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_a_lower_level_shows_events_and_tracebacks_on_stderr(
    settings: Settings, capfd: pytest.CaptureFixture[str], level: str
) -> None:
    logs.configure(replace(settings, log_level=level), "test")
    logs.event(LOG, "started")
    LOG.warning("left out", exc_info=_raised("1 / 0"))
    LOG.debug("detail")
    err = capfd.readouterr().err
    assert "started" in err
    assert err.count("ZeroDivisionError") == 1
    assert ("detail" in err) == ("detail" in _text(settings)) == (level == "DEBUG")


def test_the_id_that_a_person_sees_stands_in_the_file(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    identifier = logs.error_id(LOG, "fault", _raised("1 / 0"), command="next")
    assert len(identifier) == 8
    assert f"fault error_id={identifier} command=next\n" in _text(settings)
    assert "    ZeroDivisionError\n" in _text(settings)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "work",
    [
        "raise ValueError('zora_quill')",
        "raise KeyError('zora_quill')",
        "int('zora' + '_quill')",
        "duckdb.sql(\"SELECT ('zora' || '_quill')::INTEGER\").fetchall()",
        "open('/nowhere/zora_quill.csv')",
        "raise TypeError(\"Invalid value 'zora_quill' for dtype 'int64'\")",
        "try:\n    int('zora' + '_quill')\nexcept ValueError as e: raise RuntimeError('x') from e",
        "try:\n    int('zora' + '_quill')\nexcept ValueError: raise RuntimeError('zora_quill')",
    ],
)
def test_a_traceback_does_not_quote_data(settings: Settings, work: str) -> None:
    LOG.warning("left out", exc_info=_raised(work))
    assert "zora_quill" not in _text(settings)
    assert type(_raised(work)).__name__ in _text(settings)


def test_wrong_sql_is_quoted_because_it_is_code() -> None:
    text = logs.traceback_text(_raised("duckdb.sql('SELECT nothing FROM range(3)')"))
    assert 'Referenced column "nothing" not found' in text
    assert "\x1b" not in text


@pytest.mark.slow
def test_processes_that_write_and_rotate_side_by_side_lose_and_mix_no_line(tmp_path: Path) -> None:
    code = (
        "import logging, sys\nfrom core import logs\nfrom core.settings import Settings\n"
        "logs.BYTES_MAX = 6_000\nlogs.FILES_KEPT = 60\n"
        "logs.configure(Settings.from_env(sys.argv[1]), 'test')\n"
        "for n in range(400): logs.event(logging.getLogger('core.x'), f'{sys.argv[2]}-{n}')"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(name)], cwd=ROOT)
        for name in range(4)
    ]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    files = [file for file in (tmp_path / "logs").iterdir() if file.suffix != ".lock"]
    assert len(files) > 5
    lines = [line for file in files for line in file.read_text().splitlines()]
    events = sorted(line.split()[-1] for line in lines)
    assert events == sorted(f"{name}-{n}" for name in range(4) for n in range(400))
    assert all(len(line.split()) == 5 for line in lines)


def test_only_so_many_files_are_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES_MAX", 10)
    monkeypatch.setattr(logs, "FILES_KEPT", 2)
    for number in range(5):
        logs.event(LOG, f"event-{number}")
    kept = {file.name: file.read_text().split()[-1] for file in settings.logs_dir.glob("*.log*")}
    assert kept == {"scout.log.1": "event-4", "scout.log.2": "event-3"}


def test_a_data_folder_is_not_made_for_logs(tmp_path: Path) -> None:
    logs.configure(Settings.from_env(tmp_path / "none"), "test")
    logs.event(LOG, "started")
    assert not (tmp_path / "none").exists()


def test_a_folder_that_takes_no_logs_is_said_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file")
    logs.configure(Settings.from_env(tmp_path), "test")
    for _ in range(2):
        logs.event(LOG, "started")
    assert capfd.readouterr().err.count("No logs in") == 1


def test_what_another_handler_wrote_of_an_error_does_not_come_into_the_file(
    settings: Settings,
) -> None:
    class _Other(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            self.format(record)

    other = _Other()
    LOG.addHandler(other)  # comes before the handlers of the package
    try:
        LOG.warning("left out", exc_info=_raised("int('zora' + '_quill')"))
    finally:
        LOG.removeHandler(other)
    assert "zora_quill" not in _text(settings)
