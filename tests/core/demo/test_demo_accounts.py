"""Demo accounts and samples of followers."""

from __future__ import annotations

import io

import pandas as pd

from core.demo.people.accounts import follower_sample, labelled_accounts, sample_files
from core.settings import ROOT


def test_the_committed_files_are_what_the_generator_makes() -> None:
    for name, frame in sample_files(seed=42).items():
        text = frame.to_csv(index=False, lineterminator="\n")
        assert (ROOT / "data" / "sample" / name).read_text(encoding="utf-8") == text


def test_kinds_overlap_and_the_shares_are_as_asked() -> None:
    frame = labelled_accounts(seed=1)
    assert 0.27 < frame["fake"].mean() < 0.34
    assert frame["username"].is_unique
    assert frame["following"].max() <= 7500
    # No single fact gives a fake away.
    for column, cut in (("posts", 0), ("followers", 50)):
        low = frame[frame[column] <= cut]["fake"].mean()
        assert 0.3 < low < 0.93


def test_a_sample_has_no_labels_and_repeats_with_its_seed() -> None:
    one = follower_sample(seed=3, fake_share=0.5, count=20)
    assert "fake" not in one
    pd.testing.assert_frame_equal(one, follower_sample(seed=3, fake_share=0.5, count=20))
    assert not one.equals(follower_sample(seed=4, fake_share=0.5, count=20))
    assert len(pd.read_csv(io.StringIO(one.to_csv(index=False)))) == 20
