"""Search on the demo build in use: does it find a known creator, and topics in other languages?

    SCOUT_DATA_DIR=... python -m bench.search_quality [--queries 400] [--weights]

Known items: a query is made from one creator (the handle with typing errors, words of one of its
captions), and that creator is the answer. Topics: a word for a planted topic in one language, asked
among creators who write in others; creators whose main topic it is are the answers. `--weights`
tries weights of meaning on other creators than those of the tables.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.truth import read_truth
from core.models.search.creator_index import DEPTH, CreatorIndex
from core.models.search.matching import Wording
from core.models.search.query import parsed
from core.models.search.ranking import WEIGHTS
from core.models.search.text_index import hits
from core.models.search.words import words
from core.services.encoder import text_vector
from core.services.search.creators import search_index
from core.services.session import CREATOR_VECTORS, BuildSession, open_session
from core.settings import Settings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOPIC_QUERIES = {
    "beauty": "makeup|Schminken|maquillage|maquillaje|trucco|maquiagem",
    "fitness": "strength training|Krafttraining|musculation|entrenamiento|allenamento|treino",
    "food": "home cooking|Kochen|cuisine maison|cocina casera|cucina|cozinha",
    "travel": "hiking|Wandern|randonnée|senderismo|escursionismo|caminhada",
    "books": "novels|Romane|romans|novelas|romanzi|romances literários",
    "pets": "dogs|Hunde|chiens|perros|cani|cachorros",
    "gaming": "video games|Videospiele|jeux vidéo|videojuegos|videogiochi|jogos de vídeo",
    "music": "guitar|Gitarre|guitare|guitarra acústica|chitarra|violão",
    "finance": "saving money|Geld sparen|épargner|ahorrar dinero|risparmiare|poupar dinheiro",
    "cars": "vintage cars|Oldtimer|voitures anciennes|coches clásicos|auto d'epoca|carros antigos",
    "parenting": "babies|Babys|bébés|bebés|neonati|filhos pequenos",
    "home": "furniture|Möbel|meubles|muebles|mobili|móveis",
}
QUERY_LANGUAGES = ("en", "de", "fr", "es", "it", "pt")
Ranking = Callable[[str, NDArray[np.bool_] | None], Sequence[int] | NDArray[np.int64]]


@dataclass(frozen=True)
class Rankers:
    """The search and what it is compared with; each gives rows of creators, best first."""

    session: BuildSession
    index: CreatorIndex
    texts: list[str]
    names: list[str]

    def substring_in_names(self, text: str, allowed: NDArray[np.bool_] | None) -> list[int]:
        """Handle or name holds the text, as the search was before."""
        plain = text.lower().removeprefix("@")
        return [
            row
            for row, name in enumerate(self.names)
            if plain in name and (allowed is None or allowed[row])
        ]

    def substring_anywhere(self, text: str, allowed: NDArray[np.bool_] | None) -> list[int]:
        """Handle, name, bio or captions hold each of the words as a part."""
        parts = text.lower().split()
        return [
            row
            for row, said in enumerate(self.texts)
            if all(part in said for part in parts) and (allowed is None or allowed[row])
        ]

    def bm25(self, text: str, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """BM25 over the same index; any of the words, no corrections, no beginnings."""
        from tantivy import Occur, Query

        parts = [
            (Occur.Should, self.index.matching._word(Wording(word), False)) for word in words(text)
        ]
        depth = DEPTH if allowed is None else 10_000
        rows = hits(self.index.searcher, Query.boolean_query(parts), depth).rows
        return rows if allowed is None else rows[allowed[rows]]

    def meaning(self, text: str, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """Similarity of the sentence vectors alone."""
        cosines = self.cosines(text)
        if allowed is not None:
            cosines = np.where(allowed, cosines, -1.0)
        return np.argsort(-cosines, kind="stable")[:DEPTH]

    def search(
        self, text: str, allowed: NDArray[np.bool_] | None, weights: dict[str, float] | None = None
    ) -> list[int]:
        """The search itself."""
        ranked = self.index.find(parsed(text), self.cosines, allowed=allowed, weights=weights)
        return ranked.creators["row"].tolist()

    def cosines(self, text: str) -> NDArray[np.float32]:
        """(n,) of all creators to a text."""
        if self.index.meaning is None:
            raise SystemExit("The build in use knows no meaning: it was made without its encoder.")
        vector = text_vector(text, self.session.settings)
        return self.index.meaning.similarities(self.session.array(CREATOR_VECTORS), vector)


def mistyped(text: str, errors: int, rng: random.Random) -> str:
    """The text with letters swapped, left out, added or changed."""
    letters = list(text)
    for _ in range(errors):
        place = rng.randrange(len(letters) - 1)
        kind = rng.choice(("swap", "drop", "add", "change"))
        if kind == "swap":
            letters[place : place + 2] = letters[place + 1], letters[place]
        elif kind == "drop":
            del letters[place]
        elif kind == "add":
            letters.insert(place, rng.choice(_LETTERS))
        else:
            letters[place] = rng.choice(_LETTERS)
    return "".join(letters)


def known_items(
    rankers: Rankers, captions: dict[int, list[str]], count: int, parity: int, seed: int = 5
) -> dict[str, list[tuple[str, int]]]:
    """Query and creator by kind of query, of creators in rows of one parity."""
    rng = random.Random(seed)
    rows = [
        row for row in rng.sample(range(parity, len(rankers.names), 2), count) if row in captions
    ]
    kinds: dict[str, list[tuple[str, int]]] = {}
    is_common = rankers.index.matching.vocabulary.is_common
    for row in rows:
        handle = rankers.names[row].split("\n")[0]
        kinds.setdefault("handle", []).append((handle, row))
        kinds.setdefault("handle, 1 error", []).append((mistyped(handle, 1, rng), row))
        if len(handle) >= 10:
            kinds.setdefault("handle, 2 errors", []).append((mistyped(handle, 2, rng), row))
        said = [word for word in words(rng.choice(captions[row])) if not is_common(word)]
        said = [word for word in dict.fromkeys(said) if len(word) > 3]
        for length in (3, 5):
            if len(said) >= length:
                query = rng.sample(said, length)
                kinds.setdefault(f"{length} words of a caption", []).append((" ".join(query), row))
                query[0] = mistyped(query[0], 1, rng)
                kinds.setdefault(f"{length} words, 1 error", []).append((" ".join(query), row))
    return kinds


def figures(ranking: Ranking, items: list[tuple[str, int]]) -> tuple[float, float, float]:
    """Success at 1 and 10, and the mean reciprocal rank up to 10."""
    ranks = []
    for text, row in items:
        rows = list(ranking(text, None))[:10]
        ranks.append(rows.index(row) + 1 if row in rows else 0)
    places = np.array(ranks, dtype=float)
    inverse = np.divide(1, places, out=np.zeros(len(places)), where=places > 0)
    return float((places == 1).mean()), float((places > 0).mean()), float(inverse.mean())


def topic_precision(
    ranking: Ranking, topics: NDArray[np.object_], languages: NDArray[np.object_]
) -> float:
    """Mean share of the first ten who are of the topic, none of them writing in its language."""
    shares = []
    for topic, queries in TOPIC_QUERIES.items():
        for language, text in zip(QUERY_LANGUAGES, queries.split("|"), strict=True):
            rows = list(ranking(text, languages != language))[:10]
            shares.append(float((topics[rows] == topic).sum()) / 10 if rows else 0.0)
    return float(np.mean(shares))


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--weights", action="store_true")
    chosen = parser.parse_args()
    with open_session(Settings.from_env()) as session:
        rankers, captions, topics, languages = _read(session)
        if chosen.weights:
            _weights(rankers, captions, topics, languages, chosen.queries)
            return
        rankings: dict[str, Ranking] = {
            "substring, names": rankers.substring_in_names,
            "substring, anywhere": rankers.substring_anywhere,
            "BM25": rankers.bm25,
            "meaning": rankers.meaning,
            "search": rankers.search,
        }
        for kind, items in known_items(rankers, captions, chosen.queries, parity=1).items():
            for name, ranking in rankings.items():
                at_1, at_10, mrr = figures(ranking, items)
                print(f"| {kind} ({len(items)}) | {name} | {at_1:.3f} | {at_10:.3f} | {mrr:.3f} |")
        for name, ranking in rankings.items():
            precision = topic_precision(ranking, topics, languages)
            print(f"| topic, other language | {name} | {precision:.3f} |")


def _weights(
    rankers: Rankers,
    captions: dict[int, list[str]],
    topics: NDArray[np.object_],
    languages: NDArray[np.object_],
    count: int,
) -> None:
    kinds = known_items(rankers, captions, count, parity=0)
    for weight in (0.0, 0.5, 1.0, 2.0):
        weights = {**WEIGHTS, "meaning": weight}

        def ranking(
            text: str,
            allowed: NDArray[np.bool_] | None,
            weights: dict[str, float] = weights,
        ) -> list[int]:
            return rankers.search(text, allowed, weights)

        known = [f"{figures(ranking, items)[2]:.3f}" for items in kinds.values()]
        print(weight, *known, f"{topic_precision(ranking, topics, languages):.3f}")


def _read(
    session: BuildSession,
) -> tuple[Rankers, dict[int, list[str]], NDArray[np.object_], NDArray[np.object_]]:
    index = search_index(session)
    if index is None:
        raise SystemExit("The build in use has no search index; make one with --from search.")
    rows = session.con.execute(
        """SELECT i.influencer_id, lower(i.handle), lower(i.name), coalesce(lower(i.bio), ''),
                  coalesce(i.language, ''), coalesce(list(p.caption) FILTER (p.caption <> ''), [])
           FROM influencers i LEFT JOIN posts p USING (influencer_id)
           GROUP BY ALL ORDER BY i.influencer_id"""
    ).fetchall()
    truth = read_truth(session.folder)["creators"].set_index("influencer_id")["main_niche"]
    topics = truth.reindex([row[0] for row in rows]).to_numpy(object)
    names = [f"{row[1]}\n{row[2]}" for row in rows]
    texts = ["\n".join([*row[1:4], *row[5]]).lower() for row in rows]
    captions = {place: sorted(row[5]) for place, row in enumerate(rows) if row[5]}
    rankers = Rankers(session, index, texts, names)
    return rankers, captions, topics, np.array([row[4] for row in rows], dtype=object)


if __name__ == "__main__":
    main()
