"""`campaigns` lists, shows, fills and exports what the pages made."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from core.cli import app
from core.settings import Settings
from core.workspace import brands, campaigns, interactions
from core.workspace.database import workspace
from tests.support.small_build import make_small_build


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_small_build(Settings.from_env(tmp_path))
    return tmp_path


def run(data: Path, *arguments: object) -> Result:
    words = ["campaigns", *map(str, arguments), "--data", str(data)]
    result = CliRunner().invoke(app, words)
    assert "Traceback" not in result.output
    return result


def found(data: Path, *arguments: object) -> dict[str, Any]:
    return json.loads(run(data, *arguments, "--json").stdout)


def refused(data: Path, *arguments: object) -> str:
    result = run(data, *arguments)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


def test_a_campaign_is_made_filled_shown_and_listed(data: Path) -> None:
    assert "No campaigns yet" in run(data, "list").output
    made = found(data, "create", "Spring", "--brand", "luma skincare", "--budget", 900)
    assert (made["brand_id"], made["brand_name"], made["budget_eur"]) == (
        "b0",
        "Luma Skincare",
        900,
    )
    assert found(data, "add", "SPRING", "@Handle3")["added"] is True
    assert found(data, "add", "spring", "c003")["added"] is False
    assert found(data, "add", "spring", "handle4")["influencer_id"] == "c004"
    engine = workspace(Settings.from_env(data))
    number = campaigns.campaign_named(engine, "spring").campaign_id
    campaigns.set_member(engine, number, "c003", price=100.25, posts_count=3, note="two\nlines")
    shown = run(data, "show", "spring").output
    assert "Spring: for Luma Skincare, budget 900 EUR" in shown
    assert "  @handle3 (instagram): lead, 100.25 EUR x 3  two lines\n" in shown
    assert "  @handle4 (tiktok): lead, no price agreed x 1\n" in shown
    assert "300.75 EUR for 1 of 2 creators" in shown
    members = found(data, "show", "spring")["members"]
    assert [(one["influencer_id"], one["cost_eur"]) for one in members] == [
        ("c003", 300.75),
        ("c004", None),
    ]
    (row,) = found(data, "list")["campaigns"]
    assert (row["name"], row["creators"]) == ("Spring", 2)
    assert "Spring: 2 creators, for Luma Skincare, budget 900 EUR" in run(data, "list").output
    # The pages learn of it like of any other.
    assert list(interactions.recorded(engine, brand_id="b0")["kind"]) == ["campaign", "campaign"]


def test_an_export_holds_each_member_and_no_formula(data: Path, tmp_path: Path) -> None:
    engine = workspace(Settings.from_env(data))
    one = campaigns.create(engine, "Spring/1")
    campaigns.add_member(
        engine, one.campaign_id, "c1", handle="mira", name="=1+1", platform="tiktok"
    )
    campaigns.set_member(engine, one.campaign_id, "c1", price=10.5, posts_count=2)
    csv = tmp_path / "out" / "spring.csv"
    assert "1 creator" in run(data, "export", "spring/1", "--out", csv).output
    frame = pd.read_csv(csv)
    assert list(frame.columns) == [
        "handle", "name", "platform", "state", "price_eur", "posts_count", "cost_eur", "note",
        "added_at", "changed_at", "influencer_id",
    ]  # fmt: skip
    assert frame.loc[0, ["handle", "name", "cost_eur"]].tolist() == ["mira", "'=1+1", 21.0]
    book = tmp_path / "spring.xlsx"
    assert found(data, "export", "spring/1", "--out", book)["rows"] == 1
    whole = openpyxl.load_workbook(book)
    assert whole.sheetnames == ["Creators", "Totals"]
    assert [whole["Creators"].cell(2, column).value for column in (1, 5)] == ["mira", 10.5]
    totals = {row[0]: row[1:] for row in whole["Totals"].iter_rows(values_only=True)}
    assert totals["cost (EUR), agreed prices"] == (21, 0)
    assert totals["posts planned"] == (2, 0)
    # Whole seconds with their zone.
    for name in ("added_at", "changed_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00", frame.loc[0, name])
    # While no price is known there is no cost, not one of 0.
    other = campaigns.create(engine, "Autumn")
    campaigns.add_member(engine, other.campaign_id, "c1", handle="m", name="M", platform="tiktok")
    found(data, "export", "autumn", "--out", book)
    rows = openpyxl.load_workbook(book)["Totals"].iter_rows(values_only=True)
    assert {row[0]: row[1:] for row in rows}["cost (EUR), agreed prices"] == (None, 1)


def test_an_empty_campaign_is_shown_and_exported(data: Path, tmp_path: Path) -> None:
    run(data, "create", "Nobody")
    assert "No creators yet" in run(data, "show", "nobody").output
    assert found(data, "export", "nobody", "--out", tmp_path / "n.csv")["rows"] == 0
    assert (tmp_path / "n.csv").read_text(encoding="utf-8-sig").startswith("handle,name,platform")


def test_a_campaign_can_be_for_a_typed_brand(data: Path) -> None:
    brands.add_brand(workspace(Settings.from_env(data)), name="Åse")
    assert found(data, "create", "North", "--brand", "åse")["brand_id"] == "own-ase"


def test_what_is_not_there_is_one_line(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    assert "no campaign 'Spring'" in refused(data, "show", "Spring")
    assert "no campaign 'Spring'" in refused(data, "add", "Spring", "handle3")
    assert "no campaign 'Spring'" in refused(data, "export", "Spring", "--out", out)
    assert ".xlsx" in refused(data, "export", "Spring", "--out", tmp_path / "o.pdf")
    run(data, "create", "Spring")
    assert "already" in refused(data, "create", "SPRING")
    assert "Budget" in refused(data, "create", "Other", "--budget", -1)
    assert "no brand 'Nobody'" in refused(data, "create", "Other", "--brand", "Nobody")
    assert "no creator '@handle'" in refused(data, "add", "Spring", "handle")
    wrong = refused(data, "add", "Spring", "handle3", "--platform", "tiktok")
    assert "on tiktok in the data in use, but on instagram" in wrong
    assert not out.exists()


def test_without_a_build_there_is_nobody_to_add(tmp_path: Path) -> None:
    run(tmp_path, "create", "Spring")
    assert "no data yet" in refused(tmp_path, "add", "Spring", "mira")
    assert "no brand 'Luma'" in refused(tmp_path, "create", "Other", "--brand", "Luma")


def test_a_workspace_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_text("something else " * 100)
    assert "another kind of file" in refused(tmp_path, "list")
