"""How many creators each choice of a filter stands for."""

from __future__ import annotations

import duckdb

from core.queries.choices import creator_counts, filter_choices
from core.queries.growth.triage import TriageFilter, triage_summary


def test_a_count_is_the_creators_that_its_choice_alone_leaves(
    con: duckdb.DuckDBPyConnection,
) -> None:
    counts = creator_counts(con)
    fields = {"platform": "platforms", "tier": "tiers", "pattern": "patterns"}
    chosen = {
        (facet, value): TriageFilter(**{field: (value,)})  # type: ignore[arg-type]
        for facet, field in fields.items()
        for value in counts[facet]
    }
    chosen |= {("niche", value): TriageFilter(niche_ids=(int(value),)) for value in counts["niche"]}
    assert {facet for facet, _ in chosen} == {*fields, "niche"}
    for (facet, value), one in chosen.items():
        assert counts[facet][value] == triage_summary(con, one).creators_count, (facet, value)


def test_creators_without_a_value_are_not_counted(con: duckdb.DuckDBPyConnection) -> None:
    counts = creator_counts(con)
    row = con.execute("SELECT count(country), count(*) FROM influencers").fetchone()
    known, everybody = row or (0, 0)
    assert sum(counts["country"].values()) == known < everybody
    assert counts["unusual"] == {}
    assert counts["pattern"] == {"unknown": everybody}  # nobody is judged here


def test_several_values_of_one_creator_change_no_other_count(
    con: duckdb.DuckDBPyConnection,
) -> None:
    before = creator_counts(con)
    con.execute(
        """INSERT INTO creator_texts BY NAME
           SELECT influencer_id, safety_categories, disclosed_count, 4 AS posts_count,
                  0 AS sentiment_count, 0 AS comments_read, 0 AS sponsored_count,
                  1 AS safety_count, [] AS safety_words, [] AS brands,
                  [] AS places, [] AS people, 'test' AS model_version
           FROM (VALUES ('a', ['alcohol', 'weapons'], 2), ('b', ['alcohol'], 0))
               AS rows(influencer_id, safety_categories, disclosed_count)"""
    )
    try:
        counts = creator_counts(con)
    finally:
        con.execute("DELETE FROM creator_texts")
    assert counts["safety"] == {"alcohol": 2, "weapons": 1}
    assert counts["discloses"] == {"true": 1}
    assert counts["platform"] == before["platform"]


def test_choices_name_niches_in_their_counts(con: duckdb.DuckDBPyConnection) -> None:
    choices = filter_choices(con)
    by_id = creator_counts(con)["niche"]
    assert choices.counts["niche"] == {
        name: by_id[str(niche_id)] for niche_id, name in choices.niches.items()
    }
