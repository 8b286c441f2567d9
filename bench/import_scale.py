"""Import time and peak memory for a million brand x creator rows and 100,000 creators x 90 days.

    python -m bench.import_scale [--ratings 1000000] [--creators 100000] [--days 90]

Prints one table. Each case runs in a process of its own, so its peak memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench.measuring import peak_gib
from core.settings import Settings
from core.store.connect import create_schema, open_store
from core.store.ingest import ImportFile, load

AS_OF = date(2026, 11, 21)
CASES = ("fifteen columns", "daily lists", "long history", "fifteen columns again (update)")
HEADER = (
    "Account,Link,Followers,Audience Country,Authentic engagement,Category1,Hashtags,"
    "Cost Story,Cost Post,Name_co,Category_co,Hashtags_co,Country_co,Followers_co,Puntos"
)


def write_files(folder: Path, ratings: int, creators: int, days: int, seed: int) -> None:
    """Fictional files at full size, with numbers written in several ways."""
    rng = np.random.default_rng(seed)
    followers = np.exp(rng.normal(10, 1.5, creators)).astype(int) + 1_000
    countries = ("Spain", "Germany", "USA", "Brasil", "GB", "FRA")
    topics = ("Beauty", "Food", "Fitness", "Travel", "Gaming")
    with (folder / "fifteen.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER.split(","))
        for number in range(ratings):
            c, b = number % creators, number // creators
            count = followers[c]
            tag = f"#tag{b % 97}"
            writer.writerow(
                [
                    f"creator{c}",
                    f"https://www.instagram.com/creator{c}/",
                    f"{count / 1000:.1f}K" if c % 3 else f"{count:,}",
                    countries[c % 6],
                    f"{1 + c % 7},{c % 10} %",
                    topics[c % 5],
                    f"#tag{c % 97} #tag{c % 89}",
                    f"€{20 + c % 2000:,}".replace(",", "."),
                    50 + c % 5000,
                    *(f"Brand {b}", topics[b % 5], tag, countries[b % 6], f"{b + 1}.5K"),
                    round(float(rng.random() * 20), 4),
                ]
            )
    steps = rng.integers(-20, 60, (creators, days)).cumsum(axis=1) + followers[:, None]
    steps = np.maximum(steps, 0)
    with (folder / "growth_data.csv").open("w", encoding="utf-8") as stream:
        stream.write("influencer_id,followers,avg_likes,avg_comments,daily_followers\n")
        for c in range(creators):
            counts = ", ".join(map(str, steps[c].tolist()))
            stream.write(f'c{c},{steps[c, -1]},{followers[c] * 0.03:.2f},{c % 50},"[{counts}]"\n')
    first = np.datetime64(AS_OF) - days + 1
    names = [str(first + day) for day in range(days)]
    with (folder / "history.csv").open("w", encoding="utf-8") as stream:
        stream.write("influencer_id,date,followers\n")
        for c in range(creators):
            counts = steps[c].tolist()
            stream.writelines(
                f"c{c},{day},{count}\n" for day, count in zip(names, counts, strict=True)
            )


def run_case(case: str, folder: Path) -> None:
    """Imports the file of one case and prints seconds, rows and peak memory."""
    name = {"daily lists": "growth_data.csv", "long history": "history.csv"}.get(
        case, "fifteen.csv"
    )
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        settings = replace(Settings.from_env(scratch), threads=2)
        con = open_store(Path(scratch) / "store.duckdb", settings, read_only=False)
        create_schema(con)
        files = [ImportFile(folder / name, name)]
        if "again" in case:
            load(con, files, as_of=AS_OF)
        started = time.perf_counter()
        summary = load(con, files, as_of=AS_OF)
        seconds = time.perf_counter() - started
        con.close()
        size = (Path(scratch) / "store.duckdb").stat().st_size
    peak = peak_gib()
    file = summary.files[0]
    megabytes = (folder / name).stat().st_size / 2**20
    print(
        f"{case:<32}{megabytes:>8.0f}{file.read_count:>12,}{file.used_count:>12,}"
        f"{file.rejected_count:>10,}{seconds:>9.1f}{peak:>10.2f}{size / 2**20:>10.0f}"
    )


def main() -> None:
    """Prints seconds and peak memory of each case, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ratings", type=int, default=1_000_000)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        run_case(options.case, options.folder)
        return
    print(
        f"{'case':<32}{'file MB':>8}{'rows read':>12}{'used':>12}{'rejected':>10}"
        f"{'seconds':>9}{'peak GiB':>10}{'store MB':>10}"
    )
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), options.ratings, options.creators, options.days, options.seed)
        for case in CASES:
            command = [
                sys.executable,
                "-m",
                "bench.import_scale",
                "--case",
                case,
                "--folder",
                folder,
            ]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
