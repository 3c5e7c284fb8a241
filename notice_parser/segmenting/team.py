"""What the inspecting team says of itself that it does: it asks, notes, praises, rebukes."""

from __future__ import annotations

from functools import lru_cache

import regex

from notice_parser.segmenting.openings import any_opening, asking_words
from notice_parser.text import match_key


def team_asks(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` opens with who inspected asking for something: "Đoàn kiểm tra đề
    nghị …"."""
    return bool(_team_asks().match(text, start, end))


@lru_cache(maxsize=1)
def _team_asks() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{any_opening('inspectors')})\s+(?i:{asking_words()})(?!\w)")


def team_acts(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` opens with who inspected doing something: "Đoàn kiểm tra ghi nhận
    sự cố gắng …", not "Sở Nội vụ" alone."""
    team = _team().match(text, start, end)
    return team is not None and text[team.end() : team.end() + 1].islower()


@lru_cache(maxsize=1)
def _team() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{any_opening('inspectors')})\s+")


def appraises(text: str, start: int, end: int) -> bool:
    """Whether it opens with praise, rebuke or a request to somebody: "Ghi nhận, đánh giá cao huyện
    Vũ Thư …", not "Yêu cầu đối với huyện Vũ Thư"."""
    return bool(_appraises().match(match_key(text[start:end])))


@lru_cache(maxsize=1)
def _appraises() -> regex.Pattern[str]:
    words = rf"(?:{any_opening('appraises')})"
    return regex.compile(
        rf"{words}(?:(?:,|\s+và)\s+{words})*+\s+(?!(?:{any_opening('about')})(?!\w))"
    )
