"""The nouns. Every value is frozen; every later stage returns new ones.

`Document.text` is the one normalised text (NFC). Whatever is found later is a
half-open span `[start, end)` into it, counted in Python characters:

    document.text[statement.start:statement.end] == statement.text

`Notice` checks this for everything it holds when it is made, so a notice that
exists keeps the promise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from notice_parser.errors import Defect


class Label(StrEnum):
    """What a statement says of the inspected unit."""

    STRENGTH = "mat-duoc"
    LIMITATION = "han-che"
    CAUSE = "nguyen-nhan"
    REQUEST = "de-nghi"
    CONCLUSION = "ket-luan"


class Role(StrEnum):
    """What a line or paragraph is on its page."""

    BODY = "body"
    FOOTNOTE = "footnote"
    RUNNING = "running"  # page numbers, running heads and feet


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open `[start, end)` into `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise Defect(f"a span must have 0 <= start <= end, not [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on its page, in points, from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """`number` is 1-based; sizes in points. `scanned` says that its text was recognised in
    an image of it."""

    number: int
    width: float
    height: float
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stood in the source. `[start, end)` is its text in `Document.text`.

    `number` is the 1-based line of the whole source, blank lines counted; `page` is
    None where the format tells no pages, `box` where it has no geometry. `confidence` is
    the mean of its words', between 0 and 1, where they were recognised in an image.
    """

    number: int
    page: int | None
    box: Box | None
    start: int
    end: int
    role: Role = Role.BODY
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Place of a paragraph in a table; all 0-based, `table` counted over the document. `height` is
    over how many rows it is merged, where the format tells."""

    table: int
    row: int
    column: int
    height: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined; never contains a line break."""

    start: int
    end: int
    role: Role = Role.BODY
    bold: bool = False
    centred: bool = False
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """`[start, end)` is the note's text without its mark; `anchor` is the offset where the
    mark stood in the body, None where no mark was found."""

    mark: str
    anchor: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """`original` stood on the page where `Document.text[start:end]` stands now.

    `kind` says what was done: `emphasis` (typed Markdown marks taken out),
    `footnote-mark`, `heading-word` (a word of a scan that had lost its marks), …
    """

    start: int
    end: int
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of a scan that was hard to read. `confidence` is between 0 and 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Warning:
    """What a person should check. `code` is stable, `message` one sentence."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Document:
    """One file as text: paragraphs in reading order first the body, then footnotes, then
    what repeats on every page. Paragraphs are separated by one "\\n" and cover the text."""

    file_id: str
    media_type: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Warning, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __post_init__(self) -> None:
        previous_end = -1
        for paragraph in self.paragraphs:
            if not previous_end < paragraph.start < paragraph.end <= len(self.text):
                raise Defect(f"{self.file_id}: paragraphs overlap or leave the text at {paragraph}")
            if "\n" in self.text[paragraph.start : paragraph.end]:
                raise Defect(f"{self.file_id}: a paragraph contains a line break at {paragraph}")
            previous_end = paragraph.end
        for line in self.lines:
            if not 0 <= line.start <= line.end <= len(self.text):
                raise Defect(f"{self.file_id}: line {line.number} leaves the text")

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        return tuple(p for p in self.paragraphs if p.role is Role.BODY)

    @cached_property
    def _lines_by_start(self) -> tuple[tuple[int, ...], tuple[Line, ...]]:
        ordered = tuple(sorted(self.lines, key=lambda line: (line.start, line.number)))
        return tuple(line.start for line in ordered), ordered

    def line_at(self, offset: int) -> Line | None:
        """The source line that `text[offset]` came from."""
        starts, ordered = self._lines_by_start
        index = bisect_right(starts, offset) - 1
        return ordered[index] if index >= 0 else None

    def lines_of(self, start: int, end: int) -> tuple[Line, ...]:
        """The source lines that `text[start:end]` came from, in order of the text."""
        starts, ordered = self._lines_by_start
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_right(starts, max(start, end - 1))
        return tuple(line for line in ordered[first:last] if line.end > start)

    def doubts_in(self, start: int, end: int) -> tuple[Doubt, ...]:
        """The words of `text[start:end]` that were hard to read."""
        first = bisect_right(self.doubts, start, key=lambda doubt: doubt.end)
        last = bisect_left(self.doubts, end, key=lambda doubt: doubt.start)
        return self.doubts[first:last]

    def as_found(self, start: int, end: int) -> str:
        """The file's own characters behind `text[start:end]`, with every repair undone. One
        that reaches over the end is undone whole; white space and NFC are no repairs."""
        parts, done = [], start
        for repair in sorted(self.repairs, key=lambda repair: (repair.start, repair.end)):
            apart = repair.end < start or end < repair.start
            touches = repair.start < repair.end and (repair.end == start or repair.start == end)
            if apart or touches or repair.start < done:
                continue
            parts += [self.text[done : repair.start], repair.original]
            done = max(done, repair.end)
        return "".join([*parts, self.text[done : max(end, done)]])

    def page_at(self, offset: int) -> int | None:
        """1-based page of `text[offset]`, None where the format has no pages."""
        line = self.line_at(offset)
        return line.page if line else None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Something found in the text: `[start, end)` and its exact words."""

    start: int
    end: int
    text: str


def quoted(text: str, start: int, end: int) -> Quoted:
    """What stands at `text[start:end]`."""
    return Quoted(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Figure(Quoted):
    """A number that says something. Codes and rules: docs/dataset.md.

    `value` is exact (97,83% is Decimal("97.83"), unit "%"); money is in đồng. A ratio or
    rank has its numerator as value; a range has `low` = `value` and `high`. `measured` is
    what it measures in the words of the text; `tied_to` are the starts of the figures that
    tell of the same measurement (a fraction, its rate, its target).
    """

    value: Decimal
    unit: str
    kind: str
    role: str
    comparator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    indicator: str = ""
    period: str = ""
    warnings: tuple[str, ...] = ()
    measured: str = ""
    tied_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline(Quoted):
    """By when a request is to be fulfilled. `due` is ISO 8601, possibly partial ("2023-10"),
    empty where it counts from the day of a notice that does not tell its day."""

    due: str


@dataclass(frozen=True, slots=True)
class Citation(Quoted):
    """A mention of a legal or party document.

    `number` is in official form ("05/2021/TT-BNV" for "5/2021/TT-BNV"); `date` ISO 8601,
    possibly partial; `document_id` the same for all mentions of one document;
    `resolved_from` the words that a back reference stands for.
    """

    doc_type: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    law_name: str = ""
    pinpoint: str = ""
    relation: str = ""
    document_id: str = ""
    resolved_from: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """An inspected body. `name` is short and in title case ("UBND xã An Hòa"); `written`
    is the exact words of the heading or title that named it, `short` what the notice says that
    it calls it ("gọi tắt là Trung tâm").

    `place_code` and `successors` (today's units, "xã An Hòa, tỉnh Đồng Tháp") are those of
    its place, where name, kind, province, district and date leave only one.
    """

    unit_id: str
    name: str
    written: str
    level: str = ""
    kind: str = ""
    district: str = ""
    province: str = ""
    parent_unit_id: str = ""
    place_code: str = ""
    successors: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Quoted):
    """A line of the outline. `kinds` is what it names (unit, area, label, conclusion);
    `depth` counts from 0 and comes from the document's own order."""

    marker: str
    depth: int
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement(Quoted):
    """One thing said of a unit (or of all, `unit_ids` empty), in no, one or two areas.

    `evidence` says where unit, area and label come from, one sentence each;
    `confidence` is between 0 and 1; `ordinal` counts from 1 within the notice. `deadline` is
    the last one that a request names.
    """

    statement_id: str
    unit_ids: tuple[str, ...]
    areas: tuple[str, ...]
    label: Label
    ordinal: int
    heading_path: tuple[str, ...]
    page: int | None = None
    remedied: bool = False
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Problem(Quoted):
    """One shortcoming: a limitation or a part of it, or the clause that limits some praise.
    `remedied` where its own words say that it was put right."""

    problem_id: str
    statement_id: str
    remedied: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """One inspected area of one unit: how many limitations, or that none was found in so
    many words ("Chưa phát hiện", `declared` is that quote)."""

    unit_id: str
    area: str
    limitations: int
    declared: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Remainder(Quoted):
    """Text that is no statement, heading or header field, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the notice says of itself. Empty where it does not say.

    `date` is ISO 8601, possibly partial ("2023-08"); `announced_at` too, with the time
    where it is given. `quotes` holds the exact words behind each field.
    """

    doc_type: str = ""
    number: str = ""
    symbol: str = ""
    date: str = ""
    place: str = ""
    issuer: str = ""
    title: str = ""
    province: str = ""
    inspected_unit: str = ""
    inspection_year: int | None = None
    announced_at: str = ""
    signer: str = ""
    signer_title: str = ""
    recipients: tuple[str, ...] = ()
    quotes: tuple[tuple[str, Quoted], ...] = ()


@dataclass(frozen=True)
class Notice:
    """One notice, whole: what it says of itself, its outline, its statements, the facts in
    them, and everything that belonged to none of these."""

    notice_id: str
    document: Document = field(repr=False)
    header: Header
    units: tuple[Unit, ...]
    headings: tuple[Heading, ...]
    statements: tuple[Statement, ...]
    coverage: tuple[Coverage, ...]
    figures: tuple[Figure, ...]
    citations: tuple[Citation, ...]
    remainders: tuple[Remainder, ...]
    layout: str = ""
    warnings: tuple[Warning, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        for quoted in self.quoted():
            if self.document.text[quoted.start : quoted.end] != quoted.text:
                raise Defect(
                    f"{self.notice_id}: [{quoted.start}, {quoted.end}) is not {quoted.text!r}"
                )

    def quoted(self) -> Iterator[Quoted]:
        """Everything in the notice that claims to stand in the text."""
        yield from self.headings
        yield from self.statements
        yield from (s.deadline for s in self.statements if s.deadline)
        yield from self.problems
        yield from self.figures
        yield from self.citations
        yield from self.remainders
        yield from (quote for _, quote in self.header.quotes)
        yield from (row.declared for row in self.coverage if row.declared)

    def unit(self, unit_id: str) -> Unit | None:
        return next((unit for unit in self.units if unit.unit_id == unit_id), None)


Spanned = TypeVar("Spanned", bound=Quoted | Span)


def touching(spans: Sequence[Spanned], start: int, end: int) -> Sequence[Spanned]:
    """Those of disjoint, sorted `spans` that share a character with `[start, end)`."""
    if not spans:
        return spans
    first = bisect_right(spans, start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, end, key=lambda span: span.start)]


def covered(spans: Iterable[Quoted | Span | Paragraph]) -> tuple[Span, ...]:
    """The union of spans as disjoint, sorted spans."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(Span(span.start, span.end))
    return tuple(merged)
