"""Figures about one creator among its peers."""

from __future__ import annotations

from types import SimpleNamespace

from core.web.kit.growth.panels import engagement_metric


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
