"""The planted truth comes back as it was written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core.demo.generator import DemoConfig, generate
from core.errors import NotFoundError
from core.evaluation.truth import read_truth, write_truth


def test_truth_comes_back_and_lies_flat_in_the_folder(tmp_path: Path) -> None:
    planted = generate(DemoConfig(creators_count=60), seed=3).truth
    files = write_truth(tmp_path, planted)
    assert [file.parent for file in files] == [tmp_path] * len(planted)
    assert all(file.name.startswith("truth") for file in files)
    found = read_truth(tmp_path)
    assert set(found) == set(planted)
    for name, frame in planted.items():
        pd.testing.assert_frame_equal(found[name], frame, check_dtype=False)


def test_a_frame_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    write_truth(tmp_path, {"risers": pd.DataFrame(columns=["influencer_id", "first_day"])})
    assert list(read_truth(tmp_path)["risers"].columns) == ["influencer_id", "first_day"]


def test_a_folder_without_truth_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="only demo data has"):
        read_truth(tmp_path)


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lower case"):
        write_truth(tmp_path, {"../x": pd.DataFrame({"a": [1]})})
