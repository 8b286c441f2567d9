"""What else than creators has a name."""

from __future__ import annotations

import duckdb

from core.queries.search.things import named_niches


def test_a_niche_of_one_is_one_creator() -> None:
    con = duckdb.connect()
    con.execute(
        """CREATE TABLE niches AS SELECT * FROM (VALUES (0, 'Pasta', 1200, ['oven']),
           (1, 'Glow', 1, ['serum'])) t(niche_id, name, creators_count, keywords)"""
    )
    assert [row[2] for row in named_niches(con)] == ["1,200 creators", "1 creator"]
    con.close()
