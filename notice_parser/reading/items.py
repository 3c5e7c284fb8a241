"""What the first and last characters of a line say: a list item starts here, a sentence ends
there. Used where lines are joined into paragraphs."""

from __future__ import annotations

from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.text import match_key

# The sign of a footnote at the start of a line: "¹ Các Đề án giai đoạn 2021 - 2030".
_NOTE_SIGN = regex.compile(r"[¹²³⁰-⁹]{1,2}\s*+(?=\S)")
_DASH_NUMBER = regex.compile(r"[-–—]\s?\d{1,4}(?!\d)")
# "… Trung tâm Văn hóa" / "- Thể thao với …": a full line that breaks off behind a name.
_DASHED = regex.compile(r"[-–]\s\p{Lu}\p{Ll}")
_NAME_END = regex.compile(r"(?:^|\s)\p{Lu}\p{Ll}+(?:\s\p{L}\p{Ll}*)?$")
# "“Công sở văn minh" / "- Công chức thân thiện”": no item begins inside a name in quotes.
_OPEN_QUOTE = regex.compile(r"“[^”]*$")
# What goes on behind a full line that ends with a word: "… hồ sơ tư pháp" / "- hộ tịch", "… nêu
# tại" / "Phần II Thông báo này", "… phần mềm" / "Q-Office", "… Chăn nuôi và Thú" / "y. Thời kỳ …".
_INSIDE = regex.compile(
    r"[-–]\s\p{Ll}|\p{Lu}-\p{L}\p{Ll}|\p{Lu}\p{Ll}+\s(?:[IVX]+|\d+)\s\p{L}|[ouy]\.\s"
)
_WORD_END = regex.compile(r"\p{L}$")
# What a number or letter at the start of the next line belongs to.
_COUNTED = regex.compile(
    r"(?:(?<!\p{L})(?:(?:điểm|khoản)(?:\s\w{1,2})?|điều|mục|tháng|ngày|quý|kỳ|đợt|lần|khóa|cấp"
    r"|độ|mức|loại|hạng|nhóm|đề án|số|và|hoặc|đến|từ)|\()$",
    regex.IGNORECASE,
)
# "… Thủ tướng Chính phủ (Đề án" / "06) còn lúng túng": no number of an item closes a bracket.
_OPEN_BRACKET = regex.compile(r"\([^()]*$")
_CLOSING = regex.compile(r"[^\s().]{1,5}\)")
_SENTENCE_END = regex.compile(r"[.;:!?]['\"”’)\]]{0,3}$")
_ELLIPSIS_END = regex.compile(r"(?:\.\.\.|…)['\"”’)\]]{0,3}$")
_LETTER = regex.compile(r"\p{L}")


def starts_item(text: str, *, after: str = "") -> bool:
    """Whether a list item starts with `text`. `after` is the line before, if it was full:

    "… giai đoạn 2021" / "- 2030", "chậm 4" / "- 7 ngày", "… Văn hóa" / "- Thể thao", "… theo
    điểm" / "a) khoản 1" / "Điều 5 Nghị định", "… mức độ" / "3.", "(Đề án" / "06)" go on.
    """
    marker = read_marker(text, 0, len(text))
    if not _NOTE_SIGN.match(text) and (marker is None or marker.bare):
        return False
    if _DASH_NUMBER.match(text) and after[-1:].isdigit():
        return False
    if _DASHED.match(text) and _NAME_END.search(after):
        return False
    if _OPEN_QUOTE.search(after) and "”" in text:
        return False
    if _INSIDE.match(text) and _WORD_END.search(after):
        return False
    if _CLOSING.match(text) and _OPEN_BRACKET.search(after):
        return False
    return not _COUNTED.search(after)


def leads(text: str) -> bool:
    """Whether what follows `text` after a tab belongs to it: `text` is the number or bullet of
    a list item ("1."), or a label ("b) Hạn chế:", "Số:")."""
    marker = read_marker(f"{text} Ả", 0, len(text) + 2)
    return text.endswith(":") or (marker is not None and marker.end == len(text) + 1)


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ELLIPSIS_END.search(text)


def breaks_off(above: str, text: str) -> bool:
    """Whether a line of a table's cell surely goes on with one that opens with a number or a name:
    "… UBND tỉnh ban hành" / "02 quyết định …", "… trực tuyến mức độ" / "4.", "… chỉ đạo của" /
    "UBND tỉnh". A figure alone breaks off nothing."""
    if ends_sentence(above) or above.count(" ") == 0 or not _LETTER.search(above):
        return False
    if starts_item(text, after=above):
        return False
    unfinished = lexicon.load("table_cells").by_code["breaks-off"].words
    counted = text[:1].isdigit() and not above[:1].isdigit()  # "12 hồ sơ" over "5 hồ sơ"
    return counted or match_key(above).endswith(tuple(f" {w}" for w in unfinished))


def ends_notice(text: str) -> bool:
    """The mark that ends every administrative document: "… chỉ đạo thực hiện./."."""
    return text.endswith("/.")


def signed(text: str) -> bool:
    """Whether a line says no more than that somebody signed above a name: "(đã ký)"."""
    line = text.strip(" ()*.,")
    match = lexicon.load("signatures").first(line)
    return match is not None and match.entry.code == "signed" and len(match.words) == len(line)


def is_label(text: str) -> bool:
    """Whether a line is nothing but a label with its colon: "Nhược điểm:", "Nơi nhận:". Joined to a
    full line above it, what follows would lose its heading."""
    return text.endswith(":") and _heading_key(text) in _words_of("labels") | _recipients()


def heads_section(text: str) -> bool:
    """Whether a line is nothing but a label or the name of an area: "Tồn tại, hạn chế"."""
    return _heading_key(text) in _words_of("labels") | _words_of("areas")


def _heading_key(text: str) -> str:
    return match_key(text.rstrip(" :"))


@lru_cache(maxsize=4)
def _words_of(name: str) -> frozenset[str]:
    entries = lexicon.load(name).entries
    return frozenset(_heading_key(word) for entry in entries for word in entry.words)


@lru_cache(maxsize=1)
def _recipients() -> frozenset[str]:
    return frozenset(map(_heading_key, lexicon.load("phrases").by_code["recipients"].words))


def starts_lower(text: str) -> bool:
    """Whether the first letter, with nothing but brackets before it, is a small one."""
    return text.lstrip("(\"“‘'[")[:1].islower()


def all_caps(text: str) -> bool:
    return bool(_LETTER.search(text)) and text == text.upper()
