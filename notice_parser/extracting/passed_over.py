"""Numbers that are no figures: dates, times, document numbers, names, list numbers.

A time of day ("7h15", "09 giờ 00 phút") is passed over: it says when somebody met, and adding
or averaging it means nothing. A stretch of hours ("trong vòng 24 giờ") is a figure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.extracting.dates import date_at
from notice_parser.extracting.measured import measure_at
from notice_parser.extracting.phrases import Phrase, Phrases
from notice_parser.lexicon import load
from notice_parser.text import CAPITALS, LETTER

_YEAR = r"(?:19|20)[0-9]{2}"
# Each alternative begins with a digit and is tried only where a number begins.
_NO_FIGURE = re.compile(
    # Most numbers are followed by none of what these need: a quick look.
    r"(?=[0-9]++(?:\s?[hg:/.,–—-]|\ giờ|\ tháng)|0[0-9]{2}|1[89]00|(?<=năm\ )(?:19|20))(?:"
    + "|".join(
        (
            # 7h15, 14h
            rf"[0-9]{{1,2}}\ ?(?:h|g)\ ?[0-9]{{2}}(?![0-9]|{LETTER})|[0-9]{{1,2}}h(?!{LETTER})",
            r"[0-9]{1,2}\ ?giờ(?:\ ?[0-9]{1,2}(?:\ ?(?:phút|'))?|\ rưỡi|\ kém)"
            rf"(?![0-9]|{LETTER})",
            r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])",
            rf"{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|[0-9]{{2}})(?![0-9]|[.,][0-9]|\s?[%/])",  # 2021 - 2030
            rf"(?<=năm\ ){_YEAR}(?![0-9]|[.,/][0-9]|\s?%)",  # cuối năm 2020 hồ sơ …
            rf"(?:0?[1-9]|1[0-2])\s?[/.-]\s?{_YEAR}(?![0-9]|[.,/][0-9])",  # 8/2023
            # 10-12/5/2023
            r"[0-9]{1,2}\s?[-–,]\s?[0-9]{1,2}\s?/\s?[0-9]{1,2}\s?/\s?(?:19|20)[0-9]{2}",
            # ngày 6 tháng 8
            r"(?:(?<=ngày\ )|(?<=mùng\ )|(?<=hôm\ ))[0-9]{1,2}\ tháng\ [0-9]{1,2}(?![0-9])",
            r"[0-9]++(?:\s?/\s?[0-9]++){2,}",  # 12/5/23, 61/2018/…
            r"24\s?/\s?(?:24|7)",  # open round the clock
            r"0[0-9]{2,4}[\s.]?[0-9]{3}[\s.]?[0-9]{2,4}(?:[\s.]?[0-9]{2,3})?",  # telephone
            r"1[89]00[\s.]?[0-9]{3,6}(?:[\s.]?[0-9]{2,3})?(?![0-9]|\s?(?:hồ|lượt))",
            r"[0-9]++(?:\.[0-9]++)?\.(?:gov|com|vn|net|org)",
        )
    )
    + ")"
)
# "123/SNV-CCHC", "45-KH/TU", "61/2018/NĐ -CP", "Số: 31  /BC"; capitals are needed, so on the line
_DOCUMENT_NUMBER = re.compile(
    rf"[0-9]++(?:\s?/\s?{_YEAR})?\s{{0,3}}[-/]\s?(?=[{CAPITALS}])(?!UBND\s|TTHC\s)"
    rf"[{CAPITALS}0-9]{{1,12}}+(?:\s?[-/]\s?[{CAPITALS}0-9]{{1,12}}+){{0,4}}"
)
# A quick look: nothing of all this goes on with "%", and after a short number only "h", "giờ" and
# "tháng" make it.
_COUNTS = re.compile(rf"[0-9.,]++\ ?%|[0-9]{{1,2}}\ (?![hgt]){LETTER}")
_ROUND_THE_CLOCK = ("24/24", "24/7")
_DAY = re.compile(
    r"[0-9]{1,2}\s{0,3}(?:[/.-]\s?[0-9]{1,2}\s?[/.-]|tháng[\s0-9.…_]*+(?:(?i:năm)|/))"
)
_LIST_NUMBER = re.compile(
    rf"[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,4}}+(?:\.(?![0-9])|\)|(?=\ [{CAPITALS}]))"
)
_ENUMERATED = re.compile(r"[0-9]{1,2}\)")
_LINE_OPENING = re.compile(r"[\s\-+*•–—(]{0,8}+")
_MAX_OPENING = 8


@lru_cache(maxsize=1)
def _traps() -> tuple[Phrases, Phrases]:
    entries = load("figure_traps").entries
    slash = tuple(e for e in entries if e.get("slash", False))
    return Phrases(tuple(e for e in entries if e not in slash)), Phrases(slash)


def end_passed_over(line: str, key: str, start: int) -> int | None:
    """Where that ends which begins with the number at `start` and is no figure, else None."""
    if start > _MAX_OPENING and _COUNTS.match(key, start):
        return None
    found = _NO_FIGURE.match(key, start) or _DOCUMENT_NUMBER.match(line, start)
    if found and not (found.group() in _ROUND_THE_CLOCK and _is_counted(key, found.end())):
        return found.end()
    date = date_at(line, start) if _DAY.match(line, start) else None
    if date and len(date.iso) != len("2023"):  # "9 tháng năm 2023" is a stretch of months
        return date.end
    if key[start - 1 : start] == "(":
        enumerated = _ENUMERATED.match(key, start)
        if enumerated:
            return enumerated.end()
    return _list_number_end(line, key, start)


def _is_counted(key: str, position: int) -> bool:
    """ "24/24 người đeo thẻ", but "phục vụ 24/7 qua Zalo"."""
    measure = measure_at(key, position)
    return measure is not None and measure.kind == "count"


def _list_number_end(line: str, key: str, start: int) -> int | None:
    """ "2.1 Hồ sơ" and "1) …" at the beginning of a line; "02 Hội nghị" is a count."""
    opening = _LINE_OPENING.match(line) if start <= _MAX_OPENING else None
    if opening is None or opening.end() != start:
        return None
    found = _LIST_NUMBER.match(line, start)
    if found is None or line[start] == "0":
        return None
    # "26 TTHC vừa được công bố" counts, "2 Thủ tục hành chính" is a heading.
    counts = measure_at(key, found.end()) if found.end() - start > 1 else None
    return None if counts and line[found.end() + 1 : counts.end].isupper() else found.end()


def name_before(key: str, start: int) -> Phrase | None:
    """The word that makes the number at `start` a name ("Đề án" 06), None where none does."""
    phrase = _traps()[0].ending_at(key, start)
    return phrase if phrase and not phrase.entry.get("plain", False) else None


def day_before(key: str, start: int) -> bool:
    """Whether "5/9" at `start` follows words that make it a day: "sáng 5/9"."""
    return _traps()[1].ending_at(key, start) is not None
