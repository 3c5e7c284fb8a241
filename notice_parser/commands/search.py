"""The command that looks for statements: search."""

from __future__ import annotations

import argparse

from notice_parser.commands.arguments import WELL, Subcommands, count
from notice_parser.model import Label


def add(commands: Subcommands) -> None:
    """Add it to the command line."""
    search = commands.add_parser("search", help="find statements, with or without diacritics")
    search.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    search.add_argument("query", metavar="QUERY", help='words, "a phrase", begin*')
    search.add_argument(
        "--label", choices=tuple(Label), default="", help="only statements of this label"
    )
    search.add_argument("--limit", type=count, default=10, metavar="N", help="default: 10")
    search.add_argument("--format", choices=("table", "json"), default="table")
    search.set_defaults(command=_search)


def _search(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.database import open_database
    from notice_parser.search.query import search

    database = open_database(options.dataset)
    result = search(database, options.query, label=options.label, limit=options.limit)
    terminal.print_hits(result, as_json=options.format == "json")
    return WELL
