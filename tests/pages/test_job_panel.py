"""Background work on pages: how far it is, how long it will take, cancelling, and how it ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import access
from core.access import Actor, Role
from core.errors import AccessError
from core.settings import Settings
from core.store import jobs
from core.store.builds import Build
from core.store.jobs import JobReporter
from core.web.shell.login import identity
from tests.conftest import Opener
from tests.support.opening import texts

_JOB = "20261121T064000-abcdef"
_CANCEL = f"cancel_{_JOB}"


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _at_work(settings: Settings, clock: _Clock | None = None) -> JobReporter:
    """A job after one of its four minutes."""
    reporter = JobReporter(settings, _JOB, "Build the demo data")
    if clock is not None:
        reporter._clock = clock
        reporter._estimate.started_at = clock.now
    reporter.expect({"first": 60.0, "niches": 180.0}, "quick")
    reporter.begin("first")
    if clock is not None:
        clock.now += 60
    reporter.begin("niches")
    reporter("niches", 3, 12)
    return reporter


def test_a_running_job_shows_step_share_and_time_left(
    open_page: Opener, empty_settings: Settings
) -> None:
    clock = _Clock()
    _at_work(empty_settings, clock)
    app = open_page(empty_settings, "overview")
    assert app.progress[0].value == 25
    shown = app.progress[0].proto.text
    assert shown == ("**Build the demo data** · Finding niches · 3 of 12 · about 3 minutes left")


def test_pages_with_data_say_it_in_the_sidebar(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    clock = _Clock()
    reporter = _at_work(small_settings, clock)
    try:
        app = open_page(small_settings, "about")
        note = "Build the demo data, about 3 minutes left, see Data"
        assert any(note in caption.value for caption in app.sidebar.caption)
    finally:
        reporter.finish()
        (small_settings.jobs_dir / f"{_JOB}.json").unlink()


def test_cancel_asks_the_job_to_stop_and_waits_for_it(
    open_page: Opener, empty_settings: Settings
) -> None:
    reporter = _at_work(empty_settings)
    app = open_page(empty_settings, "data")
    app.button(key=_CANCEL).click().run()
    assert jobs.get_job(empty_settings, _JOB).is_stopping
    assert reporter.stop_reason() == ""
    assert app.progress[0].proto.text == "**Build the demo data** · Cancelling…"
    assert app.button(key=_CANCEL).disabled

    reporter.cancel()
    app.run()
    assert not app.progress
    assert app.info[0].value == "**Build the demo data** was cancelled. Nothing was changed."
    app = open_page(empty_settings, "data", section="Builds")
    assert "cancelled." in texts(app)
    assert "stopped" not in texts(app)


def test_who_started_a_job_is_told_how_it_ended(
    open_page: Opener, empty_settings: Settings
) -> None:
    app = open_page(empty_settings, "data")
    app.session_state["watched_job"] = _JOB
    reporter = _at_work(empty_settings)
    reporter.cancel("An import of your own data took its place.")
    app.run()
    assert app.info[0].value.replace("\\", "") == (
        "**Build the demo data** was cancelled. An import of your own data took its place. "
        "Nothing was changed."
    )


def test_a_failed_job_says_why(open_page: Opener, empty_settings: Settings) -> None:
    _at_work(empty_settings).fail("Expected a column *name*, found none.")
    app = open_page(empty_settings, "data", section="Builds")
    assert "stopped. Expected a column" in texts(app)


def test_a_job_that_died_after_it_was_asked_to_stop_counts_as_cancelled(
    empty_settings: Settings,
) -> None:
    reporter = _at_work(empty_settings)
    jobs.stop_job(empty_settings, _JOB, "")
    gone = replace(reporter.job, pid=2**22 - 1, process_started=1.0)
    jobs._write(reporter._file, gone)
    assert jobs.get_job(empty_settings, _JOB).state == jobs.CANCELLED


def test_cancelling_takes_an_admin(
    open_page: Opener, empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_work(empty_settings)
    viewer = Actor("Vera", Role.VIEWER)
    with access.acting_as(viewer), pytest.raises(AccessError, match="role admin"):
        jobs.cancel_job(empty_settings, _JOB)
    assert not jobs.get_job(empty_settings, _JOB).is_stopping
    monkeypatch.setattr(access, "_installed", access._installed)  # which the page replaces
    monkeypatch.setattr(identity, "_actor", lambda: viewer)
    assert open_page(empty_settings, "data").button(key=_CANCEL).disabled


def test_a_job_that_is_over_is_not_cancelled(empty_settings: Settings) -> None:
    _at_work(empty_settings).finish()
    jobs.cancel_job(empty_settings, _JOB)
    assert jobs.get_job(empty_settings, _JOB).state == jobs.DONE
