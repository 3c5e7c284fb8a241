"""HTML → Source: every text that a browser shows, block by block, in document order.

Nothing is left out because it looks like no content. What the page itself calls navigation,
a side note or a foot (`<nav>`, `<aside>`, `<footer>`) is kept as running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex
from lxml import etree

from notice_parser.errors import DamagedFile
from notice_parser.model import Cell, Role
from notice_parser.reading.decoding import decode_text
from notice_parser.reading.html_looks import PLAIN, Look, is_hidden, look_of, role_of
from notice_parser.reading.html_tables import height_of, rows
from notice_parser.reading.sniff import HTML
from notice_parser.reading.source import Source, SourceLine
from notice_parser.reading.word_lines import goes_on
from notice_parser.reading.word_numbering import format_number
from notice_parser.reading.word_paragraph import Break, Piece, Stretch, stretch
from notice_parser.reading.word_xml import Element
from notice_parser.settings import limits

_LEFT_OUT = frozenset((
    "head", "title", "script", "style", "template", "noscript", "select", "button",
    "datalist", "svg", "iframe", "object", "audio", "video", "canvas", "textarea", "del",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
))  # fmt: skip
_LIST_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
_CHARSET = regex.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", regex.I)
_XML_ENCODING = regex.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_HEAD = 4096
_SPACES = regex.compile(r"[ \t\n\r\f]+")
# Word, LibreOffice and wikis name the text of a note, and the link that leads to it, so.
_NOTE = regex.compile(
    r"#?(?:_?ftn|_?edn|sdfootnote|sdendnote|fn[-:_]?|footnote[-_]?|cite_note-)\d+(?:sym)?"
)
_DIGITS = regex.compile(r"\W*\d{1,3}\W*|\*{1,3}")


def read_html(content: bytes, *, declared: str = "") -> Source:
    """The lines of a page, in the encoding that it names, or else in the one `declared` for it.
    Raises DamagedFile for one that is too large or nests too deep."""
    most = limits()
    if len(content) > most.unpacked_mb << 20 or content.count(b"<") > most.tags:
        raise DamagedFile(
            f"the HTML page is larger than the {most.unpacked_mb} MB or {most.tags:,} tags that "
            "are read; save the notice alone"
        )
    text = decode_text(content, declared=_declared(content) or declared)
    walk = _Walk()
    try:
        root = _parsed(text)
        if root is not None:
            walk.children(root, _Context())
    except RecursionError as error:
        raise _too_deep() from error
    walk.end_block(_Context())
    notes = [line for line in walk.lines if line.role is Role.FOOTNOTE]
    running = [line for line in walk.lines if line.role is Role.RUNNING]
    body = [line for line in walk.lines if line.role is Role.BODY]
    return Source(HTML, (*body, *notes, *running))


def _declared(content: bytes) -> str:
    found = _CHARSET.search(content[:_HEAD]) or _XML_ENCODING.search(content[:_HEAD])
    return found[1].decode("ascii") if found else ""


def _parsed(text: str) -> Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    content = text.replace("\0", "").encode("utf-8", errors="replace")
    root: Element | None = etree.fromstring(content, parser) if content.strip() else None
    if any(entry.type_name == "ERR_INTERNAL_ERROR" for entry in parser.error_log):
        raise _too_deep()
    return root


def _too_deep() -> DamagedFile:
    return DamagedFile(
        "the HTML page nests deeper than any document does; copy its text into a new file"
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands on to those inside it."""

    look: Look = PLAIN
    role: Role = Role.BODY
    cell: Cell | None = None
    in_note: bool = False


@dataclass
class _List:
    """An open `<ol>` or `<ul>`; `count` is the number of the next item."""

    format: str = "bullet"
    count: int = 1


@dataclass
class _Walk:
    lines: list[SourceLine] = field(default_factory=list)
    number: int = 0
    tables: int = 0
    _tokens: list[Piece | Break] = field(default_factory=list)
    _marker: str = ""
    _note: str = ""
    _lists: list[_List] = field(default_factory=list)

    def children(self, element: Element, context: _Context) -> None:
        self._text(element.text, context)
        for child in element:
            self._element(child, context)
            self._text(child.tail, context)

    def _element(self, element: Element, context: _Context) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _LEFT_OUT or is_hidden(element):
            return
        if tag == "br":
            self._tokens.append(Break.LINE)
        elif tag in _BLOCKS:
            self._block(element, tag, context)
        elif tag == "a" and _NOTE.fullmatch(element.get("href", "")) and not context.in_note:
            self._reference(element, context)
        else:
            self.children(element, replace(context, look=look_of(element, context.look)))

    def _block(self, element: Element, tag: str, context: _Context) -> None:
        self.end_block(context)
        look = look_of(element, context.look)
        inner = replace(context, look=look, role=role_of(element) or context.role)
        if _is_note(element):
            inner = replace(inner, role=Role.FOOTNOTE, in_note=True)
            self._note = "wanted"
        if tag == "table":
            self._table(element, inner)
        elif tag in ("ol", "ul"):
            self._list(element, tag, inner)
        else:
            if tag == "li":
                self._marker = self._item(element)
            self.children(element, inner)
        self.end_block(inner)

    def _reference(self, element: Element, context: _Context) -> None:
        mark = _SPACES.sub(" ", "".join(map(str, element.itertext()))).strip()
        if mark:
            self._tokens.append(Piece(mark, bold=context.look.bold, note=True))

    def _table(self, table: Element, context: _Context) -> None:
        index, first = self.tables, not any(line.role is Role.BODY for line in self.lines)
        self.tables += 1
        for row, column, cell in rows(table, letterhead=first):
            look = look_of(cell, context.look)
            place = Cell(index, row, column, height_of(cell))
            inner = replace(context, look=look, cell=place if row >= 0 else context.cell)
            self.children(cell, inner)
            self.end_block(inner)

    def _list(self, element: Element, tag: str, context: _Context) -> None:
        start = element.get("start", "1")
        kind = _LIST_FORMATS.get(element.get("type", "1"), "decimal")
        plain = "list-style" in element.get("style", "") and "none" in element.get("style", "")
        name = "none" if plain else kind if tag == "ol" else "bullet"
        self._lists.append(_List(name, int(start) if start.isdigit() and len(start) < 6 else 1))
        self.children(element, context)
        self.end_block(context)
        self._lists.pop()

    def _item(self, element: Element) -> str:
        if not self._lists or self._lists[-1].format in ("bullet", "none"):
            return "•" if not self._lists or self._lists[-1].format == "bullet" else ""
        own, value = self._lists[-1], element.get("value", "")
        own.count = int(value) if value.isdigit() and len(value) < 6 else own.count
        own.count += 1
        return format_number(own.count - 1, own.format) + "."

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        look = context.look
        if look.preformatted:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._tokens.append(Break.LINE)
                self._tokens.append(Piece(line, bold=look.bold, font=look.font))
            return
        shown = _SPACES.sub(" ", text)
        self._tokens.append(Piece(look.cased(shown), bold=look.bold, font=look.font))

    # -- lines ----------------------------------------------------------------------------

    def end_block(self, context: _Context) -> None:
        """Writes the lines of the block that ends here."""
        tokens, self._tokens = self._tokens, []
        before: Stretch | None = None
        parted = False
        for pieces in _split(tokens):
            text = stretch(pieces, prefix=self._marker, apart=True)
            if not any(piece.text.strip() for piece in pieces):
                parted = True
                continue
            self._marker = ""
            self.number += 1
            continues = (
                before is not None
                and not parted
                and goes_on(
                    before, text, centred=context.look.centred, in_cell=context.cell is not None
                )
            )
            before, parted = text, False
            self.lines.append(self._line(text, context, continues=continues))

    def _line(self, text: Stretch, context: _Context, *, continues: bool) -> SourceLine:
        note = ""
        if self._note and context.role is Role.FOOTNOTE:
            found = _DIGITS.match(text.text)
            note, self._note = (found[0].strip() if found else ""), ""
        return SourceLine(
            text.text,
            self.number,
            role=context.role,
            continues=None if context.look.preformatted else continues,
            bold=text.bold,
            centred=context.look.centred,
            cell=context.cell,
            note=note,
            marks=() if context.role is Role.FOOTNOTE else text.marks,
            fonts=text.fonts,
        )


def _split(tokens: list[Piece | Break]) -> Iterator[list[Piece]]:
    pieces: list[Piece] = []
    for token in tokens:
        if isinstance(token, Break):
            yield pieces
            pieces = []
        else:
            pieces.append(token)
    yield pieces


def _is_note(element: Element) -> bool:
    return any(_NOTE.fullmatch(element.get(name, "")) for name in ("id", "name"))
