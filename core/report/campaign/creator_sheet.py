"""The sheet of creators of the workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from core.formats import is_missing
from core.models.campaign.costs import size_group
from core.report.campaign import words
from core.report.campaign.formulas import COLUMNS, INPUT, WORKED_OUT
from core.report.campaign.sheet_looks import NUMBERS, SheetLooks, cached
from core.services.campaigns.report_facts import CampaignFacts, ReportedCreator
from core.services.campaigns.view import STATES
from core.store.export import cell_text

_POSTS_MAX = 1_000
_PRICE_MAX = 1e9


def write_creators(sheet: Any, facts: CampaignFacts, looks: SheetLooks) -> None:
    """One row per creator: what is given, what people may edit, and what is worked out."""
    creators = facts.creators
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
    looks.head(sheet, 0, [column.header for column in COLUMNS])
    sheet.set_row(0, 44)
    for row, creator in enumerate(creators, start=1):
        cells = {column.key: f"{xl_col_to_name(i)}{row + 1}" for i, column in enumerate(COLUMNS)}
        values = _values(creator)
        for place, column in enumerate(COLUMNS):
            value = values[column.key]
            look = {} if column.form not in NUMBERS else {"num_format": NUMBERS[column.form]}
            is_input = column.kind == INPUT
            form = looks.entry(**look) if is_input else looks.form(**look)
            if column.kind == WORKED_OUT:
                formula = column.formula.format_map(cells)
                sheet.write_formula(row, place, formula, form, cached(value))
            elif is_missing(value) or value == "":
                sheet.write_blank(row, place, None, form)
            elif isinstance(value, str):
                sheet.write_string(row, place, cell_text(value), form)
            else:
                sheet.write_number(row, place, float(value), form)
    sheet.freeze_panes(1, 1)
    if creators:
        sheet.autofilter(0, 0, len(creators), len(COLUMNS) - 1)
        _checks(sheet, len(creators))


def _checks(sheet: Any, rows: int) -> None:
    """What the yellow cells take."""
    places = {column.key: place for place, column in enumerate(COLUMNS)}
    rules = {
        "state": {"validate": "list", "source": list(STATES)},
        "agreed": {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _PRICE_MAX,
            "error_message": "EUR for one post; empty while nothing is agreed.",
        },
        "posts": {
            "validate": "integer", "criteria": "between", "minimum": 1, "maximum": _POSTS_MAX,
            "error_message": f"A whole number from 1 to {_POSTS_MAX:,}.",
        },
    }  # fmt: skip
    for key, rule in rules.items():
        sheet.data_validation(1, places[key], rows, places[key], rule)


def _values(creator: ReportedCreator) -> dict[str, Any]:
    """The value of each column of `COLUMNS`, in the units of the sheet; None when unknown."""
    row = creator.row
    likes, comments = _number(row["avg_likes"]), _number(row["avg_comments"])
    followers, rate = _number(row["followers_count"]), _number(row["engagement_rate"])
    likes_used, comments_used = likes, comments
    if likes is None or comments is None:
        likes_used = followers * rate if followers is not None and rate is not None else None
        comments_used = None if likes_used is None else 0.0
    totals, posts = creator.totals, creator.posts_count
    ranges = {
        f"{name}_{end}": _number(row[f"{name}_{end}"])
        for name in ("cost", "reach", "impressions", "engagements", "emv")
        for end in ("low", "high")
    }
    seen = {end: ranges[f"impressions_{end}"] for end in ("low", "high")}
    return {
        "name": creator.name,
        "handle": creator.handle,
        "platform": creator.platform,
        "state": creator.state,
        "agreed": _number(row["agreed_price"]),
        "posts": posts,
        "source": row["cost_source"],
        **ranges,
        "cpm_from": totals.cpm.low,
        "cpm_to": totals.cpm.high,
        "cpe_from": totals.cost_per_engagement.low,
        "cpe_to": totals.cost_per_engagement.high,
        "verdict": words.verdict_line(creator),
        "index": creator.verdict.authenticity_index,
        "why": words.reasons_line(creator),
        "niche": creator.niche,
        "tier": creator.tier,
        "country": creator.country,
        "followers": followers,
        "views": _number(row["avg_views"]),
        "likes": likes,
        "comments": comments,
        "rate": rate,
        "listed": _number(row["post_price"]),
        "story": _number(row["story_price"]),
        "estimated_low": _number(row["estimated_low"]),
        "estimated_high": _number(row["estimated_high"]),
        "size": size_group(row["tier"]),
        "seen_low": None if seen["low"] is None else seen["low"] / posts,
        "seen_high": None if seen["high"] is None else seen["high"] / posts,
        "likes_used": likes_used,
        "comments_used": comments_used,
        "url": None if is_missing(row["url"]) else str(row["url"]),
    }


def _number(value: Any) -> float | None:
    """A number that is known, finite and not negative, as the model takes it; else None."""
    if is_missing(value) or not 0 <= float(value) < float("inf"):
        return None
    return float(value)
