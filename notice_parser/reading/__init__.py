"""Bytes → Document.

`sniff` says what the bytes are, one reader per kind turns them into a `Source` (lines as on
the page), `assemble` turns that into the one normalised text with its map back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from notice_parser.errors import DamagedFile, InputError, UnknownFormat, UnreadableFile
from notice_parser.ids import file_id
from notice_parser.model import Document
from notice_parser.reading import sniff
from notice_parser.reading.assemble import assemble
from notice_parser.reading.plain import read_plain
from notice_parser.reading.source import Source
from notice_parser.settings import limits
from notice_parser.text import squash

__all__ = ["how", "read", "read_bytes"]


def _read_pdf(content: bytes) -> Source:
    from notice_parser.reading.pdf import read_pdf  # loads pdfium

    return read_pdf(content)


def _read_word(content: bytes) -> Source:
    from notice_parser.reading.word import read_word  # loads lxml

    return read_word(content)


def _read_picture(content: bytes) -> Source:
    from notice_parser.reading.picture import read_picture  # loads Pillow

    return read_picture(content)


def _read_doc(content: bytes) -> Source:
    from notice_parser.reading.doc import read_doc  # loads lxml and olefile

    return read_doc(content)


def _read_rtf(content: bytes) -> Source:
    from notice_parser.reading.rtf import read_rtf  # loads lxml

    return read_rtf(content)


def _read_html(content: bytes) -> Source:
    from notice_parser.reading.html import read_html  # loads lxml

    return read_html(content)


def _read_mhtml(content: bytes) -> Source:
    from notice_parser.reading.mhtml import read_mhtml  # loads lxml

    return read_mhtml(content)


def _read_odt(content: bytes) -> Source:
    from notice_parser.reading.libreoffice import as_docx
    from notice_parser.reading.word import read_word

    return read_word(as_docx(content, suffix="odt"), media_type=sniff.ODT)


_READERS: dict[str, Callable[[bytes], Source]] = {
    sniff.PLAIN: read_plain,
    sniff.PDF: _read_pdf,
    sniff.DOCX: _read_word,
    **dict.fromkeys(sniff.PICTURES, _read_picture),
    sniff.DOC: _read_doc,
    sniff.RTF: _read_rtf,
    sniff.HTML: _read_html,
    sniff.MHTML: _read_mhtml,
    sniff.ODT: _read_odt,
}
_SAVE = "save it as DOCX or PDF"
_NOT_READ = {
    sniff.XLSX: "this is an Excel workbook, not a notice; give the notice as DOCX or PDF",
    sniff.PPTX: "this is a PowerPoint file, not a notice; give the notice as DOCX or PDF",
    sniff.XML: f"this is XML, which is read inside a DOCX only; open it in Word, then {_SAVE}",
    sniff.ZIP: "this is a ZIP archive without a Word document; unpack it and give its files",
    sniff.UNKNOWN: f"the bytes are no text and of no kind that is read here; {_SAVE}",
}


def read(path: str | Path) -> Document:
    """The file at `path` as a `Document`.

    Raises UnreadableFile, UnknownFormat, MissingProgram or DamagedFile, with one sentence
    that names the file, what is wrong and what to do next.
    """
    path = Path(path)
    return read_bytes(_content(path), name=str(path))


def read_bytes(content: bytes, *, name: str) -> Document:
    """Like `read`, for bytes in memory. `name` is only for messages."""
    try:
        return _with_text(assemble(_source(content), file_id=file_id(content)))
    except InputError as error:
        # What a library says of broken bytes may have lines.
        raise type(error)(f"{name}: {squash(str(error))}") from error


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise UnreadableFile(f"{path}: a device or a pipe; save what it gives as a file")
        most = limits().file_mb
        if path.is_file() and path.stat().st_size > most << 20:
            raise UnreadableFile(f"{path}: larger than the {most} MB that are read; split it")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path}: this is a folder; give the files in it") from error
    except PermissionError as error:
        raise UnreadableFile(
            f"{path}: no permission to read it; ask its owner for read access"
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: it cannot be read ({error}); check the path") from error


def _source(content: bytes) -> Source:
    return _READERS[_readable(content)](content)


def _with_text(document: Document) -> Document:
    """The document, if it says anything."""
    if document.text:
        return document
    if any(warning.code == "pictures-not-read" for warning in document.warnings):
        raise DamagedFile(
            "there are only pictures in the file; save it as PDF, whose pages are recognised"
        )
    raise DamagedFile("there is no text in the file; get it again from where it came")


def _readable(content: bytes) -> str:
    """The media type, if it is one that is read here."""
    if not content:
        raise UnreadableFile("the file is empty (0 bytes); get it again from where it came")
    media_type = sniff.sniff(content)
    if media_type in _NOT_READ:
        raise UnknownFormat(_NOT_READ[media_type])
    return media_type


def how(path: str | Path) -> tuple[str, str]:
    """The media type of the file and "", or "" and the sentence that says why it cannot be
    read. The content is not read through, so a damaged file may still fail later."""
    try:
        return _readable(_content(Path(path))), ""
    except InputError as error:
        return "", str(error)
