"""Red flags of the caution score in sentences that name what is usual in the tier."""

from __future__ import annotations

import pytest

from core.models.caution.flags import TierMedians, flag_sentences

_FLAGS = ["3 or more unusual growth days", "engagement below 5%", "growth above 50%"]
_MEDIANS = TierMedians("micro", 3.44, 8.0, 2.0)


def test_each_flag_names_the_own_value_the_bound_and_the_median_of_the_tier() -> None:
    said = flag_sentences(
        _FLAGS, spike_count=4, engagement_percent=3.12, growth_percent=62.04, medians=_MEDIANS
    )
    assert said == [
        "4 unusual growth days, the rule flags 3 or more; the median of micro creators here is 2",
        "engagement 3.1% is below the rule's 5%; the median of micro creators here is 3.4%",
        "growth 62.0% is above the rule's 50%; the median of micro creators here is 8.0%",
    ]


@pytest.mark.parametrize("medians", [None, TierMedians("nano", None, None, None)])
def test_without_a_median_the_own_value_is_left(medians: TierMedians | None) -> None:
    said = flag_sentences(
        _FLAGS[1:2], spike_count=None, engagement_percent=4.97, growth_percent=None, medians=medians
    )
    assert said == ["engagement 4.97% is below the rule's 5%"]


def test_a_flag_of_another_version_or_without_a_value_stays_as_it_is() -> None:
    said = flag_sentences(
        ["something else", _FLAGS[2]],
        spike_count=1,
        engagement_percent=1.0,
        growth_percent=None,
        medians=_MEDIANS,
    )
    assert said == ["something else", "growth above 50%"]
    assert (
        flag_sentences(
            [], spike_count=5, engagement_percent=1.0, growth_percent=99.0, medians=_MEDIANS
        )
        == []
    )
