"""Each step that reports progress has a label for people."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core.pipeline.imported import ImportSource
from core.pipeline.run import STEPS
from core.pipeline.sources import DemoSource, EarlierBuild
from core.progress.words import STEP_LABELS
from core.settings import ROOT


def _reported_names(file: Path) -> set[str]:
    """Names of steps that the calls of `report` in a file give, as texts or constants."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    names = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        name = node.args[0]
        if called == "report" and isinstance(name, ast.Constant):
            names.add(str(name.value))
        elif called == "report" and isinstance(name, ast.Name) and name.id in constants:
            names.add(str(constants[name.id]))
    return names


def test_every_step_of_a_build_has_a_label() -> None:
    sources = {source.name for source in (DemoSource, EarlierBuild, ImportSource)}
    assert set(STEPS) | sources <= set(STEP_LABELS)


@pytest.mark.slow
def test_every_name_that_is_reported_has_a_label() -> None:
    # The command line prints its own words.
    files = [one for one in (ROOT / "core").rglob("*.py") if "cli" not in one.parts]
    names = set().union(*map(_reported_names, files))
    assert {"demo data", "momentum", "judging", "growth evidence"} <= names
    assert names <= set(STEP_LABELS), sorted(names - set(STEP_LABELS))


def test_a_label_is_a_short_sentence_of_its_own() -> None:
    for name, label in STEP_LABELS.items():
        assert label[0].isupper(), name
        assert label != name
        assert len(label) < 50
