"""What is in use after two processes changed the builds at once, in each order, several times.

The orders are fixed by files, so a few rounds show what many do; `make fuzz` takes 20.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import Settings
from core.store import builds, retention
from core.store.builds import Build
from core.store.connect import open_store
from tests.core.pipeline import two_processes as two
from tests.core.pipeline.two_processes import Worker, planted_build, wait_for

pytestmark = pytest.mark.slow


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test in so many rounds, each on a data folder of its own."""
    if "data" in metafunc.fixturenames:
        rounds = metafunc.config.getoption("--publishing-rounds")
        metafunc.parametrize("data", range(rounds), indirect=True)


@pytest.fixture(scope="module")
def workers() -> Iterator[tuple[Worker, Worker]]:
    pair = (Worker(), Worker())
    yield pair
    for worker in pair:
        worker.close()


@pytest.fixture(scope="module")
def base_folder(workers: tuple[Worker, Worker], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a build of two creators is in use; copied for each round."""
    folder = tmp_path_factory.mktemp("base")
    whole(workers[0], folder, "base", kind="replace", handles=["friend", "zora_quill"])
    return folder


@pytest.fixture
def data(base_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base_folder, tmp_path / "data"))


def in_use(data: Path) -> Build:
    return builds.current_build(Settings.from_env(data))


def handles(data: Path, build: Build) -> list[str]:
    con = open_store(build.store_file, Settings.from_env(data))
    try:
        return [
            row[0]
            for row in con.execute("SELECT handle FROM influencers ORDER BY handle").fetchall()
        ]
    finally:
        con.close()


def reason(data: Path, build_id: str) -> str | None:
    return builds.get_build(Settings.from_env(data), build_id).unpublished_reason


def begin(worker: Worker, data: Path, name: str, **options: object) -> None:
    """Starts a build and returns when it has read all it reads."""
    worker.start(planted_build, str(data), name, **options)
    wait_for(data / f"{name}.reached")


def end(worker: Worker, data: Path, name: str) -> str:
    (data / f"{name}.go").touch()
    return str(worker.result())


def whole(worker: Worker, data: Path, name: str, **options: object) -> str:
    (data / f"{name}.go").touch()
    return str(worker.run(planted_build, str(data), name, **options))


@pytest.mark.parametrize("import_ends_first", [True, False])
def test_an_import_is_never_replaced_by_a_background_build(
    workers: tuple[Worker, Worker], data: Path, import_ends_first: bool
) -> None:
    one, other = workers
    base = in_use(data).build_id
    begin(one, data, "deep", kind="rebuild", handles=[], by_choice=False)
    begin(other, data, "import", kind="replace", handles=["mine"])
    if import_ends_first:
        imported = end(other, data, "import")
        deep = end(one, data, "deep")
        assert reason(data, deep) == "not published: a newer import is in use"
    else:
        deep = end(one, data, "deep")
        assert in_use(data).build_id == deep
        imported = end(other, data, "import")
        assert reason(data, deep) is None
    assert in_use(data).build_id == imported
    assert handles(data, in_use(data)) == ["mine"]
    assert reason(data, imported) is None
    builds.publish(Settings.from_env(data), deep)
    assert (in_use(data).build_id, reason(data, deep)) == (deep, None)
    assert base in {build.build_id for build in builds.list_builds(Settings.from_env(data))}


@pytest.mark.parametrize("forget_first", [True, False])
def test_a_build_does_not_bring_back_who_was_forgotten_meanwhile(
    workers: tuple[Worker, Worker], data: Path, forget_first: bool
) -> None:
    one, other = workers
    begin(one, data, "deep", kind="rebuild", handles=[], by_choice=False)
    if forget_first:
        other.run(two.forget_handle, str(data), "zora_quill")
        deep = end(one, data, "deep")
    else:
        deep = end(one, data, "deep")
        other.run(two.forget_handle, str(data), "zora_quill")
        assert handles(data, in_use(data)) == ["friend", "zora_quill"]
        deep = whole(one, data, "again", kind="rebuild", handles=[])
    assert in_use(data).build_id == deep
    assert handles(data, in_use(data)) == ["friend"]
    assert in_use(data).manifest["facts"]["forgotten"]["creators_left_out"] == 1


@pytest.mark.parametrize("first_ends_first", [True, False])
def test_two_imports_that_add_lose_no_rows(
    workers: tuple[Worker, Worker], data: Path, first_ends_first: bool
) -> None:
    begin(workers[0], data, "a", kind="add", handles=["ada"])
    begin(workers[1], data, "b", kind="add", handles=["bob"])
    order = [(workers[0], "a"), (workers[1], "b")]
    for worker, name in order if first_ends_first else reversed(order):
        end(worker, data, name)
    assert handles(data, in_use(data)) == ["ada", "bob", "friend", "zora_quill"]
    assert len(builds.list_builds(Settings.from_env(data))) == 3


@pytest.mark.parametrize("publish_first", [True, False])
def test_what_a_person_last_put_in_use_stays(
    workers: tuple[Worker, Worker], data: Path, publish_first: bool
) -> None:
    one, other = workers
    old = in_use(data).build_id
    whole(one, data, "newer", kind="replace", handles=["newer"])
    begin(one, data, "import", kind="replace", handles=["mine"])
    if publish_first:
        other.run(two.publish, str(data), old)
        imported = end(one, data, "import")
        assert reason(data, imported) == "not published: another build was put in use meanwhile"
    else:
        imported = end(one, data, "import")
        assert in_use(data).build_id == imported
        other.run(two.publish, str(data), old)
    assert in_use(data).build_id == old


@pytest.mark.parametrize("prune_first", [True, False])
def test_prune_leaves_what_a_running_build_starts_from(
    workers: tuple[Worker, Worker], data: Path, prune_first: bool
) -> None:
    one, other = workers
    settings = Settings.from_env(data)
    base = in_use(data).build_id
    if prune_first:
        newer = whole(other, data, "newer", kind="replace", handles=["newer"])
        assert other.run(two.prune, str(data)) == [base]
        begin(one, data, "deep", kind="rebuild", handles=[], by_choice=False)
        deep = end(one, data, "deep")
        assert in_use(data).build_id == deep
    else:
        begin(one, data, "deep", kind="rebuild", handles=[], by_choice=False)
        newer = whole(other, data, "newer", kind="replace", handles=["newer"])
        assert other.run(two.prune, str(data)) == []
        with pytest.raises(builds.StoreError, match="running build starts from"):
            retention.remove_build(settings, base)
        deep = end(one, data, "deep")
        assert handles(data, builds.get_build(settings, deep)) == ["friend", "zora_quill"]
        assert in_use(data).build_id == newer
        assert sorted(other.run(two.prune, str(data))) == sorted([base, deep])


@pytest.mark.parametrize("first_ends_first", [True, False])
def test_of_two_imports_the_one_started_later_is_in_use(
    workers: tuple[Worker, Worker], data: Path, first_ends_first: bool
) -> None:
    begin(workers[0], data, "a", kind="replace", handles=["ada"])
    begin(workers[1], data, "b", kind="replace", handles=["bob"])
    order = [(workers[0], "a"), (workers[1], "b")]
    for worker, name in order if first_ends_first else reversed(order):
        end(worker, data, name)
    assert handles(data, in_use(data)) == ["bob"]


def test_demo_data_that_were_being_made_do_not_replace_an_import(
    workers: tuple[Worker, Worker], data: Path
) -> None:
    begin(workers[0], data, "import", kind="replace", handles=["mine"])
    begin(workers[1], data, "demo", kind="demo", handles=["d1"])
    end(workers[0], data, "import")
    demo = end(workers[1], data, "demo")
    assert handles(data, in_use(data)) == ["mine"]
    assert reason(data, demo) == "not published: a newer import is in use"
