"""Commands that hand a dataset on: export, compare, cite."""

from __future__ import annotations

import argparse
from pathlib import Path

from notice_parser.commands.arguments import WELL, Subcommands
from notice_parser.commands.search import add_filters, filters

_FORMS = ("csv", "xlsx", "parquet", "jsonl", "sqlite", "stata")


def add(commands: Subcommands) -> None:
    """Add them to the command line."""
    _add_export(commands)
    _add_compare(commands)
    _add_cite(commands)


def _add_export(commands: Subcommands) -> None:
    export = commands.add_parser("export", help="write a dataset, or a part of it, for others")
    export.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    export.add_argument(
        "--format", choices=_FORMS, required=True, help="xlsx: for people; the others: for programs"
    )
    export.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="TARGET",
        help="a new file (xlsx, sqlite, or one table) or a new folder",
    )
    export.add_argument(
        "--table",
        action="append",
        default=[],
        metavar="NAME",
        help="this table; give it again for more (default: all)",
    )
    export.add_argument(
        "--query", default="", metavar="QUERY", help="only what this search finds, as in `search`"
    )
    add_filters(export)
    export.add_argument(
        "--links",
        default="",
        metavar="PLACE",
        help="folder or address under which the notices lie, for links in XLSX "
        "(default: beside the workbook)",
    )
    export.set_defaults(command=_export)


def _add_compare(commands: Subcommands) -> None:
    compare = commands.add_parser("compare", help="say what one dataset has that another has not")
    compare.add_argument("old", metavar="OLD", help="folder of a dataset")
    compare.add_argument("new", metavar="NEW", help="folder of another")
    compare.add_argument(
        "--table",
        action="append",
        default=[],
        metavar="NAME",
        help="this table; give it again for more (default: all)",
    )
    compare.add_argument("--json", action="store_true", help="as JSON")
    compare.set_defaults(command=_compare)


def _add_cite(commands: Subcommands) -> None:
    cite = commands.add_parser("cite", help="cite a statement: quote, document, date, page")
    cite.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    cite.add_argument(
        "statement", metavar="STATEMENT_ID", help="as `search --format json` tells it"
    )
    cite.add_argument("--json", action="store_true", help="as JSON")
    cite.set_defaults(command=_cite)


def _export(options: argparse.Namespace) -> int:
    from notice_parser.dataset.database import open_database
    from notice_parser.dataset.sharing import share
    from notice_parser.search.meaning import index_like
    from notice_parser.search.query import Query, statement_ids

    chosen = filters(options)
    database = open_database(options.dataset)
    narrowed = options.query.strip() or any(chosen.values())
    files = share(
        Path(options.dataset),
        Path(options.output),
        form=options.format,
        tables=options.table,
        statement_ids=statement_ids(database, Query(options.query, **chosen)) if narrowed else None,
        links=options.links,
        finish=index_like(database),
    )
    for file in files:
        print(file)
    return WELL


def _compare(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.compare import compare

    comparison = compare(Path(options.old), Path(options.new), tables=options.table)
    if options.json:
        print(terminal.to_json(comparison.told()))
    else:
        terminal.print_difference(comparison)
    return WELL


def _cite(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from notice_parser import terminal
    from notice_parser.dataset.citing import cite
    from notice_parser.dataset.database import open_database

    cited = cite(open_database(options.dataset), options.statement)
    print(terminal.to_json(asdict(cited)) if options.json else cited.text)
    return WELL
