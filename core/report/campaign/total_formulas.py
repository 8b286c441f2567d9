"""The totals of a campaign as formulas over columns of creators, the same as `campaign_totals`."""

from __future__ import annotations

from dataclasses import dataclass

from core.report.campaign.formulas import CENTS, EUR, WHOLE
from core.services.campaigns.view import COMMITTED


@dataclass(frozen=True)
class TotalRow:
    """A figure of all creators.

    Attributes:
        low, high: formulas over whole columns.
        left_out: formula that counts creators that lack what the figure needs; '' for none.
    """

    key: str
    label: str
    meaning: str
    form: str
    low: str
    high: str
    left_out: str = ""


def _sum(name: str) -> str:
    return f'=IF(COUNT({{{name}}})=0,"",SUM({{{name}}}))'


def _lacking(name: str) -> str:
    return f"=COUNTA({{name}})-COUNT({{{name}}})"


def _both(above: str, below: str) -> str:
    return f"ISNUMBER({{{above}}})*ISNUMBER({{{below}}})"


def _ratio(above: str, below: str, end: str, other: str) -> str:
    known = _both(f"{above}_low", f"{below}_low")
    return (
        f"=IF(SUMPRODUCT({known},{{{below}_low}})>0,SUMPRODUCT({known},{{{above}_{end}}})"
        f'/SUMPRODUCT({known},{{{below}_{other}}}),"")'
    )


def _ratio_lacking(above: str, below: str) -> str:
    return f"=COUNTA({{name}})-SUMPRODUCT({_both(f'{above}_low', f'{below}_low')})"


def _reach(end: str, overlap: str) -> str:
    column = f"{{reach_{end}}}"
    return (
        f'=IF(COUNT({column})=0,"",IF(COUNT({column})<2,SUM({column}),'
        f"MAX(SUM({column})*(1-{overlap}),MAX({column}))))"
    )


def _committed(end: str) -> str:
    states = "+".join(f'({{state}}="{state}")' for state in COMMITTED)
    known = f"ISNUMBER({{cost_{end}}})*({states})"
    # While nobody has agreed it is 0, not unknown.
    return (
        f"=IF(SUMPRODUCT({states})=0,0,"
        f'IF(SUMPRODUCT({known})=0,"",SUMPRODUCT({known},{{cost_{end}}})))'
    )


_KNOWN = "ISNUMBER({cost_low})*ISNUMBER({impressions_low})"
_TIED = f'{_KNOWN}*({{source}}="CPM")'
_FREE = f'{_KNOWN}*({{source}}<>"CPM")'


def _cpm_end(cpm: str, cost: str, seen: str, tied: str) -> str:
    thousands = f"SUMPRODUCT({_TIED},{{impressions_{tied}}})/1000"
    below = f"(SUMPRODUCT({_FREE},{{impressions_{seen}}})/1000+{thousands})"
    return f'=IF({below}>0,(SUMPRODUCT({_FREE},{{cost_{cost}}})+cpm_{cpm}*{thousands})/{below},"")'


# The four corners of the CPM: costs that are made of a CPM rise with their impressions.
CPM_CORNERS = tuple(
    (
        f"CPM with {'fewest' if tied == 'low' else 'most'} impressions of estimated costs, "
        f"{'from' if cost == 'low' else 'to'}",
        _cpm_end(cost, cost, seen, tied),
    )
    for tied in ("low", "high")
    for cost, seen in (("low", "high"), ("high", "low"))
)

TOTALS = (
    TotalRow("cost", "Cost", "all planned posts", EUR, _sum("cost_low"), _sum("cost_high"),
             _lacking("cost_low")),
    TotalRow("committed", "Cost agreed so far", "agreed, posted or done", EUR,
             _committed("low"), _committed("high")),
    TotalRow("reach", "Reach", "people, shared audience subtracted", WHOLE,
             _reach("low", "overlap_high"), _reach("high", "overlap_low"), _lacking("reach_low")),
    TotalRow("impressions", "Impressions", "times that posts are seen", WHOLE,
             _sum("impressions_low"), _sum("impressions_high"), _lacking("impressions_low")),
    TotalRow("engagements", "Engagements", "likes and comments", WHOLE, _sum("engagements_low"),
             _sum("engagements_high"), _lacking("engagements_low")),
    TotalRow("cpm", "CPM", "EUR for 1,000 impressions", CENTS,
             '=IF(COUNT({corners})<4,"",MIN({corners}))',
             '=IF(COUNT({corners})<4,"",MAX({corners}))',
             _ratio_lacking("cost", "impressions")),
    TotalRow("cost_per_engagement", "Cost per engagement", "EUR for a like or comment", CENTS,
             _ratio("cost", "engagements", "low", "high"),
             _ratio("cost", "engagements", "high", "low"), _ratio_lacking("cost", "engagements")),
    TotalRow("emv", "EMV", "earned media value", EUR, _sum("emv_low"), _sum("emv_high"),
             _lacking("emv_low")),
    TotalRow("emv_per_euro", "EMV / cost", "value per euro", CENTS,
             _ratio("emv", "cost", "low", "high"), _ratio("emv", "cost", "high", "low"),
             _ratio_lacking("emv", "cost")),
)  # fmt: skip
