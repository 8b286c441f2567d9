"""`python -m core rank` on files."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import InputFileError
from core.evaluation.brand_ranking.figures import brand_figures, brand_folds
from core.models.ranking.views import AccountViews, Collaborations
from core.services.tables.rank_views import read_accounts
from tests.support.ranking import planted

KNOWN = planted(brands=84, creators=400, noise=1.0)


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["rank", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def save(accounts: AccountViews, file: Path) -> Path:
    np.savez(file, ids=np.array(accounts.ids), **accounts.arrays)  # type: ignore[arg-type]
    return file


def save_pairs(known: Collaborations, file: Path) -> Path:
    rows, columns = np.nonzero(known.positives)
    pd.DataFrame(
        {
            "brand_id": np.array(known.brands.ids)[rows],
            "influencer_id": np.array(known.creators.ids)[columns],
        }
    ).to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def parts() -> tuple[Collaborations, Collaborations]:
    fold = next(iter(brand_folds(KNOWN.positives, 4, seed=0)))
    return (
        KNOWN.among(fold.train_brands, fold.train_creators),
        KNOWN.among(fold.test_brands, fold.test_creators),
    )


@pytest.fixture
def options(parts: tuple[Collaborations, Collaborations], tmp_path: Path) -> dict[str, object]:
    training, sample = parts
    return {
        "--brands": save(training.brands, tmp_path / "brands.npz"),
        "--influencers": save(training.creators, tmp_path / "creators.npz"),
        "--positives": save_pairs(training, tmp_path / "pairs.csv"),
        "--test-brands": save(sample.brands, tmp_path / "test_brands.npz"),
        "--test-influencers": save(sample.creators, tmp_path / "test_creators.npz"),
        "--out": tmp_path / "ranked.csv",
        "--data": tmp_path / "data",
    }


def words(options: dict[str, object]) -> list[object]:
    return [word for pair in options.items() for word in pair]


def table(frame: pd.DataFrame, sample: Collaborations) -> np.ndarray:
    wide = frame.pivot(index="brand_id", columns="influencer_id", values="score")
    return wide.loc[list(sample.brands.ids), list(sample.creators.ids)].to_numpy()


def test_every_pair_gets_a_score_and_partners_stand_first(
    parts: tuple[Collaborations, Collaborations], options: dict[str, object]
) -> None:
    code, shown, error = run(*words(options))
    assert code == 0, error
    sample = parts[1]
    frame = pd.read_csv(str(options["--out"]))
    assert list(frame.columns) == ["brand_id", "influencer_id", "score"]
    assert len(frame) == len(sample.brands.ids) * len(sample.creators.ids)
    # Brand by brand as given, the best first.
    assert list(dict.fromkeys(frame["brand_id"])) == list(sample.brands.ids)
    assert (frame.groupby("brand_id")["score"].diff().dropna() <= 0).all()
    assert brand_figures(table(frame, sample), sample.positives).means()["AUC"] > 0.85
    assert "views: topics, concepts" in shown
    again = dict(options, **{"--out": Path(str(options["--out"])).with_name("again.csv")})
    assert run(*words(again))[0] == 0
    pd.testing.assert_frame_equal(pd.read_csv(str(again["--out"])), frame)


@pytest.mark.slow
def test_alone_a_brand_is_ranked_whatever_else_is_in_the_file(
    parts: tuple[Collaborations, Collaborations], options: dict[str, object], tmp_path: Path
) -> None:
    assert run(*words(options), "--alone")[0] == 0
    whole = pd.read_csv(str(options["--out"]))
    sample = parts[1]
    some = sample.brands.rows(np.array([4, 2]))
    options = dict(options, **{"--test-brands": save(some, tmp_path / "some.npz")})
    code, shown, _ = run(*words(options), "--top", 5, "--json")
    result = json.loads(shown)
    assert code == 0
    assert result["balanced"] is False
    frame = pd.read_csv(str(options["--out"]))
    assert result["rows"] == len(frame) == 10
    expected = whole[whole["brand_id"] == some.ids[0]].head(5).reset_index(drop=True)
    pd.testing.assert_frame_equal(frame.head(5), expected)


@pytest.mark.slow
def test_evaluate_measures_unseen_brands_beside_what_needs_no_training(
    options: dict[str, object], tmp_path: Path
) -> None:
    known = {name: options[name] for name in ("--brands", "--influencers", "--positives")}
    with np.load(str(known["--brands"])) as file:
        brands = dict(file)
    categories = np.array(["food", "travel"])[np.arange(len(brands["ids"])) % 2]
    np.savez(tmp_path / "brands.npz", **brands, category=categories)
    with np.load(str(known["--influencers"])) as file:
        creators = dict(file)
    category = np.array(["food", "travel"])[np.arange(len(creators["ids"])) % 2]
    np.savez(tmp_path / "creators.npz", **creators, category=category)
    code, shown, error = run(*words(known), "--evaluate", "--folds", 3, "--json")
    assert code == 0, error
    quality = json.loads(shown)["quality"]
    assert list(quality) == ["random", "popularity", "centred cosine", "whitened cosine", "ranker"]
    assert abs(quality["random"]["AUC"] - 0.5) < 0.1
    assert quality["ranker"]["MAP"] > quality["centred cosine"]["MAP"]
    assert 0.5 < quality["ranker"]["cAUC"] <= 1
    assert "MAP: +" in run(*words(known), "--evaluate", "--folds", 3)[1]


def test_odd_files_are_used_as_far_as_they_can_be(
    options: dict[str, object], tmp_path: Path
) -> None:
    with np.load(str(options["--test-influencers"])) as file:
        arrays = dict(file)
    arrays["concepts"][:3] = np.inf
    arrays["concepts"][3] = 1e200
    arrays["only_here"] = np.ones(len(arrays["ids"]))
    arrays["ids"] = arrays["ids"].astype("S20")
    np.savez(str(options["--test-influencers"]), **arrays)
    pairs = Path(str(options["--positives"]))
    pairs.write_text(pairs.read_text() + "nobody,c0001\nb001,\n")
    code, shown, error = run(*words(options))
    assert code == 0, error
    assert "not used: only_here" in shown
    assert "2 rows of pairs.csv left out" in shown
    assert np.isfinite(pd.read_csv(str(options["--out"]))["score"]).all()


@pytest.mark.slow
def test_a_row_of_huge_numbers_is_left_out_with_a_count_and_changes_nothing_else(
    parts: tuple[Collaborations, Collaborations], options: dict[str, object]
) -> None:
    assert run(*words(options))[0] == 0
    before = pd.read_csv(str(options["--out"]))
    with np.load(str(options["--test-influencers"])) as file:
        arrays = dict(file)
    arrays["concepts"][0] = 1e99
    np.savez(str(options["--test-influencers"]), **arrays)
    code, shown, error = run(*words(options))
    assert code == 0, error
    assert "test_creators.npz: 1 row of 'concepts' left out: a million times" in shown
    after = pd.read_csv(str(options["--out"]))
    other = str(arrays["ids"][0])
    keys = ["brand_id", "influencer_id"]
    same = before.merge(after, on=keys, suffixes=("", "_after"))
    same = same[same["influencer_id"] != other]
    assert len(same) > 1000
    # Balance alone lets the one creator touch the others.
    assert (same["score"] - same["score_after"]).abs().max() < 0.05
    # In a training file it would have decided what all others have in common.
    with np.load(str(options["--influencers"])) as file:
        training = dict(file)
    training["concepts"][0] = -1e50
    np.savez(str(options["--influencers"]), **training)
    code, shown, _ = run(*words(options))
    assert code == 0
    assert "creators.npz: 1 row of 'concepts' left out" in shown
    found = pd.read_csv(str(options["--out"]))
    both = after.merge(found, on=keys, suffixes=("", "_after"))
    assert both["score"].corr(both["score_after"], method="spearman") > 0.98


def test_a_heavy_tail_is_no_outlier(tmp_path: Path) -> None:
    followers = np.concatenate([np.full(9, 5_000.0), [4e9]])
    np.savez(tmp_path / "a.npz", ids=np.arange(10).astype(str), followers=followers)
    warnings: list[str] = []
    views = read_accounts(tmp_path / "a.npz", warnings.append)
    assert np.isfinite(views.arrays["followers"]).all()
    assert warnings == []
    np.savez(tmp_path / "b.npz", ids=np.arange(10).astype(str), zeros=np.zeros((10, 3)))
    assert not np.isnan(read_accounts(tmp_path / "b.npz").arrays["zeros"]).any()


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"topics": np.ones((2, 3))}, "needs an array 'ids', found topics"),
        ({"ids": np.array(["a", "a"]), "topics": np.ones((2, 3))}, "each id in 'ids' once"),
        ({"ids": np.array(["a", "b"]), "topics": np.ones((3, 3))}, "2 rows of numbers"),
        ({"ids": np.array(["a", "b"]), "topics": np.array(["x", "y"])}, "rows of numbers"),
        ({"ids": np.zeros(0, "U3"), "topics": np.ones((0, 8))}, "expected accounts, found none"),
        ({"ids": np.array(["a", "b"])}, "an array of numbers beside 'ids'"),
        ({"ids": np.array(["a", "b"]), "topics": np.ones((2, 5))}, "found 5, 8"),
        ({"ids": np.array(["a", "b"]), "other": np.ones((2, 5))}, "a view that all files have"),
        ({"ids": np.array(["a", {}], dtype=object)}, "cannot be read as NPZ"),
        (
            {"ids": np.array(["a", "b" * 5_000]), "topics": np.ones((2, 8))},
            "ids of at most 200 characters, found 1 longer ones, such as 'bbbb",
        ),
    ],
)
def test_files_that_cannot_be_used_say_why(
    options: dict[str, object], arrays: dict[str, np.ndarray], message: str
) -> None:
    np.savez(str(options["--test-brands"]), **arrays)  # type: ignore[arg-type]
    code, _, error = run(*words(options))
    assert code == 2
    assert message in error


def test_what_is_no_npz_or_not_there_is_said(options: dict[str, object], tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(Path(str(options["--brands"])).read_bytes()[:200])
    single = tmp_path / "single.npy"
    np.save(single, np.ones(3))
    for file, message in (
        (broken, "cannot be read as NPZ"),
        (single, "it holds a single array"),
        (tmp_path / "absent.npz", "found none"),
    ):
        code, _, error = run(*words(dict(options, **{"--brands": file})))
        assert code == 2
        assert message in error


def test_options_that_lead_nowhere_are_refused(options: dict[str, object]) -> None:
    known = {name: options[name] for name in ("--brands", "--influencers", "--positives")}
    code, _, error = run(*words(known))
    assert (code, "Nothing to do" in error) == (2, True)
    np.savez(str(known["--brands"]), ids=["b1", "b2"], topics=np.ones((2, 8)))
    Path(str(known["--positives"])).write_text("brand_id,influencer_id\nb1,c0001\n")
    code, _, error = run(*words(known), "--evaluate")
    assert (code, "at least 4 brands with collaborations" in error) == (2, True)
    code, _, error = run(*words(known), "--out", options["--out"])
    assert (code, "together" in error) == (2, True)
    pairs = Path(str(options["--positives"]))
    pairs.write_text("brand_id,influencer_id\nnobody,none\n")
    code, _, error = run(*words(options))
    assert (code, "found none among 1 rows" in error) == (2, True)


@pytest.mark.parametrize("header", [b"{'descr': '<f8', (", b"\xff\x00(((", b"{'shape': 1}"])
def test_a_damaged_header_of_an_array_is_bad_input(header: bytes, tmp_path: Path) -> None:
    file = tmp_path / "views.npz"
    with zipfile.ZipFile(file, "w") as packed:
        length = len(header).to_bytes(2, "little")
        packed.writestr("ids.npy", b"\x93NUMPY\x01\x00" + length + header)
    with pytest.raises(InputFileError, match="cannot be read as NPZ"):
        read_accounts(file)


def test_a_part_that_is_no_array_is_bad_input(tmp_path: Path) -> None:
    file = tmp_path / "views.npz"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("ids.npy", b"three ids, as text")
    with pytest.raises(InputFileError, match="'ids' is no array"):
        read_accounts(file)


def test_numbers_near_the_largest_are_unknown(tmp_path: Path) -> None:
    file = tmp_path / "views.npz"
    np.savez(file, ids=["a", "b", "c", "d"], seen=[[1.7e308], [1.6e308], [2.0], [1.5e308]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        views = read_accounts(file).arrays["seen"].ravel()
    assert [str(number) for number in views] == ["nan", "nan", "2.0", "nan"]
