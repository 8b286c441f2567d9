"""The verdict as chip, line, figure and columns; reasons with bars."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.models.growth.verdict import growth_verdict
from core.web.kit.growth.reasons import weighted_html
from core.web.kit.growth.verdict import (
    index_text,
    verdict_chip,
    verdict_figure_html,
    verdict_line_html,
    with_verdict,
    with_verdict_chip,
)

_STEP = growth_verdict(0.97, pattern="step", first_day=date(2026, 6, 12), authenticity_index=28)
_CALM = growth_verdict(0.03, pattern="organic", authenticity_index=72)
_UNKNOWN = growth_verdict(None)


def test_only_unusual_growth_is_amber() -> None:
    assert verdict_chip(_STEP) == (
        "Unusual growth, worth checking (97%): one-day step, 12 Jun 2026",
        "caution",
    )
    assert verdict_chip(_CALM) == ("Growth looks ordinary", "plain")
    assert verdict_chip(_UNKNOWN) == ("Not enough data", "plain")


def test_a_card_says_the_verdict_once_and_first() -> None:
    reasons = [("+ same niche", "good"), (f"! {_STEP.sentence}", "caution")]
    assert with_verdict_chip(reasons, _STEP) == [verdict_chip(_STEP), reasons[0]]
    assert with_verdict_chip(reasons[:1], _CALM) == [verdict_chip(_CALM), reasons[0]]
    # Without enough data the figure says so, under its label.
    assert with_verdict_chip(reasons[:1], _UNKNOWN) == reasons[:1]
    assert "Not enough data" in verdict_figure_html(_UNKNOWN, width_px=84)
    assert "72 of 100" in verdict_figure_html(_CALM, width_px=84)


def test_the_line_holds_pattern_days_and_index() -> None:
    html = verdict_line_html(_STEP, confidence="high")
    assert "Unusual growth, worth checking (97%)" in html
    assert "one-day step, 12 Jun 2026 · authenticity index 28 of 100 · confidence high" in html
    assert "confidence" not in verdict_line_html(_UNKNOWN, confidence="not enough data")
    assert index_text(_UNKNOWN) == "-"


def test_tables_get_short_words_and_files_the_whole_sentence() -> None:
    frame = pd.DataFrame({"purchased_probability": [0.97, None], "pattern": ["step", None]})
    found = with_verdict(frame)
    assert found["verdict"].tolist() == ["Worth checking", "Not enough data"]
    assert found["verdict_sentence"].iloc[0].endswith("(97%): one-day step")
    assert with_verdict(frame.iloc[:0])["verdict"].empty


def test_reasons_are_shown_strongest_first_with_bars_and_escaped() -> None:
    html = weighted_html(
        ["<b>weak</b>", "strong", "tiny"], [0.1, 0.4, 0.004], most=0.4, tone="good"
    )
    assert html.index("strong") < html.index("weak") < html.index("tiny")
    assert "&lt;b&gt;weak" in html
    for part in ("width:100%", "width:25%", "width:1%", ">40%<", ">10%<", ">&lt; 1%<"):
        assert part in html or part.replace("&lt;", "<") in html, part
