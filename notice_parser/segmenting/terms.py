"""What stands behind a colon and only tells by when: "Công khai dự toán: 30/11/2022.", "Gửi văn bản
về Sở Tư pháp: thường xuyên."."""

from __future__ import annotations

from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.text import any_of, match_key

_LONGEST = 80  # characters
_TIME = (
    r"\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?|\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2}"
    r"|(?:năm|tháng) \d{1,4}(?:[/.]\d{4})?|qu[ýí] (?:iv|i{1,3}|[1-4])(?: ?[/-] ?\d{4}| \d{4})?"
    r"|\d{1,3} (?:ngày làm việc|ngày|tuần|tháng)|20\d\d"
)


def is_term(written: str) -> bool:
    """Whether it is nothing but a date, or words that tell by when or how often."""
    key = match_key(written).strip(" .;,/()")
    return 0 < len(key) <= _LONGEST and bool(_term().fullmatch(key))


@lru_cache(maxsize=1)
def _term() -> regex.Pattern[str]:
    words = any_of(lexicon.load("terms").by_code["term"].words)
    return regex.compile(rf"(?:(?:{_TIME}|{words})(?!\w)[\s,;–-]*)++")
