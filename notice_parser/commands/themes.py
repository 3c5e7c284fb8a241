"""Commands on recurring limitations: themes (list, show, edit, recluster), recurrence."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from notice_parser.commands.arguments import WELL, Subcommands, count


def add(commands: Subcommands) -> None:
    """Add them to the command line."""
    themes = commands.add_parser("themes", help="limitations that recur, most districts first")
    themes.unnamed = "list"
    own = themes.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_list(own)
    _add_show(own)
    _add_edit(own)
    _add_recluster(own)
    _add_recurrence(commands)


def _add_list(own: Subcommands) -> None:
    listing = own.add_parser("list", help="the themes of a dataset; may go without its name")
    listing.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    listing.add_argument("--province", default="", metavar="NAME", help="found in this province")
    listing.add_argument("--area", default="", metavar="CODE", help="problems of this reform area")
    listing.add_argument(
        "--since", type=count, default=0, metavar="YEAR", help="problems from this year on"
    )
    listing.add_argument("--min-units", type=count, default=2, metavar="N", help="default: 2")
    listing.add_argument("--limit", type=count, default=20, metavar="N", help="default: 20")
    listing.add_argument("--quotes", type=int, default=0, metavar="N", help="quotes for each theme")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    listing.set_defaults(command=_list)


def _add_show(own: Subcommands) -> None:
    show = own.add_parser("show", help="a theme's quotes with place, year and page")
    show.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    show.add_argument("theme", metavar="THEME", help="a theme_id")
    show.add_argument("--format", choices=("table", "json"), default="table")
    show.set_defaults(command=_show)


def _add_edit(own: Subcommands) -> None:
    edit = own.add_parser("edit", help="decide what no later build undoes")
    edit.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    actions = edit.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action, told, names in (
        ("rename", "give a theme a name", ("theme", "name")),
        ("merge", "all of a theme belongs to another, now and later", ("theme", "into")),
        ("split", "problems of a theme become a theme of their own", ("theme", "problems")),
        ("move", "a problem belongs to another theme", ("problem", "theme")),
        ("lock", "a theme takes in nothing but what says the same", ("theme",)),
        ("unlock", "… and takes in again what is like it", ("theme",)),
    ):
        parser = actions.add_parser(action, help=told)
        for name in names:
            several = "+" if name == "problems" else None
            parser.add_argument(name, metavar=name.upper(), nargs=several)
        parser.set_defaults(command=_edit, action=action, names=names)


def _add_recluster(own: Subcommands) -> None:
    recluster = own.add_parser(
        "recluster", help="what grouping everything anew would change; nothing is written"
    )
    recluster.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    recluster.add_argument(
        "--accept", metavar="CODE", default="", help="make these changes; CODE was shown with them"
    )
    recluster.set_defaults(command=_recluster)


def _add_recurrence(commands: Subcommands) -> None:
    recurrence = commands.add_parser(
        "recurrence", help="which limitation was found where, year by year"
    )
    recurrence.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    recurrence.add_argument("--theme", default="", metavar="ID", help="only this theme")
    recurrence.add_argument(
        "--unit", default="", metavar="NAME", help="only this body: its id or a part of its name"
    )
    recurrence.add_argument("--province", default="", metavar="NAME", help="only this province")
    recurrence.add_argument(
        "--limit", type=count, default=40, metavar="N", help="lines of the table (default: 40)"
    )
    recurrence.add_argument("--format", choices=("table", "json", "csv"), default="table")
    recurrence.set_defaults(command=_recurrence)


def _list(options: argparse.Namespace) -> int:
    from notice_parser import theme_tables
    from notice_parser.dataset.database import open_database
    from notice_parser.themes.listing import Selection, list_themes

    themes = list_themes(
        open_database(options.dataset),
        min_units=options.min_units,
        limit=options.limit,
        quotes=options.quotes,
        selection=Selection(options.province, options.area, options.since),
    )
    theme_tables.print_themes(themes, as_json=options.format == "json")
    return WELL


def _show(options: argparse.Namespace) -> int:
    from notice_parser import theme_tables
    from notice_parser.dataset.database import open_database
    from notice_parser.themes.listing import show_theme

    page = show_theme(open_database(options.dataset), options.theme)
    theme_tables.print_theme(page, as_json=options.format == "json")
    return WELL


def _edit(options: argparse.Namespace) -> int:
    from notice_parser import theme_tables
    from notice_parser.dataset.database import open_database
    from notice_parser.search.meaning import index_like
    from notice_parser.themes.deciding import decide

    values: dict[str, str | Sequence[str]] = {"action": options.action}
    values |= {name: getattr(options, name) for name in options.names}
    finish = index_like(open_database(options.dataset))
    theme_tables.print_events(decide(Path(options.dataset), values, finish=finish))
    return WELL


def _recluster(options: argparse.Namespace) -> int:
    from notice_parser import theme_tables
    from notice_parser.dataset.database import open_database
    from notice_parser.search.meaning import index_like
    from notice_parser.themes.deciding import accept, look

    dataset = Path(options.dataset)
    if options.accept:
        finish = index_like(open_database(dataset))
        theme_tables.print_events(accept(dataset, options.accept, finish=finish))
        return WELL
    proposal = look(dataset)
    names = dict(open_database(dataset).execute("SELECT theme_id, name FROM themes"))
    theme_tables.print_proposal(proposal, names)
    return WELL


def _recurrence(options: argparse.Namespace) -> int:
    from notice_parser import theme_tables
    from notice_parser.dataset.database import open_database
    from notice_parser.themes.lookup import recurrences

    rows = recurrences(
        open_database(options.dataset),
        theme=options.theme,
        unit=options.unit,
        province=options.province,
    )
    theme_tables.print_recurrence(rows, form=options.format, limit=options.limit)
    return WELL
