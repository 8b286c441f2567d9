"""All topics, in the order of the page."""

from __future__ import annotations

from bench.versus import (
    growth_signals,
    matching,
    page_queries,
    recommender_top,
    text_encoding,
    training,
)
from bench.versus.jobs import Topic

TOPICS: dict[str, Topic] = {
    module.TOPIC.name: module.TOPIC
    for module in (
        matching, page_queries, growth_signals, recommender_top, text_encoding, training,
    )
}  # fmt: skip
