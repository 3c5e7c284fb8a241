"""Figures of a statement: numbers that say something, ready to compute with.

Found are rates, counts, ratios, money, durations, levels, scores, ranks and measures, with
role, comparator, period and indicator. Passed over are dates, times of day, document, clause,
list and telephone numbers, years, programme periods and names ("Đề án 06", "mạng 4G").

A quote holds the number, its unit and the words that touch it and say comparator or change:
"tối thiểu 30%", "từ 80% trở lên", "tăng 2,5%", "cấp độ 1", "234 biên chế giáo viên".

Units: a rate has "%", "‰" or "điểm phần trăm"; money "đồng" (or the foreign name); a rank
"hạng"; a level the word before it; everything else the head noun as the lexicon writes it, or,
where the lexicon does not know it, the first words that can be a noun ("17 kiểm lâm viên").

Roles: what a plan, a goal or a request says of the number itself is a target; "được giao 48 biên
chế" tells what there is. A term or deadline is a limit, a stretch of time that other figures are
counted over a period.

A time of day ("7h15", "09 giờ 00 phút") says when somebody met; nothing can be computed with
it, so it is passed over. A stretch of hours ("trong vòng 24 giờ") is a duration. A negation is
the figure 0 only where the codebook of indicators asks for the number: "không có hồ sơ trễ
hạn", but not "không có công chức bị kỷ luật".

Warnings: `decimal-point`, `ambiguous-separator`, `space-in-number` (see `numbers`),
`unit-assumed` (the unit stands elsewhere in the sentence), `partial` (the value is the first
part of "1 tháng 12 ngày"), `rate-mismatch` (the fraction
beside a rate gives another rate).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.amounts import find_amounts
from notice_parser.extracting.clause_roles import LATE
from notice_parser.extracting.indicators import find_zeros, indicator_of
from notice_parser.extracting.periods import Period, find_periods, period_of, sentence_starts
from notice_parser.extracting.phrases import line_key
from notice_parser.extracting.roles import Meaning, opens_with_request, read_role
from notice_parser.extracting.subjects import subject_of
from notice_parser.extracting.ties import tie
from notice_parser.model import Figure, Label, Span, covered, touching

# What a line with a figure has. Each begins with a literal, which is searched fast; first
# letters are left out, so that capitals need no second look.
_SIGNS = (
    regex.compile(r"[0-9]"),
    regex.compile(r"phần (?:trăm|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)"),
    regex.compile(r"hông (?:có|còn|phát sinh|để xảy ra|ghi nhận) "),
    regex.compile(r"hưa (?:có|còn|phát sinh|để xảy ra|ghi nhận) "),
    regex.compile(r"ếp (?:ở |hạng |vị trí )*(?:thứ|nhất|nhì)"),
    regex.compile(r"ứng (?:ở |hạng |vị trí )*(?:thứ|nhất|nhì)"),
)
# "giảm 14 phòng thuộc các sở, 23 đơn vị sự nghiệp"
_GOES_ON = regex.compile(
    r"(?:\ (?:thuộc|trực thuộc|của|cấp|tại|ở|chuyên môn)(?:\ \p{L}+){0,5})?(?:,|,?\ và)\ "
)
_ASKED_TOO = regex.compile(r"(?:\ \p{L}+){0,2}(?:,|,?\ và)\ ")
_BULLET = re.compile(r"[\s\-+*•–—]*+(?:[a-zđ]\)\s*|[0-9]{1,2}[.)]\s*)?")


def find_figures(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    masked: Sequence[Span] = (),
    label: Label | None = None,
) -> tuple[Figure, ...]:
    """Figures of the statement `text[start:end]`, in order, disjoint, offsets into `text`.

    Nothing inside `masked` (citations found before) is a figure, none crosses a line break.
    `label`, where known, says whether the statement asks (`de-nghi`) or tells; otherwise its
    first words do.
    """
    stop = len(text) if end is None else end
    spans = covered(masked)
    return tuple(
        figure
        for begin, finish in _lines(text, start, stop)
        for figure in _figures_of_line(text, begin, finish, spans, label)
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines of `text[start:end]` that may have a figure."""
    places = [_next(sign, text, start, end) for sign in _SIGNS]
    while (first := min(places)) < end:
        begin = max(start, text.rfind("\n", start, first) + 1)
        stop = text.find("\n", first, end)
        start = end if stop < 0 else stop
        yield begin, start
        for number, place in enumerate(places):
            if place < start:
                places[number] = _next(_SIGNS[number], text, start, end)


def _next(sign: regex.Pattern[str], text: str, start: int, end: int) -> int:
    found = sign.search(text, start, end)
    return found.start() if found else end


def _figures_of_line(
    text: str, start: int, end: int, masked: Sequence[Span], label: Label | None
) -> Iterator[Figure]:
    line = text[start:end]
    key = line_key(line)
    hidden = _within(masked, start, end)
    amounts = [*find_amounts(line, key, hidden), *_zeros(key)]
    if not amounts:
        return
    context = _context(line, key, start, label, hidden)
    figures: list[Figure] = []
    for amount in sorted(amounts, key=lambda a: a.start):
        previous = figures[-1].end - start if figures else 0
        if amount.start >= previous and not touching(hidden, amount.start, amount.end):
            figures.append(_figure(context, amount, figures))
    yield from tie(figures, key, start, context.sentences)


def _within(masked: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The disjoint, ordered spans of `masked` that touch `[start, end)`, counted from `start`."""
    return tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in touching(masked, start, end)
    )


def _zeros(key: str) -> Iterator[Amount]:
    for zero in find_zeros(key):
        yield Amount(zero.start, zero.end, Decimal(0), zero.unit, "count", indicator=zero.indicator)


class _Context(NamedTuple):
    """A line with what its figures need to know of it; `offset` is where it begins, `hidden`
    what in it belongs to no figure."""

    line: str
    key: str
    offset: int
    sentences: Sequence[int]
    periods: Sequence[Period]
    requested: bool
    hidden: Sequence[Span]


def _context(
    line: str, key: str, offset: int, label: Label | None, hidden: Sequence[Span]
) -> _Context:
    sentences = sentence_starts(line)
    periods = find_periods(line, key, sentences)
    requested = label is Label.REQUEST if label else _asks(key)
    return _Context(line, key, offset, sentences, periods, requested, hidden)


def _asks(key: str) -> bool:
    bullet = _BULLET.match(key)
    return opens_with_request(key, bullet.end() if bullet else 0)


def _goes_on(between: str, last: Figure, meaning: Meaning, amount: Amount) -> bool:
    """Whether a count goes on with the change before it: "giảm 02 phòng và 05 cấp phó"."""
    counted = amount.kind == last.kind == "count" and last.role == "change"
    plain = meaning.role == "actual" and not meaning.comparator
    return counted and plain and _GOES_ON.fullmatch(between) is not None


def _asked_too(between: str, last: Figure, meaning: Meaning, amount: Amount) -> bool:
    """Whether a count goes on with what a request lets be made: "mua 10 ghế ngồi chờ, 2 quạt và 1
    tủ"; "xin lỗi 12 hồ sơ" asks for no files."""
    counted = amount.kind == last.kind == "count" and last.role == "target"
    plain = meaning.role == "actual" and not meaning.comparator and amount.unit not in LATE
    return counted and plain and _ASKED_TOO.fullmatch(between) is not None


def _meaning(
    context: _Context, amount: Amount, last: Figure | None, *, sentence: int, previous: int
) -> Meaning:
    """What the words around it say, or the figure `last` whose list it goes on with."""
    key, asked = context.key, context.requested
    meaning = read_role(key, amount, sentence=sentence, previous=previous, requested=asked)
    between = key[previous : meaning.start]
    if last and _goes_on(between, last, meaning, amount):
        meaning = meaning._replace(role="change", comparator=last.comparator)
    elif last and asked and previous > sentence and _asked_too(between, last, meaning, amount):
        meaning = meaning._replace(role="target")
    if touching(context.hidden, meaning.start, meaning.end):  # by the words around the number
        return meaning._replace(start=amount.start, end=amount.end, comparator="")
    return meaning


def _figure(context: _Context, amount: Amount, before: Sequence[Figure]) -> Figure:
    key, start = context.key, amount.start
    previous = before[-1].end - context.offset if before else 0
    number = bisect_right(context.sentences, start) - 1
    sentence = context.sentences[number]
    last = before[-1] if before else None
    meaning = _meaning(context, amount, last, sentence=sentence, previous=previous)
    begin, end = subject_of(key, amount, meaning, sentence=sentence, previous=previous)
    measured = context.line[begin:end]
    if not measured and before and previous > sentence and meaning.role != "period":
        measured = before[-1].measured  # "2.309 hồ sơ đúng hạn, đạt 99,65%"
    return Figure(
        start=context.offset + meaning.start,
        end=context.offset + meaning.end,
        text=context.line[meaning.start : meaning.end],
        value=amount.value,
        unit=amount.unit,
        kind=amount.kind,
        role=meaning.role,
        comparator=meaning.comparator,
        low=amount.low,
        high=amount.high,
        numerator=amount.numerator,
        denominator=amount.denominator,
        indicator=amount.indicator or indicator_of(key, amount, sentence),
        period=period_of(context.periods, key, start, meaning.end, sentence=number),
        warnings=amount.warnings,
        measured=measured,
    )
