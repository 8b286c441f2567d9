"""A page whose build is deleted while it reads runs again on the one in use, and says so once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import Settings
from core.store import builds
from core.web.kit import cache
from tests.support.small_build import make_small_build


def _page() -> None:
    import streamlit as st

    from core.settings import Settings
    from core.store import builds, retention
    from core.web.kit.cache import current, open_build
    from core.web.kit.messages import show_messages

    show_messages()
    build = current()
    if "shown" not in st.session_state:  # somebody puts another one in use and deletes this one
        settings = Settings.from_env()
        other = next(one for one in builds.list_builds(settings) if one.build_id != build)
        builds.publish(settings, other.build_id)
        retention.prune(settings, keep=0)
        st.session_state["shown"] = build
    shown = build if st.session_state.get("follows", True) else st.session_state["shown"]
    with open_build(shown) as session:
        st.write(f"{shown} {len(session.array('influencer_embeddings'))}")


def opened(settings: Settings, monkeypatch: pytest.MonkeyPatch, **state: object) -> AppTest:
    make_small_build(settings)
    make_small_build(settings)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
    app = AppTest.from_function(_page)
    for name, value in state.items():
        app.session_state[name] = value
    return app.run(timeout=60)


def test_it_runs_again_on_the_build_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_env(tmp_path)
    app = opened(settings, monkeypatch)
    assert not app.exception
    assert app.markdown[0].value == f"{builds.current_build_id(settings)} 60"
    assert [toast.value for toast in app.toast] == ["Other data is in use now\\."]


def test_a_page_that_keeps_to_a_deleted_build_does_not_run_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(Settings.from_env(tmp_path), monkeypatch, follows=False)
    assert len(app.exception) == 1


def test_a_store_that_many_builds_push_out_is_closed_once_nobody_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("expected /proc, found none")
    settings = Settings.from_env(tmp_path)
    monkeypatch.setenv("SCOUT_DATA_DIR", str(settings.data_dir))
    made = [make_small_build(settings) for _ in range(6)]

    def open_files() -> set[str]:
        links = (os.path.realpath(link) for link in Path("/proc/self/fd").iterdir())
        return {link for link in links if link.endswith(builds.STORE_FILE)}

    with cache.cursor(made[0].build_id) as con:
        for build in made[1:]:
            with cache.cursor(build.build_id):
                pass
        assert con.execute("SELECT count(*) FROM influencers").fetchall() == [(60,)]
        assert str(made[0].store_file) in open_files()
    assert str(made[0].store_file) not in open_files()
    assert str(made[-1].store_file) in open_files()
