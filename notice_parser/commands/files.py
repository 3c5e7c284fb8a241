"""Commands on files: parse, scan, annotate, show, doctor."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from notice_parser.commands.arguments import SOME_FAILED, WELL, Subcommands
from notice_parser.errors import NoticeError, UsageError


def add(commands: Subcommands) -> None:
    """Add them to the command line."""
    _add_parse(commands)
    _add_scan(commands)
    _add_annotate(commands)
    _add_show(commands)
    doctor = commands.add_parser("doctor", help="say which programs and libraries are there")
    doctor.set_defaults(command=_doctor)


def _add_parse(commands: Subcommands) -> None:
    parse = commands.add_parser("parse", help="read notices and print what they say")
    parse.anywhere = "files"
    parse.add_argument("files", nargs="+", metavar="FILE", help="PDF, DOCX or text file")
    parse.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "csv"),
        default="table",
        help="table for people; json: everything; jsonl, csv: the statements (default: table)",
    )
    parse.set_defaults(command=_parse)


def _add_scan(commands: Subcommands) -> None:
    scan = commands.add_parser(
        "scan", help="say what `build` would read, and how; nothing is written"
    )
    scan.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders")
    scan.set_defaults(command=_scan)


def _add_annotate(commands: Subcommands) -> None:
    annotate = commands.add_parser("annotate", help="write a draft of gold for you to correct")
    annotate.add_argument("file", metavar="FILE", help="PDF, DOCX or text file")
    annotate.add_argument(
        "-o", "--output", metavar="GOLD", help="a new file (default: print the draft)"
    )
    annotate.set_defaults(command=_annotate)


def _add_show(commands: Subcommands) -> None:
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
