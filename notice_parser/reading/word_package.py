"""The parts of a Word file (a ZIP of XML), taken out with limits.

python-docx would unpack every part, pictures too, before anything can be checked, and
fails on relationships that lead nowhere (Word ignores them). So only the parts that
hold text are read here, each after its size is known.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from notice_parser.errors import DamagedFile
from notice_parser.reading.word_xml import Element, W, parse_xml
from notice_parser.settings import limits

_SINGLE_PARTS = frozenset({"styles", "numbering", "settings", "footnotes", "endnotes"})
_RUNNING_PARTS = frozenset({"header", "footer"})
_OLE_START = bytes.fromhex("D0CF11E0A1B11AE1")
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_ZIP_ERRORS = (
    BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Package:
    """`parts` by kind ("styles", "numbering", …), `running` heads and feet by relationship
    id; `missing` names the parts that the file points at and does not have."""

    document: Element
    parts: Mapping[str, Element]
    running: Mapping[str, Element]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def open_package(content: bytes) -> Package:
    """Raises DamagedFile: no ZIP, cut off, locked, too large, no Word document inside."""
    if content.startswith(_OLE_START):
        raise _locked() if _OLE_LOCKED in content else _old_word()
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _package(archive)
    except _ZIP_ERRORS as error:
        raise DamagedFile(
            f"the Word file is cut off or damaged ({error}); get the file again, or open it "
            "in Word, let Word repair it and save it again"
        ) from error


def _package(archive: ZipFile) -> Package:
    # Some programs write names with the separator of Windows.
    entries = {e.filename.replace("\\", "/").lower(): e for e in archive.infolist()}
    main = next(
        (r.target for r in _relations(archive, entries, "") if r.kind == "officeDocument"), ""
    )
    if main not in entries:
        raise DamagedFile(
            "the file is no whole Word document: its text (word/document.xml) is missing; "
            "open it in Word and save it again as .docx"
        )
    relations = [
        relation
        for relation in _relations(archive, entries, main)
        if relation.kind in _SINGLE_PARTS | _RUNNING_PARTS
    ]
    present = [relation for relation in relations if relation.target in entries]
    names = dict.fromkeys([main, *(relation.target for relation in present)])
    _refuse_bomb(sum(entries[name].file_size for name in names))
    roots = {name: _root(archive, entries[name]) for name in names}
    if roots[main].tag != W + "document":
        raise DamagedFile("the file is an Office file but no Word document; save its text as .docx")
    return Package(
        document=roots[main],
        parts={r.kind: roots[r.target] for r in present if r.kind in _SINGLE_PARTS},
        running={r.id: roots[r.target] for r in present if r.kind in _RUNNING_PARTS},
        missing=tuple(sorted({r.target for r in relations} - set(roots))),
    )


def _relations(
    archive: ZipFile, entries: Mapping[str, ZipInfo], source: str
) -> Iterator[_Relation]:
    """What the part `source` ("" for the package itself) points at inside the file."""
    folder, name = posixpath.split(source)
    entry = entries.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if entry is None:
        return
    for element in _root(archive, entry):
        if element.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
        kind = element.get("Type", "").rpartition("/")[2]
        yield _Relation(element.get("Id", ""), kind, target.lstrip("/").lower())


def _root(archive: ZipFile, entry: ZipInfo) -> Element:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise _locked()
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise DamagedFile(
            f"{entry.filename} inside the Word file is packed in a way that Word does not use; "
            "open the file in Word and save it again"
        )
    most = limits()
    _refuse_bomb(entry.file_size)
    # The declared size may be a lie: never unpack more than the limit either.
    with archive.open(entry) as stream:
        content = stream.read((most.unpacked_mb << 20) + 1)
    _refuse_bomb(len(content))
    if content.count(b"<") > most.tags:
        raise DamagedFile(
            f"{entry.filename} inside the Word file has more than {most.tags:,} XML tags; "
            "if the file is genuine, split it into parts"
        )
    return parse_xml(content, part=entry.filename)


def _refuse_bomb(size: int) -> None:
    """A notice of 200 pages of tables has about 10 MB of XML, which takes about ten times its size
    in memory once parsed."""
    most = limits().unpacked_mb
    if size > most << 20:
        raise DamagedFile(
            f"the text inside the Word file unpacks to {size:,} bytes, more than the {most} MB "
            "that are read; if the file is genuine, split it into parts"
        )


def _locked() -> DamagedFile:
    return DamagedFile(
        "the Word file is locked with a password; open it in Word, take the password away "
        "(File, Info, Protect Document) and save it again"
    )


def _old_word() -> DamagedFile:
    return DamagedFile(
        "the file is of the old Word 97-2003 kind in spite of its name; open it in Word and "
        "save it as .docx"
    )
