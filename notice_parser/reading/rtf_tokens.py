"""The tokens of RTF (Rich Text Format 1.9.1): groups, control words, bytes of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

_TOKEN = regex.compile(
    rb"(?P<group>[{}])"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?+[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<text>[^\\{}\r\n]+)",
    regex.DOTALL,
)


class Token(NamedTuple):
    """`kind` is "{", "}", "word", "symbol" or "bytes"; `number` that of a control word."""

    kind: str
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """The tokens in order; binary data (`\\bin`) is left out."""
    at = 0
    while found := _TOKEN.search(content, at):
        at = found.end()
        if found["group"]:
            yield Token(found["group"].decode())
        elif found["word"]:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == b"bin":
                at += max(number or 0, 0)
                continue
            yield Token("word", found["word"].decode(), number)
        elif found["hex"]:
            yield Token("bytes", data=bytes.fromhex(found["hex"].decode()))
        elif found["symbol"]:
            yield Token("symbol", found["symbol"].decode("latin-1"))
        else:
            yield Token("bytes", data=found["text"])
