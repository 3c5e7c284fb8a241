"""Source → Document: one normalised text, and the way back from it to the page.

Nothing is lost: what a line says is in the text, or in `repairs` with what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from notice_parser.model import Document, Doubt, Footnote, Line, Paragraph, Repair, Role
from notice_parser.reading.alphabet import lost_letters, strange_letters
from notice_parser.reading.draft import Cut, Draft, cut, draft
from notice_parser.reading.emphasis import take_emphasis
from notice_parser.reading.footnotes import FOOTNOTE_MARK, mark_footnotes, mark_key
from notice_parser.reading.layout import Layout, learn_layout
from notice_parser.reading.mend import mended
from notice_parser.reading.reflow import joint, reflow
from notice_parser.reading.running import mark_running
from notice_parser.reading.sniff import PLAIN
from notice_parser.reading.source import DOUBTFUL, Source, SourceLine

HEADING_WORD = "heading-word"
_ORDER = (Role.BODY, Role.FOOTNOTE, Role.RUNNING)


def assemble(source: Source, *, file_id: str) -> Document:
    """The document of a file's lines: body first, then footnotes, then running lines."""
    drafts, layout = _prepared(source)
    paragraphs = tuple(reflow(drafts, layout=layout))
    writer = _Writer()
    for role in _ORDER:
        for paragraph in paragraphs:
            if paragraph[0].role is role:
                writer.write(paragraph)
    writer.keep(taken for d in drafts if not d.text for taken in d.cuts)
    text = "".join(writer.parts)
    return Document(
        file_id=file_id,
        media_type=source.media_type,
        text=text,
        paragraphs=tuple(writer.paragraphs),
        lines=tuple(writer.lines),
        pages=source.pages,
        footnotes=tuple(writer.footnotes),
        repairs=tuple(writer.repairs),
        warnings=(
            *source.warnings,
            *strange_letters(text),
            *lost_letters(text, writer.repairs),
        ),
        doubts=tuple(writer.doubts),
    )


def _prepared(source: Source) -> tuple[tuple[Draft, ...], Layout]:
    """The lines as they go into the text, and how they were set. A text file's marks and
    page numbers are found here; the other readers know theirs."""
    drafts = tuple(draft(line, changes) for line, changes in mended(source.lines))
    if source.media_type == PLAIN:
        drafts = mark_running(take_emphasis(drafts))
    layout = learn_layout(drafts)
    if source.media_type == PLAIN:
        drafts = mark_footnotes(drafts, layout=layout)
    return tuple(_without_marks(d) for d in drafts), layout


def _without_marks(draft: Draft) -> Draft:
    """References to footnotes leave the text, with the space that held them apart; so does
    the mark that a footnote starts with."""
    spans = []
    note = draft.line.note
    if note and draft.text.startswith(note):
        after = draft.text[len(note) :]
        spans.append((0, len(draft.text) - len(after.lstrip(" .)]"))))
    for mark in draft.line.marks:
        spaced = draft.text[mark.end : mark.end + 1] in ("", " ", ".", ",", ";", ")")
        before = draft.text[mark.start - 1 : mark.start] == " "
        spans.append((mark.start - (before and spaced), mark.end))
    return cut(draft, spans, kind=FOOTNOTE_MARK)


def _confidence(line: SourceLine) -> float:
    if not line.readings:
        return 1.0
    return round(sum(r.confidence for r in line.readings) / len(line.readings), 3)


@dataclass(frozen=True, slots=True)
class _Anchor:
    page: int | None
    offset: int


@dataclass
class _Writer:
    """The growing text and everything that points into it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    anchors: dict[str, list[_Anchor]] = field(default_factory=dict)
    footnotes: list[Footnote] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def write(self, drafts: Sequence[Draft]) -> None:
        """Appends one paragraph."""
        if self.paragraphs:
            self._append("\n")
        start = self.length
        for index, d in enumerate(drafts):
            if index:
                self._append(joint(self.parts[-1], d.text))
            self._write_line(d)
        first = drafts[0].line
        self.paragraphs.append(
            Paragraph(
                start,
                self.length,
                role=first.role,
                bold=all(d.line.bold for d in drafts),
                centred=all(d.line.centred for d in drafts),
                cell=first.cell,
            )
        )
        if first.role is Role.FOOTNOTE:
            self._note(drafts, start)

    def keep(self, cuts: Iterable[Cut]) -> None:
        """Remembers what was taken from lines that are empty now."""
        end = self.length
        self.repairs.extend(Repair(end, end, cut.original, cut.kind) for cut in cuts)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _write_line(self, draft: Draft) -> None:
        line, start = draft.line, self.length
        for taken in draft.cuts:
            at = start + taken.at
            self.repairs.append(Repair(at, at + taken.length, taken.original, taken.kind))
            if taken.kind == FOOTNOTE_MARK and line.role is Role.BODY:
                same = self.anchors.setdefault(mark_key(taken.original), [])
                same.append(_Anchor(line.page, at))
        for reading in line.readings:
            at, end = start + reading.start, start + reading.end
            if reading.original:
                self.repairs.append(Repair(at, end, reading.original, HEADING_WORD))
            elif reading.confidence < DOUBTFUL:
                self.doubts.append(Doubt(at, end, reading.confidence))
        self._append(draft.text)
        place, confidence = line.place or line.box, _confidence(line)
        self.lines.append(
            Line(line.number, line.page, place, start, self.length, line.role, confidence)
        )

    def _note(self, drafts: Sequence[Draft], start: int) -> None:
        line = drafts[0].line
        if not line.note and self.footnotes:
            # A note of several paragraphs: its mark stands before the first.
            last = self.footnotes.pop()
            self.footnotes.append(Footnote(last.mark, last.anchor, last.start, self.length))
            return
        mark = mark_key(line.note)
        same = self.anchors.get(mark, [])
        anchor = next((a for a in same if a.page == line.page), next(iter(same), None))
        if anchor:
            same.remove(anchor)
        offset = anchor.offset if anchor else None
        self.footnotes.append(Footnote(mark, offset, start, self.length))
