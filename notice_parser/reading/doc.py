"""Word 97-2003 (.doc) → Source.

The file is written out as the XML of a .docx, in memory, and then read like one: what a list
number or a merged cell shows is decided in one place.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from notice_parser.errors import DamagedFile, InputError
from notice_parser.reading.doc_file import (
    BOX_TEXTS,
    ENDNOTE_REFERENCES,
    ENDNOTE_TEXTS,
    HEADERS,
    NOTE_REFERENCES,
    NOTE_TEXTS,
    SHAPES,
    DocFile,
    OlderWord,
    open_doc,
)
from notice_parser.reading.doc_lists import numbering
from notice_parser.reading.doc_story import Notes, StoryWriter
from notice_parser.reading.doc_styles import read_styles
from notice_parser.reading.doc_text import DocText
from notice_parser.reading.libreoffice import as_docx
from notice_parser.reading.sniff import DOC
from notice_parser.reading.source import Source
from notice_parser.reading.word import read_package, read_word
from notice_parser.reading.word_package import Package
from notice_parser.reading.word_xml import R, W

_STORIES_BEFORE_HEADERS = 6
_BROKEN = (
    struct.error, IndexError, KeyError, ValueError, OSError, OverflowError, TypeError,
    AttributeError,
)  # fmt: skip


def read_doc(content: bytes) -> Source:
    """The lines of an old Word file.

    Raises UnknownFormat for what is no Word file, or one that only LibreOffice reads where it
    is not installed; DamagedFile for a broken or locked one.
    """
    try:
        package = _package(open_doc(content))
    except OlderWord:
        return read_word(as_docx(content, suffix="doc"), media_type=DOC)
    except InputError:
        raise
    except _BROKEN as error:
        raise DamagedFile(
            "the Word file is cut off or damaged; get the file again, or open it in Word, let "
            "Word repair it and save it as DOCX"
        ) from error
    return read_package(package, media_type=DOC)


def _package(file: DocFile) -> Package:
    text, styles = DocText(file), read_styles(file)
    writer = StoryWriter(text, styles)
    writer.notes = _notes(file)
    writer.boxes = dict(_boxes(file, writer))
    document = etree.Element(W + "document")
    body = etree.SubElement(document, W + "body")
    writer.write(body, *file.stories["main"])
    for box in writer.boxes.values():
        run = etree.SubElement(etree.SubElement(body, W + "p"), W + "r")
        run.append(box)
    parts = {
        f"{kind}s": _note_texts(file, writer, kind=kind, index=index)
        for kind, index in (("footnote", NOTE_TEXTS), ("endnote", ENDNOTE_TEXTS))
    }
    lost: tuple[str, ...] = ()
    try:
        lists = numbering(file, styles)
    except _BROKEN:
        lists, lost = None, ("list numbers",)
    if lists is not None:
        parts["numbering"] = lists
    running = dict(_running(file, writer))
    section = etree.SubElement(body, W + "sectPr")
    for name in running:
        etree.SubElement(section, W + "headerReference", {R + "id": name})
    return Package(document, parts, running, lost)


def _numbers(table: bytes, size: int) -> tuple[int, ...]:
    """2.2.2 PLC: the character positions at its beginning; each element has `size` bytes."""
    count = (len(table) - 4) // (4 + size) if len(table) >= 4 else -1
    return struct.unpack_from(f"<{count + 1}I", table)


def _notes(file: DocFile) -> Notes:
    found = {}
    for kind, index in (("footnote", NOTE_REFERENCES), ("endnote", ENDNOTE_REFERENCES)):
        for number, place in enumerate(_numbers(file.structure(index), 2)[:-1]):
            found[place] = (kind, number)
    return found


def _note_texts(file: DocFile, writer: StoryWriter, *, kind: str, index: int) -> etree._Element:
    root = etree.Element(f"{W}{kind}s")
    start, end = file.stories[f"{kind}s"]
    bounds = [start + place for place in _numbers(file.structure(index), 0)]
    for number, (first, last) in enumerate(pairwise(bounds)):
        note = etree.SubElement(root, W + kind, {W + "id": str(number)})
        if first < last <= end:
            writer.write(note, first, last)
    return root


def _running(file: DocFile, writer: StoryWriter) -> Iterator[tuple[str, etree._Element]]:
    """2.3.5: separators of notes first, then six heads and feet of each section."""
    start, end = file.stories["headers"]
    bounds = [start + place for place in _numbers(file.structure(HEADERS), 0)]
    stories = list(pairwise(bounds))[_STORIES_BEFORE_HEADERS:]
    for number, (first, last) in enumerate(stories):
        if first < last <= end:
            root = etree.Element(W + "hdr")
            writer.write(root, first, last)
            yield f"h{number}", root


def _boxes(file: DocFile, writer: StoryWriter) -> Iterator[tuple[int, etree._Element]]:
    """The text boxes of the main text by the place where they are anchored, below 0 where
    there is none."""
    texts, shapes = file.structure(BOX_TEXTS), file.structure(SHAPES)
    start, _ = file.stories["boxes"]
    places, anchors = _numbers(texts, 22), _numbers(shapes, 26)
    at = {}
    for number, place in enumerate(anchors[:-1]):
        (shape,) = struct.unpack_from("<I", shapes, 4 * len(anchors) + 26 * number)
        at[shape] = place
    for number, (first, last) in enumerate(pairwise(places)):
        (shape,) = struct.unpack_from("<14xI", texts, 4 * len(places) + 22 * number)
        if first < last:
            box = etree.Element(W + "txbxContent")
            writer.write(box, start + first, start + last)
            # The boxes of a drawing have no place of their own in the text.
            yield at.get(shape, -1 - number), box
