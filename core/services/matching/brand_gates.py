"""What a brand says of itself, as gates that creators pass before similarity counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from core.domain.brand import BrandProfile
from core.features.documents import brand_text
from core.features.language import likely_language
from core.features.rule_points import MARKET_SQL, SAME_CATEGORY_SQL
from core.formats import country_name, language_name
from core.services.session import BuildSession

COUNTRY, LANGUAGE, CATEGORY = "country", "language", "category"
# Also the order in which gates give way when too few creators are left.
KINDS = (LANGUAGE, COUNTRY, CATEGORY)
ENOUGH_CREATORS = 10
# Share of a country's creators that must post in a language for it to be the market's.
_CLEAR_SHARE = 0.8
# And the share from which a brand that writes in it may be meant for its speakers alone.
_SPOKEN_SHARE = 0.1
# Share of a category's creators that must be of one niche for it to name a topic.
_TOPIC_SHARE = 0.5


@dataclass(frozen=True)
class BrandGates:
    """The gates of a brand; '' is no gate.

    Attributes:
        country: ISO code of the market: most of the audience is there, or the creator where the
            audience's country is not known.
        language: ISO 639-1 code of most posts.
        category: as the brand gives it. A creator passes by its own category or by the one that
            most of its niche give.
    """

    country: str = ""
    language: str = ""
    category: str = ""

    def values(self) -> dict[str, str]:
        """Kind -> value of the gates that are there, in the order to show."""
        values = {COUNTRY: self.country, LANGUAGE: self.language, CATEGORY: self.category}
        return {kind: value for kind, value in values.items() if value}

    def without(self, kinds: Collection[str]) -> BrandGates:
        """The same less some kinds."""
        return replace(self, **{kind: "" for kind in kinds if kind in KINDS})


NO_GATES = BrandGates()


@dataclass(frozen=True)
class GatedCreators:
    """Attributes:
    passes: (n,) bool, past all gates that hold.
    near: kind -> (n,) bool, held back by this gate alone.
    relaxed: kinds that gave way because fewer than `ENOUGH_CREATORS` passed.
    """

    passes: np.ndarray
    near: Mapping[str, np.ndarray] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()


def brand_gates(session: BuildSession, brand: BrandProfile) -> BrandGates:
    """The gates that a brand's own country, language and category set.

    A value that no creator has sets no gate, nor does a category that is spread over the niches
    ("Lifestyle"): it says nothing about a topic. The language is that of the brand's text where
    creators of its country post in it, else the one that at least 80% of them post in; without a
    country it is that of the text, unless that is English, which says nothing about a market.
    """
    country, category = brand.country.strip(), brand.category.strip()
    row = session.con.execute(
        f"""
        WITH b AS (SELECT $country::VARCHAR AS country, $category::VARCHAR AS category),
        same AS (
            SELECT m.niche_id, count(*) AS creators_count
            FROM influencers i CROSS JOIN b
            LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
            WHERE {SAME_CATEGORY_SQL} GROUP BY m.niche_id
        )
        SELECT (SELECT count(*) > 0 FROM influencers i CROSS JOIN b
                WHERE {MARKET_SQL} = b.country),
               (SELECT sum(creators_count) FROM same),
               (SELECT sum(creators_count) FROM same WHERE niche_id IS NOT NULL),
               (SELECT max(creators_count) FROM same WHERE niche_id IS NOT NULL)
        """,
        {"country": country, "category": category},
    ).fetchone()
    has_country, same, with_niche, in_one_niche = row or (False, 0, 0, 0)
    is_topic = not with_niche or in_one_niche / with_niche >= _TOPIC_SHARE
    text = brand_text(brand.name, brand.description or None, None, None)
    return BrandGates(
        country if has_country else "",
        _language(session, country, likely_language(text)),
        category if same and is_topic else "",
    )


def _language(session: BuildSession, country: str, written: str) -> str:
    rows = session.con.execute(
        f"""
        SELECT i.language, count(*) FROM influencers i
        WHERE i.language IS NOT NULL AND ($country = '' OR {MARKET_SQL} = $country)
        GROUP BY i.language ORDER BY count(*) DESC, i.language
        """,
        {"country": country},
    ).fetchall()
    total = sum(count for _, count in rows)
    shares = {language: count / total for language, count in rows}
    if not country:
        return written if written in shares and written != "en" else ""
    if written != "en" and shares.get(written, 0.0) >= _SPOKEN_SHARE:
        return written
    return next((language for language, share in shares.items() if share >= _CLEAR_SHARE), "")


def gate_words(gates: BrandGates) -> dict[str, str]:
    """Kind -> the gate in words: 'Germany', 'German', 'Beauty & Skincare'."""
    shown: dict[str, Callable[[str], str]] = {
        COUNTRY: country_name,
        LANGUAGE: language_name,
        CATEGORY: str,
    }
    return {kind: shown[kind](value) for kind, value in gates.values().items()}


def gate_columns(gates: BrandGates) -> tuple[str, str, dict[str, str]]:
    """SQL of one boolean column per gate (`passes_<kind>`) of a row i of influencers.

    Returns:
        Columns (each with a comma before it), joins and values; all empty without gates.
    """
    tests = {
        COUNTRY: f"{MARKET_SQL} = $gate_country",
        LANGUAGE: "i.language = $gate_language",
        CATEGORY: "lower(trim($gate_category)) IN "
        "(lower(trim(i.category)), lower(trim(gate_niche.top_category)))",
    }
    values = gates.values()
    columns = "".join(f", coalesce({tests[kind]}, false) AS passes_{kind}" for kind in values)
    joins = ""
    if gates.category:
        joins = (
            " LEFT JOIN influencer_niches gate_member"
            " ON gate_member.influencer_id = i.influencer_id"
            " LEFT JOIN niches gate_niche ON gate_niche.niche_id = gate_member.niche_id"
            f" AND gate_niche.top_category_share >= {_TOPIC_SHARE}"
        )
    return columns, joins, {f"gate_{kind}": value for kind, value in values.items()}


def gated(passes: Mapping[str, np.ndarray], count: int) -> GatedCreators:
    """Who passes the gates; gates give way until at least `ENOUGH_CREATORS` do.

    As few gates as possible give way: of those that suffice the language before the country and
    that before the category. All do when even one alone leaves too few.

    Args:
        passes: kind -> (count,) bool.
        count: creators that pass everything else.
    """
    kinds = [kind for kind in KINDS if kind in passes]
    everybody = np.ones(count, dtype=bool)

    def past(held: Collection[str]) -> np.ndarray:
        return np.logical_and.reduce([everybody, *(passes[kind] for kind in held)])

    enough = min(ENOUGH_CREATORS, count)
    for relaxed in _choices(kinds):
        held = [kind for kind in kinds if kind not in relaxed]
        passing = past(held)
        if int(passing.sum()) >= enough:
            near = {
                kind: past([other for other in held if other != kind]) & ~passes[kind]
                for kind in held
            }
            return GatedCreators(passing, near, tuple(relaxed))
    return GatedCreators(everybody, {}, tuple(kinds))


def _choices(kinds: list[str]) -> list[tuple[str, ...]]:
    """Every set of kinds, the smallest first, each in the order in which gates give way."""
    sets: list[tuple[str, ...]] = [()]
    for kind in kinds:
        sets += [(*kinds_before, kind) for kinds_before in sets]
    place = {kind: number for number, kind in enumerate(kinds)}
    return sorted(sets, key=lambda chosen: (len(chosen), [place[kind] for kind in chosen]))
