"""Nothing that was acknowledged is lost: not by kill -9, not by others at the same time."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.core.workspace.writing import Writer, create_tables, write_some, write_until_killed
from tests.support.small_build import CREATORS, run_small_build

pytestmark = pytest.mark.slow

KILLS = 50
# So many writes, then a moment somewhere within the next ones, which take some 3 ms each. However
# busy the machine is, every writer has written when it is killed.
WRITES = (6, 60)
LONGEST_DELAY_S = 0.02


def killed_run(data: Path, run: str, writes_count: int, delay_s: float) -> list[str]:
    """Starts a writer, kills it `delay_s` after so many writes; returns what it acknowledged."""
    writer = Writer(write_until_killed, data, run)
    lines = [writer.lines.readline() for _ in range(writes_count)]
    time.sleep(delay_s)
    writer.process.kill()  # SIGKILL
    lines += writer.lines.readlines()
    writer.process.join()
    assert writer.process.exitcode == -9, "the writer must die by the kill, not by an error"
    # A line that the kill cut off was not acknowledged.
    return [line.strip() for line in lines if line.endswith("\n")]


def test_every_acknowledged_write_survives_fifty_kills(tmp_path: Path) -> None:
    random_life = random.Random(20261121)
    acknowledged: list[str] = []
    for number in range(0, KILLS, 2):
        # Two writers at once: one dies while the other one goes on in the same file.
        lives = [
            (random_life.randint(*WRITES), random_life.uniform(0, LONGEST_DELAY_S))
            for _ in range(2)
        ]
        found: list[list[str]] = [[], []]

        def run(side: int, number: int = number, lives: list[tuple[int, float]] = lives) -> None:
            found[side] = killed_run(tmp_path, f"run{number + side}", *lives[side])  # noqa: B023

        threads = [threading.Thread(target=run, args=(side,)) for side in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(found)
        acknowledged += [*found[0], *found[1]]
    engine = workspace(Settings.from_env(tmp_path))
    saved = {f"campaign {one.name}" for one in campaigns.campaigns(engine)}
    recorded = interactions.recorded(engine)
    saved |= {f"view {one}" for one in recorded.loc[recorded["kind"] == "view", "influencer_id"]}
    agreed = set()
    for one in campaigns.campaigns(engine):
        for member in campaigns.members(engine, one.campaign_id):
            saved.add(f"member {member.influencer_id}")
            if member.state == "agreed":
                agreed.add(member.influencer_id)
    saved |= {f"agreed {one}" for one in agreed}
    assert len(acknowledged) > KILLS * 5, "too few writes to say anything"
    assert not set(acknowledged) - saved
    # At most one write a run was saved and killed before it was acknowledged.
    assert len(saved) - len(acknowledged) <= KILLS
    # A transaction is there as a whole: a member with its interaction, a state with its own.
    assert _creators(recorded, "collaboration") == agreed
    assert len(_creators(recorded, "campaign")) == sum(one.startswith("member") for one in saved)
    versions = sum(interactions.version(engine, f"run{number}") for number in range(KILLS))
    assert versions == len(recorded)
    con = sqlite3.connect(tmp_path / "workspace.db")
    assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    con.close()


def test_two_writers_and_a_build_lose_nothing(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    engine = workspace(settings)
    shared = campaigns.create(engine, "shared", brand_id="b0")
    writers = [Writer(write_some, tmp_path, name, 150) for name in ("left", "right")]
    build = run_small_build(settings)
    for writer in writers:
        assert writer.ended(120) == (0, "done\n")
    expected = {f"{name}:{number}" for name in ("left", "right") for number in range(150)}
    members = campaigns.members(engine, shared.campaign_id)
    assert len(members) == 300
    assert {one.influencer_id for one in members} == expected
    found = interactions.recorded(engine)
    assert _creators(found, "info") == _creators(found, "campaign") == expected
    assert (interactions.version(engine, "other brand"), interactions.version(engine, "b0")) == (
        300,
        300,
    )
    assert builds.current_build(settings).build_id == build.build_id
    con = open_store(build.store_file, settings)
    assert con.execute("SELECT count(*) FROM influencers").fetchone() == (CREATORS,)
    con.close()


def test_processes_that_create_the_tables_at_once_all_find_them(tmp_path: Path) -> None:
    for number in range(3):
        data = tmp_path / str(number) / "not" / "there"
        writers = [Writer(create_tables, data) for _ in range(4)]
        for writer in writers:
            assert writer.lines.readline() == "ready\n"
        for writer in writers:
            writer.wake()
        for writer in writers:
            assert writer.ended(60) == (0, "done\n")
        assert campaigns.campaigns(workspace(Settings.from_env(data))) == []


def _creators(recorded: pd.DataFrame, kind: str) -> set[str]:
    return set(recorded.loc[recorded["kind"] == kind, "influencer_id"])
