"""A campaign as files: creators as CSV; with totals, assumptions and age of the data as XLSX."""

from __future__ import annotations

from functools import partial

import pandas as pd

from core.models.campaign.assumptions import PAIRS
from core.models.campaign.totals import CampaignTotals, Range
from core.models.campaign.words import ASSUMPTION_LABELS
from core.report.marks import data_rows
from core.store.export import ABOUT, about_sheet, sheets_to_xlsx_bytes, to_csv_bytes
from core.web.campaigns.members import CampaignView
from core.web.kit.cache import build_facts
from core.web.kit.downloads import file_buttons
from core.web.kit.formats import country_name, file_slug, platform_label
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict

_RANGES = {
    "cost": ("Cost", "EUR"),
    "impressions": ("Impressions", ""),
    "reach": ("Reach", "people"),
    "engagements": ("Engagements", ""),
    "emv": ("EMV", "EUR"),
}
_RATIOS = {
    "cpm": ("CPM", "EUR"),
    "cost_per_engagement": ("Cost per engagement", "EUR"),
    "emv_per_euro": ("EMV / cost", ""),
}


def downloads(build: str, view: CampaignView) -> None:
    """The two buttons; a file is made when its button is clicked."""
    file_buttons(
        partial(campaign_file, build, view),
        name=f"campaign-{file_slug(view.campaign.name, 'list')}",
        key="campaign",
    )


def campaign_file(build: str, view: CampaignView, kind: str) -> bytes:
    """'csv': one row per creator and nothing else, so that a sum over a column is right. 'xlsx':
    totals, assumptions and age of the data on sheets of their own."""
    creators = creators_frame(view)
    if kind == "csv":
        return to_csv_bytes(creators)
    about = about_frame(build, view)
    return sheets_to_xlsx_bytes(
        {
            "Creators": creators,
            "Totals": totals_frame(view.totals),
            "Assumptions": assumptions_frame(view),
            ABOUT: about,
        }
    )


def creators_frame(view: CampaignView) -> pd.DataFrame:
    """One row per creator in the order in which they were added; unknown cells are empty."""
    facts = with_verdict(view.facts).round({"purchased_probability": 4})
    frame = pd.DataFrame(
        {
            "Name": facts["name"],
            "Handle": facts["handle"],
            "Platform": facts["platform"].map(platform_label),
            "State": facts["state"],
            "Niche": facts["niche"],
            "Tier": facts["tier"],
            "Audience": facts["audience_country"].map(country_name),
            "Followers": facts["followers_count"],
            "Engagement rate (fraction)": facts["engagement_rate"].round(4),
            **{header: facts[name] for name, header in VERDICT_HEADERS.items()},
            "Agreed price of a post (EUR)": facts["agreed_price"],
            "Posts planned": facts["posts_count"],
            "Cost is": facts["cost_source"],
        }
    )
    for stem, (label, unit) in _RANGES.items():
        for end, word in (("low", "from"), ("high", "to")):
            values = facts[f"{stem}_{end}"]
            # People and likes are whole, money has cents.
            frame[_header(label, word, unit)] = (
                values.round(2) if unit == "EUR" else values.round().astype("Int64")
            )
    frame["In the data in use"] = ["yes" if is_in else "no" for is_in in facts["in_data"]]
    frame["Profile link"] = facts["url"]
    frame["Note"] = facts["note"]
    frame["Caution score (0-100, higher is more unusual)"] = facts["caution_score"]
    return frame


def _header(label: str, word: str, unit: str) -> str:
    return f"{label} {word}" + (f" ({unit})" if unit else "")


def totals_frame(totals: CampaignTotals) -> pd.DataFrame:
    """One row per figure: from, to, unit, and how many creators it leaves out."""
    rows = []
    for stem, (label, unit) in {**_RANGES, **_RATIOS}.items():
        figure: Range = getattr(totals, stem)
        places = 0 if stem in ("impressions", "reach", "engagements") else 2
        low, high = (
            None if end is None else round(end, places) for end in (figure.low, figure.high)
        )
        rows.append((label, low, high, unit, figure.unknown_count))
    return pd.DataFrame(rows, columns=["Figure", "From", "To", "Unit", "Creators left out"])


def assumptions_frame(view: CampaignView) -> pd.DataFrame:
    """One row per assumption with both ends; shares as fractions."""
    values = view.assumptions.values()
    rows = []
    for stem, (label, unit) in ASSUMPTION_LABELS.items():
        low, high = (
            (values[f"{stem}_low"], values[f"{stem}_high"])
            if stem in PAIRS
            else (values[stem], values[stem])
        )
        rows.append((label, low, high, unit.replace("% ", "fraction ", 1)))
    return pd.DataFrame(rows, columns=["Assumption", "From", "To", "Unit"])


def about_frame(build: str, view: CampaignView) -> pd.DataFrame:
    """What the file is, how old the data is, and whether it is made up."""
    budget = view.campaign.budget
    rows = [
        ("Campaign", view.campaign.name),
        ("Brand", view.campaign.brand_name or "none"),
        ("Budget (EUR)", "not set" if budget is None else round(budget, 2)),
        *data_rows(build_facts(build)),
        ("Things to look at", " ".join(notice.text for notice in view.notices) or "none"),
    ]
    return about_sheet(rows)
