"""Set phrases that a paragraph opens with: "Căn cứ …", "Nơi nhận:", "Nhìn chung, …"."""

from __future__ import annotations

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker

# A full stop after a short capitalised word ends no sentence: "TP. Đà Lạt", "ThS. Nguyễn".
SENTENCE_END = regex.compile(r"(?<!(?:^|\W)\p{Lu}[\p{L}]{0,2})[.?!…]['”\")]*\s+(?=[\p{Lu}“\"(])")


def starts_with(text: str, start: int, end: int, *codes: str) -> bool:
    """Whether `text[start:end]`, without its marker, begins with set phrases of these kinds."""
    marker = read_marker(text, start, end)
    written = text[marker.end if marker else start : end].lstrip(' "“(*')
    match = lexicon.load("phrases").first(written)
    return bool(match and match.start == 0 and match.entry.code in codes)
