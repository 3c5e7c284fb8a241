"""Word files: what Word shows is what is read, and a bad file is one clear error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st

from notice_parser.errors import DamagedFile
from notice_parser.model import Cell, Role
from notice_parser.reading import read_bytes
from notice_parser.reading.source import Source
from notice_parser.reading.word import read_word
from notice_parser.settings import Limits

CASES = Path(__file__).parents[1] / "cases"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{TYPES}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
ROOTS = {"header1": "hdr", "header2": "hdr", "header3": "hdr"}
UNPACKED = Limits().unpacked_mb << 20


def cases(name: str) -> list[Any]:
    table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in table]


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{TYPES}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def package(files: Mapping[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word_files(body: str, **parts: str) -> dict[str, str | bytes]:
    """The files of a .docx with `body` inside w:body and `parts` inside their roots."""
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations({"doc": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(
            {name: (name.rstrip("123"), f"{name}.xml") for name in parts}
        ),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = ROOTS.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{content}</w:{root}>"
    return files


def word_file(body: str, **parts: str) -> bytes:
    return package(word_files(body, **parts))


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


@pytest.mark.parametrize("case", cases("word"))
def test_reads_what_word_shows(case: dict[str, Any]) -> None:
    told = {"name", "body", "lines", "warnings", "numbers", "continues", "bold", "centred",
            "cells", "pages", "roles", "notes", "marks"}  # fmt: skip
    parts = {key: value for key, value in case.items() if key not in told}
    source = read_word(word_file(case["body"], **parts))
    lines = source.lines
    read: dict[str, list[Any]] = {
        "lines": texts(source),
        "warnings": [warning.code for warning in source.warnings],
        "numbers": [line.number for line in lines],
        "continues": [line.continues for line in lines],
        "bold": [line.bold for line in lines],
        "centred": [line.centred for line in lines],
        "cells": [[line.cell.table, line.cell.row, line.cell.column] if line.cell else None
                  for line in lines],
        "pages": [line.page for line in lines],
        "roles": [line.role.value for line in lines],
        "notes": [line.note for line in lines],
        "marks": [[line.text[mark.start : mark.end] for mark in line.marks] for line in lines],
    }  # fmt: skip
    expected = {"warnings": [], **{key: case[key] for key in read if key in case}}
    assert {key: read[key] for key in expected} == expected


def level_xml(index: int, form: str, text: str, more: str = "") -> str:
    start = "" if "<w:start " in more else '<w:start w:val="1"/>'
    return (
        f'<w:lvl w:ilvl="{index}">{start}<w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def list_xml(levels: list[list[str]], *, abstract: int = 0) -> str:
    inside = "".join(level_xml(index, *level) for index, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{abstract}">{inside}</w:abstractNum>'


def num_xml(number: int, *, abstract: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def item(number: int, level: int = 0, *, text: str = "mục", style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:p><w:pPr>{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        f"</w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize("case", cases("word_numbering"))
def test_list_numbers(case: dict[str, Any]) -> None:
    numbering = list_xml(case["levels"]) + num_xml(1)
    body = "".join(item(1, level) for level, _ in case["items"])
    assert texts(read_word(word_file(body, numbering=numbering))) == [
        shown for _, shown in case["items"]
    ]


DECIMAL = [["decimal", "%1."], ["decimal", "%1.%2."]]


def test_lists_of_one_definition_count_on_together_unless_one_starts_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = list_xml(DECIMAL) + num_xml(1) + num_xml(2) + num_xml(3, more=again)
    body = item(1) + item(2) + item(3) + item(3) + item(1)
    shown = ["1. mục", "2. mục", "5. mục", "6. mục", "7. mục"]
    assert texts(read_word(word_file(body, numbering=numbering))) == shown


def test_a_list_can_change_a_level_of_its_definition() -> None:
    change = f'<w:lvlOverride w:ilvl="0">{level_xml(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    numbering = list_xml(DECIMAL) + num_xml(1, more=change)
    assert texts(read_word(word_file(item(1), numbering=numbering))) == ["a) mục"]


def test_a_list_style_lends_its_levels() -> None:
    numbering = (
        list_xml(DECIMAL)
        + '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
        + num_xml(1)
        + num_xml(2, abstract=7)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Kieu">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(read_word(word_file(item(2), numbering=numbering, styles=styles))) == ["1. mục"]


HEADINGS = """
<w:style w:type="paragraph" w:styleId="Muc1">
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Muc2"><w:basedOn w:val="Muc1"/></w:style>
<w:style w:type="paragraph" w:styleId="Rieng"><w:basedOn w:val="Muc2"/></w:style>
<w:style w:type="paragraph" w:styleId="Tat"><w:basedOn w:val="Muc1"/>
<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def styled(style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>mục</w:t></w:r></w:p>'


def test_numbers_come_through_styles_and_can_be_switched_off() -> None:
    levels = [
        ["upperRoman", "%1.", '<w:pStyle w:val="Muc1"/>'],
        ["decimal", "%2.", '<w:pStyle w:val="Muc2"/>'],
    ]
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("Muc1") + styled("Muc2") + styled("Rieng") + styled("Tat") + styled("Muc1", off)
    source = read_word(word_file(body, numbering=list_xml(levels) + num_xml(1), styles=HEADINGS))
    assert texts(source) == ["I. mục", "1. mục", "2. mục", "mục", "mục"]


def test_an_empty_item_shows_its_number_and_a_hidden_one_does_not_count() -> None:
    hidden = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    )
    body = item(1, text="") + hidden + item(1)
    source = read_word(word_file(body, numbering=list_xml(DECIMAL) + num_xml(1)))
    assert texts(source) == ["1.", "2. mục"]


def test_a_note_mark_keeps_its_place_behind_a_list_number() -> None:
    reference = '</w:t><w:footnoteReference w:id="1"/><w:t>'
    source = read_word(
        word_file(
            item(1, text=f"đề án{reference}"),
            numbering=list_xml(DECIMAL) + num_xml(1),
            footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>Chú.</w:t></w:r></w:p></w:footnote>',
        )
    )
    line = source.lines[0]
    assert line.text == "1. đề án1"
    assert [(mark.start, mark.end) for mark in line.marks] == [(8, 9)]


def test_reads_what_python_docx_writes() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "ĐOÀN KIỂM TRA"
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Số: 15/TB-ĐKT"
    table.cell(0, 1).text = "Đồng Tháp, ngày 28 tháng 8 năm 2023"
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("THÔNG BÁO").bold = True
    document.add_paragraph("Ban hành kế hoạch", style="List Number")
    document.add_paragraph("Chậm báo cáo", style="List Bullet")
    stream = BytesIO()
    document.save(stream)
    lines = read_word(stream.getvalue()).lines
    assert [(line.text, line.cell, line.role) for line in lines] == [
        ("Số: 15/TB-ĐKT", Cell(0, 0, 0), Role.BODY),
        ("Đồng Tháp, ngày 28 tháng 8 năm 2023", Cell(0, 0, 1), Role.BODY),
        ("THÔNG BÁO", None, Role.BODY),
        ("1. Ban hành kế hoạch", None, Role.BODY),
        ("• Chậm báo cáo", None, Role.BODY),
        ("ĐOÀN KIỂM TRA", None, Role.RUNNING),
    ]
    assert lines[2].bold
    assert lines[2].centred
    assert {line.page for line in lines} == {None}


def test_strict_open_xml_is_the_same_format() -> None:
    files = word_files("<w:p><w:r><w:t>chặt</w:t></w:r></w:p>")
    files["word/document.xml"] = str(files["word/document.xml"]).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read_word(package(files))) == ["chặt"]


def test_other_programs_name_the_parts_in_their_own_way() -> None:
    """Word on the web; programs that write the separator of Windows."""
    files = word_files("<w:p><w:r><w:t>Một</w:t></w:r></w:p>")
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["_rels/.rels"] = relations({"doc": ("officeDocument", "word/document2.xml")})
    windows = {name.replace("word/", "word\\"): words for name, words in files.items()}
    for named in (files, windows):
        assert read_bytes(package(named), name="notice.docx").text == "Một"


def test_pictures_alone_are_no_text() -> None:
    picture = "<a:blip xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'/>"
    body = f"<w:p><w:r><w:drawing>{picture}</w:drawing></w:r></w:p>"
    with pytest.raises(DamagedFile, match="only pictures in the file; save it as PDF"):
        read_bytes(word_file(body), name="notice.docx")


def test_a_part_that_is_pointed_at_and_absent_is_told() -> None:
    files = word_files("<w:p><w:r><w:t>còn</w:t></w:r></w:p>", styles="", header1="")
    del files["word/styles.xml"]
    source = read_word(package(files))
    assert texts(source) == ["còn"]
    assert [warning.code for warning in source.warnings] == ["word-part-missing"]


GOOD = word_files(
    item(1) + "<w:p><w:r><w:t>chữ</w:t></w:r></w:p>",
    numbering=list_xml(DECIMAL) + num_xml(1),
    styles=HEADINGS,
)
LAUGHS = (
    '<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000


def with_document(content: str | bytes) -> bytes:
    return package({**GOOD, "word/document.xml": content})


def without(name: str) -> bytes:
    return package({key: value for key, value in GOOD.items() if key != name})


def locked_zip() -> bytes:
    content = bytearray(package(GOOD))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
BAD_FILES = {
    "empty": (b"", "damaged"),
    "no zip": (b"%PDF-1.7 nothing of a Word file", "damaged"),
    "cut off": (package(GOOD)[:-200], "cut off"),
    "no document": (without("word/document.xml"), "missing"),
    "no relationships": (without("_rels/.rels"), "missing"),
    "another Office file": (with_document("<workbook/>"), "no Word document"),
    "broken XML": (with_document(f"<w:document {NAMES}><w:body>"), "not well-formed"),
    "empty XML": (with_document(""), "not well-formed"),
    "broken styles": (package({**GOOD, "word/styles.xml": "<w:styles>"}), "styles.xml"),
    "billion laughs": (with_document(LAUGHS), "document type"),
    "billion laughs in UTF-16": (with_document(LAUGHS.encode("utf-16")), "document type"),
    "a file of the machine": (with_document(OUTSIDE), "document type"),
    "an entity out of nothing": (with_document("<a>&b;</a>"), "not well-formed"),
    "endless nesting": (
        with_document(f"<w:document {NAMES}><w:body>{DEEP}</w:body></w:document>"),
        "not well-formed",
    ),
    "password": (OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "password on the ZIP": (locked_zip(), "password"),
    "old Word": (OLE + b"\0" * 512, "97-2003"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_clear_error(name: str) -> None:
    content, says = BAD_FILES[name]
    with pytest.raises(DamagedFile, match=says):
        read_word(content)


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    with pytest.raises(DamagedFile, match="unpacks to"):
        read_word(with_document(b" " * (UNPACKED + 1)))


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    size = UNPACKED + 1
    content = with_document(b" " * size)
    lying = content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(DamagedFile):
        read_word(lying)


def test_a_part_of_nothing_but_tags_is_refused() -> None:
    with pytest.raises(DamagedFile, match="XML tags"):
        read_word(with_document(b"<p/>" * (Limits().tags + 1)))


def test_many_parts_are_limited_together() -> None:
    big = b"<x>" + b" " * (UNPACKED // 2) + b"</x>"
    names = ("styles", "settings", "footnotes")
    files = {f"word/{name}.xml": big for name in names}
    with pytest.raises(DamagedFile, match="unpacks to"):
        read_word(package({**word_files("", **dict.fromkeys(names, "")), **files}))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_never_raises_anything_else(data: st.DataObject) -> None:
    content = bytearray(package(GOOD))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        with suppress(DamagedFile):
            read_word(damaged)


TAGS = ("p", "r", "t", "tbl", "tr", "tc", "del", "ins", "fldChar", "br", "sdt", "sym", "pPr",
        "numPr", "footnoteReference", "txbxContent", "vMerge", "rPr", "vanish")  # fmt: skip
LEAVES = st.sampled_from(["chữ", " ", "<w:br/>", '<w:numId w:val="1"/>', '<w:ilvl w:val="-9"/>'])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda tag, value, inside: f'<w:{tag} w:val="{value}">{"".join(inside)}</w:{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(["0", "1", "page", "99999999999999999999", "x"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_any_xml_is_read_and_marks_are_in_their_lines(tree: str) -> None:
    numbering = list_xml(DECIMAL) + num_xml(1)
    source = read_word(word_file(f"<w:p>{tree}</w:p>{tree}", numbering=numbering))
    for line in source.lines:
        assert line.text.strip()
        assert "\n" not in line.text
        assert all(line.text[mark.start : mark.end].strip() for mark in line.marks)
    numbers = [line.number for line in source.lines]
    assert numbers == sorted(set(numbers))
