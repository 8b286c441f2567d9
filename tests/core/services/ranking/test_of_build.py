"""Creators of a build ranked for its brands, in the service and on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from core.cli import app
from core.domain.match_orders import BEST, MATCH_ORDERS, POSTS
from core.models.ranking.fit_join import FIT_SHARES
from core.models.ranking.views import AccountViews, Collaborations
from core.queries.brands import all_brands, brand
from core.queries.collaborations import partners_of_brand
from core.services.matching.brand_gates import KINDS, brand_gates
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.ranking import of_build
from core.services.ranking.lists import ranked_lists
from core.services.ranking.views import kept_arrays
from core.services.session import BuildSession, open_session
from core.settings import Settings
from core.store.connect import open_store
from tests.support.growth_rows import plant_evidence
from tests.support.ranked_build import make_ranked_build
from tests.support.ranking import planted
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A build in which three brands worked with four creators each; only to be read."""
    found = Settings.from_env(tmp_path_factory.mktemp("ranked"))
    made = make_small_build(found)
    plant_evidence(found)  # c008 alone is worth checking
    con = open_store(made.store_file, found, read_only=False)
    con.execute(
        """INSERT INTO collaborations (collaboration_id, brand_id, influencer_id)
           SELECT 'p' || n, 'b' || (n % 3), printf('c%03d', n + 3) FROM range(12) r(n)"""
    )
    con.close()
    return found


def run(settings: Settings, *words: str) -> tuple[int, dict[str, Any], str]:
    done = CliRunner().invoke(app, ["rank", *words, "--data", str(settings.data_dir), "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, json.loads(done.stdout) if done.exit_code == 0 else {}, done.stderr


def pairs_of(known: Collaborations) -> set[tuple[str, str]]:
    places = zip(*np.nonzero(known.positives), strict=True)
    return {(known.brands.ids[brand], known.creators.ids[creator]) for brand, creator in places}


def known_of(session: BuildSession) -> Collaborations:
    return of_build.collaborations_of_build(session.con, kept_arrays(session.folder)).known


def test_views_stand_in_the_order_of_the_ids(settings: Settings) -> None:
    with open_session(settings) as session:
        known = known_of(session)
        worked = session.con.execute(
            "SELECT DISTINCT brand_id, influencer_id FROM collaborations"
        ).fetchall()
        creators = session.creator_ids().tolist()
    assert list(known.creators.ids) == creators
    assert sorted(known.brands.ids) == list(known.brands.ids)
    assert {name: array.shape[0] for name, array in known.creators.arrays.items()} == {
        "text": len(creators),
        "account": len(creators),
    }
    rows, columns = np.nonzero(known.positives)
    pairs = {
        (known.brands.ids[b], known.creators.ids[c]) for b, c in zip(rows, columns, strict=True)
    }
    assert pairs == set(worked)


@pytest.mark.slow
def test_partners_and_unusual_growth_are_left_out(settings: Settings, tmp_path: Path) -> None:
    with open_session(settings) as session:
        known = known_of(session)
        brands = all_brands(session.con)
        frame = ranked_lists(session, brands, POSTS, top=100, without_gates=KINDS)
        gated_frame = ranked_lists(session, brands, POSTS, top=100)
    listed = set(zip(frame["brand_id"], frame["influencer_id"], strict=True))
    assert 0 < len(gated_frame) < len(frame)
    assert set(zip(gated_frame["brand_id"], gated_frame["influencer_id"], strict=True)) < listed
    assert not listed & pairs_of(known)
    assert "c008" not in set(frame["influencer_id"])
    assert np.isfinite(frame["score"]).all()
    assert frame["handle"].notna().all()
    assert (frame.groupby("brand_id")["score"].diff().dropna() <= 0).all()
    out = tmp_path / "ranked.csv"
    words = ("--brand", "luma skincare", "--top", "3", "--ungated", "all", "--out", str(out))
    code, result, error = run(settings, *words)
    assert code == 0, error
    assert (result["rows"], result["order"]) == (3, "posts")
    first = frame[frame["brand_id"] == "b0"].head(3).reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.read_csv(out), first, check_dtype=False)
    assert run(settings, "--include-unusual", "--ungated", "all", "--out", str(out))[0] == 0
    assert "c008" in set(pd.read_csv(out)["influencer_id"])


def test_what_does_not_go_together_is_said(settings: Settings, tmp_path: Path) -> None:
    for words, message in (
        ((), "Give --out, --brand or --evaluate"),
        (("--brand", "nobody", "--out", str(tmp_path / "o.csv")), "there is no brand 'nobody'"),
        (("--order", "newest", "--out", str(tmp_path / "o.csv")), "found 'newest'"),
        (("--order", "best", "--out", str(tmp_path / "o.csv")), "build --from ranking"),
        (("--brands", "x.npz", "--out", str(tmp_path / "o.csv")), "together, or none of them"),
    ):
        code, _, error = run(settings, *words)
        assert code == 2
        assert message in error


@pytest.mark.slow
def test_the_orders_of_brand_match_are_written(empty_settings: Settings, tmp_path: Path) -> None:
    make_ranked_build(empty_settings)
    lists = {}
    for order in MATCH_ORDERS:
        out = tmp_path / f"{order}.csv"
        words = ("--brand", "b303", "--order", order, "--top", "8", "--out", str(out))
        code, result, error = run(empty_settings, *words)
        assert code == 0, error
        assert result["order"] == order
        lists[order] = pd.read_csv(out)["influencer_id"].tolist()
    assert lists[POSTS] != lists[BEST]
    code, said, _ = run(empty_settings, "--brand", "b303", "--order", BEST, "--top", "3")
    assert code == 0
    assert [row["influencer_id"] for row in said["creators"]] == lists[BEST][:3]
    # The page shows the same, with those that the brand has worked with.
    with open_session(empty_settings) as session:
        profile = brand(session.con, "b303")
        filters = MatchFilters(hides_unusual=True)
        gates = brand_gates(session, profile)
        page = rank(session, MatchQuery(profile), filters, gates=gates, order=BEST, page_size=60)
        own = partners_of_brand(session.con, "b303")
    shown = [name for name in page.frame["influencer_id"] if name not in own]
    assert shown[:8] == lists[BEST]
    out = tmp_path / "default.parquet"
    code, result, _ = run(empty_settings, "--top", "8", "--out", str(out))
    assert (code, result["order"]) == (0, BEST)
    frame = pd.read_parquet(out)
    assert frame["brand_id"].nunique() == 27
    of_brand = frame[frame["brand_id"] == "b303"]["influencer_id"].tolist()
    assert of_brand == lists[BEST]


@pytest.mark.slow
def test_evaluate_says_that_a_brand_limits_the_list_alone(empty_settings: Settings) -> None:
    make_ranked_build(empty_settings)
    words = ["rank", "--evaluate", "--folds", "2", "--data", str(empty_settings.data_dir)]
    note = "--brand limits the list alone"
    done = CliRunner().invoke(app, [*words, "--brand", "b303", "--top", "3"])
    assert done.exit_code == 0
    assert note in done.stdout
    assert done.stdout.count("  @handle") == 3
    assert note not in CliRunner().invoke(app, words).stdout


def test_evaluate_stands_beside_the_fit_of_brand_match() -> None:
    known = planted(brands=12, creators=60)
    report = of_build.build_report(named_text(known), folds=2, repeats=1, seed=0)
    means = report.means()
    assert list(means) == [
        "random", "popularity", "centred cosine", "whitened cosine", "fit", "ranker",
        "ranker and fit",
    ]  # fmt: skip
    assert report.rivals == ("centred cosine", "whitened cosine", "fit")
    assert means["fit"]["AUC"] > 0.6
    assert report.fit_share in FIT_SHARES


def test_folds_side_by_side_give_what_they_give_one_after_another() -> None:
    known = named_text(planted(brands=12, creators=60))
    done: list[int] = []
    one, several = (
        of_build.build_report(
            known, folds=2, repeats=2, seed=0, threads=threads,
            report=lambda _step, number, _total, _message: done.append(number),
        )
        for threads in (1, 3)
    )  # fmt: skip
    assert done == [0, 1, 2, 3, 4] * 2
    np.testing.assert_equal(one.means(), several.means())
    np.testing.assert_equal(one.spreads(), several.spreads())
    assert one.fit_share == several.fit_share


def named_text(known: Collaborations) -> Collaborations:
    """The view that fit compares has the name it has in a build."""

    def renamed(accounts: AccountViews) -> AccountViews:
        arrays = {"text": accounts.arrays["topics"], "concepts": accounts.arrays["concepts"]}
        return replace(accounts, arrays=arrays)

    return replace(known, brands=renamed(known.brands), creators=renamed(known.creators))
