"""What a build expects of its steps before they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.features.sentence_models import AUTOMATIC, MULTILINGUAL
from core.pipeline import run
from core.pipeline.context import BuildConfig
from core.pipeline.expected import expected_seconds
from core.pipeline.imported import ImportSource
from core.pipeline.sources import DemoSource, EarlierBuild
from core.settings import Settings
from core.store import builds, making
from core.store.builds import Build
from core.store.ingest import ImportFile
from tests.support.small_build import make_small_build

QUICK = BuildConfig(deep=False)
DEEP = BuildConfig(deep=True)


class _Listening:
    def __init__(self) -> None:
        self.plans: list[tuple[list[str], str]] = []
        self.begun: list[str] = []

    def expect(self, seconds: Mapping[str, float], kind: str) -> None:
        self.plans.append((list(seconds), kind))

    def begin(self, step: str) -> None:
        self.begun.append(step)

    def __call__(self, step: str, done: int, total: int, message: str = "") -> None:
        return


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def _with_times(
    settings: Settings, made: Build, seconds: dict[str, float], **facts: object
) -> None:
    manifest = {
        **made.manifest,
        "timings_s": seconds,
        "is_deep": False,
        "embedder": MULTILINGUAL,
        "row_counts": {
            "influencers": 60, "brands": 3, "posts": 700, "follower_history": 5_000,
        },
        "facts": {"text": facts},
    }  # fmt: skip
    making.write_manifest(made.folder, manifest)


def test_a_build_says_which_steps_come_and_again_when_sizes_are_known(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STEPS", {"profiles": run.STEPS["profiles"]})
    base = make_small_build(settings)
    report = _Listening()
    run.make_build(settings, EarlierBuild(base, with_results=False), QUICK, report=report)
    assert report.plans == [(["earlier build", "profiles"], "quick")] * 2
    assert report.begun == ["earlier build", "profiles"]


def test_a_build_from_a_later_step_counts_the_steps_that_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("text", "profiles", "search")
    monkeypatch.setattr(run, "STEPS", {name: run.STEPS[name] for name in names})
    base = make_small_build(settings)
    report = _Listening()
    source = EarlierBuild(base, with_results=True)
    run.make_build(settings, source, DEEP, first_step="search", report=report)
    assert report.plans[-1] == (["earlier build", "search"], "deep")


def test_a_larger_build_is_expected_to_take_longer(settings: Settings) -> None:
    few, many = (
        expected_seconds(
            settings, DemoSource(), replace(QUICK, creators_count=count), list(run.STEPS)
        )[0]
        for count in (500, 20_000)
    )
    assert list(few) == ["demo data", *run.STEPS]
    assert sum(many.values()) > 5 * sum(few.values())


def test_many_creators_are_expected_of_the_fast_encoder(settings: Settings) -> None:
    assert settings.embedder == AUTOMATIC
    of_size = {
        count: expected_seconds(
            settings, DemoSource(), replace(QUICK, creators_count=count), ["text"]
        )
        for count in (19_999, 20_000)
    }
    assert [kind for _, kind in of_size.values()] == ["quick", "fast"]
    deep = replace(DEEP, creators_count=20_000)
    assert expected_seconds(settings, DemoSource(), deep, ["text"])[1] == "deep"
    exact = replace(settings, embedder=MULTILINGUAL)
    quick = replace(QUICK, creators_count=20_000)
    assert expected_seconds(exact, DemoSource(), quick, ["text"])[1] == "quick"


def test_earlier_builds_of_the_data_folder_tell_the_seconds(settings: Settings) -> None:
    _with_times(settings, make_small_build(settings), {"niches": 77.0, "search": 5.0})
    source = EarlierBuild(builds.current_build(settings), with_results=False)
    seconds, _ = expected_seconds(settings, source, QUICK, ["niches", "search"])
    assert (seconds["niches"], seconds["search"]) == pytest.approx((77.0, 5.0))


def test_texts_whose_vectors_are_kept_take_little(settings: Settings) -> None:
    made = make_small_build(settings)
    again = EarlierBuild(made, with_results=False)
    fresh = expected_seconds(settings, again, QUICK, ["text"])[0]["text"]
    _with_times(settings, made, {"text": 9.0}, encoded_count=63)
    source = EarlierBuild(builds.current_build(settings), with_results=False)
    assert expected_seconds(settings, source, QUICK, ["text"])[0]["text"] == pytest.approx(0.9)
    # Posts were not read yet.
    assert expected_seconds(settings, source, DEEP, ["text"])[0]["text"] > fresh


def test_files_to_import_are_sized_by_their_bytes(settings: Settings, tmp_path: Path) -> None:
    seconds = []
    for count in (1_000, 100_000):
        file = tmp_path / f"{count}.csv"
        file.write_bytes(b"x" * count * 100)
        source = ImportSource([ImportFile(file, file.name)], None, date(2026, 11, 20))
        seconds.append(expected_seconds(settings, source, QUICK, ["text", "niches"])[0])
    assert seconds[1]["text"] > 20 * seconds[0]["text"] > 0
