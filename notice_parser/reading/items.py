"""What the first and last characters of a line say: a list item starts here, a sentence ends
there. Used where lines are joined into paragraphs."""

from __future__ import annotations

import regex

# "I." "1." "1.1." "1.1 Kết quả" "a)" "a." "A." "1)" "1/ " "(1)" "(a)" "-" "–" "•" "+" "*" "§" "- +"
# "Điều 5." and the bullets of Word's Symbol and Wingdings fonts (private use area).
# "30.000 đồng" and "12.5 triệu" are amounts; "(UBND)" is a word in brackets,
# "01/NQ-CP" a document.
_ITEM = regex.compile(
    r"""
    (?:
      [-–—−•●○■□▪▫◦·‣⁃*+§✓✔➢❖Ø\uE000-\uF8FF]\s*(?=\S)
    | (?:[IVXLC]{1,6}|\d{1,2}|[a-zđ]|[A-ZĐ])(?:\s?[.)]\)?\s*+|/\s++)(?=[\p{L}"“(*])
    | \d{1,2}(?:\.\d{1,2}){1,4}(?:\.\s*+(?=\D)|\)\s*+|\s++(?=\p{Lu}))
    | \((?:\d{1,2}|[a-zđ]|[ivx]{1,5})\)\s*+(?=\S)
    | (?:Điều|ĐIỀU)\s\d{1,3}[.:]
    | [¹²³⁰-⁹]{1,2}\s*+(?=\S)
    )
    """,
    regex.VERBOSE,
)
_MARKER = regex.compile(
    r"[-–—•+*·○▪\uE000-\uF8FF]|(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,3}|\p{L})[.)]"
)
_DASH_YEAR = regex.compile(r"[-–—]\s?\d{4}(?!\d)")
# What a number or letter at the start of the next line belongs to.
_COUNTED = regex.compile(
    r"(?:(?<!\p{L})(?:điểm|khoản|điều|mục|tháng|ngày|và|hoặc|đến|từ)|\()$", regex.IGNORECASE
)
_SENTENCE_END = regex.compile(r"[.;:!?]['\"”’)\]]{0,3}$")
_ELLIPSIS_END = regex.compile(r"(?:\.\.\.|…)['\"”’)\]]{0,3}$")
_LETTER = regex.compile(r"\p{L}")


def starts_item(text: str, *, after: str = "") -> bool:
    """Whether a list item starts with `text`. `after` is the line before, if it was full:

    "… giai đoạn 2021" / "- 2030" and "… theo điểm" / "a) khoản 1 Điều 5" go on.
    """
    if not _ITEM.match(text):
        return False
    if _DASH_YEAR.match(text) and after[-1:].isdigit():
        return False
    return not _COUNTED.search(after)


def leads(text: str) -> bool:
    """Whether what follows `text` after a tab belongs to it: `text` is the number or bullet of
    a list item ("1."), or a label ("b) Hạn chế:", "Số:")."""
    return bool(_MARKER.fullmatch(text)) or text.endswith(":")


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ELLIPSIS_END.search(text)


def ends_notice(text: str) -> bool:
    """The mark that ends every administrative document: "… chỉ đạo thực hiện./."."""
    return text.endswith("/.")


def starts_lower(text: str) -> bool:
    """Whether the first letter, with nothing but brackets before it, is a small one."""
    return text.lstrip("(\"“‘'[")[:1].islower()


def all_caps(text: str) -> bool:
    return bool(_LETTER.search(text)) and text == text.upper()
