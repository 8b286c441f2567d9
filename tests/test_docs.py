"""README and docs/ name what there is, no more and no less, and their links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from core.cli import app
from core.settings import Settings
from core.store import tables
from core.workspace.schema import metadata
from docs.make_cli import cli_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
README_BYTES_MAX = 8_192
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"`((?:core|pages|bench|tests|docs|data/sample|static|\.streamlit)/[\w./-]*\w)`")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
_FENCED = re.compile(r"^```.*?^```", re.S | re.M)
_PAGE_ROW = re.compile(r"^\| \*\*([^*]+)\*\* \(`pages/(\w+)\.py`\)", re.M)
# Printed tables of benchmarks have the command that prints them above.
_BENCH_COMMAND = re.compile(r"python -m bench\.(\w+)")
# Packages run by their `__main__`.
RUNNABLE = {
    file.parent.name if file.stem == "__main__" else file.stem
    for file in [*(ROOT / "bench").glob("*.py"), *(ROOT / "bench").glob("*/__main__.py")]
    if '"__main__"' in file.read_text(encoding="utf-8")
}
WITHOUT_COMMAND = {"README.md", "real_files.md"}
METHOD_PARTS = ("Question", "Source", "Limits", "Measured")


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def section(file: Path, title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text(file), re.S | re.M)
    assert match, f"{file.name} has no section '{title}'"
    return match.group(1)


@cache
def anchors(file: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = _HEADING.findall(_FENCED.sub("", text(file)))
    return frozenset(
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-")
        for heading in headings
    )


def commands() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("walk", ["A brand", "A click"])
def test_a_walk_goes_through_eight_files_at_most(walk: str) -> None:
    steps_text = re.search(
        rf"^\*\*{walk},.*?\*\*\n\n(.*?)\n\n", text(DOCS / "architecture.md"), re.S | re.M
    )
    assert steps_text
    steps = re.findall(r"^\d+\. (.*?)(?=^\d+\. |\Z)", steps_text.group(1), re.S | re.M)
    files = [_PATH.findall(step)[0] for step in steps]
    assert 5 < len(set(files)) == len(files) <= 8
    for file, step in zip(files, steps, strict=True):
        source = text(ROOT / file)
        missing = [name for name in re.findall(r"`(\w+)`", step) if name not in source]
        assert not missing, f"{file} has no {missing}"


def test_readme_is_one_screen() -> None:
    assert len(text(ROOT / "README.md").encode()) < README_BYTES_MAX


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    written = text(DOCS / "cli.md")
    assert written == cli_page(), "Run: python -m docs.make_cli"


def test_every_command_has_a_section() -> None:
    headings = {heading.split(" ")[0] for heading in _HEADING.findall(text(DOCS / "cli.md"))}
    assert commands() <= headings


def test_readme_tells_authenticity_where_to_write() -> None:
    # Without a result to write the command has nothing to do, and says so.
    row = re.search(r"^\| `authenticity [^`]*`", section(ROOT / "README.md", "Commands"), re.M)
    assert row
    assert "--out" in row.group()


def test_commands_of_readme_exist_and_are_ten() -> None:
    listed = re.findall(r"^\| `([a-z]+)", section(ROOT / "README.md", "Commands"), re.M)
    assert len(listed) == 10
    assert set(listed) <= commands()


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_commands_in_examples_exist(file: Path) -> None:
    named = set(re.findall(r"(?:python -m core|bin/scout) ([a-z]+(?:-[a-z]+)*)", text(file)))
    assert named <= commands()


def test_every_setting_is_listed() -> None:
    source = text(ROOT / "core" / "settings.py")
    table = section(DOCS / "operations.md", "Settings")
    listed = set(re.findall(r"^\| `(SCOUT_[A-Z_]+)`", table, re.M))
    assert listed == set(re.findall(r'"(SCOUT_[A-Z_]+)"', source))


@pytest.mark.parametrize("file", [ROOT / "README.md", DOCS / "pages.md"], ids=name_of)
def test_every_page_is_listed(file: Path) -> None:
    listed = [stem for _, stem in _PAGE_ROW.findall(text(file))]
    assert sorted(listed) == sorted(page.stem for page in (ROOT / "pages").glob("*.py"))


def test_every_page_is_described() -> None:
    names = [name for name, _ in _PAGE_ROW.findall(text(DOCS / "pages.md"))]
    described = re.findall(r"^\*\*([^*.]+)\.\*\*", text(DOCS / "pages.md"), re.M)
    assert described == names


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_links_lead_somewhere(file: Path) -> None:
    for link in _LINK.findall(_FENCED.sub("", text(file))):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), f"{name_of(file)}: {link}"
        assert target.is_relative_to(ROOT), f"{name_of(file)}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{name_of(file)}: {link}"


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_files_and_folders_named_are_there(file: Path) -> None:
    missing = [path for path in _PATH.findall(text(file)) if not (ROOT / path).exists()]
    # Patterns such as `pages/NAME.py` say how to name a new file.
    assert not [path for path in missing if "NAME" not in path]


@pytest.mark.parametrize("folder", [DOCS, DOCS / "methods", DOCS / "benchmarks"], ids=name_of)
def test_every_file_is_in_the_list_of_its_folder(folder: Path) -> None:
    listed = {link.partition("#")[0] for link in _LINK.findall(text(folder / "README.md"))}
    files = {file.name for file in folder.glob("*.md")} - {"README.md"}
    assert files <= listed


@pytest.mark.parametrize("file", sorted((DOCS / "benchmarks").glob("*.md")), ids=name_of)
def test_tables_of_benchmarks_have_their_command(file: Path) -> None:
    named = _BENCH_COMMAND.findall(text(file))
    assert set(named) <= RUNNABLE
    if file.name not in WITHOUT_COMMAND:
        first_table = text(file).find("\n|")
        assert named
        assert first_table < 0 or text(file).find(f"python -m bench.{named[0]}") < first_table


def test_every_benchmark_is_listed() -> None:
    assert set(_BENCH_COMMAND.findall(text(DOCS / "benchmarks" / "README.md"))) == RUNNABLE


@pytest.mark.parametrize("file", sorted((DOCS / "methods").glob("*.md")), ids=name_of)
def test_methods_say_question_source_limits_and_where_they_are_measured(file: Path) -> None:
    if file.name == "README.md":
        return
    for part in METHOD_PARTS:
        assert re.search(rf"^(?:\*\*{part}\.\*\*|## {part}$)", text(file), re.M), part


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_rows_of_tables_have_as_many_cells_as_their_header(file: Path) -> None:
    width = 0
    for line in _FENCED.sub("", text(file)).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        width = width or cells
        assert cells == width, line


def test_anchors_are_those_of_github() -> None:
    assert "the-scout-command" in anchors(DOCS / "getting-started.md")
    assert "campaigns-list" in anchors(DOCS / "cli.md")


def test_the_inventory_of_data_lists_every_table_and_folder() -> None:
    stored = section(DOCS / "workspace-and-privacy.md", "What is stored")
    of_builds, of_workspace = stored.split("| work with creators |")
    settings = Settings.from_env(ROOT / "data")
    folders = {
        f"data/{folder.name}/"
        for folder in (
            settings.cache_dir, settings.imports_dir, settings.jobs_dir, settings.logs_dir,
        )
    }  # fmt: skip
    assert set(re.findall(r"`([a-z_]+)`", of_builds)) - {"forget", "prune"} == set(tables.ALL)
    assert set(re.findall(r"`([a-z_]+)`", of_workspace)) - {"forget"} == set(metadata.tables)
    assert folders <= set(re.findall(r"`([a-z/]+)`", of_workspace))
