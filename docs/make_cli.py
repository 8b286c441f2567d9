"""Writes docs/cli.md from the commands themselves.

python -m docs.make_cli            # writes docs/cli.md
python -m docs.make_cli --check    # exit code 1 when docs/cli.md differs
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from typer.main import get_command

from core.cli import app
from core.cli.commands import COMMANDS

FILE = Path(__file__).resolve().parent / "cli.md"
_INTRODUCTION = """# Command line

<!-- Written by `python -m docs.make_cli`. Change the help texts of the commands, not this file. -->

`python -m core COMMAND`, or `scout COMMAND` when the project is installed
([getting started](getting-started.md#the-scout-command)). Every command takes `--help`, and
anywhere on the line:

{common}

Commands that read or change builds take `--data DIR` and `--json`. Exit code 2 and one line on
stderr mean bad input. Commands that list creators of the data in use say first how old it is and
whether it is made up; so does the sheet *About* of their workbooks.
"""
_TABLE_HEAD = ("| parameter | meaning | default |", "|---|---|---|")
_KINDS = {int: "N", float: "N", Path: "PATH", str: "TEXT"}
# What bounds a number from below and above where there is only one bound.
_AT_LEAST, _AT_MOST = "at least {:g}", "at most {:g}"


def cli_page() -> str:
    """The whole page, Markdown."""
    group: Any = get_command(app)
    for name in COMMANDS:
        group.get_command(None, name)  # imports it
    commands = dict(_commands(group, ""))
    common = "\n".join([*_TABLE_HEAD, *(_row(option) for option in group.params)])
    overview = ["| command | what it does |", "|---|---|"]
    overview += [
        f"| [`{name}`](#{name.replace(' ', '-')}) | {_cell(_paragraphs(command)[0])} |"
        for name, command in commands.items()
    ]
    parts = [_INTRODUCTION.format(common=common), "\n".join(overview) + "\n"]
    parts += [_section(name, command) for name, command in commands.items()]
    return "\n".join(parts)


def _commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Name and command, those of a group with its name before theirs; hidden ones left out."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def _section(name: str, command: Any) -> str:
    shown = [parameter for parameter in command.params if not parameter.hidden]
    arguments = [parameter for parameter in shown if not parameter.opts[0].startswith("-")]
    options = [parameter for parameter in shown if parameter.opts[0].startswith("-")]
    needed = [
        f"{parameter.opts[0]} {_kind(parameter)}" for parameter in options if parameter.required
    ]
    usage = [
        "python -m core",
        name,
        *(_argument_name(parameter) for parameter in arguments),
        *needed,
    ]
    usage += ["[OPTIONS]"] if len(options) > len(needed) else []
    lines = [f"## {name}", "", *_spaced(_paragraphs(command)), f"    {' '.join(usage)}", ""]
    if shown:
        lines += _TABLE_HEAD
        lines += [_row(parameter) for parameter in (*arguments, *options)]
        lines.append("")
    return "\n".join(lines)


def _paragraphs(command: Any) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", command.help or "")]


def _spaced(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (paragraph, "")]


def _argument_name(parameter: Any) -> str:
    name = parameter.name.removesuffix("_id").upper()
    return f"{name}..." if _repeats(parameter) else name


def _repeats(parameter: Any) -> bool:
    return bool(getattr(parameter, "multiple", False)) or parameter.nargs != 1


def _kind(parameter: Any) -> str:
    """The placeholder of a value: N, PATH or TEXT; '' for a switch."""
    if getattr(parameter, "is_flag", False):
        return ""
    annotation = parameter.type_descriptor.annotation
    types = {annotation, *get_args(annotation)}
    return next((word for type_, word in _KINDS.items() if type_ in types), "TEXT")


def _row(parameter: Any) -> str:
    if parameter.opts[0].startswith("-"):
        spelled = " / ".join(
            f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts)
        )
        kind = _kind(parameter)
        name = spelled if not kind else f"`{parameter.opts[0]} {kind}`"
        if kind and len(parameter.opts) > 1:
            name += "".join(f", `{option}`" for option in parameter.opts[1:])
    else:
        name = f"`{_argument_name(parameter)}`"
    meaning = " ".join((parameter.help or "").split())
    extras = [_bounds(parameter)]
    is_option = parameter.opts[0].startswith("-")
    if is_option and _repeats(parameter) and not re.search("repeat|several", meaning, re.I):
        extras.append("repeatable")
    note = "; ".join(extra for extra in extras if extra)
    if note:
        meaning = f"{meaning} ({note})" if meaning else note[0].upper() + note[1:]
    return f"| {name} | {_cell(meaning)} | {_cell(_default(parameter))} |"


def _bounds(parameter: Any) -> str:
    low, high = parameter.min, parameter.max
    if low is not None and high is not None:
        return f"{low:,} to {high:,}" if isinstance(low, float) else f"{low} to {high}"
    if low is not None:
        return _AT_LEAST.format(low)
    return _AT_MOST.format(high) if high is not None else ""


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    if value is None or value is False or value == ():
        return ""
    if value is True:
        return f"`{parameter.opts[0]}`"
    if isinstance(value, list | tuple):
        return " ".join(f"`{item}`" for item in value)
    return f"`{value}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def main() -> None:
    """Writes the page, or checks it."""
    parser = argparse.ArgumentParser(description="docs/cli.md from the commands.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    page = cli_page()
    if not parser.parse_args().check:
        FILE.write_text(page, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != page:
        sys.exit("docs/cli.md is out of date. Run: python -m docs.make_cli")


if __name__ == "__main__":
    main()
