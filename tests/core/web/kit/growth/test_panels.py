"""Figures about one creator among its peers."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from core.web.kit.growth.panels import engagement_metric, window_sentence


def _note(rate: float | None, place: float | None, peers: int | None) -> str | None:
    creator = SimpleNamespace(
        engagement_rate=rate, engagement_percentile=place, peer_group="nano", peer_count=peers
    )
    return engagement_metric(creator).note  # type: ignore[arg-type]


def test_the_place_among_peers_says_what_is_missing() -> None:
    assert _note(0.05, 0.64, 30) == "above 64% of peers"
    assert _note(0.05, 1.0, 11) == "highest of peers"
    # Four peers are known by name in the help: they are too few, not unknown.
    assert _note(0.05, None, 4) == "too few peers"
    assert _note(None, None, None) == "peers not known"


def test_months_of_a_window_keep_their_capitals() -> None:
    creator = SimpleNamespace(
        first_day=date(2026, 9, 30), last_day=date(2026, 11, 28), days_known=60
    )
    facts = SimpleNamespace(creator=creator, evidence=None)
    said = window_sentence(facts).replace("\\", "")  # type: ignore[arg-type]
    assert said == "60 follower counts, 30 Sep 2026 to 28 Nov 2026."
    facts.creator = SimpleNamespace(first_day=None, last_day=None, days_known=None)
    assert window_sentence(facts) == "No follower history."  # type: ignore[arg-type]
