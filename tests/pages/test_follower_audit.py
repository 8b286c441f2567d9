"""The Follower audit page."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.settings import ROOT, Settings
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build

SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("follower_audit_page")
    make_small_build(Settings.from_env(folder))
    return str(folder)


@pytest.fixture(autouse=True)
def _use_data(data_dir: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", data_dir)


def _upload(app: AppTest, place: int, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[place].set_value([(name, content, "text/csv") for name, content in files])
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def test_without_a_file_the_columns_are_explained() -> None:
    app = opened("follower_audit")
    assert not app.metric
    shown = app.dataframe[0].value
    assert "Followers" in shown["What it says"].tolist()
    assert "at least 30" in texts(app)


@pytest.mark.slow
def test_an_example_shows_the_share_with_its_interval_and_that_it_is_made_up() -> None:
    app = opened("follower_audit", audit_example="Followers partly bought")
    figures = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert len(figures) == 4
    share, interval = figures["Resemble fakes"]
    assert 25 < float(share.rstrip("%")) < 45
    assert interval.startswith("95%: ")
    assert figures["Profiles checked"][0] == "400"
    said = texts(app)
    assert "made-up demo accounts" in said
    assert "made-up profiles" in said
    assert len(app.get("plotly_chart")) == 3
    table = app.dataframe[0].value
    assert table["fake_probability"].is_monotonic_decreasing
    assert "follows" in table["reasons"].iloc[0]


@pytest.mark.slow
def test_own_files_are_audited_and_the_example_gives_way() -> None:
    app = opened("follower_audit", audit_example="Followers partly bought")
    _upload(app, 0, ("mine.csv", (SAMPLE / "demo_followers_ordinary.csv").read_bytes()))
    assert "made-up profiles" not in texts(app)
    assert float(app.metric[0].value.rstrip("%")) < 12
    _upload(app, 1, ("labels.csv", (SAMPLE / "demo_accounts.csv").read_bytes()))
    assert "Trained on made-up demo accounts" not in texts(app)
    app.selectbox(key="audit_order").set_value("As in the file").run()
    assert app.dataframe[0].value["row"].tolist()[:3] == [1, 2, 3]


@pytest.mark.slow
def test_a_file_without_the_telling_columns_is_called_weak() -> None:
    names = pd.read_csv(SAMPLE / "demo_followers_ordinary.csv", usecols=["username"])
    app = opened("follower_audit")
    _upload(app, 0, ("names.csv", names.to_csv(index=False).encode()))
    assert any("only weakly" in warning.value for warning in app.warning)


@pytest.mark.slow
def test_two_labelled_files_are_weighed_by_resemblance() -> None:
    lines = (SAMPLE / "demo_accounts.csv").read_bytes().splitlines(keepends=True)
    halves = [b"".join([lines[0], *lines[1:601]]), b"".join([lines[0], *lines[601:]])]
    app = opened("follower_audit", audit_example="Ordinary followers")
    _upload(app, 1, ("first.csv", halves[0]), ("second.csv", halves[1]))
    assert "The sample looks like: first\\.csv" in texts(app)
    assert app.metric[3].value == "1,200"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"brand,price\nx,1\n", "describe profiles"),
        (b"followers,Follower count\n1,2\n", "expected one column"),
        (b"", "empty"),
        (b"<b>followers</b>,x\n1,2\n", "describe profiles"),
        (b"account,followers,avg_likes,cost post\na,90000,800,400\n", "list of influencers"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, words: str) -> None:
    app = _upload(opened("follower_audit"), 0, ("mine.csv", content))
    assert words in app.warning[0].value.replace("\\", "")
    assert not app.metric


@pytest.mark.slow
def test_labels_of_one_kind_are_refused_in_words() -> None:
    app = opened("follower_audit", audit_example="Ordinary followers")
    rows = b"followers,fake\n" + b"".join(b"%d,0\n" % i for i in range(40))
    _upload(app, 1, ("labels.csv", rows))
    assert "at least 10 accounts labelled fake" in app.warning[0].value


@pytest.mark.slow
def test_a_few_profiles_get_scores_but_no_share() -> None:
    rows = b"username,followers,following\n<b>x</b>,10,2000\nanna,300,280\n"
    app = _upload(opened("follower_audit"), 0, ("mine.csv", rows))
    assert app.metric[0].value == "-"
    assert "Not enough data for a share" in texts(app)
    assert app.dataframe[0].value["username"].tolist()[0] == "<b>x</b>"


def test_the_creator_of_a_link_is_named_and_an_unknown_one_is_not() -> None:
    assert "Mira 8" in texts(opened("follower_audit", creator="c008"))
    app = opened("follower_audit", creator="nobody")
    assert "no creator" in app.warning[0].value
    assert app.text_input(key="audit_search")


def test_nothing_accuses_anybody() -> None:
    said = texts(opened("follower_audit", audit_example="Ordinary followers")).lower()
    assert "fraud" not in said
    assert "not a verdict" in said
