"""What each kind of file becomes in the store, how rows come together, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.errors import ColumnError
from core.formats import day
from core.settings import ROOT, Settings
from core.store.connect import empty_store
from core.store.ingest import ImportFile, ImportSummary, load, preview

AS_OF = date(2026, 11, 21)
SAMPLE = ROOT / "data" / "sample"
HEADER = (
    "Account,Link,Followers,Audience Country,Authentic engagement,Category1,Hashtags,"
    "Cost Story,Cost Post,Name_co,Category_co,Hashtags_co,Country_co,Followers_co,Puntos"
)
Bring = Callable[..., ImportSummary]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = replace(Settings.from_env(tmp_path), threads=2)
    con = empty_store(tmp_path / "store.duckdb", settings)
    yield con
    con.close()


@pytest.fixture
def bring(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Bring:
    """Imports texts, given as name -> content; `options` go to each `ImportFile`."""

    def imported(texts: dict[str, str], **options: Any) -> ImportSummary:
        files = []
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            files.append(ImportFile(tmp_path / name, name, **options))
        return load(con, files, as_of=AS_OF)

    return imported


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


def test_the_sample_of_fifteen_columns_splits_into_three_tables(
    con: duckdb.DuckDBPyConnection,
) -> None:
    summary = load(con, [ImportFile(SAMPLE / "fifteen_columns.csv", "f.csv")], as_of=AS_OF)
    assert summary.files[0].kind == "fifteen"
    assert dict(summary.row_counts) == {
        "influencers": 8, "posts": 0, "follower_history": 0, "brands": 5, "ratings": 40,
        "collaborations": 0,
        "interactions": 0,
    }  # fmt: skip
    assert rows(
        con,
        """SELECT influencer_id, handle, platform, followers_count, audience_country,
                  authentic_engagement, category, hashtags, story_price, post_price
           FROM influencers WHERE handle IN ('talia_softglam', 'pixelpaula') ORDER BY handle""",
    ) == [
        ("youtube:pixelpaula", "pixelpaula", "youtube", 2_500_000, "BR", 88_000, "Gaming",
         ["speedrun", "indiegames"], 1200, 4500),
        # 2,1 % of 112.5K is 2,362.5 authentic engagements a post.
        ("instagram:talia_softglam", "talia_softglam", "instagram", 112_500, "AT", 2_363, "Beauty",
         ["makeup", "softglam", "skincare"], 150, 1200),
    ]  # fmt: skip
    assert rows(
        con,
        "SELECT brand_id, name, category, country, followers_count FROM brands "
        "WHERE name LIKE 'L%' OR name LIKE 'A%' ORDER BY name",
    ) == [
        ("alpengluck-sohne-3bbe0e", "Alpenglück & Söhne", "Travel", "CH", 12_000),
        ("luma-skincare", "Luma Skincare", "Beauty", "DE", 18_400),
    ]
    assert rows(
        con,
        "SELECT points FROM ratings WHERE brand_id = 'luma-skincare' "
        "AND influencer_id = 'instagram:miras.skin'",
    ) == [(19.4,)]
    assert any("5 prices in $ are kept" in warning for warning in summary.warnings)


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        HEADER.upper(),
        HEADER.replace("_", " ").replace("Audience Country", "audience_country"),
        "Cuenta,Enlace,Seguidores,País Audiencia,Engagement auténtico,Categoría 1,Hashtags,"
        "Costo Story,Costo Post,Nombre_co,Categoría_co,Hashtags_co,País_co,Seguidores_co,Puntos",
    ],
)
@pytest.mark.slow
def test_variants_of_the_fifteen_headers_in_any_order(
    con: duckdb.DuckDBPyConnection, bring: Bring, header: str
) -> None:
    row = "mira,,10K,Spain,3%,Food,#a,10,20,Acme,Food,#a,ES,5K,12.5"
    names, cells = header.split(","), row.split(",")
    backwards = (",".join(reversed(names)), ",".join(reversed(cells)))
    summary = bring({"f.csv": "\n".join(backwards)})
    assert summary.files[0].kind == "fifteen"
    assert rows(con, "SELECT handle, followers_count, authentic_engagement FROM influencers") == [
        ("mira", 10_000, 300)
    ]
    assert rows(con, "SELECT brand_id, influencer_id, points FROM ratings") == [
        ("acme", "unknown:mira", 12.5)
    ]
    assert rows(con, "SELECT country, followers_count FROM brands") == [("ES", 5_000)]


def test_the_same_pair_twice_counts_once_and_the_last_row_wins(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    first = "mira,https://instagram.com/mira,10K,,,,,,,Acme,,,,,1"
    other = "mira,https://instagram.com/mira,,,,,,,,Zeta,,,,,2"
    last = "@Mira,https://www.instagram.com/mira/,11K,,,,,,,acme,,,,,3"
    summary = bring({"f.csv": "\n".join([HEADER, first, other, last])})
    one = summary.files[0]
    assert (one.read_count, one.used_count, one.merged_count, one.rejected_count) == (3, 2, 1, 0)
    assert rows(con, "SELECT brand_id, points FROM ratings ORDER BY brand_id") == [
        ("acme", 3), ("zeta", 2)
    ]  # fmt: skip
    # The empty cell of the second row did not erase the followers of the first.
    assert rows(con, "SELECT influencer_id, followers_count FROM influencers") == [
        ("instagram:mira", 11_000)
    ]


def test_what_a_later_row_leaves_empty_stays(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = b"brand_id,influencer_id,points\nb,c,5\nb,c,\nb,d,\n"
    for content in (rows, b"brand_id,influencer_id,points\nb,c,\nb,d,7\n"):
        (tmp_path / "ratings.csv").write_bytes(content)
        load(con, [ImportFile(tmp_path / "ratings.csv", "ratings.csv")], as_of=AS_OF)
    assert con.execute("SELECT influencer_id, points FROM ratings ORDER BY 1").fetchall() == [
        ("c", 5), ("d", 7),
    ]  # fmt: skip


def test_ids_as_long_as_texts_are_rejected(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "creators.csv"
    path.write_text(f"influencer_id,followers\n{'x' * 201},1\n{'y' * 200},2\n", encoding="utf-8")
    one = load(con, [ImportFile(path, path.name)], as_of=AS_OF).files[0]
    assert one.top_reasons == (("expected an id of at most 200 characters in 'influencer_id'", 1),)


def test_an_unclear_order_of_day_and_month_is_said(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("account_id,caption,posted_at\na,x,01/02/2026\n", encoding="utf-8")
    warnings = load(con, [ImportFile(path, path.name)], as_of=AS_OF).warnings
    assert any("'posted_at': 01/02/2026 is read with the day first" in text for text in warnings)


def test_names_that_make_the_same_slug_stay_two_brands(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    names = ["A B", "A&B", "A-B", "Á B", "東京", "!!"]
    bring({"b.csv": "name,keywords\n" + "\n".join(f"{name},x" for name in names)})
    ids = [row[0] for row in rows(con, "SELECT brand_id FROM brands ORDER BY brand_id")]
    assert len(set(ids)) == len(names)
    assert "a-b" in ids


@pytest.mark.slow
def test_three_csvs_of_the_sample_come_together(con: duckdb.DuckDBPyConnection) -> None:
    names = ("influencers_data.csv", "growth_data.csv", "brands_data.csv")
    summary = load(con, [ImportFile(SAMPLE / name, name) for name in names], as_of=AS_OF)
    assert [one.kind for one in summary.files] == ["influencers_csv", "growth_csv", "brands_csv"]
    assert summary.row_counts["influencers"] == 30
    assert summary.row_counts["brands"] == 10
    assert rows(
        con,
        "SELECT name, followers_count, avg_likes, avg_comments FROM influencers "
        "WHERE influencer_id = 'c01'",
    ) == [("Mira Keller", 42_000, 1_900, 120)]
    assert rows(
        con,
        """SELECT min(day)::VARCHAR, max(day)::VARCHAR, arg_max(followers_count, day), count(*)
           FROM follower_history WHERE influencer_id = 'c01'""",
    ) == [("2026-10-23", "2026-11-21", 42_000, 30)]
    assert rows(con, "SELECT caption, hashtags FROM posts WHERE post_id = 'c01:3'") == [
        ("Sunscreen test on a rainy Tuesday, no white cast #spf", ["spf"])
    ]


@pytest.mark.parametrize("name", ["influencers_data.csv", "growth_data.csv", "brands_data.csv"])
def test_each_of_the_three_csvs_can_come_alone(con: duckdb.DuckDBPyConnection, name: str) -> None:
    summary = load(con, [ImportFile(SAMPLE / name, name)], as_of=AS_OF)
    assert summary.files[0].used_count > 0


def test_gaps_in_daily_counts_keep_the_other_days_in_place(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"g.csv": 'influencer_id,daily_followers\na,"[100, NaN, 102]"\nb,"[7, 8]"\nc,[]\n'})
    assert rows(
        con,
        "SELECT influencer_id, day::VARCHAR, followers_count FROM follower_history ORDER BY ALL",
    ) == [
        ("a", "2026-11-19", 100),
        ("a", "2026-11-21", 102),
        ("b", "2026-11-20", 7),
        ("b", "2026-11-21", 8),
    ]
    # followers_count was not given: the last count stands for it.
    assert rows(con, "SELECT followers_count FROM influencers ORDER BY influencer_id") == [
        (102,), (8,), (None,)
    ]  # fmt: skip


def test_a_negative_count_in_the_daily_list_rejects_the_row(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    summary = bring({"g.csv": 'influencer_id,daily_followers\na,"[1, -5]"\nb,"[1, 2]"\n'})
    assert summary.files[0].rejected_count == 1
    reason = rows(con, "SELECT reason, line_number FROM rejected_rows")[0]
    assert "daily counts" in reason[0]
    assert reason[1] == 2


def test_negative_and_absurd_numbers_reject_the_row_with_the_reason(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    text = "username,followers,avg_likes,post_price\n"
    text += "a,-1,,\nb,3000000000,,\nc,12.5,,\nd,10,-3,\ne,10,1,-2\nf,10,1,ask me\ng,10,1,9e9\n"
    summary = bring({"i.csv": text})
    assert [row[0] for row in rows(con, "SELECT handle FROM influencers")] == ["f"]
    found = dict(rows(con, "SELECT line_number, reason FROM rejected_rows"))
    assert found[2] == (
        "expected a whole number from 0 to 2,000,000,000 in 'followers', found '-1'"
    )
    assert "'3000000000'" in found[3]
    assert sorted(found) == [2, 3, 4, 5, 6, 8]
    # A price that is no number is left empty and counted; the creator is still of use.
    assert any("'post_price': 1 cell left empty" in warning for warning in summary.warnings)


def test_html_and_formulas_in_texts_are_kept_as_text(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"i.csv": 'username,bio\na,<script>alert(1)</script>\nb,"=HYPERLINK(""x"")"\n'})
    assert rows(con, "SELECT bio FROM influencers ORDER BY handle") == [
        ("<script>alert(1)</script>",), ('=HYPERLINK("x")',)
    ]  # fmt: skip


def test_a_link_that_is_no_web_link_is_left_out(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    summary = bring({"i.csv": "username,link,bio\na,javascript:alert(1),x\n"})
    assert rows(con, "SELECT url FROM influencers") == [(None,)]
    assert any("'link': 1 cell left empty" in warning for warning in summary.warnings)


def test_an_unknown_country_is_left_empty_and_counted(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    summary = bring({"i.csv": "username,country\na,Atlantis\nb,Narnia\nc,Peru\nd,Atlantis\n"})
    assert rows(con, "SELECT country FROM influencers ORDER BY handle") == [
        (None,), (None,), ("PE",), (None,)
    ]  # fmt: skip
    assert any(
        "3 cells left empty" in warning and "'Atlantis', 'Narnia'" in warning
        for warning in summary.warnings
    )


def test_na_is_namibia_among_codes_and_missing_among_names(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"codes.csv": "username,country\na,NA\nb,DE\n"})
    bring({"names.csv": "username,country\nc,NA\nd,Germany\n"})
    assert rows(con, "SELECT country FROM influencers ORDER BY handle") == [
        ("NA",), ("DE",), (None,), ("DE",)
    ]  # fmt: skip


def test_a_table_by_column_map_with_a_constant(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    summary = bring(
        {"x.csv": "nick name,Subs,blurb\nMira,12k,hello\n"},
        table="influencers",
        mapping={
            "handle": "nick name",
            "followers_count": "Subs",
            "bio": "blurb",
            "platform": "'youtube'",
        },
    )
    assert summary.files[0].kind == "table:influencers"
    assert rows(con, "SELECT influencer_id, handle, followers_count, bio FROM influencers") == [
        ("youtube:mira", "Mira", 12_000, "hello")
    ]


def test_an_explicit_map_takes_a_column_away_from_its_own_name(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring(
        {"x.csv": "username,followers,subs\na,1,2\n"},
        mapping={"followers_count": "subs", "following_count": "followers"},
    )
    assert rows(con, "SELECT followers_count, following_count FROM influencers") == [(2, 1)]


def test_posts_bring_their_creators_and_fill_the_averages(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    text = "account_id,category,followers,likes,comments,posted_at,caption\n"
    text += "a,food,100,10,1,1411602594,Soup #Soup @luma.skin me@mail.de\n"
    text += "a,food,120,20,,2026-01-02,More #soup\nb,,,,,,\n"
    summary = bring({"p.csv": text})
    assert summary.files[0].kind == "table:posts"
    assert rows(
        con,
        """SELECT influencer_id, category, followers_count, avg_likes, avg_comments, hashtags
           FROM influencers ORDER BY influencer_id""",
    ) == [("a", "food", 120, 15, 1, ["soup"]), ("b", None, None, None, None, None)]
    assert rows(
        con, "SELECT post_id, posted_at::VARCHAR, hashtags, mentions FROM posts ORDER BY post_id"
    ) == [
        ("a:1", "2014-09-24 23:49:54", ["soup"], ["luma.skin"]),
        ("a:2", "2026-01-02 00:00:00", ["soup"], []),
        ("b:1", None, [], []),
    ]


def test_total_likes_over_posts_give_the_average(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"t.csv": "username,total_likes,total_videos\na,57900,158\nb,5,0\n"})
    assert rows(con, "SELECT avg_likes, posts_count FROM influencers ORDER BY handle") == [
        (366.46, 158), (None, 0)
    ]  # fmt: skip


def test_history_and_ratings_of_unknown_creators_and_brands_list_them(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    summary = bring(
        {
            "h.csv": "influencer_id,date,followers\n"
            "x,2026-01-01,5\nx,2026-01-02,6\nx,2026-01-02,7\n",
            "r.csv": "brand_id,influencer_id,points\nacme,x,3\n",
            "c.csv": "brand_id,influencer_id,price,started_on\nacme,y,€1.200,31.12.2025\n",
        }
    )
    assert [one.kind for one in summary.files] == [
        "table:follower_history", "table:ratings", "table:collaborations"
    ]  # fmt: skip
    assert summary.files[0].merged_count == 1
    assert rows(con, "SELECT influencer_id, name, followers_count FROM influencers ORDER BY 1") == [
        ("x", "x", 7), ("y", "y", None)
    ]  # fmt: skip
    assert rows(con, "SELECT brand_id, name FROM brands") == [("acme", "acme")]
    assert rows(con, "SELECT price, started_on::VARCHAR FROM collaborations") == [
        (1200, "2025-12-31")
    ]
    assert any("2 creators are only referred to" in warning for warning in summary.warnings)


def test_a_second_import_updates_and_does_not_erase(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring(
        {"i.csv": "influencer_id,name,bio,followers,hashtags\na,Mira,hello,10,x y\nb,Noa,yo,5,\n"}
    )
    bring({"j.csv": "influencer_id,name,followers\na,,12\nc,Kim,3\n"})
    assert rows(
        con,
        "SELECT influencer_id, name, bio, followers_count, hashtags FROM influencers ORDER BY 1",
    ) == [
        ("a", "Mira", "hello", 12, ["x", "y"]),
        ("b", "Noa", "yo", 5, None),
        ("c", "Kim", None, 3, None),
    ]


@pytest.mark.slow
def test_importing_the_same_files_again_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    names = ("fifteen_columns.csv", "influencers_data.csv", "growth_data.csv", "brands_data.csv")
    files = [ImportFile(SAMPLE / name, name) for name in names]
    load(con, files, as_of=AS_OF)
    tables = ("influencers", "posts", "follower_history", "brands", "ratings", "data_gaps")
    before = {table: rows(con, f"FROM {table} ORDER BY ALL") for table in tables}
    load(con, files, as_of=AS_OF)
    assert {table: rows(con, f"FROM {table} ORDER BY ALL") for table in tables} == before


def test_what_cannot_be_computed_is_said_with_counts(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"i.csv": "username,bio,followers,likes_avg\na,hello,10,1\nb,,10,\n"})
    found = {
        name: (affected, total)
        for name, affected, total in rows(
            con, "SELECT capability, affected_count, total_count FROM data_gaps"
        )
    }
    assert found == {
        "Niches": (1, 2), "Captions": (2, 2), "Growth": (2, 2), "Engagement": (1, 2),
        "Prices": (2, 2), "Audience country": (2, 2), "Categories": (2, 2),
        "Brand matches": (2, 2), "Rule points": (2, 2),
    }  # fmt: skip
    for reason, remedy in rows(con, "SELECT reason, remedy FROM data_gaps"):
        assert reason.endswith(".")
        assert remedy.startswith("Import")


def test_one_row_and_one_column_more_is_enough(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    assert bring({"i.csv": "username,bio\na,x"}).row_counts["influencers"] == 1


@pytest.mark.slow
def test_interactions_of_brands_in_the_words_of_other_tools(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    text = (
        "brand_id,influencer_id,kind,at\n"
        "acme,x,View profile,2026-01-01 10:00\nacme,x,add_to_campaign,2026-01-02T08:00:00\n"
        "acme,x,Add to campaign,2026-01-02 08:00\nacme,y,waved,2026-01-01\n"
        "acme,y,contact,someday\n"
    )
    summary = bring({"i.csv": text})
    assert [one.kind for one in summary.files] == ["table:interactions"]
    assert (summary.files[0].rejected_count, summary.files[0].merged_count) == (2, 1)
    expected = [("acme", "x", "view"), ("acme", "x", "campaign")]
    query = "SELECT brand_id, influencer_id, kind FROM interactions ORDER BY happened_at"
    assert rows(con, query) == expected
    reasons = rows(con, "SELECT reason FROM rejected_rows ORDER BY line_number")
    assert "view, info, contact, campaign or collaboration" in reasons[0][0]
    assert "a time such as" in reasons[1][0]
    bring({"i.csv": text})
    assert rows(con, query) == expected


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("id,Nombre,Subs,bio", "table:influencers"),
        ("id,nombre,about", "brands_csv"),
        ("brand_id,brand_name,description,keywords", "brands_csv"),
    ],
)
def test_a_header_tells_creators_from_brands(tmp_path: Path, header: str, kind: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n")
    assert preview(file).kind == kind


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Benutzername;Plattform;Abonnenten;Ø Likes;Ø Kommentare;Land;Biografie;Preis pro Post",
         "influencers"),
        ("Account;Datum;Text;Gefällt mir;Kommentare", "posts"),
        ("handle;Datum;Follower", "follower_history"),
    ],
)  # fmt: skip
def test_german_headers_are_known(tmp_path: Path, header: str, kind: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"{header}\n{';'.join('1' for _ in header.split(';'))}\n", encoding="utf-8")
    found = preview(path)
    assert (found.kind, found.usage.unused_columns) == (f"table:{kind}", ())


def test_points_between_thousands_of_counts_are_so_in_averages(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    bring({"c.csv": "handle;followers;avg_likes\nmira;45.600;2.000\nnoa;900;310\n"})
    assert rows(con, "SELECT avg_likes FROM influencers ORDER BY handle") == [(2000,), (310,)]


def test_averages_keep_the_point_of_machines(con: duckdb.DuckDBPyConnection, bring: Bring) -> None:
    bring({"c.csv": "handle,followers,avg_likes\nmira,45600,2.125\n"})
    assert rows(con, "SELECT avg_likes FROM influencers") == [(2.125,)]


def test_nothing_is_guessed_of_the_columns_of_an_unknown_table(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("handle,wann,Zahl\nmira,1,2\n", encoding="utf-8")
    found = preview(path)
    assert (found.kind, dict(found.usage.suggestions)) == ("unknown", {})


def test_preview_proposes_similar_columns_but_uses_only_sure_ones(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("user_name,Followrs,signature\nmira,10,hi\n", encoding="utf-8")
    found = preview(path)
    assert found.kind == "table:influencers"
    assert found.proposed["handle"].confidence >= 0.8
    assert found.proposed["followers_count"].source == "Followrs"
    assert found.proposed["followers_count"].confidence < 0.8
    assert "followers_count" in found.missing
    assert found.required == ()
    mapped = preview(path, mapping={"followers_count": "Followrs"})
    assert "followers_count" not in mapped.missing


def test_preview_shows_rows_rejects_and_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("username,followers\nmira,10\nnoa,-1\n", encoding="utf-8")
    found = preview(path)
    assert (found.rows_count, found.checked_count, found.rejected_count) == (2, 2, 1)
    assert found.first_rows.to_dict("list") == {
        "username": ["mira", "noa"], "followers": ["10", "-1"]
    }  # fmt: skip
    assert found.rejects["line_number"].tolist() == [3]
    unknown = preview(SAMPLE / "brands_data.csv", table="posts")
    assert unknown.required == (("influencer_id", "handle", "url"), ("caption",))
    strange = tmp_path / "s.csv"
    strange.write_text("foo,bar\n1,2\n", encoding="utf-8")
    assert preview(strange).kind == "unknown"
    with pytest.raises(ColumnError, match="names 'baz'"):
        preview(strange, table="influencers", mapping={"handle": "baz"})


@pytest.mark.slow
def test_files_that_know_a_creator_by_handle_speak_of_the_same_one(
    con: duckdb.DuckDBPyConnection, bring: Bring
) -> None:
    texts = {
        "f.csv": HEADER + "\nmira,https://instagram.com/Mira,10K,,,,,,,Acme,,,,,1"
        "\nnoa,https://instagram.com/noa,5K,,,,,,,Acme,,,,,2"
        "\nnoa,https://tiktok.com/@noa,6K,,,,,,,Acme,,,,,3",
        "g.csv": 'influencer_id,daily_followers\nMira,"[1, 2, 3]"\nnoa,"[4, 5]"\n',
        "p.csv": "username,caption\n@mira,hello\n",
        "t.csv": "username,platform,bio\nmira,tiktok,another Mira\n",
    }
    summary = bring({name: texts[name] for name in ("f.csv", "g.csv", "p.csv")})
    # Two creators are called noa, so nobody can say whose history it is.
    assert rows(con, "SELECT influencer_id, followers_count FROM influencers ORDER BY 1") == [
        ("instagram:mira", 10_000), ("instagram:noa", 5_000), ("noa", 5), ("tiktok:noa", 6_000)
    ]  # fmt: skip
    assert rows(con, "SELECT DISTINCT influencer_id FROM posts") == [("instagram:mira",)]
    assert rows(
        con, "SELECT influencer_id, count(*) FROM follower_history GROUP BY ALL ORDER BY 1"
    ) == [("instagram:mira", 3), ("noa", 2)]
    assert any("2 creators of several rows or files" in warning for warning in summary.warnings)
    # A file that says the platform means that one; a later import finds what is there.
    bring({"t.csv": texts["t.csv"], "p.csv": texts["p.csv"]})
    assert rows(con, "SELECT bio FROM influencers WHERE influencer_id = 'tiktok:mira'") == [
        ("another Mira",)
    ]


def test_days_to_come_are_left_out_and_counted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # The day after is tomorrow already somewhere; a mistyped year is not.
    last = max(AS_OF, datetime.now(UTC).date()) + timedelta(days=1)
    posts, counts = tmp_path / "posts.csv", tmp_path / "history.csv"
    posts.write_text(
        f"influencer_id,posted_at,caption\na,{AS_OF},one\na,{last},two\na,2062-01-05,three\n"
    )
    counts.write_text(
        f"influencer_id,day,followers\na,{AS_OF},1\na,{last},2\na,2062-01-05,3\na,2031-01-05,3\n"
    )
    files = [ImportFile(posts, posts.name), ImportFile(counts, counts.name)]
    summary = load(con, files, as_of=AS_OF)
    # A post says something without its day, a count does not.
    assert rows(con, "SELECT count(*), count(posted_at), max(posted_at)::DATE FROM posts") == [
        (3, 2, last)
    ]
    assert rows(con, "SELECT count(*), max(day) FROM follower_history") == [(2, last)]
    assert [file.rejected_count for file in summary.files] == [0, 2]
    ((reason, count),) = summary.files[1].top_reasons
    assert (reason, count) == (f"expected a day up to {day(last)} in 'day'", 2)
    assert rows(con, "SELECT max(reason) FROM rejected_rows") == [
        (f"{reason}, found '2062-01-05'",)
    ]
    (said,) = [warning for warning in summary.warnings if "left empty" in warning]
    assert said.startswith("posts.csv: 1 cell left empty, expected a day up to")
    assert said.endswith("found up to 5 Jan 2062.")
    tried = preview(counts)
    assert tried.rejected_count == 2
