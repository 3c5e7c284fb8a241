"""The preamble: the bases of an inspection, and when its result was announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import DateMention, find_dates
from notice_parser.model import Paragraph, Quoted, quoted
from notice_parser.segmenting.phrases import starts_with

_TIME = regex.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])\s*(?:giờ|h|g)\s*(?P<minute>[0-5]?\d)?(?!\d)\s*(?:phút)?"
)
_NEAR = 12  # characters between a time of day and its date: ", ngày "
_OF_DOCUMENT = regex.compile(r"số\s*:?\s*\S+(?:\s+\S+)?\s+$")
# What a document is about that was issued before: "… nêu tại Thông báo số 1675/TB-SNV ngày
# 30/11/2021 của Sở Nội vụ về kết luận kiểm tra …".
_ITS_SUBJECT = regex.compile(r"số\s*:?\s*\d+\s?/[^.;]*\s(?:về|về việc)\s+$")
_ITS_NUMBER = regex.compile(r"\s*số\s*:?\s*\d+\s?/")


def preamble_quotes(text: str, preamble: Sequence[Paragraph]) -> Iterator[tuple[str, Quoted]]:
    """The words behind the paragraphs of the preamble, each with the name of its kind."""
    for paragraph in preamble:
        yield _preamble_kind(text, paragraph), quoted(text, paragraph.start, paragraph.end)


def _preamble_kind(text: str, paragraph: Paragraph) -> str:
    if starts_with(text, paragraph.start, paragraph.end, "basis"):
        return "basis"
    announced = _date_announced(text[paragraph.start : paragraph.end])
    return "announcement" if announced else "preamble"


def announced_at(text: str, preamble: Sequence[Paragraph]) -> str:
    """ "Vào lúc 09 giờ 00 phút, ngày 28/7/2023" → "2023-07-28T09:00"; without a time of day
    the day on which it was announced: "Từ ngày 03/7 … đã kiểm tra. Ngày 14/7/2023, … hội nghị
    thông qua kết quả"."""
    for paragraph in preamble:
        written = text[paragraph.start : paragraph.end]
        dates = days(written)
        for time in _TIME.finditer(written):
            for date in dates:
                if 0 <= date.start - time.end() <= _NEAR:
                    return f"{date.iso}T{int(time['hour']):02}:{int(time['minute'] or 0):02}"
    announced = (_date_announced(text[p.start : p.end]) for p in preamble)
    return next(filter(None, announced), "")


def days(written: str) -> list[DateMention]:
    """The days that are told, but for those of documents: "Quyết định số 318/QĐ-UBND ngày …"."""
    dates = (date for date in find_dates(written) if len(date.iso) == 10)
    return [date for date in dates if not _OF_DOCUMENT.search(written, 0, date.start)]


def _names_document(written: str, phrase: lexicon.Match) -> bool:
    """Whether words that announce only name another document: "Thông báo kết luận số 12/TB-SNV"."""
    before = _ITS_SUBJECT.search(written, 0, phrase.start)
    return bool(before or _ITS_NUMBER.match(written, phrase.end))


def _date_announced(written: str) -> str:
    """The day nearest before words that announce, or else behind them, in one sentence."""
    dates = days(written)
    for phrase in lexicon.load("phrases").find(written):
        if phrase.entry.code != "announcement" or _names_document(written, phrase):
            continue
        before = [d for d in dates if d.end <= phrase.start]
        after = [d for d in dates if d.start >= phrase.end]
        for date in (*before[-1:], *after[:1]):
            between = written[min(date.end, phrase.end) : max(date.start, phrase.start)]
            if ". " not in between and "; " not in between:
                return date.iso
    return ""
