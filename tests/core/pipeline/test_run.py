"""What a build says of its steps in the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.pipeline import run
from core.pipeline.context import BuildContext
from core.pipeline.sources import EarlierBuild
from core.progress import silent
from core.settings import Settings
from core.store.builds import Build

_SOME = ("matching", "ratings")


def _with_checkpoint(step: run.Step) -> run.Step:
    def work(context: BuildContext) -> None:
        step(context)
        context.con.execute("CHECKPOINT")

    return work


@pytest.mark.slow
def test_the_log_says_the_rows_that_each_step_wrote(
    small_build: Build, small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: dict[str, object] = {}

    def note(logger: object, name: str, **facts: object) -> None:
        written[str(facts["step"])] = facts.get("rows")

    monkeypatch.setattr(run.logs, "progress", note)
    # DuckDB forgets deleted rows at a checkpoint, which large steps bring about.
    steps = {name: _with_checkpoint(run.STEPS[name]) for name in ("text", *_SOME)}
    monkeypatch.setattr(run, "STEPS", steps)
    source = EarlierBuild(small_build, with_results=True)
    config = replace(source.config(42), matches_per_brand=3)
    counts: dict[str, int] = {}
    run.make_build(
        small_settings,
        source,
        config,
        first_step=_SOME[0],
        then=lambda made: counts.update(made.manifest["row_counts"]),
        report=silent,
    )
    # Fewer matches than in the build before, which a change of all rows would say as below 0.
    assert counts["brand_matches"] < small_build.manifest["row_counts"]["brand_matches"]
    assert written["matching"] == counts["brand_matches"]
    assert written["ratings"] == counts["ratings"]
    assert written["earlier_build"] == sum(small_build.manifest["row_counts"].values())
