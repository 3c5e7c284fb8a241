"""What kind of file the bytes are. The content decides, never the name: "thông báo.doc" is
as often RTF, HTML or DOCX as it is Word 97."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import regex

from notice_parser.reading.decoding import decode_text, is_text

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
XML = "application/xml"
PLAIN = "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ZIP = "application/zip"
PNG, JPEG, TIFF, GIF = "image/png", "image/jpeg", "image/tiff", "image/gif"
PICTURES = (PNG, JPEG, TIFF, GIF)
UNKNOWN = "application/octet-stream"

# ISO 32000 wants "%PDF-" at the start; Acrobat and scanners' mail gateways accept it within
# the first 1024 bytes.
_PDF_HEADER_WITHIN = 1024
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF8", GIF),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("content.xml", ODT),
)
# Word on the web writes "word/document2.xml": what an Office file is, its folder says.
_OFFICE = "_rels/.rels"
_OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
_HTML = regex.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?(?:<!--.{0,500}?-->\s*+)?"
    rb"<(?:!doctype\s++html|html|head|body|meta|table|div|p|span)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_MHTML = regex.compile(
    rb"(?:[\w-]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+){0,30}?content-type:\s*multipart/", regex.IGNORECASE
)
_XML = regex.compile(rb"(?:\xef\xbb\xbf)?\s*+<\?xml\b")
_SAMPLE = 65536


def sniff(content: bytes) -> str:
    """The media type of `content`; `UNKNOWN` where the bytes are no text either."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(content)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:2048]):
        return HTML
    if _MHTML.match(content[:4096]):
        return MHTML
    if _XML.match(content[:2048]):
        return XML
    if b"\0" in content[:_SAMPLE]:
        text = decode_text(content[:_SAMPLE])
        if not is_text(text):
            return UNKNOWN
        return HTML if _HTML.match(text[:2048].encode()) else PLAIN
    return PLAIN


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = {name.replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        # A ZIP without its directory (a broken download) still shows its members' names.
        members = {name for name, _ in _ZIP_MEMBERS if name.encode() in content}
    for name, kind in _ZIP_MEMBERS:
        if name in members:
            return kind
    office = {name.lower() for name in members}
    for folder, kind in _OFFICE_FOLDERS if _OFFICE in office else ():
        if any(name.startswith(folder) for name in office):
            return kind
    return ZIP
