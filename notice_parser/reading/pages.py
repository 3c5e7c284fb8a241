"""Pages that were read, of a PDF or of pictures → one `Source`: what each line is, and what a
person should know of how its page was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import count

from notice_parser.model import Page, Role, Warning
from notice_parser.reading.footnotes import mark_key
from notice_parser.reading.glyphs import Aside, GlyphPage
from notice_parser.reading.heading_words import repaired
from notice_parser.reading.page_tables import columns_of
from notice_parser.reading.pdf_lines import PageLine
from notice_parser.reading.pdf_roles import Measure, centred_column, page_roles
from notice_parser.reading.source import DOUBTFUL, NoteMark, Source, SourceLine
from notice_parser.reading.tables_over_pages import join_tables
from notice_parser.reading.turn import Turn


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one page in reading order; `centred` if they stand in a column's middle."""

    lines: tuple[PageLine, ...]
    centred: bool


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page. `width` and `height` are those of the page as it was read, `turn` how it was
    turned for that, where it was; `scanned` says that it was recognised in an image. `trouble`
    is a clause that says why there is no text, or no good text; of `letters`, `unreadable` have
    no known meaning; `left_out` counts scribbles that are no words (a signature, a stamp)."""

    width: float
    height: float
    columns: tuple[Column, ...] = ()
    turn: Turn | None = None
    scanned: bool = False
    asides: tuple[Aside, ...] = ()
    letters: int = 0
    unreadable: int = 0
    left_out: int = 0
    trouble: str = ""

    @property
    def lines(self) -> tuple[PageLine, ...]:
        return tuple(line for column in self.columns for line in column.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def arranged(page: GlyphPage, *, turn: Turn | None = None, scanned: bool = False) -> ReadPage:
    """The glyphs of a page as lines in reading order."""
    columns = columns_of(page)
    return ReadPage(
        page.width,
        page.height,
        tuple(Column(lines, centred_column(lines)) for lines in columns),
        turn=turn,
        scanned=scanned,
        asides=page.asides,
        letters=page.letters,
        unreadable=page.unreadable,
        left_out=page.left_out,
    )


def source_of(
    media_type: str, pages: Sequence[ReadPage], *, warnings: Sequence[Warning] = ()
) -> Source:
    lines = join_tables(repaired(line) for line in _source_lines(pages))
    return Source(
        media_type,
        lines=lines,
        pages=tuple(_page(number, page) for number, page in enumerate(pages, start=1)),
        warnings=(*warnings, *_troubles(pages), *_doubts(lines), *_scribbles(pages)),
    )


def _page(number: int, page: ReadPage) -> Page:
    size = page.turn or page
    return Page(number, size.width, size.height, scanned=page.scanned)


def _source_lines(pages: Sequence[ReadPage]) -> Iterator[SourceLine]:
    roles = page_roles([page.lines for page in pages], [page.height for page in pages])
    known = {mark_key(note) for page in roles for _, note in page if note}
    every = [line for page in pages for line in page.lines]
    measure = Measure(every, max((page.width for page in pages), default=0.0))
    numbers = count(1)
    for number, (page, own_roles) in enumerate(zip(pages, roles, strict=True), start=1):
        middles = [column.centred for column in page.columns for _ in column.lines]
        for line, middle, (role, note) in zip(page.lines, middles, own_roles, strict=True):
            yield SourceLine(
                line.text,
                next(numbers),
                page=number,
                box=line.box,
                role=Role.BODY if line.cell else role,
                bold=line.bold,
                centred=not line.cell and (middle or measure.centres(line)),
                cell=line.cell,
                cell_edge=line.cell_edge,
                note="" if line.cell else note,
                marks=_references(line, known) if role is Role.BODY else (),
                fonts=line.fonts,
                readings=line.readings,
                place=page.turn.back(line.box) if page.turn else None,
            )

        for aside in page.asides:
            place = page.turn.back(aside.box) if page.turn else None
            yield SourceLine(
                aside.text,
                next(numbers),
                page=number,
                box=aside.box,
                role=Role.RUNNING,
                place=place,
            )


def _references(line: PageLine, known: Set[str]) -> tuple[NoteMark, ...]:
    """The superscripts that are marks of footnotes ("m2" has one that is not)."""
    return tuple(m for m in line.raised if mark_key(line.text[m.start : m.end]) in known)


def _troubles(pages: Sequence[ReadPage]) -> Iterator[Warning]:
    """One warning for each reason why pages have no text, or no good text."""
    reasons = dict.fromkeys(page.trouble for page in pages if page.trouble)
    for reason in reasons:
        numbers = [n for n, page in enumerate(pages, start=1) if page.trouble == reason]
        yield Warning("page-not-read", f"{_named(numbers)} {reason}.")


def _named(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"Page {shown}" if len(numbers) == 1 else f"Pages {shown}{more}"


def _doubts(lines: Sequence[SourceLine]) -> Iterator[Warning]:
    words = sum(len(line.readings) for line in lines)
    doubtful = [(line, r) for line in lines for r in line.readings if r.confidence < DOUBTFUL]
    if doubtful:
        line, first = doubtful[0]
        yield Warning(
            "doubtful-words",
            f"{len(doubtful)} of {words} words of the scan were hard to read, first "
            f"{line.text[first.start : first.end][:20]!r} on page {line.page}.",
        )


def _scribbles(pages: Sequence[ReadPage]) -> Iterator[Warning]:
    left_out = sum(page.left_out for page in pages)
    if left_out:
        yield Warning(
            "scribbles",
            f"{left_out} marks in the scan look like a signature or a stamp and were left out.",
        )
