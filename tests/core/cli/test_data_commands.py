"""`import` and `export` as a person or a program calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from core.cli import app as whole_app
from core.cli import data_commands
from core.settings import ROOT, Settings
from core.store import builds
from core.store.connect import open_store
from tests.core.cli.conftest import Command

SAMPLE = ROOT / "data" / "sample"
app = typer.Typer(pretty_exceptions_enable=False)
data_commands.register(app)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A data folder with one build of the sample, and what the command printed."""
    folder = tmp_path_factory.mktemp("imported")
    bad = folder / "more.csv"
    bad.write_text("influencer_id,Subs\nc01,43K\nc99,-5\n", encoding="utf-8")
    result = run(
        "import", SAMPLE / "fifteen_columns.csv", SAMPLE / "influencers_data.csv", bad,
        "--map", "followers_count=Subs", "--k", "3", "--as-of", "2026-11-20",
        "--data", folder / "data",
    )  # fmt: skip
    return folder / "data", result


@pytest.mark.slow
def test_an_import_tells_what_became_of_every_file(imported: tuple[Path, Result]) -> None:
    folder, result = imported
    assert result.exit_code == 0, result.output
    assert "fifteen_columns.csv (fifteen): 40 rows read, 40 used, 0 rejected" in result.output
    assert "more.csv (table:influencers): 2 rows read, 1 used, 1 rejected" in result.output
    assert "1 x expected a whole number from 0 to 2,000,000,000 in 'Subs'" in result.output
    assert "Growth: missing for 38 of 38." in result.output
    settings = Settings.from_env(folder)
    made = builds.current_build(settings)
    assert f"Published {made.build_id}" in result.output
    assert not made.is_demo
    con = open_store(made.store_file, settings)
    assert con.execute(
        "SELECT followers_count FROM influencers WHERE influencer_id = 'c01'"
    ).fetchone() == (43_000,)
    assert con.execute("SELECT count(*) FROM niches").fetchone() == (3,)
    con.close()


def test_an_export_can_be_imported_and_says_how_many_rows(
    imported: tuple[Path, Result], tmp_path: Path
) -> None:
    folder, _ = imported
    out = tmp_path / "deep" / "ratings.csv"
    result = run("export", "ratings", "--fifteen-columns", "--out", out, "--data", folder)
    assert result.exit_code == 0, result.output
    assert "40 rows" in result.output
    assert out.read_text(encoding="utf-8-sig").startswith("Account,Link,Followers,Audience Country")
    again = run("import", out, "--dry-run", "--json", "--data", tmp_path / "other")
    found = json.loads(again.stdout)["files"][0]
    assert (found["kind"], found["rows"], found["rows_rejected"]) == ("fifteen", 40, 0)
    book = run("export", "brands", "--out", tmp_path / "b.xlsx", "--data", folder, "--json")
    assert json.loads(book.stdout)["rows"] == 5


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("username,followers\nmira,10\nnoa,-1\n", encoding="utf-8")
    result = run("import", path, "--dry-run", "--data", tmp_path / "data")
    assert result.exit_code == 0
    assert "1 of 2 rows cannot be used" in result.output
    assert " 1 rows" not in result.output
    assert "line 3:" in result.output
    assert not (tmp_path / "data").exists()


def test_a_dry_run_asks_which_table_an_unknown_file_is(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("handle,wann,Zahl\nmira,1,2\n", encoding="utf-8")
    result = run("import", path, "--dry-run", "--data", tmp_path / "data")
    assert "do not tell which table it is" in result.output
    assert "handle=handle" not in result.output


def test_a_dry_run_says_which_table_was_chosen_and_why(tmp_path: Path) -> None:
    named, other = tmp_path / "collaborations.csv", tmp_path / "pairs.csv"
    for path in (named, other):
        path.write_text("brand_id,influencer_id\nb1,i1\n", encoding="utf-8")
    result = run("import", named, other, "--dry-run", "--data", tmp_path / "data")
    assert (
        "collaborations.csv: table:collaborations (by the file name; its columns would also fit "
        "ratings)" in result.output
    )
    assert "pairs.csv: table:ratings (by the columns)" in result.output
    as_json = run("import", other, "--dry-run", "--json", "--data", tmp_path / "data")
    assert json.loads(as_json.output)["files"][0]["table_chosen"] == "by the columns"


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", [], "empty file"),
        ("foo,bar\n1,2\n", [], "cannot tell what kind"),
        ("username,followers\na,1\n", ["--map", "followers"], "target=Source"),
        ("username,followers\na,1\n", ["--map", "followers_count=Subs"], "names 'Subs'"),
        ("username,followers\na,1\n", ["--table", "people"], "a table among"),
        ("username,followers\na,1\n", ["--as-of", "soon"], "--as-of"),
        ("username,followers\na,1\n", ["--add"], "no data yet"),
        ("username,followers\na,-1\n", [], "none of its 1 row can"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    tmp_path: Path, text: str, options: list[str], words: str
) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    result = run("import", path, *options, "--data", tmp_path / "data")
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output
    settings = Settings.from_env(tmp_path / "data")
    assert builds.list_builds(settings) == []


def test_several_files_need_one_that_has_the_mapped_column(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("username,followers\na,1\n", encoding="utf-8")
    files = (tmp_path / "a.csv", tmp_path / "b.csv")
    result = run("import", *files, "--map", "bio=About me", "--data", tmp_path / "data")
    assert result.exit_code == 2
    assert "no file has a column 'About me'" in result.stderr


def test_an_export_without_data_or_to_an_odd_ending_is_refused(tmp_path: Path) -> None:
    result = run("export", "brands", "--out", tmp_path / "b.csv", "--data", tmp_path)
    assert result.exit_code == 2
    assert "no data yet" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["import", "x.csv", "--as-of", "0001-01-02"], "2000-01-01"),
        (["import", "x.csv", "--as-of", "9999-12-31"], "2000-01-01"),
        (["niches", "--posts", "x", "--out", "y.csv", "--k", "²"], "auto"),
        (["niches", "--posts", "x", "--out", "y.csv", "--seed", "5000000000"], "4294967295"),
        (["prune", "--keep", "-1"], "greater"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_wrong_option_is_one_line_also_for_programs(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    expected: str,
) -> None:
    (tmp_path / "x.csv").write_text("influencer_id,name\n1,a\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(tmp_path / "data"))
    ended = command(*arguments, "--json")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert expected in ended.stderr
    assert expected in json.loads(ended.stdout)["error"]


@pytest.mark.slow
def test_a_wrong_command_is_one_line_in_a_process_of_its_own(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "core", "nonsense", "--json"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "nonsense" in json.loads(ended.stdout)["error"]


def test_a_data_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for arguments in (["builds"], ["prune"], ["import", str(tmp_path / "file")]):
        result = CliRunner().invoke(whole_app, [*arguments, "--data", str(tmp_path / "file")])
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
