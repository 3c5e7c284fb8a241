"""Set phrases that a paragraph opens with: "Căn cứ …", "Nơi nhận:", "Nhìn chung, …"."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.text import match_key

# A number may begin a sentence ("… xong. 7 tháng đầu năm, …"), but hardly after another
# ("Điều 5. 12 hồ sơ").
_STOP = regex.compile(
    r"[.?!…]['”\")]*\s+(?=[\p{Lu}“\"(]|(?<=[\p{L}%][.?!…]['”\")]*\s+)\d+[\d.,/%]*\s*[\p{L}])"
)
_COUNT = regex.compile(r"\d++(?![\d.,]*\s?%)")  # "Kế hoạch số. 12", not "chuyển đổi số. 100% …"
# "quý I." ends a sentence: the letter is a number.
_NUMBERED = regex.compile(r"(?:quý|kỳ|đợt|loại|hạng|cấp|lần|phần|mục)\s+$")
_LAST_WORD = regex.compile(r"[\p{L}/.]+$")


def sentence_ends(text: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    """The marks, with the space behind them, that end a sentence inside `text[start:end]`."""
    for match in _STOP.finditer(text, start, end):
        number = _COUNT.match(text, match.end()) is not None
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


def behind_outcome(written: str) -> str | None:
    """What stands behind the words of what became of an earlier fault with which a line begins:
    "Đã khắc phục.", "Chưa khắc phục; …"; None for another line, as "Đã khắc phục tình trạng …"."""
    first = lexicon.load("phrases").first(written)
    if first is None or first.start or first.entry.code != "outcome":
        return None
    rest = written[first.end :]
    return None if rest.lstrip(" ")[:1].isalnum() else rest


def is_unfinished(line: str) -> bool:
    """Whether a line of a title or letterhead ends with a word that another follows: "… năm 2023
    tại", "… đối với UBND xã"."""
    words = lexicon.load("phrases").by_code["unfinished"].words
    return f" {match_key(line)}".endswith(tuple(f" {word}" for word in words))


def of_all_units(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is about all inspected units: "Nhìn chung các đơn vị được kiểm
    tra …"; in "Chỉ đạo các đơn vị được kiểm tra …" they are only spoken of."""
    match = next((m for m in _whole(text[start:end]) if m.entry.code == "units"), None)
    led = lexicon.load("whole").by_code["units"].get("not_after", ())
    before = match_key(text[start : start + match.start]) if match else ""
    return match is not None and not any(word in before for word in led)


def asks(written: str) -> bool:
    """Whether a word of a paragraph asks for something: "Đề nghị …", "… cần khắc phục"."""
    return any(match.entry.code == "asking" for match in _whole(written))


def explains(written: str) -> bool:
    """Whether a sentence among limitations tells their cause: "Nguyên nhân chủ yếu là …"."""
    return match_key(written).startswith(tuple(lexicon.load("whole").by_code["cause"].words))


def of_all_faults(written: str) -> bool:
    """Whether a sentence speaks of all faults told above: "Những hạn chế nêu trên chủ yếu do …"."""
    return any(match.entry.code == "faults" for match in _whole(written))


def _whole(written: str) -> Iterator[lexicon.Match]:
    return lexicon.load("whole").find(written, overlapping=True)
