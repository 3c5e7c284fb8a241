"""The command that draws recurrence: plot."""

from __future__ import annotations

import argparse

from notice_parser.commands.arguments import WELL, Subcommands


def add(commands: Subcommands) -> None:
    """Add it to the command line."""
    plot = commands.add_parser("plot", help="draw recurrence into a PNG or SVG file")
    plot.add_argument("dataset", metavar="DATASET", help="folder of the dataset")
    plot.add_argument(
        "kind",
        metavar="KIND",
        choices=("matrix", "timeline", "spread"),
        help="matrix: themes against bodies; timeline: of a theme or body; spread: shares by year",
    )
    plot.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="ends in .png or .svg; is replaced"
    )
    plot.add_argument(
        "--theme", action="append", metavar="ID", help="a theme to draw; may be repeated"
    )
    plot.add_argument("--unit", action="append", metavar="ID", help="a body; may be repeated")
    plot.add_argument("--province", default="", metavar="NAME", help="bodies of this (matrix)")
    plot.add_argument("--areas", action="store_true", help="reform areas, not themes (matrix)")
    plot.set_defaults(command=_plot)


def _plot(options: argparse.Namespace) -> int:
    from notice_parser import open_dataset
    from notice_parser.plots import plot_matrix, plot_spread, plot_timeline

    with open_dataset(options.dataset) as dataset:
        if options.kind == "matrix":
            plot_matrix(
                dataset,
                rows="area" if options.areas else "theme",
                themes=options.theme,
                units=options.unit,
                province=options.province,
                path=options.output,
            )
        elif options.kind == "spread":
            plot_spread(dataset, themes=options.theme, path=options.output)
        else:
            theme, unit = " ".join(options.theme or ()), " ".join(options.unit or ())
            plot_timeline(dataset, theme=theme, unit=unit, path=options.output)
    print(options.output)
    return WELL
