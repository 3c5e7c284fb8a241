"""Word (.docx) → Source: every text that Word shows, in document order.

A .docx has no lines; each paragraph is one, and more where it holds line or page breaks.
Blank paragraphs are counted in `number` and yield no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from notice_parser.errors import DamagedFile
from notice_parser.model import Cell, Role, Warning
from notice_parser.reading.source import FontSpan, NoteMark, Source, SourceLine
from notice_parser.reading.word_lines import Draft, Pages, drafts, goes_on
from notice_parser.reading.word_notes import Note, Notes, read_notes
from notice_parser.reading.word_numbering import Marker, Numbering, read_numbering
from notice_parser.reading.word_package import Package, open_package
from notice_parser.reading.word_paragraph import Break, Piece, Stretch, TextBox, stretch, tokens
from notice_parser.reading.word_revisions import as_shown
from notice_parser.reading.word_styles import Look, Styles, paragraph_look, read_styles
from notice_parser.reading.word_tables import heights, is_letterhead, is_ruled, rows
from notice_parser.reading.word_xml import Element, R, W, child_value, nearest

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_BLOCKS = frozenset({W + "p", W + "tbl"})
_RUNNING = (W + "headerReference", W + "footerReference")
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def read_word(content: bytes, *, media_type: str = MEDIA_TYPE) -> Source:
    """The lines of a Word file: body, then footnotes and endnotes, then heads and feet.

    Raises DamagedFile for whatever Word would not open, for a locked file, and for one that
    is beyond the limits of `word_package`.
    """
    return read_package(open_package(content), media_type=media_type)


def read_package(package: Package, *, media_type: str) -> Source:
    """The lines of a Word file whose parts are known; `media_type` is that of the file."""
    try:
        return _read(package, media_type)
    except RecursionError as error:
        raise DamagedFile(
            "the Word file nests tables or text boxes deeper than any document does; "
            "copy its text into a new file"
        ) from error


def _read(package: Package, media_type: str) -> Source:
    for root in (package.document, *package.parts.values(), *package.running.values()):
        as_shown(root)
    styles = read_styles(package.parts.get("styles"))
    walk = _Walk(
        styles=styles,
        numbering=read_numbering(package.parts.get("numbering"), styles),
        notes=read_notes(package.parts, package.document),
    )
    body = package.document.find(W + "body")
    if body is not None:
        walk.blocks(body, role=Role.BODY)
    walk.note_texts()
    walk.running(package)
    breaks = _page_breaks(package.document)
    lines = walk.lines if breaks else [replace(line, page=None) for line in walk.lines]
    return Source(media_type, tuple(lines), warnings=tuple(_warnings(package, walk, breaks)))


@dataclass
class _Walk:
    """One way through the file, counting lines, pages, tables, list numbers and notes."""

    styles: Styles
    numbering: Numbering
    notes: Notes
    pages: Pages = field(default_factory=Pages)
    lines: list[SourceLine] = field(default_factory=list)
    number: int = 0
    tables: int = 0
    unknown_symbols: int = 0

    def blocks(self, container: Element, *, role: Role, cell: Cell | None = None) -> None:
        for element in nearest(container, _BLOCKS):
            if element.tag == W + "p":
                self._paragraph(element, role=role, cell=cell)
            else:
                self._table(element, role=role)

    def _table(self, table: Element, *, role: Role) -> None:
        index = self.tables
        self.tables += 1
        high = heights(table)
        cells = [
            [(Cell(index, row, col, high.get((row, col), 1)), element) for col, element in shown]
            for row, shown in enumerate(rows(table))
        ]
        if not self.lines and self._is_letterhead(table, cells):
            cells = [sorted(chain(*cells), key=lambda cell: cell[0].column)]
        for beside in cells:
            # The cells of a row stand side by side: each begins where the row does.
            first = last = self.pages.current
            for cell, element in beside:
                self.pages.current = first
                self.blocks(element, role=role, cell=cell)
                last = max(last, self.pages.current)
            self.pages.current = last

    def _is_letterhead(
        self, table: Element, cells: Sequence[Sequence[tuple[Cell, Element]]]
    ) -> bool:
        name = child_value(table.find(W + "tblPr"), "tblStyle") or ""
        shape = [(cell.row, cell.column) for cell, _ in chain(*cells)]
        return is_letterhead(shape) and not is_ruled(table, self.styles.definitions.get(name))

    def _paragraph(self, paragraph: Element, *, role: Role, cell: Cell | None) -> None:
        properties = paragraph.find(W + "pPr")
        style, look = self.styles.of_paragraph(properties)
        page = self.pages.current
        boxes: list[Element] = []
        found = tuple(drafts(self._text(paragraph, look, boxes), self.pages))
        marker = self._marker(properties, style, look, shows_text=found[0].page is not None)
        self._write(found, marker, centred=bool(look.centred), role=role, cell=cell)
        for box in boxes:
            after, self.pages.current = self.pages.current, page
            self.blocks(box, role=role, cell=cell)
            self.pages.current = after

    def _text(
        self, paragraph: Element, look: Look, boxes: list[Element]
    ) -> Iterator[Piece | Break]:
        """The paragraph's own tokens; text boxes are laid aside in `boxes`."""

        def mark(reference: Element, typed: str) -> str:
            return self.notes.mark(reference, typed, page=self.pages.current)

        for token in tokens(paragraph, look, styles=self.styles, marks=mark):
            if isinstance(token, TextBox):
                boxes.append(token.content)
            else:
                yield token

    def _marker(
        self, properties: Element | None, style: str, look: Look, *, shows_text: bool
    ) -> Marker | None:
        mark = properties.find(W + "rPr") if properties is not None else None
        mark_look = self.styles.of_run(mark, paragraph=look)
        if mark_look.hidden and not shows_text:
            return None
        marker = self.numbering.marker(
            look,
            own_level=paragraph_look(properties).list_level,
            styles=[element.get(W + "styleId", "") for element in self.styles.chain(style)],
        )
        # A list number looks like the mark at the end of its paragraph.
        if marker and mark_look.capitals:
            return replace(marker, text=marker.text.upper())
        return marker

    def _write(
        self,
        found: tuple[Draft, ...],
        marker: Marker | None,
        *,
        centred: bool,
        role: Role,
        cell: Cell | None,
    ) -> None:
        before: Stretch | None = None
        for draft in found:
            first = marker if draft is found[0] else None
            text = stretch(
                draft.pieces, prefix=first.text if first else "", apart=not first or first.apart
            )
            self.unknown_symbols += text.unknown_symbols
            if draft is not found[0] and not text.text:
                continue
            self.number += 1
            continues = before is not None and (
                draft.split
                or (
                    not draft.parted
                    and goes_on(before, text, centred=centred, in_cell=cell is not None)
                )
            )
            before = text
            if text.text:
                self.lines.append(
                    SourceLine(
                        text=text.text,
                        number=self.number,
                        page=draft.page or self.pages.current,
                        role=role,
                        continues=continues,
                        bold=text.bold,
                        centred=centred,
                        cell=cell,
                        marks=text.marks,
                        fonts=text.fonts,
                    )
                )

    def note_texts(self) -> None:
        """Write the notes that the body refers to."""
        for note in tuple(self.notes.found()):
            if note.content is None:
                continue
            first = len(self.lines)
            self.pages = Pages(note.page)
            self.blocks(note.content, role=Role.FOOTNOTE)
            for line in self.lines[first : first + 1]:
                self.lines[first] = _opening(line, note)

    def running(self, package: Package) -> None:
        """Write the heads and feet that some section uses, equal lines once."""
        used = dict.fromkeys(e.get(R + "id", "") for e in package.document.iter(*_RUNNING))
        first = len(self.lines)
        for root in dict.fromkeys(package.running[i] for i in used if i in package.running):
            self.blocks(root, role=Role.RUNNING)
        written: dict[str, SourceLine] = {}
        for line in self.lines[first:]:
            written.setdefault(line.text, replace(line, page=None))
        self.lines[first:] = written.values()


def _opening(line: SourceLine, note: Note) -> SourceLine:
    """The first line of a note, with its mark before it as on the page."""
    if note.typed and line.text.startswith(note.mark):
        return replace(line, note=note.mark)
    shift = len(note.mark) + 1
    marks = tuple(NoteMark(mark.start + shift, mark.end + shift) for mark in line.marks)
    fonts = tuple(FontSpan(f.start + shift, f.end + shift, f.font) for f in line.fonts)
    text = f"{note.mark} {line.text}"
    return replace(line, text=text, note=note.mark, marks=marks, fonts=fonts)


def _page_breaks(document: Element) -> frozenset[Break]:
    """The kinds of page breaks that the file holds."""
    rendered = next(document.iter(W + "lastRenderedPageBreak"), None) is not None
    typed = any(e.get(W + "type") == "page" for e in document.iter(W + "br"))
    return frozenset(
        kind for kind, held in ((Break.RENDERED, rendered), (Break.PAGE, typed)) if held
    )


def _warnings(package: Package, walk: _Walk, breaks: frozenset[Break]) -> Iterator[Warning]:
    if package.missing:
        yield Warning(
            "word-part-missing", f"the file lacks its own parts {', '.join(package.missing)}"
        )
    pictures = sum(1 for _ in package.document.iter(*_PICTURES))
    if pictures:
        yield Warning("pictures-not-read", f"text inside {pictures} pictures is not read")
    embedded = sum(1 for _ in package.document.iter(W + "altChunk"))
    if embedded:
        yield Warning("embedded-not-read", f"{embedded} embedded documents are not read")
    if walk.unknown_symbols:
        yield Warning(
            "unknown-symbol", f"{walk.unknown_symbols} characters of symbol fonts are left out"
        )
    lost = [note.mark for note in walk.notes.found() if note.content is None]
    if lost:
        yield Warning("note-missing", f"no text in the file for the notes {', '.join(lost)}")
    if breaks == {Break.PAGE}:
        yield Warning(
            "page-numbers-uncertain",
            "only page breaks typed by hand are in the file; later pages may be counted too low",
        )
