"""The command line. A module of this room registers its commands when one of them is asked for."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import typer
from typer import Abort
from typer._click import Command, Context
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from core.cli.commands import COMMANDS
from core.cli.running import BAD_INPUT, print_error

_VERBOSE = "--verbose"
_SHOWN = 40  # letters of a word that is no text


class _Commands(TyperGroup):
    """Imports the module of a command when the command is asked for.

    Takes --verbose anywhere on the line, also behind the command.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {
            name: TyperCommand(name, help=place.summary) for name, place in COMMANDS.items()
        }
        self._modules: set[str] = set()
        self._is_listing = False

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if _VERBOSE in args:
            args = [_VERBOSE, *(word for word in args if word != _VERBOSE)]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Context | None, cmd_name: str) -> Command | None:
        place = COMMANDS.get(cmd_name)
        if place is not None and place.module not in self._modules and not self._is_listing:
            self._modules.add(place.module)
            self.commands.update(_commands_of(place.module))
        return self.commands.get(cmd_name)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        self._is_listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._is_listing = False


def _commands_of(module: str) -> dict[str, Command]:
    """The commands that a module of this room registers."""
    part = typer.Typer()
    part.callback()(_nothing)  # else a single command would be no group
    importlib.import_module(f"core.cli.{module}").register(part)
    group: Any = get_command(part)
    return dict(group.commands)


def _nothing() -> None:
    """What a group needs to do before its commands."""


app = typer.Typer(
    cls=_Commands,
    name="core",
    help="Influencer Scout: niches, growth evidence and brand fit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _options(
    verbose: Annotated[
        bool, typer.Option(_VERBOSE, help="Also print log lines on stderr.")
    ] = False,
) -> None:
    """Influencer Scout: niches, growth evidence and brand fit."""


def main() -> None:
    """Entry point of `python -m core`: a wrong option is one line, as any other bad input."""
    for word in sys.argv[1:]:
        if not _is_text(word):
            shown = ascii(word[:_SHOWN]).strip("'")
            print_error(
                f"Expected words in UTF-8, found '{shown}'. Type them so, or rename the file.",
                "--json" in sys.argv,
            )
            sys.exit(BAD_INPUT)
    try:
        sys.exit(app(standalone_mode=False))
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
    except UsageError as error:
        print_error(error.format_message(), "--json" in sys.argv)
    except Abort:
        print_error("Stopped.", "--json" in sys.argv)
    sys.exit(BAD_INPUT)


def _is_text(word: str) -> bool:
    """Whether a word can be printed and stored: one of other bytes than UTF-8 has half letters."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True
