"""Building the search index and searching it, at any size.

    python -m bench.search_speed [--creators 100000]

The creators of the demo data stand in several times: a third of the words of each caption is
exchanged for words of others, one caption in ten gets a word that nobody else writes, and handles
get a number. Vectors are random, for making real ones takes half an hour; the encoder that reads a
query is the real one. A search is what the sidebar does: creators, then the facts and reasons of
the first six, brands, niches and hashtags. Shown are medians and 95th percentiles in milliseconds,
of processor time (which other work on the machine does not change much) and by the clock.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from bench.search_quality import mistyped
from core.demo.generator import DemoConfig, generate
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.search import index_creators
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE
from core.progress import silent
from core.queries.creators import listed_creators
from core.services.search.creators import load_index, search_creators
from core.services.search.reasons import reasons_of
from core.services.search.things import named_things
from core.services.session import BuildSession
from core.settings import Settings
from core.store import builds, tables
from core.store.connect import create_schema, open_store

_DEMO_CREATORS, _DIMENSION, _SHOWN = 4_000, 512, 6
_EXCHANGED, _RARE = 0.33, 0.1


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="Keeps the store here, and uses it again.")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        session = _session(Settings.from_env(folder), folder, chosen.creators)
        queries = _queries(session, chosen.queries)
        load_index(session.folder)
        for kind, texts in queries.items():
            search_creators(session, texts[0])  # loads the encoder
            parts = [_timed(session, text) for text in texts]
            columns = [_figures(np.array(part) * 1000) for part in zip(*parts, strict=True)]
            print(f"| {kind} ({len(texts)}) | {' | '.join(columns)} |", flush=True)


def _session(settings: Settings, folder: Path, creators_count: int) -> BuildSession:
    if (folder / "models").is_dir():
        con = open_store(folder / builds.STORE_FILE, settings)
        return BuildSession("bench", folder, con, settings)
    folder.mkdir(parents=True, exist_ok=True)
    made = generate(DemoConfig(creators_count=_DEMO_CREATORS), seed=42)
    con = open_store(folder / builds.STORE_FILE, settings, read_only=False)
    create_schema(con)
    for part in _tables(made.tables, creators_count):
        for table, frame in part.items():
            tables.append_frame(con, table, frame)
    rng = np.random.default_rng(1)
    for name, count in ((INFLUENCER_FILE, creators_count), (BRAND_FILE, 250)):
        vectors = rng.normal(size=(count, _DIMENSION)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        np.save(folder / name, vectors)
    con.execute(
        "INSERT INTO metrics (model, metric, value, note) VALUES ('text', 'encoder', 512, $name)",
        {"name": _encoder_name(settings)},
    )
    context = BuildContext(con, folder, settings, BuildConfig(), silent)
    started, cpu = time.perf_counter(), time.process_time()
    index_creators(context)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    size = sum(file.stat().st_size for file in (folder / "models").rglob("*") if file.is_file())
    posts = con.execute("SELECT count(*) FROM posts").fetchall()[0][0]
    print(
        f"{creators_count:,} creators, {posts:,} posts: {seconds:.0f} s ({cpu:.0f} s of one core), "
        f"{size / 1e6:.0f} MB"
    )
    return BuildSession("bench", folder, con, settings)


def _encoder_name(settings: Settings) -> str:
    from core.services.encoder import encoder

    return encoder(settings).model_version


def _tables(demo: dict[str, pd.DataFrame], count: int) -> Iterator[dict[str, pd.DataFrame]]:
    rng = random.Random(1)
    spoken = [word for caption in demo["posts"]["caption"].head(10_000) for word in caption.split()]
    yield {"brands": demo["brands"]}
    for copy in range(-(-count // _DEMO_CREATORS)):
        creators = demo["influencers"].head(count - copy * _DEMO_CREATORS)
        posts = demo["posts"][demo["posts"]["influencer_id"].isin(creators["influencer_id"])]
        if copy:
            creators = creators.assign(handle=creators["handle"] + str(copy))
            captions = [_changed(caption, spoken, rng) for caption in posts["caption"]]
            posts = posts.assign(caption=captions)
        yield {
            "influencers": creators.assign(influencer_id=creators["influencer_id"] + f"_{copy}"),
            "posts": posts.assign(
                influencer_id=posts["influencer_id"] + f"_{copy}",
                post_id=posts["post_id"] + f"_{copy}",
            ),
        }


def _changed(caption: str, spoken: list[str], rng: random.Random) -> str:
    words = [rng.choice(spoken) if rng.random() < _EXCHANGED else word for word in caption.split()]
    if rng.random() < _RARE:
        words.append(f"zx{rng.randrange(10**6)}")
    return " ".join(words)


def _queries(session: BuildSession, count: int) -> dict[str, list[str]]:
    rng = random.Random(3)
    rows = session.con.execute(
        """SELECT i.handle, i.name, p.caption, p.hashtags FROM posts p
           JOIN influencers i USING (influencer_id)
           WHERE len(p.hashtags) > 0 AND length(p.caption) > 60
           ORDER BY hash(p.post_id) LIMIT $count""",
        {"count": count},
    ).fetchall()
    makes: dict[str, Callable[[str, str, str, list[str]], str]] = {
        "handle": lambda handle, name, said, tags: f"@{handle}",
        "handle with an error": lambda handle, name, said, tags: mistyped(handle, 1, rng),
        "beginning of a name": lambda handle, name, said, tags: name[: rng.randint(2, 5)],
        "one word": lambda handle, name, said, tags: rng.choice(said.split()),
        "three words": lambda handle, name, said, tags: " ".join(said.split()[2:5]),
        "three words with an error": lambda handle, name, said, tags: mistyped(
            " ".join(said.split()[2:5]), 1, rng
        ),
        "a sentence": lambda handle, name, said, tags: said[:120],
        "a phrase": lambda handle, name, said, tags: f'"{" ".join(said.split()[:3])}"',
        "a hashtag": lambda handle, name, said, tags: f"#{tags[0]}",
        "nonsense": lambda handle, name, said, tags: "".join(rng.choices("bcdfghjklmqxz", k=9)),
    }
    part = max(count // len(makes), 1)
    return {
        kind: [make(*row) for row in rows[place * part : (place + 1) * part]]
        for place, (kind, make) in enumerate(makes.items())
    }


def _timed(session: BuildSession, text: str) -> tuple[float, float, float, float]:
    """Seconds until the creators are there and until all is: of the processor, by the clock."""
    clocks = [(time.process_time(), time.perf_counter())]
    found = search_creators(session, text)
    clocks.append((time.process_time(), time.perf_counter()))
    ids = [str(name) for name in found.creators["influencer_id"].head(_SHOWN)]
    listed_creators(session.con, tuple(ids))
    reasons_of(session, found, ids)
    named_things(session, text)
    clocks.append((time.process_time(), time.perf_counter()))
    start, between, end = clocks
    return between[0] - start[0], end[0] - start[0], between[1] - start[1], end[1] - start[1]


def _figures(milliseconds: np.ndarray) -> str:
    return f"{np.median(milliseconds):.0f} / {np.quantile(milliseconds, 0.95):.0f}"


if __name__ == "__main__":
    main()
