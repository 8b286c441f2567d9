"""The command line. Each module of this room registers its commands."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer import Abort
from typer._click import Context
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperGroup

from core.cli import (
    accounts_command,
    analyze_command,
    authenticity_command,
    build_commands,
    campaign_commands,
    data_commands,
    evidence_command,
    forget_command,
    influence_command,
    next_command,
    niches_command,
    optimise_command,
    posts_command,
    profile_command,
    rank_command,
    recommend_command,
    rising_command,
    trends_command,
)
from core.cli.running import BAD_INPUT, print_error

_VERBOSE = "--verbose"


class _Commands(TyperGroup):
    """Takes --verbose anywhere on the line, also behind the command."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if _VERBOSE in args:
            args = [_VERBOSE, *(word for word in args if word != _VERBOSE)]
        return super().parse_args(ctx, args)


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


for module in (
    build_commands,
    data_commands,
    analyze_command,
    niches_command,
    posts_command,
    profile_command,
    rank_command,
    trends_command,
    authenticity_command,
    evidence_command,
    rising_command,
    accounts_command,
    influence_command,
    recommend_command,
    next_command,
    campaign_commands,
    optimise_command,
    forget_command,
):
    module.register(app)


def main() -> None:
    """Entry point of `python -m core`: a wrong option is one line, as any other bad input."""
    try:
        sys.exit(app(standalone_mode=False))
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
    except UsageError as error:
        print_error(error.format_message(), "--json" in sys.argv)
    except Abort:
        print_error("Stopped.", "--json" in sys.argv)
    sys.exit(BAD_INPUT)
