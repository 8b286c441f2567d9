"""Writers for tests of durability, run in a process of their own: python writing.py MODE ..."""

from __future__ import annotations

import sys
from pathlib import Path

from core.settings import Settings
from core.workspace import campaigns, interactions
from core.workspace.database import workspace


def write_until_killed(data: Path, run: str) -> None:
    """Writes for ever; a line on stdout names each row once it is saved."""
    engine = workspace(Settings.from_env(data))
    campaign_id = campaigns.create(engine, run, brand_id=run).campaign_id
    _say(f"campaign {run}")
    number = 0
    while True:
        creator = f"{run}:{number}"
        interactions.record(engine, run, creator, "view")
        _say(f"view {creator}")
        campaigns.add_member(
            engine, campaign_id, creator, handle=creator, name="n", platform="tiktok"
        )
        _say(f"member {creator}")
        campaigns.set_state(engine, campaign_id, creator, "agreed")
        _say(f"agreed {creator}")
        number += 1


def write_some(data: Path, run: str, count: int) -> None:
    """Interactions and members, `count` of each, in one campaign that two writers share."""
    engine = workspace(Settings.from_env(data))
    campaign_id = campaigns.campaign_named(engine, "shared").campaign_id
    for number in range(count):
        creator = f"{run}:{number}"
        interactions.record(engine, "other brand", creator, "info")
        campaigns.add_member(
            engine, campaign_id, creator, handle=creator, name="n", platform="tiktok"
        )
    _say("done")


def create_tables(data: Path) -> None:
    """Waits for a line on stdin, so that several start at the same moment."""
    settings = Settings.from_env(data)
    _say("ready")
    sys.stdin.readline()
    workspace(settings)
    _say("done")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    mode, folder, *rest = sys.argv[1:]
    if mode == "until-killed":
        write_until_killed(Path(folder), rest[0])
    elif mode == "some":
        write_some(Path(folder), rest[0], int(rest[1]))
    else:
        create_tables(Path(folder))
