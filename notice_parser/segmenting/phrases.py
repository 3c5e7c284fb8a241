"""Set phrases that a paragraph opens with: "Căn cứ …", "Nơi nhận:", "Nhìn chung, …"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker

# A number may begin a sentence ("… xong. 7 tháng đầu năm, …"), but hardly after another
# ("Điều 5. 12 hồ sơ").
_STOP = regex.compile(
    r"[.?!…]['”\")]*\s+(?=[\p{Lu}“\"(]|(?<=[\p{Ll}%][.?!…]['”\")]*\s+)\d+[\d.,/%]*\s*[\p{L}])"
)
# "quý I." ends a sentence: the letter is a number.
_NUMBERED = regex.compile(r"(?:quý|kỳ|đợt|loại|hạng|cấp|lần|phần|mục)\s+$")
_LAST_WORD = regex.compile(r"[\p{L}/.]+$")


def sentence_ends(text: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    """The marks, with the space behind them, that end a sentence inside `text[start:end]`."""
    for match in _STOP.finditer(text, start, end):
        number = text[match.end() : match.end() + 1].isdigit()
        if not (
            match.group()[0] == "." and _abbreviated(text, start, match.start(), number=number)
        ):
            yield match


def _abbreviated(text: str, start: int, stop: int, *, number: bool) -> bool:
    """Whether the word before `stop` is written short; `number` tells that one follows."""
    word = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if word is None:
        return False
    if number and word.group() in lexicon.load("abbreviations").by_code["before-number"].words:
        return True
    single = len(word.group()) == 1 and word.group().isupper()
    known = lexicon.load("abbreviations").by_code["abbreviation"].words
    return (single and not _NUMBERED.search(text, start, word.start())) or word.group() in known


def starts_with(text: str, start: int, end: int, *codes: str) -> bool:
    """Whether `text[start:end]`, without its marker, begins with set phrases of these kinds."""
    marker = read_marker(text, start, end)
    written = text[marker.end if marker else start : end].lstrip(' "“(*')
    match = lexicon.load("phrases").first(written)
    return bool(match and match.start == 0 and match.entry.code in codes)


def speaks_of_whole(text: str, start: int, end: int, code: str) -> bool:
    """Whether words in `text[start:end]` are about all `units`, or about the `notice` itself."""
    found = lexicon.load("whole").find(text[start:end], overlapping=True)
    return any(match.entry.code == code for match in found)
