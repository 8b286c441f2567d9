"""Figures of concepts: marks, sizes, names that are shown as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.charts.concepts.neighbourhood import neighbourhood_figure
from core.charts.concepts.shared import shared_figure
from core.charts.template import ACCENT, GREY, finished


def _nodes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "concept": ["dog", "puppy", "<b>cat</b>"],
            "x": [0.0, 0.5, -1.0],
            "y": [0.0, 1.0, -1.0],
            "weight": [0.64, 0.16, 0.0],
            "is_of_query": [True, True, False],
        }
    )


def _creators() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "number": [1, 2],
            "influencer_id": ["c1", "c2"],
            "name": ["<i>Mira</i>", "Nobody"],
            "handle": ["mira", "nobody"],
            "x": [0.25, np.nan],
            "y": [0.5, np.nan],
            "shared": [["dog"], []],
            "near": [["<b>cat</b>"], []],
        }
    )


def _links() -> pd.DataFrame:
    return pd.DataFrame(
        {"concept": ["dog"], "other_concept": ["puppy"], "kind": ["co-use"], "weight": [0.5]}
    )


def test_concepts_of_the_brand_are_big_linked_ones_small_and_creators_numbered() -> None:
    figure = finished(neighbourhood_figure(_nodes(), _links(), _creators(), name="<Luma>"))
    edges, around, own, creators = figure.data
    assert list(edges.x) == [0.0, 0.5, None]
    assert list(own.text) == ["dog", "puppy"]
    # The area beyond the least size grows with the weight: a quarter of it, half the diameter.
    assert list(own.marker.size) == pytest.approx([14 + 22, 14 + 11])
    assert max(around.marker.size) < min(own.marker.size)
    assert (own.marker.color, around.marker.color) == (ACCENT, GREY)
    assert list(creators.text) == ["<b>1</b>"]  # the other has no place
    assert creators.customdata[0][0] == "c1"
    assert "&lt;i>Mira" in creators.customdata[0][1]
    assert "<i>" not in creators.customdata[0][1]
    assert "&lt;b>cat" in around.text[0]
    assert own.name == "Concepts of &lt;Luma>"
    assert list(around.textposition) == ["top right"]  # at the left edge of the picture


def test_a_brand_without_neighbours_or_creators_is_drawn_too() -> None:
    nodes = _nodes()[:1]
    figure = neighbourhood_figure(nodes, _links()[:0], _creators()[:0], name="Luma")
    assert [len(trace.x) for trace in figure.data] == [0, 0, 1, 0]


def test_a_shared_concept_is_a_full_line_and_a_linked_one_dotted() -> None:
    pairs = pd.DataFrame(
        {
            "concept": ["dog", "puppy"],
            "creator_concept": ["dog", "cat"],
            "kind": ["shared", "related"],
            "query_weight": [0.5, 0.25],
            "creator_weight": [0.25, 0.25],
        }
    )
    figure = shared_figure(pairs, brand="Luma <Pets>", creator="Mira")
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [(line.line.dash, line.line.color) for line in lines] == [
        ("solid", ACCENT),
        ("dot", GREY),
    ]
    left, right = figure.data[-2:]
    assert [text.strip() for text in left.text] == ["dog", "puppy"]
    assert [text.strip() for text in right.text] == ["dog", "cat"]
    assert left.marker.size[0] > left.marker.size[1]
    assert "related in meaning" in right.customdata[1]
    assert "&lt;Pets>" in left.customdata[0]


def test_no_pairs_are_an_empty_figure() -> None:
    columns = ["concept", "creator_concept", "kind", "query_weight", "creator_weight"]
    figure = shared_figure(pd.DataFrame(columns=columns), brand="Luma", creator="Mira")
    assert all(len(trace.x) == 0 for trace in figure.data)
