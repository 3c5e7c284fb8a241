"""Paragraphs, runs and tables as a .docx has them, for readers of older formats (.doc, RTF)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from notice_parser.reading.word_xml import NOT_XML, XML_SPACE, Element, W

MOST_DEPTH = 30


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell that goes on from the one at its left, or from the one above."""

    before: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class RunLook:
    """What a reader needs to know of the look of a run."""

    bold: bool = False
    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    superscript: bool = False
    font: str = ""


PLAIN = RunLook()


@dataclass
class _Table:
    table: Element
    row: Element | None = None
    cell: Element | None = None

    def place(self) -> Element:
        """The cell that is being written; begun where there is none."""
        if self.row is None:
            self.row = etree.SubElement(self.table, W + "tr")
        if self.cell is None:
            self.cell = etree.SubElement(self.row, W + "tc")
            etree.SubElement(self.cell, W + "tcPr")
        return self.cell


@dataclass
class Blocks:
    """Paragraphs put below `container`, those of tables in cells. A format that has no tree
    says of each paragraph only how deep in tables it stands, and where cells and rows end."""

    container: Element
    _open: list[_Table] = field(default_factory=list)

    def to_depth(self, depth: int) -> None:
        depth = min(depth, MOST_DEPTH)
        del self._open[depth:]
        while len(self._open) < depth:
            self._open.append(_Table(etree.SubElement(self._place(), W + "tbl")))

    def add(self, paragraph: Element) -> None:
        self._place().append(paragraph)

    def end_cell(self) -> None:
        if self._open:
            self._open[-1].place()
            self._open[-1].cell = None

    def end_row(self, cells: tuple[MergedCell, ...]) -> None:
        """`cells` says of each cell whether it goes on from another."""
        if not self._open:
            return
        table = self._open[-1]
        row, table.row, table.cell = table.row, None, None
        written = row.iterfind(W + "tc") if row is not None else iter(())
        for element, cell in zip(written, cells, strict=False):
            properties = element.find(W + "tcPr")
            if properties is not None and cell.before:
                say(properties, "hMerge", "continue")
            if properties is not None and cell.above:
                say(properties, "vMerge", "continue")

    def _place(self) -> Element:
        return self._open[-1].place() if self._open else self.container


def run_properties(look: RunLook) -> Element:
    properties = etree.Element(W + "rPr")
    if look.font:
        etree.SubElement(properties, W + "rFonts", {W + "ascii": NOT_XML.sub("", look.font)})
    for name, said in (
        ("b", look.bold),
        ("caps", look.capitals),
        ("smallCaps", look.small_capitals),
        ("vanish", look.hidden),
    ):
        if said:
            etree.SubElement(properties, W + name)
    if look.superscript:
        say(properties, "vertAlign", "superscript")
    return properties


def add_text(run: Element, text: str) -> None:
    element = etree.SubElement(run, W + "t", {XML_SPACE: "preserve"})
    # Some formats write a character beyond the first plane as its two halves.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    element.text = NOT_XML.sub("", whole)


def add(element: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(element, W + name, {W + key: v for key, v in attributes.items()})


def say(element: Element, name: str, value: object) -> None:
    """The child `w:name` with `w:val`."""
    etree.SubElement(element, W + name, {W + "val": str(value)})
