"""Who draws more reactions, as files."""

from __future__ import annotations

import pandas as pd

from core.queries import influence
from core.services.influence import head_to_head as head_to_head_service
from core.web.compare import reaction_words as words
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.downloads import file_bytes
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict


def duel_file(build: str, a: str, b: str, kind: str) -> bytes:
    """What favours each creator, one row per feature, and the sum, as 'csv' or 'xlsx'."""
    rows = cached_read(influence.compared_creators, build, (a, b)).to_dict("records")
    duel = cached_service(head_to_head_service.duel, build, a, b)
    # A cell that starts with @ or a sign would get a ' before it, as what may be a formula.
    first, second = (label.removeprefix("@") for label in words.side_labels(rows[0], rows[1]))
    frame = pd.DataFrame(
        {
            "Feature": duel.parts["words"],
            first: duel.parts["value_a"].map(_without_sign),
            second: duel.parts["value_b"].map(_without_sign),
            f"Log odds for {first}": duel.parts["log_odds"].round(4),
            words.FAVOURS: duel.parts["speaks_for"].map(
                {"a": first, "b": second, "neither": "neither"}
            ),
        }
    )
    total = [
        "Sum", "", "", round(duel.log_odds, 4),
        f"P({first}) = {duel.probability:.3f}, 80% interval {duel.low:.3f} to "
        f"{duel.high:.3f}",
    ]  # fmt: skip
    frame.loc[len(frame)] = total
    return file_bytes(build, kind, frame, "Reactions")


def bracket_file(build: str, ids: tuple[str, ...], kind: str) -> bytes:
    """The ranking with the probability of each against each, as 'csv' or 'xlsx'."""
    bracket = cached_service(head_to_head_service.bracket, build, ids)
    ranking = with_verdict(bracket.ranking).round({"purchased_probability": 4})
    frame = pd.DataFrame(
        {
            "Place": ranking["place"],
            "Handle": ranking["handle"],
            "Name": ranking["name"],
            "Followers": ranking["followers_count"],
            "Influence score (0-100)": ranking["influence_score"].round(1),
            "Low": ranking["influence_low"].round(1),
            "High": ranking["influence_high"].round(1),
            "Mean probability against these": ranking["mean_probability"].round(4),
            "Too close to call": ranking["close_count"],
            **{header: ranking[name] for name, header in VERDICT_HEADERS.items()},
        }
    )
    for place, handle in enumerate(ranking["handle"]):
        frame[f"P(more than {place + 1}. {handle})"] = bracket.probabilities[:, place].round(4)
    return file_bytes(build, kind, frame, "Reactions")


def _without_sign(shown: str) -> str:
    """A change as no spreadsheet takes it for a formula: '2.5%', '\u22122.9%'."""
    return shown.removeprefix("+").replace("-", "\u2212", 1) if shown[:1] in "+-" else shown
