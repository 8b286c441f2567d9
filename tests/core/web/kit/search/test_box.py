"""The search box in the sidebar is emptied for another page, but not what is just being typed."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from core.web.kit.search.box import BOX


def _of_page() -> None:
    import streamlit as st

    from core.web.kit.search import box

    box.search_box("", (st.session_state.get("page"), None))


def _box(app: AppTest) -> Any:
    return app.text_input(key=BOX)


def test_the_box_is_emptied_where_a_hit_led_to_another_page() -> None:
    app = AppTest.from_function(_of_page).run()
    _box(app).set_value("  ").run()
    app.session_state["page"] = "creator"
    app.run()
    assert _box(app).proto.set_value
    assert _box(app).value == ""


def test_what_is_typed_while_a_page_is_on_its_way_stays() -> None:
    app = AppTest.from_function(_of_page).run()
    app.session_state["page"] = "creator"
    app.run()
    # The browser keeps its own text unless it is told another one.
    assert not _box(app).proto.set_value
