"""`publish` takes whole builds alone, and `builds` lists whatever there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings
from core.store import builds, making
from tests.core.cli.conftest import Command
from tests.support.small_build import make_small_build


def told(command: Command, data: Path, *words: str) -> tuple[int, dict[str, Any]]:
    ended = command(*words, "--data", str(data), "--json")
    return ended.returncode, json.loads(ended.stdout.strip().splitlines()[-1])


def test_a_damaged_build_is_not_put_in_use(command: Command, tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    damaged = make_small_build(settings)
    in_use = make_small_build(settings)
    vectors = damaged.folder / "influencer_embeddings.npy"
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    vectors.write_bytes(content)
    code, answer = told(command, tmp_path, "publish", damaged.build_id)
    assert code == 2
    assert f"Build '{damaged.build_id}' is damaged: influencer_embeddings.npy" in answer["error"]
    assert f"'python -m core publish {in_use.build_id}' goes back" in answer["error"]
    assert builds.current_build_id(settings) == in_use.build_id


def test_a_store_without_a_table_is_not_put_in_use(command: Command, tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    damaged = make_small_build(settings)
    columns = {"influencers": "influencer_id,handle,shoe_size"}
    making.write_manifest(damaged.folder, {**damaged.manifest, "columns": columns})
    in_use = make_small_build(settings)
    code, answer = told(command, tmp_path, "publish", damaged.build_id)
    assert code == 2
    assert "table 'influencers' has no column 'shoe_size'" in answer["error"]
    assert builds.current_build_id(settings) == in_use.build_id


def test_builds_lists_one_whose_manifest_has_no_counts(command: Command, tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    made = make_small_build(settings)
    manifest = {name: value for name, value in made.manifest.items() if name != "row_counts"}
    making.write_manifest(made.folder, manifest)
    code, answer = told(command, tmp_path, "builds")
    assert code == 0
    assert answer["builds"][0]["creators"] is None
    shown = command("builds", "--data", str(tmp_path))
    assert shown.returncode == 0
    assert "- creators" in shown.stdout


@pytest.mark.parametrize(("is_deep", "words"), [(True, ""), (False, " --quick")])
def test_forgotten_creators_are_left_out_by_the_command_that_forget_names(
    command: Command, tmp_path: Path, is_deep: bool, words: str
) -> None:
    settings = Settings.from_env(tmp_path)
    made = make_small_build(settings)
    making.write_manifest(made.folder, {**made.manifest, "is_deep": is_deep})
    told_by_forget = command("forget", "c001", "--yes", "--data", str(tmp_path)).stdout
    told_by_publish = command("publish", made.build_id, "--data", str(tmp_path)).stdout
    for said in (told_by_forget, told_by_publish):
        assert f"python -m core build --from text{words}\n" in said
