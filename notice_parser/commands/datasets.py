"""Commands on datasets: build, correct, evaluate."""

from __future__ import annotations

import argparse
from pathlib import Path

from notice_parser.commands.arguments import WELL, Subcommands, count, share


def add(commands: Subcommands) -> None:
    """Add them to the command line."""
    _add_build(commands)
    _add_correct(commands)
    _add_evaluate(commands)


def _add_build(commands: Subcommands) -> None:
    build = commands.add_parser("build", help="make or update a dataset from files and folders")
    build.anywhere = "inputs"
    build.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders with notices")
    build.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the dataset")
    build.add_argument(
        "--jobs", type=count, default=1, metavar="N", help="processes that parse (default: 1)"
    )
    build.add_argument(
        "--model",
        default="lexical",
        metavar="DIR",
        help="group limitations also by this sentence-transformers model (default: lexical, none)",
    )
    build.add_argument(
        "--search-model",
        default="",
        metavar="DIR",
        help="store a vector of each statement by this model, for `search --mode hybrid`",
    )
    build.set_defaults(command=_build)


def _add_correct(commands: Subcommands) -> None:
    correct = commands.add_parser(
        "correct", help="write a correction into corrections.csv; the next build applies it"
    )
    correct.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    correct.add_argument("row", metavar="ID", help="id of a statement, notice, unit, figure, …")
    correct.add_argument("field", metavar="FIELD", help="for example label or areas")
    correct.add_argument("value", metavar="VALUE", help='lists with "|"; "" for unknown')
    correct.add_argument("--who", required=True, metavar="NAME", help="who says so")
    correct.add_argument("--why", required=True, metavar="REASON", help="why")
    correct.set_defaults(command=_correct)


def _add_evaluate(commands: Subcommands) -> None:
    evaluate = commands.add_parser("evaluate", help="hold a dataset against gold annotations")
    evaluate.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    evaluate.anywhere = "golds"
    evaluate.add_argument("golds", nargs="*", metavar="GOLD", help="gold files (JSON)")
    evaluate.add_argument(
        "--corrected",
        metavar="OTHER",
        help="take the notices with corrected rows of this dataset as gold, too",
    )
    evaluate.add_argument(
        "--errors", action="store_true", help="list each miss, expected and found side by side"
    )
    evaluate.add_argument(
        "--against", metavar="OTHER", help="say what changed since this other dataset"
    )
    evaluate.add_argument(
        "--fuzzy",
        type=share,
        default=1.0,
        metavar="SHARE",
        help="texts this much alike are the same, for input read by OCR: 0.9 (default: 1)",
    )
    evaluate.add_argument("--json", action="store_true", help="as JSON")
    evaluate.set_defaults(command=_evaluate)


def _build(options: argparse.Namespace) -> int:
    from notice_parser import build, terminal

    with terminal.progress() as tell:
        report = build(
            options.inputs,
            output=options.output,
            jobs=options.jobs,
            model=options.model,
            search_model=options.search_model,
            progress=tell,
        )
    terminal.print_report(report)
    return WELL if report.count("ok") + report.count("duplicate") == len(report.entries) else 1


def _correct(options: argparse.Namespace) -> int:
    from notice_parser.dataset.correcting import write_correction

    written = write_correction(
        Path(options.dataset),
        options.row,
        options.field,
        options.value,
        who=options.who,
        why=options.why,
    )
    print(f"{written.row_id}: {written.field} {written.old_value!r} → {written.new_value!r}")
    print("build the dataset again to apply it")
    return WELL


def _evaluate(options: argparse.Namespace) -> int:
    from notice_parser import scorecard
    from notice_parser.dataset.database import open_database
    from notice_parser.errors import UsageError
    from notice_parser.evaluate import compare, corrected_golds, evaluate, read_gold

    database = open_database(options.dataset)
    golds = [read_gold(path) for path in options.golds]
    if options.corrected:
        golds += corrected_golds(options.corrected)
    if not golds:
        raise UsageError("nothing to hold the dataset against: name gold files, or --corrected")
    now = evaluate(database, golds, fuzzy=options.fuzzy)
    against = None
    if options.against:
        before = evaluate(open_database(options.against), golds, fuzzy=options.fuzzy)
        against = compare(before, now)
    scorecard.print_marks(now.marked)
    if options.json:
        scorecard.print_json(now, against, errors=options.errors)
        return WELL
    if against:
        scorecard.print_comparison(against)
    else:
        scorecard.print_evaluation(now)
    if options.errors:
        scorecard.print_errors(now.misses)
    return WELL
