"""The container of a Word 97-2003 file: its streams, and the table that says what lies where.

Names and layouts are those of [MS-DOC]; section numbers in comments refer to it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from notice_parser.errors import DamagedFile, UnknownFormat
from notice_parser.reading.libreoffice import HOW_TO_INSTALL

# Where 2.5.6 FibRgFcLcb97 names each structure of the table stream.
STYLES, NOTE_REFERENCES, NOTE_TEXTS, HEADERS = 1, 2, 3, 11
CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS, PIECES = 12, 13, 15, 33
SHAPES, ENDNOTE_REFERENCES, ENDNOTE_TEXTS, BOX_TEXTS = 40, 46, 47, 56
LISTS, LIST_OVERRIDES = 73, 74

_MAGIC, _WORD_95_MAGIC = 0xA5EC, 0xA5DC
_LEAST_VERSION = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
# A story is a part of the text: 2.4.1 says in which order they follow one another.
STORIES = (
    "main",
    "footnotes",
    "headers",
    "macros",
    "comments",
    "endnotes",
    "boxes",
    "header_boxes",
)


@dataclass(frozen=True)
class DocFile:
    """`main` is the stream WordDocument, `table` 0Table or 1Table, `data` Data. `stories` are
    the bounds of each part of the text in characters."""

    main: bytes
    table: bytes
    data: bytes
    stories: dict[str, tuple[int, int]]
    places: tuple[tuple[int, int], ...]

    def structure(self, index: int) -> bytes:
        """What the table stream holds for `index`, empty where nothing."""
        offset, size = self.places[index] if index < len(self.places) else (0, 0)
        return self.table[offset : offset + size] if size else b""

    def behind(self, index: int) -> bytes:
        """The table stream from the end of a structure on."""
        offset, size = self.places[index]
        return self.table[offset + size :]


def open_doc(content: bytes) -> DocFile:
    """Raises UnknownFormat for another Office file or an older Word, DamagedFile for a broken
    or locked one."""
    streams = _streams(content)
    main = streams.get("worddocument")
    if main is None:
        raise _no_word(streams)
    magic, version, flags = struct.unpack_from("<HH6xH", main)
    if magic == _WORD_95_MAGIC or (magic == _MAGIC and version < _LEAST_VERSION):
        raise OlderWord(
            "this is a file of Word 6 or 95, which only LibreOffice reads; "
            f"{HOW_TO_INSTALL}, or save the file as DOCX"
        )
    if magic != _MAGIC:
        raise DamagedFile("the Word file is damaged; open it in Word and save it as DOCX")
    if flags & _ENCRYPTED:
        raise DamagedFile(
            "the Word file is locked with a password; open it in Word, take the password away "
            "and save it again"
        )
    table = streams.get("1table" if flags & _SECOND_TABLE else "0table")
    if table is None:
        raise DamagedFile("the Word file is cut off: half of its parts are missing; get it again")
    stories, places = _fib(main)
    return DocFile(main, table, streams.get("data", b""), stories, places)


class OlderWord(UnknownFormat):
    """A Word file from before 1997."""


def _streams(content: bytes) -> dict[str, bytes]:
    import olefile

    wanted = {"worddocument", "0table", "1table", "data"}
    with olefile.OleFileIO(BytesIO(content)) as ole:
        return {
            name: ole.openstream([entry]).read() if name in wanted else b""
            for (entry, *deeper) in ole.listdir()
            if not deeper and (name := entry.lower())
        }


def _no_word(streams: dict[str, bytes]) -> UnknownFormat:
    if "workbook" in streams or "book" in streams:
        kind = "an Excel workbook"
    elif "powerpoint document" in streams:
        kind = "a PowerPoint file"
    elif "encryptedpackage" in streams:
        return UnknownFormat(
            "the Word file is locked with a password; open it in Word, take the password away "
            "(File, Info, Protect Document) and save it again"
        )
    else:
        kind = "an Office file of another program"
    return UnknownFormat(f"this is {kind}, no Word document; save its text as DOCX or PDF")


def _fib(main: bytes) -> tuple[dict[str, tuple[int, int]], tuple[tuple[int, int], ...]]:
    """2.5.1 Fib: three counted arrays one after the other."""
    at = 32
    (words,) = struct.unpack_from("<H", main, at)
    at += 2 + 2 * words
    (longs,) = struct.unpack_from("<H", main, at)
    at += 2
    counts = struct.unpack_from(f"<{longs}i", main, at)[3 : 3 + len(STORIES)]
    at += 4 * longs
    (pairs,) = struct.unpack_from("<H", main, at)
    numbers = struct.unpack_from(f"<{2 * pairs}I", main, at + 2)
    stories, start = {}, 0
    for name, count in zip(STORIES, counts, strict=True):
        stories[name] = (start, start + max(count, 0))
        start += max(count, 0)
    return stories, tuple(zip(numbers[::2], numbers[1::2], strict=True))
