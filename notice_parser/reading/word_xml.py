"""OOXML as XML: names, parsing that fears its input, access that survives odd values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import regex
from lxml import etree

from notice_parser.errors import DamagedFile

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# What XML cannot hold.
NOT_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# "Strict Open XML" (ISO/IEC 29500 Strict), a choice in Word's "Save as", is the same format
# under other names.
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
# Entities are how a small file becomes a huge one; OPC (ECMA-376 part 2, 9.1.2) forbids DTDs.
_DTD = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
# Word itself counts no further, and a list number must not become a text of megabytes.
MAX_NUMBER = 32767


def parse_xml(content: bytes, *, part: str) -> Element:
    """The root of the XML in `content`, without comments and processing instructions.

    Raises DamagedFile for broken XML and for any DTD.
    """
    if any(start in content for start in _DTD):
        raise _with_dtd(part)
    for strict, usual in _STRICT_NAMES:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise DamagedFile(
            f"the Word file is damaged: {part} inside it is not well-formed XML ({error}); "
            "open it in Word, let Word repair it and save it again"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _with_dtd(part)
    return root


def _with_dtd(part: str) -> DamagedFile:
    return DamagedFile(
        f"{part} inside the Word file declares a document type, which no Word program writes "
        "and which can hide an attack; get a clean copy from the sender"
    )


def child_value(element: Element | None, name: str) -> str | None:
    """`w:val` of the child `w:name`, None where there is none."""
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val") if child is not None else None


def child_number(element: Element | None, name: str) -> int | None:
    """`w:val` of the child `w:name` as a number in 0..MAX_NUMBER, None for anything else."""
    return number(child_value(element, name))


def number(text: str | None) -> int | None:
    """Digits as a number in 0..MAX_NUMBER, None for anything else."""
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(MAX_NUMBER))):
        return None
    return min(int(digits), MAX_NUMBER)


def switch(element: Element | None, name: str) -> bool | None:
    """The on/off child `w:name`: None where it is absent, on where it has no value."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(W + "val") not in {"0", "false", "off"}


def nearest(container: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The outermost descendants with a tag in `wanted`, in document order.

    What stands between (content controls, insertions, smart tags, custom XML) is a wrapper.
    """
    pending = list(reversed(container))
    while pending:
        element = pending.pop()
        if element.tag in wanted:
            yield element
        else:
            pending.extend(reversed(element))
