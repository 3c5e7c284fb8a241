"""The command that looks for statements: search; the filters that other commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from notice_parser.commands.arguments import WELL, Subcommands, count
from notice_parser.model import Label

_FILTERS = ("place", "years", "area", "label", "theme", "doc_type", "document", "indicator")


def add(commands: Subcommands) -> None:
    """Add it to the command line."""
    search = commands.add_parser("search", help="find statements, with or without diacritics")
    search.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    search.add_argument(
        "query",
        metavar="QUERY",
        nargs="?",
        default="",
        help='words, "a phrase", -without, begin* (default: all that the filters let through)',
    )
    add_filters(search)
    search.add_argument("--limit", type=count, default=10, metavar="N", help="default: 10")
    search.add_argument(
        "--offset", type=_from_zero, default=0, metavar="N", help="hits to leave out before"
    )
    search.add_argument(
        "--mode",
        choices=("lexical", "semantic", "hybrid"),
        default="lexical",
        help="by words, by meaning, by both (default: lexical)",
    )
    search.add_argument(
        "--model",
        default="",
        metavar="DIR",
        help="the model of the dataset's vectors (default: where the build found it)",
    )
    search.add_argument(
        "--format", choices=("table", "json"), default="table", help="default: table"
    )
    search.anywhere = "query"
    search.set_defaults(command=_search)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The options that narrow statements down, as `filters` reads them."""
    parser.add_argument(
        "--place", default="", help="of this name of any level, old or today's: 'xã An Hòa, Ba Tri'"
    )
    parser.add_argument(
        "--years", type=_years, metavar="YEARS", help="year of inspection: 2023 or 2021-2023"
    )
    parser.add_argument("--area", default="", metavar="CODE", help="of this reform area")
    parser.add_argument(
        "--label", choices=tuple(Label), default="", help="only statements of this label"
    )
    parser.add_argument("--theme", default="", metavar="ID", help="of this theme")
    parser.add_argument("--doc-type", default="", metavar="TYPE", help="of notices of this type")
    parser.add_argument(
        "--document", default="", metavar="NUMBER", help="that cite it: number, id or name of a law"
    )
    parser.add_argument("--indicator", default="", metavar="CODE", help="with figures of this")


def filters(options: argparse.Namespace) -> dict[str, Any]:
    """The filters of a `Query`."""
    return {name: getattr(options, name) for name in _FILTERS}


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4):
        raise argparse.ArgumentTypeError("must be a year or two: 2023 or 2021-2023")
    return int(first), int(last)


def _from_zero(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("must be a whole number from 0")
    return int(text)


def _search(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.database import open_database
    from notice_parser.embedding import remembered
    from notice_parser.search.meaning import open_meaning
    from notice_parser.search.query import Query, as_json, search

    query = Query(
        options.query,
        **filters(options),
        limit=options.limit,
        offset=options.offset,
        mode=options.mode,
    )
    database = open_database(options.dataset)
    meaning = None
    if query.mode != "lexical":
        folder = options.model or remembered(Path(options.dataset))
        meaning = open_meaning(database, folder)
    result = search(database, query, meaning=meaning)
    if options.format == "json":
        print(terminal.to_json(as_json(result)))
    else:
        terminal.print_hits(result)
    return WELL
