"""The command line: arguments in, exit code out. What is printed is drawn by `terminal`.

Exit codes: 0 all well; 1 some files failed or are partial; 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from notice_parser import __version__
from notice_parser.errors import NoticeError, UsageError
from notice_parser.model import Label

WELL, SOME_FAILED, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every deliberate error is one sentence on stderr."""
    _speak_utf8()
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        code = command(options)
        sys.stdout.flush()
    except NoticeError as error:
        print(f"notice-parser: {error}", file=sys.stderr)
        return WRONG_USE if isinstance(error, UsageError) else SOME_FAILED
    except KeyboardInterrupt:
        print("notice-parser: stopped; what was finished is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `notice-parser parse … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    return code


def _speak_utf8() -> None:
    """Vietnamese on any terminal, also in a pipe and under the locale C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="notice-parser",
        description="Vietnamese inspection notices (thông báo kết luận kiểm tra) as a dataset.",
        epilog="Exit codes: 0 all well, 1 some files failed or are partial, 2 wrong use.",
    )
    top.add_argument("--version", action="version", version=f"notice-parser {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_file_commands(commands)
    _add_dataset_commands(commands)
    return top


def _add_file_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parse = commands.add_parser("parse", help="read notices and print what they say")
    parse.add_argument("files", nargs="+", metavar="FILE", help="PDF, DOCX or text file")
    parse.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "csv"),
        default="table",
        help="table for people; json: everything; jsonl, csv: the statements (default: table)",
    )
    parse.set_defaults(command=_parse)

    build = commands.add_parser("build", help="make or update a dataset from files and folders")
    build.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders with notices")
    build.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the dataset")
    build.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="processes that parse (default: 1)"
    )
    build.set_defaults(command=_build)

    scan = commands.add_parser(
        "scan", help="say what `build` would read, and how; nothing is written"
    )
    scan.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders")
    scan.set_defaults(command=_scan)

    annotate = commands.add_parser("annotate", help="write a draft of gold for you to correct")
    annotate.add_argument("file", metavar="FILE", help="PDF, DOCX or text file")
    annotate.add_argument(
        "-o", "--output", metavar="GOLD", help="a new file (default: print the draft)"
    )
    annotate.set_defaults(command=_annotate)

    show = commands.add_parser("show", help="print a notice as a tree: unit, area, label")
    show.add_argument("notice", metavar="NOTICE", help="a file; with --dataset, a notice_id")
    show.add_argument("--dataset", metavar="DIR", help="take the notice from this dataset")
    show.add_argument(
        "--pages",
        nargs="?",
        const="",
        metavar="DIR",
        help="draw what was recognised on images of the pages, into a folder (default: NAME-pages)",
    )
    show.set_defaults(command=_show)

    doctor = commands.add_parser("doctor", help="say which programs and libraries are there")
    doctor.set_defaults(command=_doctor)


def _add_dataset_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    themes = commands.add_parser("themes", help="limitations that recur, most districts first")
    themes.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    themes.add_argument("--min-units", type=_count, default=2, metavar="N", help="default: 2")
    themes.add_argument("--limit", type=_count, default=20, metavar="N", help="default: 20")
    themes.add_argument("--quotes", type=int, default=0, metavar="N", help="quotes for each theme")
    themes.add_argument("--format", choices=("table", "json"), default="table")
    themes.set_defaults(command=_themes)

    search = commands.add_parser("search", help="find statements, with or without diacritics")
    search.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    search.add_argument("query", metavar="QUERY", help='words, "a phrase", begin*')
    search.add_argument(
        "--label", choices=tuple(Label), default="", help="only statements of this label"
    )
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="default: 10")
    search.add_argument("--format", choices=("table", "json"), default="table")
    search.set_defaults(command=_search)

    _add_evaluate(commands)


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluate = commands.add_parser("evaluate", help="hold a dataset against gold annotations")
    evaluate.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    evaluate.add_argument("golds", nargs="+", metavar="GOLD", help="gold files (JSON)")
    evaluate.add_argument(
        "--errors", action="store_true", help="list each miss, expected and found side by side"
    )
    evaluate.add_argument(
        "--against", metavar="OTHER", help="say what changed since this other dataset"
    )
    evaluate.add_argument(
        "--fuzzy",
        type=_share,
        default=1.0,
        metavar="SHARE",
        help="texts this much alike are the same, for input read by OCR: 0.9 (default: 1)",
    )
    evaluate.add_argument("--json", action="store_true", help="as JSON")
    evaluate.set_defaults(command=_evaluate)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError("must be a number above 0 and up to 1")
    return share


# -- commands ---------------------------------------------------------------------------


def _parse(options: argparse.Namespace) -> int:
    from notice_parser import parse, terminal
    from notice_parser.guarded import read_files

    writer = terminal.notice_writer(options.format)
    code = WELL
    for file, document in read_files(options.files):
        try:
            if isinstance(document, NoticeError):
                raise document
            notice = parse(document)
        except UsageError:
            raise  # a bad lexicon spoils every file
        except NoticeError as error:
            print(f"notice-parser: {_about(file, error)}", file=sys.stderr)
            code = SOME_FAILED
            continue
        writer(file, notice)
        for warning in notice.warnings:
            print(f"notice-parser: {file}: partial: {warning.message}", file=sys.stderr)
            code = SOME_FAILED
    return code


def _about(file: str, error: NoticeError) -> str:
    return str(error) if file in str(error) else f"{file}: {error}"


def _build(options: argparse.Namespace) -> int:
    from notice_parser import build, terminal

    with terminal.progress() as tell:
        report = build(options.inputs, output=options.output, jobs=options.jobs, progress=tell)
    terminal.print_report(report)
    return WELL if report.count("ok") + report.count("duplicate") == len(report.entries) else 1


def _scan(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.inputs import gather
    from notice_parser.reading import how

    found = gather(options.inputs)
    rows = [(file.path, file.size, *how(file.location)) for file in found.files]
    terminal.print_scan(rows, found.skipped)
    return SOME_FAILED if any(trouble for *_, trouble in rows) else WELL


def _show(options: argparse.Namespace) -> int:
    from notice_parser import parse, read, terminal
    from notice_parser.dataset.database import open_database

    if options.pages is not None:
        return _draw(options.notice, options.pages, dataset=options.dataset)
    if options.dataset:
        terminal.print_stored_tree(open_database(options.dataset), options.notice)
    else:
        if not Path(options.notice).exists():
            raise UsageError(
                f"{options.notice}: no such file; to show a notice of a dataset add --dataset DIR"
            )
        terminal.print_tree(parse(read(options.notice)))
    return WELL


def _draw(file: str, folder: str, *, dataset: str | None) -> int:
    from notice_parser.guarded import draw_pages
    from notice_parser.highlights import highlights

    if dataset or not Path(file).exists():
        raise UsageError(f"{file}: --pages draws the pages of a file; give its path")
    for written in draw_pages(file, folder or f"{Path(file).stem}-pages", highlights):
        print(written)
    return WELL


def _doctor(_: argparse.Namespace) -> int:
    from notice_parser import doctor, terminal

    findings = doctor.examine()
    terminal.print_findings(findings)
    return WELL if all(finding.well for finding in findings) else SOME_FAILED


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


def _search(options: argparse.Namespace) -> int:
    from notice_parser import terminal
    from notice_parser.dataset.database import open_database
    from notice_parser.search.query import search

    database = open_database(options.dataset)
    result = search(database, options.query, label=options.label, limit=options.limit)
    terminal.print_hits(result, as_json=options.format == "json")
    return WELL


def _evaluate(options: argparse.Namespace) -> int:
    from notice_parser import scorecard
    from notice_parser.dataset.database import open_database
    from notice_parser.evaluate import compare, evaluate

    now = evaluate(open_database(options.dataset), options.golds, fuzzy=options.fuzzy)
    against = None
    if options.against:
        before = evaluate(open_database(options.against), options.golds, fuzzy=options.fuzzy)
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


def _annotate(options: argparse.Namespace) -> int:
    from notice_parser import parse, read, terminal
    from notice_parser.evaluate.draft import draft_gold

    draft = terminal.to_json(draft_gold(parse(read(options.file)), Path(options.file).name))
    if not options.output:
        print(draft)
        return WELL
    try:
        with Path(options.output).open("x", encoding="utf-8") as file:
            file.write(f"{draft}\n")
    except FileExistsError as error:
        raise UsageError(
            f"{options.output}: is there already, perhaps corrected; name another file"
        ) from error
    except OSError as error:
        raise UsageError(f"{options.output}: cannot be written ({error.strerror})") from error
    return WELL
