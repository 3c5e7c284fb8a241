"""Commands that show a dataset in a browser: serve, report."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from notice_parser.commands.arguments import WELL, Subcommands

_VARIABLE = "NOTICE_PARSER_TOKEN"
_LAST_PORT = 65_535


def add(commands: Subcommands) -> None:
    """Add them to the command line."""
    serve = commands.add_parser("serve", help="open a dataset in a browser: search, pages, plots")
    serve.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="default: this machine only"
    )
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="default: 8000; 0: any"
    )
    serve.add_argument(
        "--token",
        default=os.environ.get(_VARIABLE, ""),
        metavar="SECRET",
        help=f"who asks has to know it (or set ${_VARIABLE}); needed beyond this machine",
    )
    serve.add_argument(
        "--notices", metavar="DIR", help="folder with the notices' files (default: as built)"
    )
    serve.add_argument(
        "--model",
        default="",
        metavar="DIR",
        help="the model of the dataset's vectors, to search by meaning as well",
    )
    serve.set_defaults(command=_serve)
    report = commands.add_parser("report", help="write a dataset's overview as one HTML file")
    report.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    report.add_argument("-o", "--output", required=True, metavar="FILE", help="an HTML file")
    report.add_argument("--language", choices=("vi", "en"), default="vi", help="default: vi")
    report.set_defaults(command=_report)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"must be a whole number up to {_LAST_PORT}")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from notice_parser.web.serve import check_token, listening, require_libraries, serve

    require_libraries()
    check_token(options.host, options.token)
    from notice_parser.web.app import create_app

    app = create_app(
        options.dataset,
        notices_in=options.notices,
        host=options.host,
        token=options.token,
        model=options.model,
    )
    waiting = listening(options.host, options.port)
    named = f"[{options.host}]" if ":" in options.host else options.host
    query = f"?token={options.token}" if options.token else ""
    print(f"http://{named}:{waiting.getsockname()[1]}/{query}", flush=True)
    print("notice-parser: serving until Ctrl-C", file=sys.stderr)
    serve(app, waiting)
    return WELL


def _report(options: argparse.Namespace) -> int:
    from notice_parser.web.serve import require_libraries

    require_libraries()
    from notice_parser.web.report import write_report

    write_report(Path(options.dataset), Path(options.output), language=options.language)
    print(options.output)
    return WELL
