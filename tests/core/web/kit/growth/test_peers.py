from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from core.queries.growth.caution import PeerEngagement
    from core.web.kit.growth.panels import peers_panel

    alone = PeerEngagement("mega", 1, 0.0002, None, 0.0002, 0.0002, 0.0002, 0.0002, 0.0002)
    peers_panel(alone, "mega", key="peers")


def test_a_creator_is_not_compared_with_itself() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert [one.value for one in app.caption] == [
        "Engagement cannot be compared: too few comparable creators have a known rate (mega: 1)."
    ]
    assert not app.get("plotly_chart")
