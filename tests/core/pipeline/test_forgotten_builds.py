"""Forgotten creators are in no build to come, whatever it is made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.errors import WorkspaceError
from core.evaluation.truth import read_truth, write_truth
from core.models.search import files as search_files
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.forgotten import leave_out_forgotten
from core.pipeline.imported import ImportSource
from core.pipeline.steps.search import index_creators
from core.progress import silent
from core.settings import Settings
from core.store import builds, tables
from core.store.connect import empty_store
from core.store.ingest import ImportFile
from core.workspace.database import workspace
from core.workspace.forgotten import forget

AS_OF = date(2026, 11, 20)
PEOPLE = """username,platform,bio,followers
zora_quill,instagram,hikes and maps,1000
friend,instagram,climbs with @Zora_Quill,2000
zora_quill,tiktok,somebody else,3000
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path / "data")


def filled(settings: Settings, folder: Path, files: dict[str, str]) -> BuildContext:
    """A store in the making with these files in it."""
    given = []
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        given.append(ImportFile(folder / name, name))
    making = folder / "making"
    making.mkdir()
    con = empty_store(making / builds.STORE_FILE, settings)
    context = BuildContext(con, making, settings, BuildConfig(), silent)
    ImportSource(given, None, AS_OF).fill(context)
    return context


def everything(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return {
        table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        for table in tables.ALL
        if tables.columns(con, table)
    }


def ids(con: duckdb.DuckDBPyConnection, table: str = "influencers") -> list[str]:
    rows = con.execute(f"SELECT DISTINCT influencer_id FROM {table} ORDER BY 1").fetchall()
    return [row[0] for row in rows]


def test_the_account_goes_and_its_namesake_elsewhere_stays(
    settings: Settings, tmp_path: Path
) -> None:
    forget(workspace(settings), "instagram:zora_quill", "zora_quill", "instagram")
    context = filled(settings, tmp_path, {"people.csv": PEOPLE})
    assert leave_out_forgotten(context)
    assert ids(context.con) == ["instagram:friend", "tiktok:zora_quill"]
    assert context.con.execute(
        "SELECT bio FROM influencers WHERE handle = 'friend'"
    ).fetchone() == ("climbs with …",)
    assert context.facts["forgotten"] == {
        "creators_left_out": 1,
        "texts_cleared": 1,
        "rejected_rows_cleared": 0,
    }
    context.con.close()


@pytest.mark.slow
def test_each_table_loses_the_rows_of_the_creator(settings: Settings, tmp_path: Path) -> None:
    forget(workspace(settings), "z1", "zora_quill", "instagram")
    files = {
        "influencers_data.csv": (
            "influencer_id,name,bio,recent_captions\n"
            'z1,Zora,maps,"[""one"", ""two""]"\n'
            'f1,Friend,ropes,"[""with @zora_quill."", ""alone""]"\n'
        ),
        "growth_data.csv": (
            "influencer_id,followers,avg_likes,avg_comments,daily_followers\n"
            'z1,30,1,1,"[10, 20, 30]"\nf1,30,1,1,"[10, 20, 30]"\n'
        ),
        "interactions.csv": (
            "brand_id,influencer_id,kind,at\n"
            "b,z1,view,2026-01-01\nb,f1,view,2026-01-01\nb,z1,odd,2026-01-01\n"
        ),
    }
    context = filled(settings, tmp_path, files)
    assert ids(context.con) == ids(context.con, "interactions") == ["f1", "z1"]
    assert leave_out_forgotten(context)
    con = context.con
    for table in ("influencers", "posts", "follower_history", "interactions"):
        assert ids(con, table) == ["f1"], table
    captions = con.execute("SELECT caption, mentions FROM posts ORDER BY post_id").fetchall()
    # An account of no known platform may have meant the forgotten one.
    assert [row[0] for row in captions] == ["with ….", "alone"]
    assert con.execute("SELECT raw, reason LIKE '%odd%' FROM rejected_rows").fetchall() == [
        (None, False)
    ]
    assert "zora" not in str(everything(con)).lower()
    con.close()


@pytest.mark.slow
def test_a_row_that_was_rejected_keeps_nothing_of_the_creator(
    settings: Settings, tmp_path: Path
) -> None:
    forget(workspace(settings), "x", "zora_quill", "instagram")
    bad = (
        PEOPLE + "Zora_Quill,instagram,again,-5\nother,instagram,fine,-7\nx2,tiktok,b,zora_quill\n"
    )
    context = filled(settings, tmp_path, {"people.csv": bad})
    assert leave_out_forgotten(context)
    rows = context.con.execute(
        "SELECT line_number, raw, reason FROM rejected_rows ORDER BY line_number"
    ).fetchall()
    assert [(line, raw) for line, raw, _ in rows] == [
        (5, None),
        (6, "other,instagram,fine,-7"),
        (7, None),
    ]
    assert "found" in rows[1][2]
    assert not [reason for _, _, reason in rows if "zora" in reason.lower()]
    context.con.close()


@pytest.mark.slow
def test_freed_blocks_of_the_store_do_not_keep_the_creator(
    settings: Settings, tmp_path: Path
) -> None:
    # Long enough that a block of its own holds them, and random enough not to be compressed.
    rng = np.random.default_rng(1)
    bios = ["".join(chr(97 + one) for one in rng.integers(0, 26, 900)) for _ in range(400)]
    rows = [f"other{number},instagram,{bio},5" for number, bio in enumerate(bios)]
    marked = "mark" + bios[0][:40]
    rows.insert(200, f"zora_quill,instagram,{marked},5")
    text = "username,platform,bio,followers\n" + "\n".join(rows) + "\n"
    context = filled(settings, tmp_path, {"people.csv": text})
    context.con.execute("CHECKPOINT")
    store = context.folder / builds.STORE_FILE
    assert marked.encode() in store.read_bytes()
    forget(workspace(settings), "x", "zora_quill", "instagram")
    assert leave_out_forgotten(context)
    assert len(ids(context.con)) == 400
    context.con.execute("CHECKPOINT")
    context.con.close()
    assert marked.encode() not in store.read_bytes()
    assert [one.name for one in context.folder.iterdir()] == [builds.STORE_FILE]


@pytest.mark.slow
def test_the_search_index_follows(settings: Settings, tmp_path: Path) -> None:
    context = filled(settings, tmp_path, {"people.csv": "\n".join(PEOPLE.splitlines()[:3])})
    folder = context.folder / "models" / search_files.FOLDER

    def known() -> tuple[int, int, int]:
        index_creators(context)
        index = search_files.load(folder)
        words = index.matching.vocabulary
        return len(index.names.find("zora_quill")), words.count("quill"), words.count("zoraquill")

    assert known() == (1, 1, 1)
    forget(workspace(settings), "instagram:zora_quill", "zora_quill", "instagram")
    assert leave_out_forgotten(context)
    assert not folder.exists()  # nothing of the earlier index stays
    assert known() == (0, 0, 0)
    context.con.close()


@pytest.mark.slow
def test_results_of_an_earlier_build_are_emptied(settings: Settings, tmp_path: Path) -> None:
    forget(workspace(settings), "x", "zora_quill", "instagram")
    context = filled(settings, tmp_path, {"people.csv": PEOPLE})
    tables.append_frame(
        context.con,
        "influencer_map",
        pd.DataFrame({"influencer_id": ["instagram:friend"], "x": [0.0], "y": [0.0]}),
    )
    np.save(context.folder / "influencer_embeddings.npy", np.zeros((3, 2)))
    (context.folder / "models").mkdir()
    planted = pd.DataFrame({"influencer_id": ["instagram:zora_quill", "instagram:friend"]})
    write_truth(context.folder, {"creators": planted})
    assert leave_out_forgotten(context)
    assert context.con.execute("SELECT count(*) FROM influencer_map").fetchone() == (0,)
    assert not (context.folder / "influencer_embeddings.npy").exists()
    assert not (context.folder / "models").exists()
    assert list(read_truth(context.folder)["creators"]["influencer_id"]) == ["instagram:friend"]
    context.con.close()


@pytest.mark.parametrize("someone_else", [False, True])
def test_a_build_without_forgotten_creators_is_as_it_was(
    settings: Settings, tmp_path: Path, someone_else: bool
) -> None:
    if someone_else:
        forget(workspace(settings), "x", "zora", "instagram")
    context = filled(settings, tmp_path, {"people.csv": PEOPLE})
    before = everything(context.con)
    con = context.con
    assert not leave_out_forgotten(context)
    assert context.con is con
    assert everything(context.con) == before
    assert context.facts == {}
    # Asking makes no database.
    assert (settings.data_dir / "workspace.db").exists() is someone_else
    context.con.close()


def test_a_build_is_not_made_when_the_list_cannot_be_read(
    settings: Settings, tmp_path: Path
) -> None:
    context = filled(settings, tmp_path, {"people.csv": PEOPLE})
    settings.data_dir.mkdir(exist_ok=True)
    (settings.data_dir / "workspace.db").write_text("not a database " * 100)
    with pytest.raises(WorkspaceError, match="another kind of file"):
        leave_out_forgotten(context)
    context.con.close()
