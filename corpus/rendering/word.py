"""A source as a Word file, as an office makes it: layout tables, automatic lists, footnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from rendering.source import Block, Kind, Runs, Source, Style, emphasised
from rendering.word_lists import AutomaticLists
from rendering.word_notes import add_footnotes

_FONT = "Times New Roman"
_WRITTEN_AT = datetime(2020, 1, 1)
_HEADING_STYLES = {1: Style.BOLD, 2: Style.BOLD, 3: Style.BOLD_ITALIC, 4: Style.ITALIC}


def render_docx(source: Source) -> bytes:
    document = Document()
    _page_setup(document)
    lists = AutomaticLists(document, source) if _automatic(source) else None
    for block in source.blocks:
        _add_block(document, block, lists)
    add_footnotes(document, source.notes)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = _WRITTEN_AT
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _automatic(source: Source) -> bool:
    return source.meta.get("numbering", "typed") == "automatic"


def _without_times(package: bytes) -> bytes:
    """The same package with every entry dated alike, so that its bytes depend on nothing else."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _WRITTEN_AT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return result.getvalue()


def _page_setup(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        _field_part(number, kind, text)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        _set_style(document, name)


def _field_part(paragraph: Paragraph, kind: str, text: str) -> None:
    run = paragraph.add_run()
    if kind:
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        run._r.append(char)
    else:
        element = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
        element.text = text
        run._r.append(element)


def _set_style(document: WordDocument, name: str) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(6)


def _add_block(document: WordDocument, block: Block, lists: AutomaticLists | None) -> None:
    if block.kind is Kind.PAGE:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif block.kind is Kind.TITLE:
        for row in block.rows:
            _fill(document.add_paragraph(), emphasised(row[0], Style.BOLD), centred=True)
    elif block.kind is Kind.TABLE:
        _add_grid(document, block)
    elif block.rows:
        _add_columns(document, block)
    else:
        _add_paragraph(document, block, lists)


def _add_paragraph(document: WordDocument, block: Block, lists: AutomaticLists | None) -> None:
    runs = block.runs
    heading = block.kind is Kind.HEADING
    style = f"Heading {block.level}" if heading and lists else None
    paragraph = document.add_paragraph(style=style)
    if lists:
        runs = lists.number(paragraph, block)
    if heading:
        runs = emphasised(runs, _HEADING_STYLES[block.level])
    _fill(paragraph, runs, centred=block.kind is Kind.CENTRE)
    if block.kind is not Kind.CENTRE:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if not lists or block.kind is Kind.BODY:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)


def _fill(paragraph: Paragraph, runs: Runs, *, centred: bool = False) -> None:
    for run in runs:
        if run.style is Style.NOTE:
            _add_note_mark(paragraph, run.text)
        elif run.text:
            added = paragraph.add_run(run.text)
            added.bold = run.style in {Style.BOLD, Style.BOLD_ITALIC}
            added.italic = run.style in {Style.ITALIC, Style.BOLD_ITALIC}
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_note_mark(paragraph: Paragraph, mark: str) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{mark}"/>'))


def _add_columns(document: WordDocument, block: Block) -> None:
    """A letterhead or signature: a table without borders, one cell per column."""
    letterhead = block.kind is Kind.LETTERHEAD
    columns = tuple(zip(*block.rows, strict=True)) if letterhead else block.rows
    table = document.add_table(rows=1, cols=2)
    for cell, width in zip(table.rows[0].cells, (Cm(6.5), Cm(9.5)), strict=True):
        cell.width = width
    _fill_cell(table.cell(0, 0), columns[0], centred=letterhead)
    right = columns[1] if letterhead else tuple(_signed(columns[1]))
    _fill_cell(table.cell(0, 1), right, centred=True)
    document.add_paragraph()


def _signed(lines: tuple[Runs, ...]) -> Iterator[Runs]:
    bold = [emphasised(line, Style.BOLD) for line in lines]
    yield from bold[:-1]
    yield from ((), (), ())
    yield bold[-1]


def _fill_cell(cell: _Cell, lines: tuple[Runs, ...], *, centred: bool) -> None:
    for index, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _fill(paragraph, line, centred=centred)


def _add_grid(document: WordDocument, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for index, cells in enumerate(block.rows):
        row = table.add_row()
        for position, cell in enumerate(row.cells):
            runs = cells[position] if index else emphasised(cells[position], Style.BOLD)
            _fill_cell(cell, (runs,), centred=index == 0)
            if block.widths:
                cell.width = Cm(16 * block.widths[position] / 100)
    document.add_paragraph()
