"""Two answers to one place: the second never takes the place of the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services.privacy.answer import _write_zip


def test_a_zip_that_appears_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "answer.zip"
    out.write_text("of somebody else")
    with pytest.raises(FileExistsError):
        _write_zip({"data.json": b"{}"}, tmp_path / "made.zip", out)
    assert out.read_text() == "of somebody else"
