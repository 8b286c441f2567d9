"""Work that is killed at any moment leaves a data folder that opens, and can be done again.

Moments are drawn from the usual duration of each kind of work; `make soak` takes 100 of them.
Workspace writers are killed in `tests/core/workspace/test_durability.py`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from core.cli import app
from core.domain.accounts import Account
from core.errors import StoreError
from core.features import embeddings
from core.pipeline import run
from core.pipeline.context import BuildConfig
from core.pipeline.imported import ImportSource
from core.pipeline.plans import BuildRequest, plan_build
from core.pipeline.run import BuildPlan, make_newest_build
from core.services.backup import back_up, restore
from core.services.doctor import data as doctor
from core.services.privacy.needle import Needle
from core.services.privacy.traces import files_named
from core.services.privacy.unfinished import unfinished_deletions
from core.settings import Settings
from core.store import builds, retention
from core.store.ingest import ImportFile
from core.store.integrity import verify
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from core.workspace.forgotten import forgotten_hashes, id_hash
from tests.support import forked
from tests.support.after_kill import (
    assert_complaints_have_advice,
    assert_nothing_left,
    assert_whole,
)
from tests.support.hashed_encoder import HashedModel

pytestmark = pytest.mark.slow
forked.prepare(__name__)

_WAIT_S = 120.0
_FORGOTTEN = "handle0"
# It goes by two ids: that of the build, and an older one of a campaign.
_IDS = {"c0", "older:0"}
_STEPS = ("text", "profiles", "search")  # of a build; more would only take longer
# Beside the data folder: what the work takes, and what it makes.
_FILES = {"creators.csv", "posts.csv", "all.tar", "new.tar.gz", "data", "restored"}


def _import(folder: Path) -> None:
    settings = Settings.from_env(folder / "data")
    run.STEPS = {name: run.STEPS[name] for name in _STEPS}
    embeddings.load_model = lambda _embedder, _tokens: HashedModel()  # type: ignore[assignment]
    files = tuple(ImportFile(folder / name, name) for name in ("creators.csv", "posts.csv"))

    def planned() -> BuildPlan:
        return BuildPlan(ImportSource(files, None, date(2026, 11, 20)), BuildConfig(deep=False))

    make_newest_build(settings, planned)


def _rebuild(folder: Path) -> None:
    settings = Settings.from_env(folder / "data")
    run.STEPS = {name: run.STEPS[name] for name in _STEPS}
    request = BuildRequest(first_step=_STEPS[-1])
    make_newest_build(settings, lambda: plan_build(settings, request))


def _publish_and_prune(folder: Path) -> None:
    settings = Settings.from_env(folder / "data")
    for build in builds.list_builds(settings):
        builds.publish(settings, build.build_id)
    retention.prune(settings, keep=0)


def _back_up(folder: Path) -> None:
    back_up(Settings.from_env(folder / "data"), folder / "new.tar.gz")


def _restore(folder: Path) -> None:
    restore(Settings.from_env(folder / "restored"), folder / "all.tar")


def _forget(folder: Path) -> None:
    run.STEPS = {name: run.STEPS[name] for name in _STEPS}
    embeddings.load_model = lambda _embedder, _tokens: HashedModel()  # type: ignore[assignment]
    options = ["--platform", "tiktok", "--rebuild", "--purge", "--yes"]
    app(
        ["forget", f"@{_FORGOTTEN}", *options, "--data", str(folder / "data")],
        standalone_mode=False,
    )


KINDS: dict[str, Callable[[Path], None]] = {
    "import": _import,
    "rebuild": _rebuild,
    "publish and prune": _publish_and_prune,
    "backup": _back_up,
    "restore": _restore,
    "forget": _forget,
}


@dataclass(frozen=True)
class Start:
    """What every killed work starts from, and how long each takes when nobody kills it."""

    folder: Path
    usual_s: dict[str, float]


def _work(kind: str, folder: Path, pipe: Connection) -> None:
    os.setsid()
    pipe.send("at work")
    KINDS[kind](folder)
    pipe.send("done")


def _run(kind: str, folder: Path, killed_after_s: float | None = None) -> float:
    """Does the work in a group of processes of its own; returns how many seconds it took."""
    pipe, theirs = forked.context().Pipe()
    process = forked.start(_work, kind, folder, theirs)
    assert pipe.poll(_WAIT_S), "the process does not begin"
    pipe.recv()
    began = time.monotonic()
    if killed_after_s is not None:
        time.sleep(killed_after_s)
        if process.is_alive() and process.pid is not None:
            os.killpg(process.pid, signal.SIGKILL)
    process.join(_WAIT_S)
    if killed_after_s is not None:
        print(f"\n{kind}:", "killed half-way" if process.exitcode else "over before the kill")
    taken = time.monotonic() - began
    assert process.exitcode in ((0, -signal.SIGKILL) if killed_after_s is not None else (0,))
    return taken


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("kills")
    settings = Settings.from_env(folder / "data")
    rows = [f"c{number},handle{number},tiktok,{1_000 + number}" for number in range(30)]
    (folder / "creators.csv").write_text(
        "\n".join(["influencer_id,handle,platform,followers_count", *rows])
    )
    rows = [f"c{number % 30},serum and skin {number},2026-11-20,5" for number in range(90)]
    (folder / "posts.csv").write_text(
        "\n".join(["influencer_id,caption,posted_at,likes_count", *rows])
    )
    _run("import", folder)
    _run("rebuild", folder)
    engine = workspace(settings)
    interactions.record(engine, "b0", "first", "view")
    made = campaigns.create(engine, "Spring")
    campaigns.add_member(
        engine, made.campaign_id, "older:0", handle=_FORGOTTEN, name="Zora", platform="unknown"
    )
    engine.dispose()
    uploads = settings.imports_dir / "20261120T080000-creators"
    uploads.mkdir(parents=True)
    shutil.copy(folder / "creators.csv", uploads)
    back_up(settings, folder / "all.tar")
    usual_s = {}
    for kind in KINDS:
        tried = Path(shutil.copytree(folder, tmp_path_factory.mktemp("usual") / "it"))
        usual_s[kind] = _run(kind, tried)
    print("usual seconds:", {kind: round(seconds, 2) for kind, seconds in usual_s.items()})
    return Start(folder, usual_s)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a kill: kinds take turns, moments are drawn."""
    if "share" in metafunc.fixturenames:
        option = metafunc.config.getoption
        drawn = random.Random(option("--kill-seed"))
        names = list(KINDS)
        cases = [(names[one % len(names)], drawn.random()) for one in range(option("--kills"))]
        ids = [f"{kind} at {share:.3f}" for kind, share in cases]
        metafunc.parametrize(("kind", "share"), cases, ids=ids)


def test_what_was_killed_leaves_a_whole_build_and_can_be_done_again(
    start: Start, tmp_path: Path, kind: str, share: float
) -> None:
    folder = Path(shutil.copytree(start.folder, tmp_path / "it"))
    data = folder / ("restored" if kind == "restore" else "data")
    settings = Settings.from_env(data)
    _run(kind, folder, share * start.usual_s[kind])

    if kind == "restore" and not (data / "CURRENT").exists():
        assert_complaints_have_advice(settings)
        with pytest.raises(StoreError):  # what was not acknowledged is there as a whole or not
            builds.usable_build(settings, verify)
    else:
        assert_all_is_there(settings)
        assert_complaints_have_advice(settings)
        if kind == "forget":
            assert_forgotten_or_said(settings)
    if kind != "restore" or not (data / "CURRENT").exists():
        _run(kind, folder)
    assert_all_is_there(settings)
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    if kind == "backup":
        _run(kind, folder)  # sweeps what was killed before it held its lock, a minute later
    assert_nothing_left(settings)
    if kind == "forget":
        assert not named(settings)
        assert not unfinished_deletions(settings)
    assert {path.name for path in folder.iterdir()} <= _FILES


def assert_all_is_there(settings: Settings) -> None:
    assert_whole(settings)
    engine = workspace(settings)
    assert "first" in set(interactions.recorded(engine)["influencer_id"])
    engine.dispose()


def assert_forgotten_or_said(settings: Settings) -> None:
    """Both accounts are on the list or none; a deletion that is not over is named by `doctor`."""
    engine = workspace(settings)
    on_list = {account_id for account_id in _IDS if id_hash(account_id) in forgotten_hashes(engine)}
    members = [member.influencer_id for member in campaigns.members(engine, 1)]
    engine.dispose()
    assert (on_list, members) in ((set(), ["older:0"]), (_IDS, []))
    (check,) = doctor.deletions(settings)
    if on_list and named(settings):
        assert check.advice.startswith(f"Finish it: python -m core forget @{_FORGOTTEN} --platform")


def named(settings: Settings) -> list[Path]:
    """Files of the data folder that name the creator who is forgotten."""
    account = Account("c0", _FORGOTTEN, _FORGOTTEN, "tiktok")
    return files_named(settings.data_dir, Needle([account]), settings)
