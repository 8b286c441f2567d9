"""The columns of the sheet of creators with their formulas, the same as `member_ranges`.

A formula names a column in braces, `{followers}`, and an assumption by its name, `views_low`.
"""

from __future__ import annotations

from dataclasses import dataclass

INPUT, GIVEN, WORKED_OUT = "input", "given", "worked out"
EUR, CENTS, WHOLE, SHARE, TEXT, PLAIN = "eur", "cents", "whole", "share", "text", "plain"


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet of creators.

    Attributes:
        kind: INPUT (people may edit it), GIVEN or WORKED_OUT.
        form: how its cells look, for example EUR.
        formula: of a row; '' for what is given.
    """

    key: str
    header: str
    kind: str
    form: str
    formula: str = ""
    width: float = 12


def _by_size(end: str, fallback: str) -> str:
    small, mid, large = (f"reach_{size}_{end}" for size in ("small", "mid", "large"))
    return (
        f'IF({{size}}="small",{small},IF({{size}}="mid",{mid},IF({{size}}="large",{large},'
        f"{fallback}({small},{mid},{large}))))"
    )


def _seen(end: str, fallback: str) -> str:
    return (
        f"=IF(ISNUMBER({{views}}),{{views}}*views_{end},IF(ISNUMBER({{followers}}),"
        f'{{followers}}*{_by_size(end, fallback)},""))'
    )


def _cost(end: str, sign: str) -> str:
    spread = f"(1{sign}price_spread)"
    return (
        f'=IF({{source}}="unknown","",MAX(1,{{posts}})*IF({{source}}="agreed",{{agreed}},'
        f'IF({{source}}="listed",{{listed}}*{spread},IF({{source}}="story price",'
        f"{{story}}*story_factor_{end}*{spread},"
        f'IF({{source}}="estimated",{{estimated_{end}}},{{seen_{end}}}/1000*cpm_{end})))))'
    )


def _emv(end: str, sign: str) -> str:
    return (
        f"=IF(AND(ISNUMBER({{likes_used}}),ISNUMBER({{seen_{end}}})),(({{likes_used}}*emv_like_{end}"
        f"+{{comments_used}}*emv_comment_{end})*(1{sign}engagement_spread)"
        f'+{{seen_{end}}}*emv_view_{end})*MAX(1,{{posts}}),"")'
    )


def _row_ratio(above: str, below: str, positive: str, factor: str = "") -> str:
    return (
        f"IF(AND(ISNUMBER({{{above}}}),ISNUMBER({{{below}}})),IF({{{positive}}}>0,"
        f'{{{above}}}/{{{below}}}{factor},""),"")'
    )


def _row_cpm(end: str, other: str) -> str:
    ratio = _row_ratio(f"cost_{end}", f"impressions_{other}", "impressions_low", "*1000")
    tied = 'AND({source}="CPM",ISNUMBER({cost_low}))'
    return f'=IF({tied},IF({{impressions_low}}>0,cpm_{end},""),{ratio})'


COLUMNS = (
    SheetColumn("name", "Creator", GIVEN, TEXT, width=24),
    SheetColumn("handle", "Handle", GIVEN, TEXT, width=18),
    SheetColumn("platform", "Platform", GIVEN, TEXT),
    SheetColumn("state", "State", INPUT, TEXT),
    SheetColumn("agreed", "Agreed price of a post (EUR)", INPUT, CENTS),
    SheetColumn("posts", "Posts planned", INPUT, PLAIN),
    SheetColumn(
        "source",
        "Cost is",
        WORKED_OUT,
        TEXT,
        '=IF(ISNUMBER({agreed}),"agreed",IF(ISNUMBER({listed}),"listed",IF(ISNUMBER({story}),'
        '"story price",IF(ISNUMBER({estimated_low}),"estimated",IF(ISNUMBER({seen_low}),"CPM",'
        '"unknown")))))',
    ),
    SheetColumn("cost_low", "Cost from (EUR)", WORKED_OUT, CENTS, _cost("low", "-")),
    SheetColumn("cost_high", "Cost to (EUR)", WORKED_OUT, CENTS, _cost("high", "+")),
    SheetColumn(
        "reach_low",
        "Reach from",
        WORKED_OUT,
        WHOLE,
        '=IF(ISNUMBER({seen_low}),{seen_low}*(1+(MAX(1,{posts})-1)*repeat_new_low),"")',
    ),
    SheetColumn(
        "reach_high",
        "Reach to",
        WORKED_OUT,
        WHOLE,
        '=IF(ISNUMBER({seen_high}),{seen_high}*(1+(MAX(1,{posts})-1)*repeat_new_high),"")',
    ),
    SheetColumn(
        "impressions_low",
        "Impressions from",
        WORKED_OUT,
        WHOLE,
        '=IF(ISNUMBER({seen_low}),{seen_low}*MAX(1,{posts}),"")',
    ),
    SheetColumn(
        "impressions_high",
        "Impressions to",
        WORKED_OUT,
        WHOLE,
        '=IF(ISNUMBER({seen_high}),{seen_high}*MAX(1,{posts}),"")',
    ),
    SheetColumn(
        "engagements_low",
        "Likes + comments from",
        WORKED_OUT,
        WHOLE,
        "=IF(ISNUMBER({likes_used}),({likes_used}+{comments_used})*MAX(1,{posts})"
        '*(1-engagement_spread),"")',
    ),
    SheetColumn(
        "engagements_high",
        "Likes + comments to",
        WORKED_OUT,
        WHOLE,
        "=IF(ISNUMBER({likes_used}),({likes_used}+{comments_used})*MAX(1,{posts})"
        '*(1+engagement_spread),"")',
    ),
    SheetColumn("cpm_from", "CPM from (EUR)", WORKED_OUT, CENTS, _row_cpm("low", "high")),
    SheetColumn("cpm_to", "CPM to (EUR)", WORKED_OUT, CENTS, _row_cpm("high", "low")),
    SheetColumn(
        "cpe_from",
        "Cost per engagement from (EUR)",
        WORKED_OUT,
        CENTS,
        "=" + _row_ratio("cost_low", "engagements_high", "engagements_low"),
    ),
    SheetColumn(
        "cpe_to",
        "Cost per engagement to (EUR)",
        WORKED_OUT,
        CENTS,
        "=" + _row_ratio("cost_high", "engagements_low", "engagements_low"),
    ),
    SheetColumn("emv_low", "EMV from (EUR)", WORKED_OUT, CENTS, _emv("low", "-")),
    SheetColumn("emv_high", "EMV to (EUR)", WORKED_OUT, CENTS, _emv("high", "+")),
    SheetColumn("verdict", "Growth verdict", GIVEN, TEXT, width=34),
    SheetColumn("index", "Authenticity index (0-100)", GIVEN, PLAIN),
    SheetColumn("why", "Why", GIVEN, TEXT, width=48),
    SheetColumn("niche", "Niche", GIVEN, TEXT, width=18),
    SheetColumn("tier", "Tier", GIVEN, TEXT),
    SheetColumn("country", "Audience", GIVEN, TEXT),
    SheetColumn("followers", "Followers", GIVEN, WHOLE),
    SheetColumn("views", "Average views", GIVEN, WHOLE),
    SheetColumn("likes", "Average likes", GIVEN, WHOLE),
    SheetColumn("comments", "Average comments", GIVEN, WHOLE),
    SheetColumn("rate", "Engagement rate", GIVEN, SHARE),
    SheetColumn("listed", "Listed price of a post (EUR)", GIVEN, CENTS),
    SheetColumn("story", "Listed price of a story (EUR)", GIVEN, CENTS),
    SheetColumn("estimated_low", "Estimated price of a post from (EUR)", GIVEN, CENTS),
    SheetColumn("estimated_high", "Estimated price of a post to (EUR)", GIVEN, CENTS),
    SheetColumn("size", "Size group", GIVEN, TEXT),
    SheetColumn("seen_low", "One post is seen, from", WORKED_OUT, WHOLE, _seen("low", "MIN")),
    SheetColumn("seen_high", "One post is seen, to", WORKED_OUT, WHOLE, _seen("high", "MAX")),
    SheetColumn(
        "likes_used",
        "Likes used",
        WORKED_OUT,
        WHOLE,
        "=IF(AND(ISNUMBER({likes}),ISNUMBER({comments})),{likes},IF(AND(ISNUMBER({followers}),"
        'ISNUMBER({rate})),{followers}*{rate},""))',
    ),
    SheetColumn(
        "comments_used",
        "Comments used",
        WORKED_OUT,
        WHOLE,
        "=IF(AND(ISNUMBER({likes}),ISNUMBER({comments})),{comments},IF(ISNUMBER({likes_used}),0,"
        '""))',
    ),
    SheetColumn("url", "Profile link", GIVEN, TEXT, width=30),
)
