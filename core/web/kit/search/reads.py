"""What a search finds, for pages: creators with facts and reasons, and what else has the name."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import WorkspaceError
from core.queries.creators import found_creators, listed_creators
from core.queries.search.creators import SearchFilter
from core.services.search.creators import EVERYBODY, FoundCreators, search_creators
from core.services.search.reasons import Why, reasons_of
from core.services.search.things import BRAND, CAMPAIGN, NamedThing, named_things
from core.web.kit.cache import open_build
from core.web.kit.cached import cached_read
from core.web.kit.creators.avatars import avatars
from core.web.kit.formats import compact, plain
from core.web.kit.state import typed_names
from core.web.kit.workspace import engine
from core.workspace import campaigns

_LOG = logging.getLogger(__name__)
# Words of every box that picks creators.
PLACEHOLDER = "Handle, name, words, #hashtag"
NOTHING = "Nobody matches. Try fewer letters, or words such a creator would write."


@dataclass(frozen=True)
class Hit:
    """A creator as a list shows it.

    Attributes:
        facts: a row of `listed_creators`.
        picture: data address of its picture; '' without one.
    """

    influencer_id: str
    facts: dict[str, Any]
    why: Why
    picture: str = ""


# Not kept between runs: a search takes a few hundredths of a second, and who is forgotten
# meanwhile must not be found.
def searched(
    build: str, text: str, chosen: SearchFilter = EVERYBODY, *, with_meaning: bool = True
) -> FoundCreators:
    """Creators that answer a text, best first."""
    with open_build(build) as session:
        return search_creators(session, text, chosen, with_meaning=with_meaning)


def shown_hits(build: str, found: FoundCreators, ids: Sequence[str]) -> list[Hit]:
    """Some of the creators found, with facts and reasons, in the order of the ids."""
    with open_build(build) as session:
        rows = listed_creators(session.con, tuple(ids)).to_dict("records")
        whys = reasons_of(session, found, ids)
    pictures = avatars(build, ids)
    return [
        Hit(name, row, whys[name], pictures.get(name, ""))
        for row in rows
        if (name := row["influencer_id"]) in whys
    ]


def picked(build: str, text: str, limit: int) -> list[tuple[dict[str, Any], str]]:
    """Creators to pick from, with words for a button; those with most followers without a text.

    Returns:
        Rows of `listed_creators` and Markdown: name, handle, followers, and why it was found
        where that is not the name.
    """
    if not text.strip():
        rows = cached_read(found_creators, build, "", limit=limit).to_dict("records")
        return [(row, _picked_words(row, "")) for row in rows]
    found = searched(build, text)
    ids = [str(name) for name in found.creators["influencer_id"].head(limit)]
    by_name = dict(zip(found.creators["influencer_id"], found.creators["name"], strict=True))
    return [
        (
            hit.facts,
            _picked_words(
                hit.facts, "" if by_name[hit.influencer_id] else "".join(hit.why.reasons[:1])
            ),
        )
        for hit in shown_hits(build, found, ids)
    ]


def _picked_words(row: dict[str, Any], reason: str) -> str:
    parts = [plain(row["name"]), f"@{plain(row['handle'])}", compact(row["followers_count"])]
    return " · ".join([*parts, *([plain(reason)] if reason else [])])


def searched_things(build: str, text: str) -> list[NamedThing]:
    """Brands, niches, hashtags and campaigns that a text names, best first."""
    with open_build(build) as session:
        return named_things(session, text, _of_workspace())


def _of_workspace() -> list[tuple[str, str, str, str]]:
    typed = [(BRAND, brand_id, name, "your brand") for brand_id, name in typed_names().items()]
    try:
        known = campaigns.campaigns(engine())
    except WorkspaceError:
        _LOG.warning("campaigns left out of a search", exc_info=True)
        return typed
    return typed + [
        (CAMPAIGN, str(campaign.campaign_id), campaign.name, campaign.brand_name or "")
        for campaign in known
    ]
