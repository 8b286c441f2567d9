"""A clock that goes back an hour or a year neither hides what is newer nor puts it out of use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from core.errors import DamagedBuildError, StoreError
from core.settings import Settings
from core.store import builds, jobs, making, publishing, retention
from core.store.builds import Build
from core.store.integrity import verify
from core.store.publishing import Base, BuildStart
from core.store.retention import remove_expired

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


class Clock(datetime):
    """Real time, moved by as much as a test says."""

    moved = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        moment = datetime.now(tz) + cls.moved
        return cls.fromtimestamp(moment.timestamp(), tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    for module in (builds, jobs, making, retention):
        monkeypatch.setattr(module, "datetime", Clock)
    yield Clock
    Clock.moved = timedelta()


@pytest.fixture(params=[HOUR, YEAR], ids=["an hour", "a year"])
def back(request: pytest.FixtureRequest) -> timedelta:
    back: timedelta = -request.param
    return back


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def begin(
    settings: Settings, stack: ExitStack, *, by_choice: bool = True
) -> tuple[Path, BuildStart]:
    """A build in the making that replaces all, as an import does."""
    start = publishing.begin(settings, by_choice=by_choice)
    folder = stack.enter_context(making.new_build_folder(settings, asked_at=start.asked_at))
    (folder / builds.STORE_FILE).write_text("store")
    return folder, start


def finish(settings: Settings, made: tuple[Path, BuildStart], base: Base = Base.UNUSED) -> str:
    folder, start = made
    built_at = builds.datetime.now(UTC).isoformat(timespec="milliseconds")
    manifest = {"built_at": built_at, "source": {"kind": "import"}}
    with builds.pointer_lock(settings):
        publishing.finish(settings, folder, manifest, start, base, can_repeat=False)
    return folder.name


def whole(settings: Settings) -> str:
    with ExitStack() as stack:
        return finish(settings, begin(settings, stack))


def in_use(settings: Settings) -> str | None:
    return builds.current_build_id(settings)


def listed(settings: Settings) -> list[str]:
    return [build.build_id for build in builds.list_builds(settings)]


def test_an_import_is_in_use_and_newest_whatever_the_clock_says(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    first = whole(settings)
    clock.moved = back
    second = whole(settings)
    third = whole(settings)
    assert in_use(settings) == third
    assert listed(settings) == [third, second, first]
    clock.moved = timedelta()
    fourth = whole(settings)
    assert listed(settings) == [fourth, third, second, first]


def test_prune_leaves_the_newest_and_the_one_in_use(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    first = whole(settings)
    clock.moved = back
    second, third = whole(settings), whole(settings)
    builds.publish(settings, first)
    assert retention.prune(settings, keep=1) == [second]
    assert listed(settings) == [third, first]


@pytest.mark.parametrize("first_ends_first", [True, False])
def test_of_two_imports_the_one_asked_for_later_is_in_use(
    settings: Settings, clock: type[Clock], back: timedelta, first_ends_first: bool
) -> None:
    whole(settings)
    with ExitStack() as stack:
        earlier = begin(settings, stack)
        clock.moved = back
        later = begin(settings, stack)
        ends = (earlier, later) if first_ends_first else (later, earlier)
        for made in ends:
            finish(settings, made)
    assert in_use(settings) == later[0].name
    waits = builds.get_build(settings, earlier[0].name).unpublished_reason
    assert (waits is None) == first_ends_first


def test_an_import_takes_the_place_of_what_was_chosen_before_it_was_asked_for(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    old = whole(settings)
    whole(settings)
    with ExitStack() as stack:
        builds.publish(settings, old)
        other = begin(settings, stack)
        clock.moved = back
        asked_later = begin(settings, stack)
        finish(settings, other)
        finish(settings, asked_later)
    assert in_use(settings) == asked_later[0].name


def test_a_background_build_does_not_replace_an_import(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    whole(settings)
    with ExitStack() as stack:
        clock.moved = back
        imported = begin(settings, stack)
        clock.moved = timedelta()
        deep = begin(settings, stack, by_choice=False)
        finish(settings, imported)
        finish(settings, deep, Base.REBUILT)
    assert in_use(settings) == imported[0].name


def test_the_newest_whole_build_stands_in_for_a_damaged_one(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    whole(settings)
    clock.moved = back
    newest, current = whole(settings), whole(settings)
    damaged = builds.get_build(settings, current)
    damaged.store_file.write_text("other")

    def opens(build: Build) -> None:
        verify(build)

    assert builds.usable_build(settings, opens).build.build_id == newest
    with pytest.raises(DamagedBuildError, match=f"core publish {newest}"):
        verify(damaged)


def test_builds_of_an_earlier_version_are_ordered_by_their_time_and_come_before(
    settings: Settings, clock: type[Clock], back: timedelta
) -> None:
    made = []
    for days in (30, 10, 20):
        with making.new_build_folder(settings) as folder:
            (folder / builds.STORE_FILE).touch()
            built_at = datetime.now(UTC) - timedelta(days=days)
            making.write_manifest(folder, {"built_at": built_at.isoformat(), "order_at": None})
            made.append(folder.name)
    builds.publish(settings, made[1])
    clock.moved = back
    newest = whole(settings)
    assert listed(settings) == [newest, made[1], made[2], made[0]]
    assert in_use(settings) == newest


def test_what_was_made_while_the_clock_was_behind_is_not_taken_for_old(
    settings: Settings, clock: type[Clock]
) -> None:
    kept = replace(settings, keep_days=30)
    first = whole(settings)
    clock.moved = -YEAR
    second = whole(settings)
    builds.publish(settings, first)
    clock.moved = timedelta()
    assert remove_expired(kept).build_ids == ()
    clock.moved = timedelta(days=40)
    assert remove_expired(kept).build_ids == (second,)


def test_a_job_started_after_the_clock_went_back_is_the_first_of_the_list(
    settings: Settings, clock: type[Clock], back: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        job_id = f"{datetime.now(UTC):%Y%m%dT%H%M}{number:02}-00000{number:x}"
        jobs.JobReporter(settings, job_id, "Build").finish()
    clock.moved = back

    class Started:
        pid = 1

    monkeypatch.setattr(jobs.subprocess, "Popen", lambda *_, **__: Started())
    monkeypatch.setattr(jobs.os, "setpriority", lambda *_: None)
    monkeypatch.setattr(jobs, "_has_ended", lambda job: False)
    job_id = jobs.start_job(settings, "Import", ["import"])
    newest = jobs.list_jobs(settings)[0]
    assert (newest.job_id, newest.state) == (job_id, jobs.RUNNING)


def test_a_job_that_never_reported_does_not_run_for_a_year(
    settings: Settings, clock: type[Clock]
) -> None:
    started_at = datetime.now(UTC).isoformat()
    jobs._write(settings.jobs_dir / "one.json", jobs.Job("one", "Build", started_at=started_at))
    assert jobs.get_job(settings, "one").state == jobs.RUNNING
    clock.moved = -YEAR
    assert jobs.get_job(settings, "one").state == jobs.FAILED


def test_an_order_that_is_no_time_is_damage(settings: Settings) -> None:
    build_id = whole(settings)
    file = settings.builds_dir / build_id / builds.MANIFEST_FILE
    file.write_text(file.read_text().replace('"order_at": "', '"order_at": "x'))
    with pytest.raises(StoreError, match="manifest of build"):
        builds.get_build(settings, build_id)
