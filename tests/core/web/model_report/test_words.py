"""Words of the model report: verdicts that can be bad, reasons for gaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.services.recommending.lead import Lead
from core.store.builds import Build
from core.web.model_report import words as report_words


def build(facts: dict[str, Any] | None, **manifest: Any) -> Build:
    known = {} if facts is None else {"recommender": facts}
    whole = {"built_at": "2026-11-21T05:00:00+00:00", "facts": known, **manifest}
    return Build(build_id="b", folder=Path("b"), manifest=whole)


def lead(used: float, simple: float, way: str = "Semantic match") -> Lead:
    times = used / simple if simple else float("nan")
    return Lead("LightFM", used, 0.01, way, simple, times, 40, 3)


def test_a_model_that_is_worse_than_a_simple_way_is_called_so() -> None:
    said = report_words.verdict(lead(0.02, 0.04), None)
    assert "not better than semantic match" in said
    assert "times" not in said
    assert report_words.times_words(lead(0.02, 0.04)) == "0.5x"


def test_a_model_that_is_better_is_said_in_hits_and_times() -> None:
    said = report_words.verdict(lead(0.09, 0.045), lead(0.31, 0.1))
    assert "**3.1** on average" in said
    assert "**2.0 times**" in said


def test_a_simple_way_that_never_hits_is_no_comparison() -> None:
    assert "nothing to compare" in report_words.verdict(lead(0.1, 0.0), None)
    assert report_words.times_words(lead(0.1, 0.0)) == "-"


@pytest.mark.parametrize(
    ("joined", "learned", "words"),
    [
        ((0.33, 0.02), (0.34, 0.01), "changes little"),
        ((0.40, 0.02), (0.34, 0.01), "helps here"),
        ((0.30, 0.01), (0.34, 0.03), "LightFM alone would have been better"),
    ],
)
def test_the_gain_of_the_join_is_measured_in_spreads(
    joined: tuple[float, float], learned: tuple[float, float], words: str
) -> None:
    assert words in report_words.join_gain(joined, learned)


@pytest.mark.parametrize(
    ("facts", "deep", "why", "what"),
    [
        (None, True, "no recommender", "The next build has one"),
        ({"missing": "Only 3 brands"}, True, "Only 3 brands", "Import more"),
        ({"missing": "Only 3 brands"}, False, "Only 3 brands", "Import more"),
        ({"missing": ""}, False, "made quickly", "Read every post"),
        ({"missing": ""}, True, "holds no figures", "Rebuild"),
    ],
)
def test_a_gap_has_a_reason_and_a_remedy(
    facts: dict[str, Any] | None, deep: bool, why: str, what: str
) -> None:
    found = report_words.missing_words(build(facts, is_deep=deep), has_figures=False)
    assert why in found[0]
    assert what in found[1]


def test_without_a_gap_nothing_is_said() -> None:
    assert report_words.missing_words(build(None), has_figures=True) == ("", "")


def test_weights_are_the_mean_of_the_runs() -> None:
    said = report_words.method_words(
        {
            "pairs_count": 28919,
            "brands_count": 250,
            "join_runs": [
                {"trained": 1.0, "semantic": 0.8, "points": 0.4},
                {"trained": 1.0, "semantic": 0.1, "points": 0.2},
            ],
        }
    )
    # (0.8 + 0.1) / 2 = 0.45, (0.4 + 0.2) / 2 = 0.30
    assert "1.00 x what was learned + 0.45 x texts + 0.30 x rule points" in said
    assert "1 / 0.8 / 0.4; 1 / 0.1 / 0.2" in said
    assert "28,919" in said
    assert "not measured" in report_words.method_words({"pairs_count": 0, "brands_count": 0})


def test_only_demo_data_is_called_made_up() -> None:
    assert "demo data" in report_words.cannot_say(build({}, is_demo=True))
    assert "demo data" not in report_words.cannot_say(build({}, is_demo=False))


def test_the_headline_names_each_simple_way_once() -> None:
    said = report_words.against_words([lead(0.2, 0.1), lead(0.2, 0.1), None])
    assert said.count("semantic match") == 1
    assert report_words.against_words([None, None]) == ""


def test_what_was_judged_is_said_with_brands_runs_and_the_cut_day() -> None:
    facts = {"cut": "2026-09-21 23:29:00"}
    known = report_words.measured_words("known", lead(0.2, 0.1), facts)
    assert "21 Sep 2026" in known
    assert "40 brands" in known
    assert "3 runs" in known
    once = Lead("Joined", 0.2, 0.0, "Chance", 0.1, 2.0, 8, 1)
    new = report_words.measured_words("new", once, facts)
    assert "one run" in new
    assert "drawn again" not in new
