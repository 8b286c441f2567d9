"""Files of profiles read, learned from and audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import ColumnError, InputFileError, ModelError
from core.models.accounts.model import AccountsModel
from core.services.audit.audit import (
    DEMO_SAMPLES,
    audited,
    demo_sample_bytes,
    demo_training,
    fit_for,
    labelled,
)
from core.services.audit.table import ProfilesTable, read_profiles


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_of_many_kinds_are_read(tmp_path: Path) -> None:
    table = read_profiles(
        _file(
            tmp_path,
            "a.csv",
            "ID,#followers,profile pic,private,nums/length username,website,fake\n"
            "x1,1.2k,https://pic.example/1.jpg,TRUE,0.27,,fake\n"
            '=2,"1,937",no,0,27%,shop.example,Real\n'
            "x3,-5,ja,maybe,1.5,no,?\n",
        )
    )
    p = table.profiles
    assert p["followers_count"].tolist()[:2] == [1200, 1937]
    assert p["has_profile_picture"].tolist() == [1, 0, 1]
    assert p["is_private"].tolist()[:2] == [1, 0]
    assert p["username_digits_share"].tolist()[:2] == [0.27, 0.27]
    assert p["has_external_url"].tolist()[1:] == [1, 0]
    assert p.iloc[2].isna().tolist() == [True, False, True, True, False]
    assert table.ids["account_id"].tolist() == ["x1", "=2", "x3"]
    assert table.fake is not None
    assert table.fake.tolist()[:2] == [1, 0]
    assert np.isnan(table.fake[2])
    assert sum("not understood" in note for note in table.notes) == 3


def test_parquet_with_typed_columns_reads_like_text(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Followers": [10, 2000], "isPrivate": [True, False], "Fake": [1.0, np.nan],
         "username": ["a1", None]}
    )  # fmt: skip
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "a.csv", index=False)
    one, other = read_profiles(tmp_path / "a.parquet"), read_profiles(tmp_path / "a.csv")
    pd.testing.assert_frame_equal(one.features, other.features)
    assert one.features["is_private"].tolist() == [1, 0]
    assert one.fake is not None
    np.testing.assert_array_equal(one.fake, [1, np.nan])


def test_a_file_that_says_nothing_of_profiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="describe profiles"):
        read_profiles(_file(tmp_path, "a.csv", "brand,price\nx,1\n"))
    with pytest.raises(InputFileError, match="none that can be read"):
        read_profiles(_file(tmp_path, "b.csv", "followers,id\nmany,1\nfew,2\n"))
    with pytest.raises(ColumnError, match="expected one column"):
        read_profiles(_file(tmp_path, "c.csv", "followers,followers\n1,2\n"))


def test_training_files_without_usable_labels_are_refused(tmp_path: Path) -> None:
    none = read_profiles(_file(tmp_path, "a.csv", "followers\n1\n2\n"))
    with pytest.raises(ColumnError, match=r"a\.csv: needs a column"):
        labelled([none])
    strange = read_profiles(_file(tmp_path, "b.csv", "followers,rating\n1,4.5\n2,3.5\n"))
    with pytest.raises(InputFileError, match="expected labels"):
        labelled([strange])
    good = read_profiles(_file(tmp_path, "c.csv", "followers,fake\n1,1\n2,0\n"))
    with pytest.raises(InputFileError, match="Give the file once"):
        labelled([good, good])
    with pytest.raises(ModelError, match="at least 10"):
        fit_for([good], ["log_followers"], seed=1)


@cache
def _demo_model(features: tuple[str, ...], *, seed: int) -> AccountsModel:
    """Of the labelled demo accounts; tests that ask the same of it share it."""
    return fit_for([demo_training()], list(features), seed=seed)


def _demo_sample(name: str, folder: Path) -> ProfilesTable:
    path = folder / "sample.csv"
    path.write_bytes(demo_sample_bytes(name))
    return read_profiles(path)


@pytest.mark.slow
def test_the_examples_differ_as_their_names_say(tmp_path: Path) -> None:
    shares = {}
    for name in DEMO_SAMPLES:
        sample = _demo_sample(name, tmp_path)
        model = _demo_model(tuple(sample.features.columns), seed=42)
        found = audited(model, sample, seed=42)
        assert found.audit.low is not None
        assert found.audit.high is not None
        shares[name] = (found.audit.low, found.audit.high)
        frame = found.frame
        assert frame["row"].tolist() == list(range(1, len(frame) + 1))
        assert frame["fake_probability"].between(0, 1).all()
        assert frame["confidence"].between(0, 1).all()
        assert (frame["reasons"] != "").mean() > 0.95
    # 6% and 34% were planted.
    assert shares["Ordinary followers"][0] <= 0.06 <= shares["Ordinary followers"][1]
    assert shares["Followers partly bought"][0] <= 0.34 <= shares["Followers partly bought"][1]


@pytest.mark.slow
def test_labels_of_the_sample_change_nothing(tmp_path: Path) -> None:
    sample = _demo_sample("Ordinary followers", tmp_path)
    model = _demo_model(tuple(sample.features.columns), seed=1)
    path = tmp_path / "labelled.csv"
    pd.read_csv(DEMO_SAMPLES["Ordinary followers"]).assign(fake=1).to_csv(path, index=False)
    one, other = audited(model, sample, seed=1), audited(model, read_profiles(path), seed=1)
    pd.testing.assert_frame_equal(one.frame, other.frame)


@pytest.mark.slow
def test_a_sample_without_any_known_column_is_refused(tmp_path: Path) -> None:
    model = fit_for([demo_training()], ["log_followers"], seed=1)
    sample = read_profiles(_file(tmp_path, "a.csv", "private\nyes\nno\n"))
    with pytest.raises(ModelError, match="found none of them"):
        audited(model, sample, seed=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table, ()),
        (lambda table: table[["username"]], ("only weakly", "followers against following, posts")),
        (lambda table: table.assign(followers=5, following=5), ("The same in every profile",)),
    ],
    ids=["complete", "one column", "constant columns"],
)
@pytest.mark.slow
def test_a_weak_answer_says_why_it_is_weak(
    tmp_path: Path,
    change: Callable[[pd.DataFrame], pd.DataFrame],
    words: tuple[str, ...],
) -> None:
    change(pd.read_csv(DEMO_SAMPLES["Followers partly bought"])).to_csv(
        tmp_path / "sample.csv", index=False
    )
    sample = read_profiles(tmp_path / "sample.csv")
    model = _demo_model(tuple(sample.features.columns), seed=1)
    doubts = audited(model, sample, seed=1).doubts
    assert bool(doubts) == bool(words)
    assert all(any(word in doubt for doubt in doubts) for word in words)


@pytest.mark.parametrize(("clearest_from", "is_said"), [(0.6, False), (0.9, True)])
@pytest.mark.slow
def test_an_estimate_beside_the_low_high_range_is_said_to_be(
    clearest_from: float, is_said: bool
) -> None:
    sample = read_profiles(DEMO_SAMPLES["Followers partly bought"])
    model = _demo_model(tuple(sample.features.columns), seed=1)
    p = audited(model, sample, seed=1).frame["fake_probability"].to_numpy()
    clear = replace(
        sample,
        features=sample.features[p > clearest_from].reset_index(drop=True),
        profiles=sample.profiles[p > clearest_from].reset_index(drop=True),
        ids=sample.ids[p > clearest_from].reset_index(drop=True),
    )
    found = audited(model, clear, seed=1)
    assert any("outside the low-high range" in one for one in found.doubts) == is_said
