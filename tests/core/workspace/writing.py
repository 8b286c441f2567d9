"""Writers for tests of durability, each in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TextIO

from core.settings import Settings
from core.workspace import campaigns, interactions
from core.workspace.database import workspace
from tests.support import forked

Say = Callable[[str], None]


class Writer:
    """A process that runs one of the functions below."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self._wakes, theirs = forked.context().Pipe()
        reads, writes = forked.context().Pipe(duplex=False)
        self.process = forked.start(_run, work, theirs, writes, *arguments)
        theirs.close()
        writes.close()
        # Read as a file: a line that a kill cut off must show as what it is.
        self.lines: TextIO = os.fdopen(os.dup(reads.fileno()), encoding="utf-8")
        reads.close()

    def wake(self) -> None:
        """Lets a writer go on that waits."""
        self._wakes.send(None)

    def ended(self, timeout_s: float) -> tuple[int | None, str]:
        """Exit code and what it said, once it has ended by itself."""
        said = self.lines.read()
        self.process.join(timeout_s)
        return self.process.exitcode, said


def _run(work: Callable[..., None], wakes: Connection, out: Connection, *arguments: Any) -> None:
    os.environ.pop("SCOUT_WORKSPACE_URL", None)

    def say(line: str) -> None:
        os.write(out.fileno(), f"{line}\n".encode())

    work(say, wakes, *arguments)


def write_until_killed(say: Say, _wakes: Connection, data: Path, run: str) -> None:
    """Writes for ever; a line names each row once it is saved."""
    engine = workspace(Settings.from_env(data))
    campaign_id = campaigns.create(engine, run, brand_id=run).campaign_id
    say(f"campaign {run}")
    number = 0
    while True:
        creator = f"{run}:{number}"
        interactions.record(engine, run, creator, "view")
        say(f"view {creator}")
        campaigns.add_member(
            engine, campaign_id, creator, handle=creator, name="n", platform="tiktok"
        )
        say(f"member {creator}")
        campaigns.set_state(engine, campaign_id, creator, "agreed")
        say(f"agreed {creator}")
        number += 1


def write_some(say: Say, _wakes: Connection, data: Path, run: str, count: int) -> None:
    """Interactions and members, `count` of each, in one campaign that two writers share."""
    engine = workspace(Settings.from_env(data))
    campaign_id = campaigns.campaign_named(engine, "shared").campaign_id
    for number in range(count):
        creator = f"{run}:{number}"
        interactions.record(engine, "other brand", creator, "info")
        campaigns.add_member(
            engine, campaign_id, creator, handle=creator, name="n", platform="tiktok"
        )
    say("done")


def create_tables(say: Say, wakes: Connection, data: Path) -> None:
    """Waits to be woken, so that several start at the same moment."""
    settings = Settings.from_env(data)
    say("ready")
    wakes.recv()
    workspace(settings)
    say("done")
