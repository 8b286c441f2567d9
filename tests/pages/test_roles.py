"""A viewer sees all pages and is offered nothing that writes; a click on it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import access
from core.access import Actor, Role
from core.domain.accounts import Account
from core.settings import Settings
from core.store.builds import Build
from core.web.shell.login import identity
from core.workspace import campaigns, exploration, interactions
from core.workspace.access import audit
from core.workspace.database import Engine, workspace
from core.workspace.saved import searches, shortlists
from tests.support.opening import opened, texts

BRAND = "b0001"
# Page and query -> what it offers to who may write.
EDITS: dict[tuple[str, tuple[tuple[str, str], ...]], set[str]] = {
    ("campaigns", ()): {"New campaign", "Edit", "Add a creator", "Move"},
    ("saved", ()): {"Rename", "Delete", "Note", "Make a campaign"},
    ("saved", (("saved_section", "Searches"),)): {"Rename", "Delete"},
    ("recommendations", ()): {"Note as contacted", "New brand", "Add to campaign"},
    ("brand_match", ()): {"Add to campaign", "Save this search"},
    ("rising", ()): {"Save this search"},
}
ADMINISTRATION: dict[tuple[str, tuple[tuple[str, str], ...]], set[str]] = {
    ("data", (("section", "Import"),)): {"Reset the demo workspace", "Use three sample files"},
    ("data", (("section", "Builds"),)): {"Rebuild"},
    ("niches", (("niche", "1"),)): {"Rename"},
    ("model_report", (("report_section", "Points"),)): {"Save", "Back to the defaults"},
}
Look = Callable[[Role | None], None]


@pytest.fixture
def engine(
    small_settings: Settings, small_build: Build, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Engine:
    """A campaign, a shortlist and a search."""
    monkeypatch.setenv("SCOUT_DATA_DIR", str(small_settings.data_dir))
    monkeypatch.setenv("SCOUT_WORKSPACE_URL", f"sqlite:///{tmp_path}/workspace.db")
    made = workspace(Settings.from_env())
    creator = Account("c00001", "zora", "Zora", "tiktok")
    campaign = campaigns.create(made, "Spring")
    campaigns.add_member(
        made, campaign.campaign_id, "c00001", handle="zora", name="Zora", platform="tiktok"
    )
    picks = shortlists.create(made, "Picks")
    shortlists.add_creators(made, picks.shortlist_id, [creator])
    searches.save_search(made, "Nano", page="rising", parameters=[])
    return made


@pytest.fixture
def as_role(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Look]:
    """Has somebody of a role look at pages."""

    def look(role: Role | None) -> None:
        monkeypatch.setattr(identity, "_actor", lambda: Actor("Vera", role))
        identity.install()

    yield look
    access.install(access.Hooks())


def offered(app: AppTest) -> set[str]:
    """Labels of everything that can be clicked."""
    labels = {button.label for button in app.button if not button.disabled}
    labels |= {
        element.proto.label for element in app.get("menu_button") if not element.proto.disabled
    }
    for block in app.get("popover"):
        popover = block.proto.popover
        if not popover.disabled:
            labels.add(popover.label)
    return labels


@pytest.mark.parametrize("page", [*EDITS, *ADMINISTRATION])
def test_what_writes_is_offered_to_a_role_that_may(
    as_role: Look, page: tuple[str, tuple[tuple[str, str], ...]]
) -> None:
    name, query = page
    writes = {**EDITS, **ADMINISTRATION}[page]
    needed = Role.EDITOR if page in EDITS else Role.ADMIN
    seen = {}
    for role in (needed, Role(needed - 1)):
        as_role(role)
        seen[role] = offered(opened(name, brand=BRAND, **dict(query)))
    assert writes <= seen[needed]
    assert not writes & seen[Role(needed - 1)]


def test_a_click_that_a_role_may_not_make_is_refused(as_role: Look, engine: Engine) -> None:
    """The page is open already when the role changes; a browser can send any click, too."""
    before = audit.lines(engine)
    as_role(Role.EDITOR)
    app = opened("saved")
    as_role(Role.VIEWER)
    app.button(key="shortlist_delete").click().run()
    assert "This takes the role editor, yours is viewer." in texts(app).replace("\\", "")
    assert len(shortlists.all_shortlists(engine)) == 1
    assert audit.lines(engine) == before
    as_role(Role.EDITOR)
    app.run().button(key="shortlist_delete").click().run()
    assert shortlists.all_shortlists(engine) == []
    assert audit.lines(engine)[0].actor == "Vera"


def test_nothing_of_what_a_viewer_looks_at_is_recorded(as_role: Look, engine: Engine) -> None:
    for role, recorded in ((Role.VIEWER, 0), (Role.EDITOR, 1)):
        as_role(role)
        opened("creator", creator="c00001", brand=BRAND, via="list")
        opened("recommendations", brand=BRAND)
        assert len(interactions.recorded(engine)) == recorded
        assert bool(len(exploration.shown(engine))) is bool(recorded)


def test_nobody_sees_anything(as_role: Look) -> None:
    as_role(None)
    app = opened("campaigns", campaign="1")
    assert "You are logged out" in texts(app)
    assert "Spring" not in texts(app)
    assert not app.button
    assert not app.sidebar.children


def test_the_audit_log_is_for_admins(as_role: Look) -> None:
    as_role(Role.ADMIN)
    lines = opened("data", section="Audit log").dataframe[0].value
    assert "added 1 campaign (campaign 1)" in lines["what"].tolist()
    as_role(Role.EDITOR)
    app = opened("data", section="Audit log")
    assert "audit-log" not in texts(app)
    assert "Importing data takes the role admin" in texts(app)


def test_a_server_that_others_reach_shows_nothing_without_a_login(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda key: "0.0.0.0" if key == "server.address" else known(key)
    )
    app = opened("campaigns")
    assert "open to a network without a login" in texts(app)
    assert "Spring" not in texts(app)


def test_one_person_without_a_login_may_do_everything(engine: Engine) -> None:
    app = opened("saved")
    assert {"Rename", "Delete", "Note"} <= offered(app)
    assert "Log out" not in offered(app)
    app.button(key="shortlist_delete").click().run()
    assert audit.lines(engine)[0].actor == "local user"
