"""What is older than the settings say goes by itself, and nothing else does."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core import logs
from core.settings import Settings
from core.store import builds, making
from core.store.retention import Expired, remove_expired


def _days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _made(settings: Settings, days: float) -> str:
    with making.new_build_folder(settings) as folder:
        (folder / builds.STORE_FILE).touch()
        made_at = _days_ago(days).isoformat()
        making.write_manifest(folder, {"built_at": made_at, "order_at": made_at})
    return folder.name


def _aged(file: Path, days: float) -> None:
    at = time.time() - days * 86_400
    os.utime(file, (at, at))


def _filled(settings: Settings) -> tuple[str, str, str]:
    """An old and a new build that are not in use, and an old one that is."""
    made = (_made(settings, 40), _made(settings, 5), _made(settings, 90))
    builds.publish(settings, made[2])
    settings.jobs_dir.mkdir()
    for name, state, days in (("a", "done", 40), ("b", "failed", 5), ("c", "running", 40)):
        job = {
            "job_id": name, "title": "Import", "state": state, "pid": os.getpid(),
            "started_at": _days_ago(days).isoformat(),
        }  # fmt: skip
        for file in (settings.jobs_dir / f"{name}.json", settings.jobs_dir / f"{name}.log"):
            file.write_text(json.dumps(job))
            _aged(file, days)
    settings.logs_dir.mkdir(exist_ok=True)
    for name, days in ((f"{logs.LOG_FILE}.1", 5), (f"{logs.LOG_FILE}.2", 40)):
        (settings.logs_dir / name).write_text("event\n")
        _aged(settings.logs_dir / name, days)
    return made


def test_builds_jobs_and_logs_go_after_the_days_that_are_set(tmp_path: Path) -> None:
    settings = replace(Settings.from_env(tmp_path), keep_days=30)
    old, new, in_use = _filled(settings)
    expired = remove_expired(settings)
    assert (expired.build_ids, expired.logs_count) == ((old,), 1)
    assert {build.build_id for build in builds.list_builds(settings)} == {new, in_use}
    assert not list(settings.jobs_dir.glob("a.*"))
    assert len(list(settings.jobs_dir.glob("b.*"))) == 2
    assert {file.name for file in settings.logs_dir.iterdir()} >= {f"{logs.LOG_FILE}.1"}


def test_without_the_setting_everything_stays(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    _filled(settings)
    before = sorted(tmp_path.rglob("*"))
    assert remove_expired(settings) == Expired()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_log_that_goes_on_is_begun_anew(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    settings.logs_dir.mkdir()
    log = settings.logs_dir / logs.LOG_FILE
    log.write_text(f"{_days_ago(40):%Y-%m-%dT%H:%M:%S}.000Z INFO old\n")
    assert logs.remove_old(settings, 30) == 0
    assert not log.exists()
    (older,) = settings.logs_dir.glob("*.1")
    _aged(older, 31)
    log.write_text(f"{_days_ago(1):%Y-%m-%dT%H:%M:%S}.000Z INFO new\n")
    assert logs.remove_old(settings, 30) == 1
    assert "new" in log.read_text()
    log.write_text("no time\n")
    assert logs.remove_old(settings, 30) == 0
    assert log.exists()
