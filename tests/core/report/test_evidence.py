"""The evidence report: what stands in it, and that nothing in it runs or loads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from core.errors import NotFoundError, StoreError
from core.report.evidence import evidence_report, report_name
from core.report.facts import CaseFacts, case_facts
from core.report.words import POSTS_UNKNOWN
from core.services.session import open_session, session_of
from core.settings import Settings
from core.store.builds import Build
from core.store.connect import open_store
from tests.support.growth_rows import plant_evidence, plant_weights
from tests.support.small_build import make_small_build

MADE_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def _facts(settings: Settings, build: Build, influencer_id: str) -> CaseFacts:
    with open_session(settings, build.build_id) as session:
        return case_facts(session, influencer_id)


def _report(settings: Settings, build: Build, influencer_id: str) -> str:
    return evidence_report(_facts(settings, build, influencer_id), build, made_at=MADE_AT)


def _words(html: str) -> str:
    body = html.split("<body>")[1]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def test_the_report_holds_figures_event_reasons_and_where_they_come_from(
    planted_settings: Settings, planted_build: Build
) -> None:
    said = _words(_report(planted_settings, planted_build, "c008"))
    for expected in (
        "Mira 8 @handle8",
        "Demo data",
        "31 of 100",
        "93%",
        "Unusual growth, worth checking (93%) · one-day step, 7 Oct 2026",
        "authenticity index 31 of 100",
        "confidence high",
        "> 100% left 7 days after the peak, 97% after 30",
        "one-day step , 7 Oct 2026, +785 followers beyond what was expected",
        "7 to 23",
        "no post in the days before",
        "97% still there after 30 days",
        "A probability is not proof",
        "23 Aug 2026 to 20 Nov 2026",
        planted_build.build_id,
        "growth-test, specified-1",
        "21 Nov 2026, 09:30 UTC",
    ):
        assert expected in said, expected


def test_nothing_runs_and_nothing_is_loaded(
    planted_settings: Settings, planted_build: Build
) -> None:
    html = _report(planted_settings, planted_build, "c008")
    assert "<script" not in html
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=|url\(|@import", html)
    assert len(html) < 200_000


@pytest.mark.slow
def test_texts_of_strangers_cannot_become_markup(
    planted_settings: Settings, planted_build: Build
) -> None:
    named = _report(planted_settings, planted_build, "c000")
    assert "&lt;b&gt;Mira&lt;/b&gt; $x$" in named
    assert "<b>Mira</b>" not in named
    assert "&lt;b&gt;one&lt;/b&gt; day" in _report(planted_settings, planted_build, "c008")


def test_the_picture_is_sound_and_shows_the_event(
    planted_settings: Settings, planted_build: Build
) -> None:
    html = _report(planted_settings, planted_build, "c008")
    root = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    tag = "{http://www.w3.org/2000/svg}"
    shaded = [one for one in root.iter(f"{tag}rect") if one.get("class") == "event check"]
    assert len(shaded) == 1
    assert "one-day step, +800 followers counted" in (shaded[0].findtext(f"{tag}title") or "")
    bars = [one for one in root.iter(f"{tag}rect") if "bar" in str(one.get("class"))]
    assert len(bars) == 89
    assert [one.get("class") for one in bars].count("bar check") == 1
    assert not re.search(r"\bnan\b", html.lower())
    assert html.count('class="line"') == 1


@pytest.mark.parametrize("influencer_id", ["c001", "c002", "c003", "c004", "c005", "c006", "c007"])
def test_any_history_gives_a_report(
    planted_settings: Settings, planted_build: Build, influencer_id: str
) -> None:
    html = _report(planted_settings, planted_build, influencer_id)
    said = _words(html)
    assert not re.search(r"\bnan\b", html.lower())
    assert ("Not enough data to judge this growth" in said) is (
        influencer_id in ("c001", "c002", "c006")
    )
    assert ("<svg" in html) is (influencer_id not in ("c001", "c006"))
    assert ("Counts are weekly" in said) is (influencer_id == "c005")


def test_days_without_known_posts_give_a_report_that_says_so(
    planted_settings: Settings, planted_build: Build
) -> None:
    facts = _facts(planted_settings, planted_build, "c008")
    # As DuckDB gives a column of whole numbers in which one is NULL.
    unknown = facts.events.assign(posts_before=pd.array([None], dtype="Int32"))
    html = evidence_report(replace(facts, events=unknown), planted_build, made_at=MADE_AT)
    assert POSTS_UNKNOWN in _words(html)
    assert POSTS_UNKNOWN not in _words(_report(planted_settings, planted_build, "c008"))


def test_what_is_not_known_or_not_comparable_is_no_figure(
    planted_settings: Settings, planted_build: Build
) -> None:
    facts = _facts(planted_settings, planted_build, "c008")
    assert facts.peers is not None
    assert facts.evidence is not None
    alone = replace(
        facts,
        creator=replace(facts.creator, followers_count=None),
        peers=replace(facts.peers, peer_group="micro", peer_count=1, percentile=None),
        evidence=replace(facts.evidence, engagement_part=None),
    )
    said = _words(evidence_report(alone, planted_build, made_at=MADE_AT))
    assert " - followers" not in said
    assert "median of 1 peers" not in said
    assert "too few comparable creators have a known rate (micro: 1)." in said
    assert "Engagement is unknown, so" not in said  # its rate stands beside the note
    assert "Engagement cannot be compared with accounts of this size" in said
    whole = _words(evidence_report(facts, planted_build, made_at=MADE_AT))
    assert f"{facts.creator.followers_count:,} followers · data as of" in whole
    assert f"median of {facts.peers.peer_count} peers" in whole


def test_of_a_drop_nothing_is_left_or_lost_again(
    planted_settings: Settings, planted_build: Build
) -> None:
    facts = _facts(planted_settings, planted_build, "c008")
    assert facts.evidence is not None
    drop = replace(
        facts.evidence,
        pattern="drop",
        pattern_excess_count=-33,
        pattern_peak_day=date(2026, 10, 7),
        retained_7=None,
        retained_30=None,
    )
    lead = _words(evidence_report(replace(facts, evidence=drop), planted_build, made_at=MADE_AT))
    lead = lead.split("Most telling:")[1].split(" Window:")[0]
    assert lead.endswith("-33 followers beyond what was expected on 7 Oct 2026.")


def test_no_verdict_on_a_person(planted_settings: Settings, planted_build: Build) -> None:
    said = _words(_report(planted_settings, planted_build, "c008")).lower()
    assert "fraud" not in said
    assert "fake" not in said


def test_unknown_creators_and_older_builds_say_so(
    planted_settings: Settings, planted_build: Build, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(NotFoundError, match="no creator 'nobody'"):
        _facts(planted_settings, planted_build, "nobody")
    settings = Settings.from_env(tmp_path_factory.mktemp("older"))
    older = make_small_build(settings)
    con = open_store(older.store_file, settings, read_only=False)
    con.execute("DROP TABLE growth_evidence")
    con.close()
    with pytest.raises(StoreError, match="Make a new build"):
        _facts(settings, older, "c008")


def test_the_file_is_named_after_the_handle() -> None:
    assert report_name("Mira.K", "c1") == "growth-evidence-mira-k.html"
    assert report_name("///", "C 1") == "growth-evidence-c-1.html"
    assert report_name("木", "木") == "growth-evidence-creator.html"


@pytest.mark.slow
def test_amber_needs_a_pattern_and_a_probability(
    planted_settings: Settings, planted_build: Build
) -> None:
    step = _facts(planted_settings, planted_build, "c008").events
    burst = _facts(planted_settings, planted_build, "c010").events
    assert step["is_worth_checking"].tolist() == [True]
    assert burst["is_worth_checking"].tolist() == [False]
    # The same step beside a probability that says no.
    con = open_store(planted_build.store_file, planted_settings, read_only=False)
    try:
        con.execute(
            "UPDATE growth_evidence SET purchased_probability = 0.05 WHERE influencer_id = 'c008'"
        )
        session = session_of(planted_build, con, planted_settings)
        assert case_facts(session, "c008").events["is_worth_checking"].tolist() == [False]
    finally:
        con.execute(
            "UPDATE growth_evidence SET purchased_probability = 0.934 WHERE influencer_id = 'c008'"
        )
        con.close()


def test_the_verdict_leads_and_the_caution_score_comes_last(
    planted_settings: Settings, planted_build: Build
) -> None:
    said = _words(_report(planted_settings, planted_build, "c008"))
    places = [
        said.index(part)
        for part in (
            "Unusual growth, worth checking (93%)",
            "Authenticity index",
            "Probability of bought growth",
            "Gain beyond the usual",
            "Caution score",
            "The two can differ",
        )
    ]
    assert places == sorted(places)
    assert "little speaks for it" not in said
    ordinary = _words(_report(planted_settings, planted_build, "c010"))
    assert "Growth looks ordinary · authenticity index 93 of 100" in ordinary


@pytest.mark.slow
def test_reasons_have_bars_by_weight_where_the_build_has_weights(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    build = make_small_build(settings)
    plant_evidence(settings)
    assert 'class="weight"' not in _report(settings, build, "c008")
    plant_weights(settings)
    html = _report(settings, build, "c008")
    assert html.count('class="weight"') == 3
    # Each bar stands with its own reason.
    after = html[html.index("no post in the days before") :]
    assert after.index("width:55%") < after.index("</li>")


@pytest.mark.slow
def test_red_flags_say_what_the_tier_does(planted_settings: Settings, planted_build: Build) -> None:
    facts = _facts(planted_settings, planted_build, "c008")
    assert facts.score is not None
    assert "engagement below 5%" in facts.score.red_flags
    said = _words(_report(planted_settings, planted_build, "c008"))
    assert (
        f"engagement 4.4% is below the rule's 5%; the median of {facts.creator.tier} creators "
        "here is 4.4%" in said
    )
