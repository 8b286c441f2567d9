"""One command with its files and options, drawn from a target and a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.fuzz import files, values
from tests.support.fuzz.tables import TABLES

IMPORTED = {
    "influencers": "influencers", "posts": "posts", "follower_history": "history",
    "brands": "brands", "ratings": "ratings", "collaborations": "collaborations",
    "interactions": "interactions",
}  # fmt: skip
# Files that a command reads: option -> table. A '?' marks an option that may be left out.
READERS: dict[str, dict[str, str]] = {
    "posts": {"--posts": "posts"},
    "niches": {"--posts": "posts"},
    "trends": {"--posts": "posts"},
    "profile": {"--train": "posts", "--test?": "posts"},
    "authenticity": {"--history": "history", "--posts?": "posts", "--labels?": "labels"},
    "rising": {"--history": "history", "--posts?": "posts"},
    "forecast": {"--history": "history"},
    "accounts": {"--test": "profiles", "--train": "profiles"},
    "influence": {"--train": "pairs", "--test": "pairs"},
    "recommend": {"--interactions": "events", "--users?": "users", "--items?": "items",
                  "--test?": "events"},
    "analyze": {"--influencers": "influencers", "--growth": "influencers", "--brands": "brands"},
}  # fmt: skip
_SLOW = {
    "influence": 1,
    "analyze": 1,
    "forecast": 3,
}  # fewer cases, for each takes a second or more
_MORE = {"influence": ("--model", "mean"), "recommend": ("--epochs", "1", "--components", "2")}
# Words of each command that are drawn anew: 'x' anything, 'o' an output file, 'i' the id of a build
# or what looks like one, a word itself as is.
COMMANDS: dict[str, tuple[str, ...]] = {
    "search": ("x",), "brief": ("x",), "next": ("--brand", "x"),
    "optimise": ("--brand", "b0", "--budget", "x"), "campaigns show": ("x",),
    "campaigns create": ("x",), "campaigns add": ("Spring", "x"),
    "campaigns export": ("x", "--out", "o"), "campaigns list": (), "builds": (),
    "publish": ("i",), "prune": (), "export": ("x", "--out", "o"), "doctor": (),
    "audit-log": (), "users list": (), "users add": ("x",), "users remove": ("x",),
    "users set-role": ("x", "x"), "users set-password": ("x",), "users disable": ("x",),
    "users enable": ("x",), "evidence": ("--creator", "x", "--out", "o"),
    "report": ("--campaign", "x", "--out", "o"), "subject-access": ("x", "--out", "o"),
    "forget": ("x",), "rank": ("--brand", "x"), "backup": ("o",),
}  # fmt: skip
OPTIONS: dict[str, tuple[str, ...]] = {
    "search": ("--limit", "--platform", "--out"), "brief": ("--brand", "--out"),
    "next": ("--top", "--adventure", "--country", "--audience-country", "--tier", "--price-max",
             "--caution-max", "--posts-a-week", "--ungated", "--out"),
    "optimise": ("--goal", "--at-most", "--at-least", "--tier", "--country", "--niche-most",
                 "--caution-max", "--budget-share-max", "--posts", "--certainty", "--reach-least",
                 "--engagements-least", "--out"),
    "campaigns create": ("--brand", "--budget", "--brief"), "campaigns add": ("--platform",),
    "prune": ("--keep",), "audit-log": ("--since", "--limit"), "users add": ("--role",),
    "evidence": ("--platform", "--build"), "report": ("--build",),
    "subject-access": ("--platform",), "forget": ("--platform", "--also", "--certificate"),
    "rank": ("--order", "--ungated", "--top", "--seed", "--out"),
}  # fmt: skip
_SETTINGS = (
    "SCOUT_SEED", "SCOUT_THREADS", "SCOUT_MICRO_FOLLOWERS", "SCOUT_FILE_MEMORY", "SCOUT_UPLOAD_MB",
    "SCOUT_KEEP_DAYS", "SCOUT_ALLOWED_HOSTS", "SCOUT_PUBLIC", "SCOUT_SESSION_MINUTES",
    "SCOUT_LOG_LEVEL", "SCOUT_COOKIE_SECRET", "SCOUT_WORKSPACE_URL", "SCOUT_EMBEDDER",
    "SCOUT_MEMORY_LIMIT",
)  # fmt: skip
# Where nothing of the data folder is written, whatever the exit code.
READS = {
    "search", "next", "campaigns show", "campaigns list", "campaigns export", "builds", "export",
    "doctor", "audit-log", "users list", "evidence", "report", "subject-access", "rank", "backup",
    "brief", "optimise",
}  # fmt: skip


@dataclass
class Case:
    """Attributes:
    words: of the command line.
    environment: settings.
    may_write: it may change the workspace, or the pointer, when it succeeds.
    is_new: the data folder is an empty one.
    """

    words: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    may_write: bool = False
    is_new: bool = False


def _import(table: str) -> Callable[[random.Random, Path, Path], Case]:
    def made(rng: random.Random, folder: Path, data: Path) -> Case:
        file = files.written(TABLES[IMPORTED[table]](rng), folder / "table", rng)
        words = ["import", str(file), "--dry-run"]
        if rng.random() < 0.3:
            words += ["--table", rng.choice((table, table, values.argument(rng)))]
        if rng.random() < 0.3:
            words += ["--map", f"{values.argument(rng)}={values.argument(rng)}"]
        if rng.random() < 0.1:
            words += [rng.choice(("--as-of", "--k", "--pictures")), values.argument(rng)]
        return Case(words)

    return made


def _reader(name: str) -> Callable[[random.Random, Path, Path], Case]:
    def made(rng: random.Random, folder: Path, data: Path) -> Case:
        words = [name, *_MORE.get(name, ())]
        for place, (option, table) in enumerate(READERS[name].items()):
            if not option.endswith("?") or rng.random() < 0.4:
                file = files.written(TABLES[table](rng), folder / f"table{place}", rng)
                words += [option.rstrip("?"), str(file)]
        out = folder / "out" if name == "analyze" else _output(rng, folder, data)
        return Case([*words, "--out", str(out)])

    return made


def _rank_files(rng: random.Random, folder: Path, data: Path) -> Case:
    words = ["rank"]
    for option, letter, count in (("brands", "b", 6), ("influencers", "c", 20),
                                  ("test-brands", "d", 4),
                                  ("test-influencers", "e", 9)):  # fmt: skip
        ids = [f"{letter}{number}" for number in range(count)]
        words += [f"--{option}", str(files.archive(rng, folder / option, ids, 4))]
    rows = [["brand_id", "influencer_id"],
            *([f"b{rng.randrange(6)}", f"c{number}"] for number in range(20))]  # fmt: skip
    words += ["--positives", str(files.written(rows, folder / "pairs", rng))]
    return Case([*words, "--out", str(_output(rng, folder, data))])


def _output(rng: random.Random, folder: Path, data: Path) -> Path:
    if rng.random() < 0.85:
        return folder / f"out{rng.choice(('.csv', '.csv', '.xlsx', '.parquet'))}"
    inside = sorted(path for path in data.rglob("*") if "logs" not in path.parts)
    chosen = rng.choice(inside)
    return rng.choice((chosen, chosen.with_suffix(".csv"), chosen / "x.csv", folder / "x.exe"))


def _command(name: str) -> Callable[[random.Random, Path, Path], Case]:
    def made(rng: random.Random, folder: Path, data: Path) -> Case:
        def drawn(word: str) -> str:
            if word == "x":
                return values.argument(rng)
            if word == "i":
                return _build_id(rng, data)
            return str(_any_output(name, rng, folder, data)) if word == "o" else word

        words = [*name.split(), *map(drawn, COMMANDS[name])]
        for option in rng.sample(OPTIONS.get(name, ()), min(2, len(OPTIONS.get(name, ())))):
            if rng.random() < 0.6:
                is_file = option in ("--out", "--certificate")
                kind = "i" if option == "--build" else "o" if is_file else "x"
                words += [option, drawn(kind)]
        if name == "forget" and rng.random() < 0.7:
            words.append("--yes")
        if rng.random() < 0.3:
            words.append("--json")
        return Case(words, may_write=name not in READS)

    return made


def _any_output(name: str, rng: random.Random, folder: Path, data: Path) -> Path:
    ending = {"evidence": ".html", "subject-access": ".zip", "backup": ".tar"}.get(name)
    ending = rng.choice((".html", ".pptx", ".xlsx")) if name == "report" else ending
    path = _output(rng, folder, data)
    return path.with_suffix(ending) if ending and rng.random() < 0.7 else path


def _build_id(rng: random.Random, data: Path) -> str:
    """The id of a build, one that is nearly one, or a path to it."""
    known = rng.choice(sorted(path.name for path in (data / "builds").iterdir()))
    return rng.choice(
        (
            known, known, known.upper(), known[:-1], f"{known}/", f"./{known}", f" {known}",
            f"../builds/{known}", str(data / "builds" / known), f"{known}\u200b",
            f"{known}.partial", "CURRENT", "*", values.argument(rng),
        )
    )  # fmt: skip


def _serve(rng: random.Random, folder: Path, data: Path) -> Case:
    """`serve` up to where it would listen."""
    words = ["serve"]
    for option in ("--port", "--address"):
        if rng.random() < 0.5:
            words += [option, rng.choice((*_SERVED[option], values.argument(rng)))]
    words += [flag for flag in ("--public", "--behind-https", "--no-deepen") if rng.random() < 0.3]
    environment = {
        name: rng.choice((*usual, values.argument(rng)))
        for name, usual in _SERVER_SETTINGS.items()
        if rng.random() < 0.3
    }
    return Case(words, environment, may_write=True, is_new=rng.random() < 0.2)


_SERVED = {
    "--port": ("8501", "0", "65535", "65536", "-1"),
    "--address": ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "127.1", "0", "", "localhost."),
}
_SERVER_SETTINGS = {
    "SCOUT_ALLOWED_HOSTS": ("scout.example.com", "*.example.com, 10.0.0.7", "*", ","),
    "SCOUT_PUBLIC": ("0", "1", ""),
    "SCOUT_BEHIND_HTTPS": ("0", "1", ""),
    "SCOUT_UPLOAD_MB": ("1", "500"),
    "SCOUT_COOKIE_SECRET": ("x" * 32, "short"),
    "SCOUT_OIDC_CLIENT_ID": ("scout",),
    "SCOUT_OIDC_METADATA_URL": ("https://example.com/.well-known/openid-configuration", "x"),
    "SCOUT_SESSION_MINUTES": ("1", "120"),
}


def _plan(rng: random.Random, folder: Path, data: Path) -> Case:
    """The plan that the Data page writes, with its entries or its bytes changed."""
    file = files.written(TABLES["influencers"](rng), folder / "table", rng)
    entry: dict[str, Any] = {
        "path": str(file), "shown_name": file.name, "table": None, "mapping": {}, "pictures": None,
    }  # fmt: skip
    for _ in range(rng.choice((0, 1, 2))):
        entry[rng.choice((*entry, "more"))] = rng.choice(
            (None, 1, [], {}, {"followers_count": 5}, {"name": values.cell(rng)}, values.cell(rng),
             "influencers", str(data))
        )  # fmt: skip
    content = json.dumps(rng.choice(([entry], [entry, entry], entry, [], None))).encode()
    plan = folder / "plan.json"
    plan.write_bytes(files.broken_bytes(content, rng) if rng.random() < 0.4 else content)
    return Case(["import", str(file), "--plan", str(plan), "--dry-run"])


def _pictures(rng: random.Random, folder: Path, data: Path) -> Case:
    """An import of posts with a folder or ZIP of pictures, into an empty data folder."""
    table = TABLES["posts"](rng)
    names = [rng.choice((f"{number}.png", values.cell(rng))) for number in range(8)]
    for row in table:
        row.append("image_path" if row is table[0] else rng.choice(names))
    posts = folder / "posts.csv"
    posts.write_bytes(files.as_csv(table, rng))
    place = files.pictures(names, folder / "pictures", rng)
    return Case(["import", str(posts), "--quick", "--pictures", str(place)], is_new=True)


def _restore(rng: random.Random, folder: Path, data: Path) -> Case:
    good = (data.parent / "good.tar").read_bytes()
    return Case(["restore", str(files.backup(good, folder / "b", rng))], is_new=True)


def _environment(rng: random.Random, folder: Path, data: Path) -> Case:
    chosen = rng.sample(_SETTINGS, 2)
    return Case(
        rng.choice((["builds"], ["doctor"], ["search", "glow"], ["campaigns", "list"])),
        {name: values.argument(rng) for name in chosen if name != "SCOUT_WORKSPACE_URL"}
        | ({"SCOUT_WORKSPACE_URL": f"sqlite:{values.argument(rng)[:99].lstrip('/')}"}
           if "SCOUT_WORKSPACE_URL" in chosen else {}),
    )  # fmt: skip


def _any(rng: random.Random, folder: Path, data: Path) -> Case:
    name = rng.choice([*COMMANDS, *READERS, "import", "restore", "users", "campaigns"])
    return Case(
        [*name.split(), *(values.argument(rng) for _ in range(rng.randrange(5)))],
        may_write=name not in READS,
        is_new=name == "restore",
    )


# Each target with its share of the cases.
TARGETS: dict[str, tuple[int, Callable[[random.Random, Path, Path], Case]]] = {
    **{f"import-{table}": (10, _import(table)) for table in IMPORTED},
    **{name: (_SLOW.get(name, 5), _reader(name)) for name in READERS},
    "rank-files": (8, _rank_files),
    **{f"options-{name.replace(' ', '-')}": (5, _command(name)) for name in COMMANDS},
    "restore": (6, _restore),
    "settings": (10, _environment),
    "serve": (8, _serve),
    "import-plan": (5, _plan),
    "import-pictures": (2, _pictures),
    "words": (15, _any),
}
