"""The characters of a Word 97-2003 file, and the properties that hold for each of them."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from notice_parser.errors import DamagedFile
from notice_parser.reading.doc_file import CHARACTER_PAGES, PARAGRAPH_PAGES, PIECES, DocFile

MOST_CHARACTERS = 10_000_000
_PAGE = 512
_COMPRESSED = 0x4000_0000
_PIECES_START, _PROPERTIES_START = 2, 1
_Read: TypeAlias = Callable[[DocFile, bytes, int, int], "Properties"]
_HUGE_PROPERTIES = struct.pack("<H", 0x6646)


@dataclass(frozen=True, slots=True)
class Properties:
    """The property modifiers of characters (or a paragraph) up to `end`; `style` of the
    paragraph."""

    end: int
    modifiers: bytes
    style: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    offset: int
    wide: bool
    modifiers: bytes

    @property
    def size(self) -> int:
        return 2 if self.wide else 1


class DocText:
    """`text` of the whole file; `runs` and `paragraphs` by the character that ends them."""

    def __init__(self, file: DocFile) -> None:
        self._pieces = list(_pieces(file.structure(PIECES)))
        self.text = "".join(_characters(file.main, piece) for piece in self._pieces)
        self.runs = self._by_character(_pages(file, CHARACTER_PAGES, _run_properties))
        self.paragraphs = self._by_character(_pages(file, PARAGRAPH_PAGES, _paragraph_properties))
        self._run_ends = [run.end for run in self.runs]
        self._paragraph_ends = [paragraph.end for paragraph in self.paragraphs]

    def runs_of(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """The stretches of equal look in `[start, end)`."""
        index = bisect_right(self._run_ends, start)
        while start < end:
            run = self.runs[index] if index < len(self.runs) else Properties(end, b"")
            stop = min(run.end, end)
            yield start, stop, run.modifiers
            start, index = stop, index + 1

    def paragraph_of(self, character: int) -> Properties:
        index = bisect_right(self._paragraph_ends, character)
        return self.paragraphs[index] if index < len(self.paragraphs) else Properties(0, b"")

    def _by_character(self, stretches: list[tuple[int, int, Properties]]) -> list[Properties]:
        """Properties lie by the place of the characters in the file; a file that was saved
        quickly has its pieces in another order than the text."""
        starts = [start for start, _, _ in stretches]
        found: list[Properties] = []
        for piece in self._pieces:
            first, last = piece.offset, piece.offset + (piece.end - piece.start) * piece.size
            index = max(bisect_right(starts, first) - 1, 0)
            while index < len(stretches) and stretches[index][0] < last:
                _, stop, own = stretches[index]
                index += 1
                end = piece.start + (min(stop, last) - first) // piece.size
                if end > (found[-1].end if found else 0):
                    found.append(Properties(end, own.modifiers + piece.modifiers, own.style))
            if piece.end > (found[-1].end if found else 0):
                found.append(Properties(piece.end, piece.modifiers))
        return found


def _pieces(table: bytes) -> Iterator[_Piece]:
    """2.9.38 Clx: properties that pieces refer to, then the pieces."""
    at, shared = 0, []
    while at < len(table) and table[at] == _PROPERTIES_START:
        (size,) = struct.unpack_from("<H", table, at + 1)
        shared.append(table[at + 3 : at + 3 + size])
        at += 3 + size
    if at >= len(table) or table[at] != _PIECES_START:
        raise DamagedFile(
            "the Word file has no table of its text; open it in Word and save it again"
        )
    count = (struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    if list(bounds) != sorted(bounds) or bounds[-1] > MOST_CHARACTERS:
        raise DamagedFile(
            "the Word file's table of its text is broken; open it in Word and save it as DOCX"
        )
    at += 5 + 4 * (count + 1)
    for number, (start, end) in enumerate(pairwise(bounds)):
        offset, modifier = struct.unpack_from("<2xIH", table, at + 8 * number)
        known = modifier & 1 and modifier >> 1 < len(shared)
        wide = not offset & _COMPRESSED
        place = offset & ~_COMPRESSED
        own = shared[modifier >> 1] if known else b""
        yield _Piece(start, end, place if wide else place // 2, wide, own)


def _characters(main: bytes, piece: _Piece) -> str:
    count = piece.end - piece.start
    raw = main[piece.offset : piece.offset + count * piece.size]
    if piece.wide:
        # Surrogate pairs count as two characters there.
        text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
    else:
        text = raw.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            text = "".join(c if c != "\ufffd" else chr(b) for c, b in zip(text, raw, strict=True))
    return text.ljust(count, "\r")


def _pages(file: DocFile, index: int, read: _Read) -> list[tuple[int, int, Properties]]:
    """2.8.5, 2.8.6: which page of 512 bytes holds the properties of which bytes."""
    table = file.structure(index)
    count = max(len(table) - 4, 0) // 8
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
    found = []
    for number in numbers:
        page = file.main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            continue
        held = page[-1]
        bounds = struct.unpack_from(f"<{held + 1}I", page)
        for place, (start, end) in enumerate(pairwise(bounds)):
            if start < end:
                found.append((start, end, read(file, page, 4 * (held + 1), place)))
    return sorted(found, key=lambda stretch: stretch[:2])


def _run_properties(file: DocFile, page: bytes, at: int, place: int) -> Properties:
    offset = 2 * page[at + place]
    return Properties(0, page[offset + 1 : offset + 1 + page[offset]] if offset else b"")


def _paragraph_properties(file: DocFile, page: bytes, at: int, place: int) -> Properties:
    offset = 2 * page[at + 13 * place]
    if not offset:
        return Properties(0, b"")
    size = 2 * page[offset] - 1
    if page[offset] == 0:
        offset += 1
        size = 2 * page[offset]
    held = page[offset + 1 : offset + 1 + size]
    style = struct.unpack_from("<H", held)[0] if len(held) >= 2 else 0
    modifiers = held[2:]
    if modifiers.startswith(_HUGE_PROPERTIES) and len(modifiers) >= 6:
        # Too long for the page: the stream Data has them.
        (far,) = struct.unpack_from("<I", modifiers, 2)
        if far + 2 <= len(file.data):
            (long,) = struct.unpack_from("<H", file.data, far)
            modifiers = file.data[far + 2 : far + 2 + long]
    return Properties(0, modifiers, style)
