"""Times, memory and answers of this tool beside what people do instead.

    python -m bench.versus [--sizes 10000 100000 1000000] [--topics NAME ...] [--repeats 5]

Each job is done in turn by us and by the other ways, on the same input, and the answers are
compared. Results go to `bench/results`, one file a topic, and as tables to
`docs/benchmarks/versus.md`; with `--dry-run` they are only printed. A larger topic starts with the
smallest size; sizes beyond those of a topic are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.versus import results, tables
from bench.versus.measure import ROUNDS, measured, print_peak
from bench.versus.topics import TOPICS


def main() -> None:
    """Measures the topics and prints a table for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--topics", nargs="+", choices=sorted(TOPICS), default=list(TOPICS))
    parser.add_argument("--repeats", type=int, default=ROUNDS)
    parser.add_argument("--dry-run", action="store_true", help="Write no file.")
    parser.add_argument("--tables", action="store_true", help="Only write the tables again.")
    parser.add_argument("--peak", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        topic, job, way, folder = options.peak
        print_peak(TOPICS[topic], int(job), int(way), Path(folder))
        return
    for name in [] if options.tables else options.topics:
        topic = TOPICS[name]
        rows = []
        for size in options.sizes or topic.sizes:
            rows += measured(topic, size, rounds=options.repeats)
            print(f"{name}: {size:,} {topic.unit} measured", file=sys.stderr, flush=True)
        made = results.results_of(topic, rows)
        print(tables.table(topic, made), flush=True)
        if not options.dry_run:
            results.write(name, made)
    if not options.dry_run:
        tables.write_page()


if __name__ == "__main__":
    main()
