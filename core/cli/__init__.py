"""The command line. Each module of this room registers its commands."""

from __future__ import annotations

import typer

from core.cli import (
    analyze_command,
    build_commands,
    data_commands,
    niches_command,
    recommend_command,
)

app = typer.Typer(
    name="core",
    help="Influencer Scout: niches, growth evidence and brand fit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (build_commands, data_commands, analyze_command, niches_command, recommend_command):
    module.register(app)


def main() -> None:
    """Entry point of `python -m core`."""
    app()
