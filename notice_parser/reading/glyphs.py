"""What a page shows, before it becomes lines: runs of glyphs of a PDF, or words of an image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from notice_parser.model import Box
from notice_parser.reading.ruled_tables import Rule


class GlyphRun(NamedTuple):
    """Letters of one text object that touch, or a space, or one whole word recognised in an
    image, which then has a `confidence`. `left` and `right` include side bearings; `base` is the
    baseline's distance from the top of the page; all in points. `piece` numbers the text
    object, `hidden` says that it is not drawn."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    piece: int
    readable: bool
    hidden: bool = False
    font: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that runs slantwise, upwards or downwards: a watermark, a note in the margin."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """`width` and `height` as displayed, after rotation. `left_out` counts what was recognised in
    an image and is no word; `rules` are the lines drawn on the page, `asides` what runs across the
    page in another direction than its text. By `quarters` of a right angle, with the clock, the
    page has to be turned for most of its letters to stand upright."""

    width: float
    height: float
    runs: tuple[GlyphRun, ...]
    left_out: int = 0
    rules: tuple[Rule, ...] = ()
    asides: tuple[Aside, ...] = ()
    quarters: int = 0

    @property
    def letters(self) -> int:
        return _letters(self.runs)

    @property
    def unreadable(self) -> int:
        """The letters of which no one knows what they are."""
        return _letters([run for run in self.runs if not run.readable])

    @property
    def hidden(self) -> int:
        """The letters that are not drawn."""
        return _letters([run for run in self.runs if run.hidden])


def _letters(runs: Sequence[GlyphRun]) -> int:
    return sum([len(run.text) for run in runs if run.text != " "])
