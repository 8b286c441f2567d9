"""`?creator=` takes an id or a handle on every page, and asks where it may be several creators."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import AppError
from core.services.accounts import accounts_meant, one_account
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from tests.support.opening import opened, texts
from tests.support.small_build import make_small_build


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """c009 and c010 have one handle on two platforms; the handle of c011 is the id of c012."""
    small = Settings.from_env(tmp_path_factory.mktemp("creator_links"))
    make_small_build(small)
    con = open_store(builds.current_build(small).store_file, small, read_only=False)
    try:
        con.execute(
            """UPDATE influencers
               SET handle = CASE influencer_id WHEN 'c011' THEN 'c012' ELSE 'twice' END
               WHERE influencer_id IN ('c009', 'c010', 'c011')"""
        )
    finally:
        con.close()
    return small


@pytest.fixture(autouse=True)
def _use_data(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")


@pytest.mark.parametrize("page", ["creator", "authenticity", "rising", "follower_audit"])
def test_a_handle_opens_its_creator(page: str) -> None:
    app = opened(page, creator="@HANDLE8")
    html = "".join(part.proto.body for part in app.get("html"))
    assert "handle8" in texts(app) + html
    assert "There is no creator" not in texts(app)
    assert app.query_params["creator"] in ("@HANDLE8", ["@HANDLE8"])


@pytest.mark.parametrize(
    ("named", "links"), [("twice", ["c009", "c010"]), ("c012", ["%40c012", "%40handle12"])]
)
def test_several_creators_are_asked_about(named: str, links: list[str]) -> None:
    app = opened("authenticity", creator=named)
    assert f"Several creators are called \u201c{named}\u201d" in texts(app)
    asked = " ".join(str(link.proto) for link in app.get("page_link"))
    assert [asked.count(f"creator={link}") for link in links] == [1, 1]
    assert not app.get("plotly_chart")


def test_what_answers_the_question_opens_one_creator() -> None:
    for link, name in (("c010", "Mira 10"), ("@c012", "Mira 11"), ("@handle12", "Mira 12")):
        app = opened("creator", creator=link)
        assert "Several creators" not in texts(app)
        assert name in texts(app) + "".join(part.proto.body for part in app.get("html"))


def test_commands_ask_as_pages_do(settings: Settings) -> None:
    con = open_store(builds.current_build(settings).store_file, settings)
    try:
        meant = {account.influencer_id for account in accounts_meant(con, "c012")}
        assert meant == {"c011", "c012"}
        with pytest.raises(AppError, match="handle of one creator and the id of another"):
            one_account(con, "c012", None)
        with pytest.raises(AppError, match="Say which: --platform"):
            one_account(con, "twice", None)
        assert one_account(con, "handle12", None).influencer_id == "c012"
        assert one_account(con, "@c012", None).influencer_id == "c011"
    finally:
        con.close()
