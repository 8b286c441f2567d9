"""Parts hold whole creators, and results come in the order of the parts."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError, SeriesError
from core.models.posts_text.safety import safety_words
from core.pipeline import run
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.engines import local
from core.pipeline.engines.choice import chosen_engine
from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.parquet import has_result, read_result, run_part, write_parts
from core.pipeline.engines.work import Place, Tables, Work, creator_parts
from core.pipeline.kernels.posts import PostsKernel
from core.progress import silent
from core.settings import Settings
from tests.support.kernels import Plus, fails, parts_of


def _rows(*counts: int) -> pa.Table:
    owners = np.repeat(np.arange(len(counts)), counts)
    return pa.table({"creator": owners, "value": np.arange(len(owners))})


def test_a_part_ends_with_the_creator_that_fills_it() -> None:
    # Rows before each creator: 0, 2, 4, 14, 15; five at once.
    parts = creator_parts({"posts": _rows(2, 2, 10, 1, 1)}, 5, rows_at_once=5)
    owners = [sorted(set(part["posts"]["creator"].to_pylist())) for part in parts]
    assert owners == [[0, 1, 2], [3], [4]]


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
    st.integers(1, 12),
)
def test_parts_hold_each_row_once_and_whole_creators(counts: list[int], at_once: int) -> None:
    creators = _rows(*[1] * len(counts))
    parts = creator_parts({"creators": creators, "posts": _rows(*counts)}, len(counts), at_once)
    for name, whole in (("creators", creators), ("posts", _rows(*counts))):
        assert pa.concat_tables([part[name] for part in parts]).equals(whole)
    owners = [set(part["creators"]["creator"].to_pylist()) for part in parts]
    assert sum(map(len, owners)) == len(counts)
    for part, own in zip(parts, owners, strict=True):
        assert set(part["posts"]["creator"].to_pylist()) <= own


def test_no_creators_are_no_parts() -> None:
    assert creator_parts({"posts": _rows()}, 0, 10) == []


def _sums(results: list[Tables]) -> list[list[int]]:
    return [result["sums"]["sum"].to_pylist() for result in results]


@pytest.mark.parametrize("threads", [1, 2])
def test_this_machine_gives_results_in_order_and_reports_rows(tmp_path: Path, threads: int) -> None:
    work = Work("adding", Plus(10), parts_of([1, 2], [], [3]), "words")
    told: list[tuple[str, int, int, str]] = []
    results = LocalEngine().results(
        work, Place(tmp_path, threads), lambda *progress: told.append(progress)
    )
    assert _sums(list(results)) == [[11, 12], [], [13]]
    assert told == [("adding", done, 3, "words") for done in (2, 2, 3)]
    assert not list(tmp_path.iterdir())


def test_python_work_goes_to_processes_when_there_is_much_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "ROWS_AT_LEAST", 3)
    work = Work("adding", Plus(1), parts_of([1, 2], [3]), is_python=True)
    assert _sums(list(LocalEngine().results(work, Place(tmp_path, 2), silent))) == [[2, 3], [4]]


def test_an_error_of_the_kernel_ends_the_work(tmp_path: Path) -> None:
    work = Work("failing", fails, parts_of([1], [-1], [2]))
    results = LocalEngine().results(work, Place(tmp_path, 2), silent)
    with pytest.raises(SeriesError, match="0 or more"):
        list(results)


def test_a_part_that_is_run_twice_keeps_its_first_result(tmp_path: Path) -> None:
    write_parts(tmp_path, parts_of([1], [2]))
    assert not has_result(tmp_path, 1)
    number, rows, seconds = run_part(tmp_path, 1, Plus(1), 7, _version())
    assert (number, rows, seconds >= 0) == (1, 1, True)
    run_part(tmp_path, 1, Plus(5), 8, _version())
    assert has_result(tmp_path, 1)
    result = read_result(tmp_path, 1)
    assert (_sums([result]), result["sums"]["words"].to_pylist()) == ([[3]], [["é"]])
    assert [path.name for path in (tmp_path / "made").iterdir()] == []
    assert [path.name for path in (tmp_path / "given").iterdir()] == ["part-000000"]


def test_a_worker_says_what_keeps_it_from_working(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="mount at the same path"):
        run_part(tmp_path, 0, Plus(1), 1, _version())
    with pytest.raises(ModelError, match=r"has version .*, expected 0\.0\.1"):
        run_part(tmp_path, 0, Plus(1), 1, "0.0.1")


def _version() -> str:
    from core import __version__

    return __version__


def test_a_kernel_travels_without_what_it_has_made_here() -> None:
    kernel = PostsKernel(safety_words(), ("Nike",), ("ana",))
    size = len(pickle.dumps(kernel))
    assert kernel._known.entities("Thanks @ana and Nike")[0].name == "ana"
    assert len(pickle.dumps(kernel)) == size
    assert pickle.loads(pickle.dumps(kernel)).brands == ("Nike",)


def test_an_engine_is_named_and_a_master_belongs_to_spark() -> None:
    assert chosen_engine("local").name == "local"
    with pytest.raises(ModelError, match="local, spark, found 'hadoop'"):
        chosen_engine("hadoop")
    with pytest.raises(ModelError, match="belongs to --engine spark"):
        chosen_engine("local", "local[2]")


def test_a_build_that_fails_on_an_engine_publishes_nothing_and_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closing(LocalEngine):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    def step(context: BuildContext) -> None:
        (context.folder / "spark").mkdir()
        list(context.results(Work("failing", fails, parts_of([-1]))))

    settings, engine = Settings.from_env(tmp_path), Closing()
    monkeypatch.setattr(run, "STEPS", {"failing": step})
    with pytest.raises(SeriesError, match="found -1"):
        run.make_build(settings, NoRows(), BuildConfig(), engine=engine)
    assert engine.closed == 1
    assert list(settings.builds_dir.iterdir()) == []


class NoRows:
    """A source without rows."""

    name, is_demo = "demo data", True

    def fill(self, context: BuildContext) -> None:
        pass

    def describe(self) -> dict[str, object]:
        return {"kind": "demo"}
