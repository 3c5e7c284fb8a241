"""The command on recurring limitations: themes."""

from __future__ import annotations

import argparse

from notice_parser.commands.arguments import WELL, Subcommands, count


def add(commands: Subcommands) -> None:
    """Add it to the command line."""
    themes = commands.add_parser("themes", help="limitations that recur, most districts first")
    themes.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    themes.add_argument("--min-units", type=count, default=2, metavar="N", help="default: 2")
    themes.add_argument("--limit", type=count, default=20, metavar="N", help="default: 20")
    themes.add_argument("--quotes", type=int, default=0, metavar="N", help="quotes for each theme")
    themes.add_argument("--format", choices=("table", "json"), default="table")
    themes.set_defaults(command=_themes)


def _themes(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.database import open_database
    from notice_parser.themes.listing import list_themes

    themes = list_themes(
        open_database(options.dataset),
        min_units=options.min_units,
        limit=options.limit,
        quotes=options.quotes,
    )
    terminal.print_themes(themes, as_json=options.format == "json")
    return WELL
