from __future__ import annotations

from core.features.brief.parse import parse_brief
from core.models.niches.taxonomy import read_taxonomy
from core.web.brief.plan import campaign_name


def test_a_long_name_of_a_campaign_loses_its_last_part_and_no_half_word() -> None:
    names = read_taxonomy().names
    long = parse_brief("8 skincare creators from Germany, Austria or the UK, nano or micro", names)
    short = parse_brief("8 skincare creators from Spain, nano or micro", names)
    assert campaign_name(long) == "Beauty & skincare · Austria, Germany or United Kingdom"
    assert campaign_name(short) == "Beauty & skincare · Spain · nano or micro"
