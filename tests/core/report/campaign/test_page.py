"""The campaign report as HTML: what stands in it, and that nothing in it runs or loads."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from core.models.campaign.words import count_range, euro_range
from core.report.campaign.page import campaign_page
from core.services.campaigns.report_facts import CampaignFacts
from tests.core.report.campaign.conftest import HOSTILE, MADE_AT, Facts, many


def _page(facts: CampaignFacts) -> str:
    return campaign_page(facts, made_at=MADE_AT)


def _words(html: str) -> str:
    body = html.split("<body>")[1]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def test_the_page_holds_summary_creators_figures_and_where_they_come_from(
    ordinary: CampaignFacts,
) -> None:
    said = _words(_page(ordinary))
    totals = ordinary.view.totals
    for expected in (
        "Demo data",
        "brings together 5 creators (",
        "for Luma Skincare",
        "Mira 3",
        "€150 agreed",
        "Unusual growth, worth checking (93%)",
        "the growth of Mira 8 is worth checking",
        "1 of 5 have agreed so far",
        "not in the data in use",
        euro_range(totals.cost),
        count_range(totals.reach),
        euro_range(totals.cpm),
        euro_range(totals.cost_per_engagement),
        euro_range(totals.emv),
        "What was ruled out, and why",
        "CPM without a price",
        ordinary.build.build_id,
        "20 Nov 2026",
        "21 Nov 2026, 09:30 UTC",
    ):
        assert expected in said, expected


def test_nothing_runs_and_nothing_is_loaded(ordinary: CampaignFacts) -> None:
    html = _page(ordinary)
    assert "<script" not in html
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=\"(?!data:image/(?:jpeg|png);base64,)|url\(|@import", html)


@pytest.mark.slow
def test_texts_of_strangers_cannot_become_markup(facts_of: Facts) -> None:
    html = _page(facts_of(["c000", "gone"], name="<i>S</i>"))
    assert "<i>S" not in html
    assert "&lt;b&gt;Mira&lt;/b&gt; $x$" in html
    assert "<b>y" not in html


@pytest.mark.parametrize(
    ("ids", "options"),
    [
        ([], {}),
        ([], {"brand": None, "budget": None}),
        (["c003"], {}),
        (["gone"], {"prices": False}),
        (["c001"], {"brand": None, "budget": None, "prices": False}),
        (["c003", "c004"], {"brand": "own-deleted", "budget": 0.0}),
        (many(), {}),
    ],
)
@pytest.mark.slow
def test_small_and_hostile_campaigns_have_a_page(
    facts_of: Facts, ids: list[str], options: dict[str, object]
) -> None:
    facts = facts_of(ids, **options)
    html = _page(facts)
    assert html.count('<div class="creator">') == len(ids)
    assert ("No creators in this campaign yet" in html) == (not ids)
    # Nothing unknown is shown as a number or as a word of Python.
    assert not re.search(r">\s*(nan|None|inf)\b|€nan|\bnan-", html)


def test_of_many_creators_the_picture_shows_some_and_the_table_all(facts_of: Facts) -> None:
    html = _page(facts_of(many()))
    assert html.count('class="label" x=') == 20
    assert "20 more stand in the table" in html
    assert html.count('<td class="name">') >= 80


@pytest.mark.slow
def test_a_hostile_name_is_cut_in_the_picture(facts_of: Facts) -> None:
    assert HOSTILE[:200].strip() not in "".join(
        re.findall(r'<text class="label".*?</text>', _page(facts_of(["gone", "c003"])))
    )


def test_who_was_ruled_out_is_counted_and_named(facts_of: Facts) -> None:
    said = _words(_page(facts_of(["c003"], budget=50.0)))
    assert "1 growth worth checking" in said
    assert "Mira 8 @handle8 growth worth checking (93%)" in said
    assert "1 no price is known" in said
    assert "one post may cost more than the whole budget of €50" in said


def test_a_picture_of_a_post_lies_in_the_file(facts_of: Facts) -> None:
    facts = facts_of(["c003", "c004"])
    shown, broken = (
        replace(creator, picture=picture, has_portrait=False)
        for creator, picture in zip(facts.creators, (b"\xff\xd8\xff\xe0x", b"<svg>"), strict=True)
    )
    html = _page(replace(facts, creators=(shown, broken)))
    assert html.count('src="data:image/jpeg;base64,/9j/4Hg="') == 1
    assert html.count('alt="Picture of a post by') == 1
    assert html.count('class="initials"') == 1


def test_creators_of_the_demo_data_have_a_drawn_portrait(ordinary: CampaignFacts) -> None:
    html = _page(ordinary)
    in_data = [creator for creator in ordinary.creators if creator.in_data]
    assert html.count('src="data:image/png;base64,') == len(in_data) > 0
    assert f'alt="Portrait of {ordinary.creators[0].name}"' in html
