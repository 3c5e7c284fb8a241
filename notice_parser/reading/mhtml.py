"""Web pages saved as one file (MHTML; Word's "Single File Web Page", often named .doc) → Source."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes

from notice_parser.errors import DamagedFile
from notice_parser.reading.html import read_html
from notice_parser.reading.sniff import MHTML
from notice_parser.reading.source import Source


def read_mhtml(content: bytes) -> Source:
    """The lines of the page inside. Raises DamagedFile where there is none, or one that
    `read_html` does not read."""
    try:
        parts = list(message_from_bytes(content).walk())
    except RecursionError as error:
        raise _no_page() from error
    for part in parts:
        page = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(page, bytes):
            source = read_html(page, declared=part.get_content_charset(""))
            return replace(source, media_type=MHTML)
    raise _no_page()


def _no_page() -> DamagedFile:
    return DamagedFile(
        "the web archive (MHTML) holds no page that can be read; open it and save it as DOCX"
    )
