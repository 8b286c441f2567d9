"""A build or import of many creators is published twice: a first look, then with the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.cli import app, build_commands
from core.domain import first_look
from core.pipeline.run import STEPS
from core.services.demo_workspace import keeping
from core.settings import Settings
from core.store import builds, jobs

_DEMO = ("build", "--demo", "--creators", "12")


@pytest.fixture(scope="module", autouse=True)
def _steps_of_no_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_look, "CREATORS_AT_LEAST", 2)
        for name in STEPS:
            patch.setitem(STEPS, name, lambda _context: None)
        patch.setattr(keeping, "keep_in_step", lambda _settings, _build: False)
        yield


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Arguments of the jobs that would have been started."""
    asked: list[list[str]] = []

    def start(_settings: Settings, _title: str, arguments: list[str], **_options: Any) -> str:
        asked.append(arguments[:-2])  # without the data folder
        return "20261130T120000-aaaaaaaa"

    monkeypatch.setattr(jobs, "start_job", start)
    return asked


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text("handle,platform,followers_count\nann,instagram,10\nbea,instagram,20\n")
    return file


def _run(data: Path, *arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*arguments, "--data", str(data), "--json"])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout.strip().splitlines()[-1]))


def _left(data: Path) -> list[bool]:
    """Whether each build is a first look, newest first."""
    return [bool(build.steps_left) for build in builds.list_builds(Settings.from_env(data))]


@pytest.mark.parametrize("quick", [["--quick"], []])
def test_a_terminal_gets_the_whole_build(tmp_path: Path, quick: list[str]) -> None:
    made = _run(tmp_path, *_DEMO, *quick)
    assert _left(tmp_path) == [False, True]
    current = builds.current_build(Settings.from_env(tmp_path))
    assert current.build_id == made["build_id"]
    assert current.manifest["is_deep"] == (not quick)


def test_an_import_in_a_terminal_gets_the_whole_build(tmp_path: Path, people: Path) -> None:
    made = _run(tmp_path / "data", "import", str(people), "--quick")
    assert _left(tmp_path / "data") == [False, True]
    assert builds.current_build_id(Settings.from_env(tmp_path / "data")) == made["build_id"]
    # What is added to whole data is built at once.
    _run(tmp_path / "data", "import", str(people), "--quick", "--add")
    assert _left(tmp_path / "data") == [False, False, True]


@pytest.mark.parametrize(
    ("options", "follows"),
    [
        (["--quick", "--then-deepen"], [*first_look.REST, "--then-deepen"]),
        (["--quick"], list(first_look.REST)),
        ([], ["build", "--from", "text", "--background"]),
    ],
)
def test_a_job_leaves_the_rest_to_another_one(
    tmp_path: Path, started: list[list[str]], options: list[str], follows: list[str]
) -> None:
    _run(tmp_path, *_DEMO, *options, "--job", "20261130T120000-bbbbbbbb")
    assert _left(tmp_path) == [True]
    assert started == [follows]


def test_the_rest_in_a_job_is_followed_by_reading_every_post(
    tmp_path: Path, started: list[list[str]]
) -> None:
    _run(tmp_path, *_DEMO, "--quick", "--job", "20261130T120000-bbbbbbbb")
    rest = [*first_look.REST, "--then-deepen"]
    _run(tmp_path, *rest, "--job", "20261130T120001-cccccccc")
    assert _left(tmp_path) == [False, True]
    assert started[-1] == ["build", "--from", "text", "--background"]


def test_the_rest_of_earlier_data_gives_way_to_an_import(
    tmp_path: Path, started: list[list[str]], people: Path
) -> None:
    data, imported, rest = tmp_path / "data", "20261130T120000-bbbbbbbb", "20261130T120001-cccccccc"
    _run(data, "import", str(people), "--quick", "--job", imported)
    _run(data, *started[-1], "--job", rest)
    settings = Settings.from_env(data)
    assert jobs.get_job(settings, rest).purpose == jobs.GIVES_WAY
    assert jobs.get_job(settings, imported).purpose == ""


def test_few_creators_are_built_at_once(tmp_path: Path, started: list[list[str]]) -> None:
    _run(tmp_path, "build", "--demo", "--creators", "1", "--quick")
    assert _left(tmp_path) == [False]
    assert not started


def test_the_list_of_builds_marks_it(tmp_path: Path, started: list[list[str]]) -> None:
    _run(tmp_path, *_DEMO, "--quick", "--job", "20261130T120000-bbbbbbbb")
    result = CliRunner().invoke(app, ["builds", "--data", str(tmp_path)])
    assert "first look" in result.stdout


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Runs `serve`, which starts no dashboard; returns what it says."""
    monkeypatch.setattr(build_commands, "_start_streamlit", lambda *_arguments: None)

    def serve() -> str:
        result = CliRunner().invoke(app, ["serve", "--data", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.stdout

    return serve


def _ended(data: Path, title: str, state: str) -> None:
    """A job with this title that has come to its end."""
    reporter = jobs.JobReporter(Settings.from_env(data), "20261130T120009-dddddddd", title)
    reporter.cancel() if state == jobs.CANCELLED else reporter.fail("The disk is full.")


@pytest.mark.parametrize("state", [jobs.CANCELLED, jobs.FAILED])
def test_serve_goes_on_with_the_rest_unless_somebody_cancelled_it(
    tmp_path: Path, started: list[list[str]], served: Callable[[], str], state: str
) -> None:
    _run(tmp_path, *_DEMO, "--quick", "--job", "20261130T120000-bbbbbbbb")
    started.clear()
    _ended(tmp_path, jobs.FINISH_TITLE, state)
    said = served()
    assert ("cancelled" in said) == (state == jobs.CANCELLED)
    assert bool(started) == (state == jobs.FAILED)


@pytest.mark.parametrize("state", [jobs.CANCELLED, jobs.FAILED])
def test_serve_reads_every_post_unless_somebody_cancelled_it(
    tmp_path: Path, started: list[list[str]], served: Callable[[], str], state: str
) -> None:
    _run(tmp_path, "build", "--demo", "--creators", "1", "--quick")
    _ended(tmp_path, build_commands.DEEPEN_TITLE, state)
    said = " ".join(served().split())
    assert ("build --from text' starts it again" in said) == (state == jobs.CANCELLED)
    assert bool(started) == (state == jobs.FAILED)


def test_what_was_cancelled_for_an_earlier_build_is_asked_for_again(
    tmp_path: Path, started: list[list[str]], served: Callable[[], str]
) -> None:
    _run(tmp_path, "build", "--demo", "--creators", "1", "--quick")
    _ended(tmp_path, build_commands.DEEPEN_TITLE, jobs.CANCELLED)
    file = next(Settings.from_env(tmp_path).jobs_dir.glob("*.json"))
    known = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(known | {"started_at": "2026-01-01T00:00:00+00:00"}))
    assert "cancelled" not in served()
    assert started == [["build", "--from", "text", "--background"]]
