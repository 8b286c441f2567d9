"""Time left of builds: `record` a build, read `costs` off such traces, print the `errors`.

python -m bench.time_left record --kind quick --creators 4000 --out trace.json
python -m bench.time_left costs trace.json ...
python -m bench.time_left errors trace.json ...
"""

from __future__ import annotations

import sys

from bench.time_left import costs, errors, record

_PARTS = {"record": record.main, "costs": costs.main, "errors": errors.main}


def main() -> None:
    """Runs the part that is named first."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in _PARTS:
        sys.exit(f"Expected one of {', '.join(_PARTS)}, found '{name}'.")
    _PARTS[name]()


if __name__ == "__main__":
    main()
