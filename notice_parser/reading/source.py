"""What every reader hands over: the lines of a file as they stand on its pages.

A reader (plain, word, pdf, …) knows its format and nothing of notices. It yields
`SourceLine`s in reading order; `assemble` turns them into one `Document`.
"""

from __future__ import annotations

from dataclasses import dataclass

from notice_parser.model import Box, Cell, Page, Role, Warning

# Below this confidence a recognised word is often wrong: 71% of the wrong words are there.
DOUBTFUL = 0.8


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a footnote: `text[start:end]` of its line is the mark."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`text[start:end]` of its line is a word recognised in an image. `original` is what was
    recognised, where a repair put another word in its place."""

    start: int
    end: int
    confidence: float
    original: str = ""


@dataclass(frozen=True, slots=True)
class FontSpan:
    """`text[start:end]` of its line is set in `font`."""

    start: int
    end: int
    font: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line. `text` is as on the page, without its line break.

    `continues` says whether it goes on with the paragraph of the line before: True or
    False where the format knows (Word), None where reflow has to find out (text, PDF).
    `note` is the mark of the footnote that starts here ("1"), with `role` FOOTNOTE; the text
    begins with it, as on the page. `cell_edge` is where the lines of its cell end across the page,
    in the units of `box`, in characters without one; infinite where no line is wrapped. `fonts`
    need be known only where a font tells the encoding of the text (.VnTime, VNI-Times). `place`
    is where the line stands on the page as displayed, if `box` is that of the page turned for
    reading.
    """

    text: str
    number: int
    page: int | None = None
    box: Box | None = None
    role: Role = Role.BODY
    continues: bool | None = None
    bold: bool = False
    centred: bool = False
    cell: Cell | None = None
    cell_edge: float | None = None
    note: str = ""
    marks: tuple[NoteMark, ...] = ()
    readings: tuple[Reading, ...] = ()
    place: Box | None = None
    fonts: tuple[FontSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's lines and pages, before they become a `Document`."""

    media_type: str
    lines: tuple[SourceLine, ...]
    pages: tuple[Page, ...] = ()
    warnings: tuple[Warning, ...] = ()
