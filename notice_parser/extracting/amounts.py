"""Numbers with what they measure: the grammar of one line, before any meaning is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notice_parser.extracting.amount import Amount, Place, is_bare_year, is_clock, place_of, read
from notice_parser.extracting.borrowed_units import (
    BECOMES,
    UNIT_ASSUMED,
    became,
    named_before,
    no_share,
    part_of,
)
from notice_parser.extracting.listed import goes_on, listed
from notice_parser.extracting.long_durations import long_duration
from notice_parser.extracting.measured import Measure, bare_at, measure_at
from notice_parser.extracting.number_words import find_spoken_ranks, find_spoken_rates
from notice_parser.extracting.numbers import Numeral, find_numerals
from notice_parser.extracting.open_units import open_unit
from notice_parser.extracting.pairs import SLASH, pair
from notice_parser.extracting.passed_over import end_passed_over
from notice_parser.extracting.placed import LIST_GAP, placed
from notice_parser.extracting.thousands import in_thousands
from notice_parser.model import Span, touching

_LIST_REACH = 120


class _Before(NamedTuple):
    """What the numbers before said that matters to the next: where reading goes on, the end of
    a name and the level whose lists may go on, the count whose parts may follow, the one
    whose list may go on, the amount right before."""

    end: int = 0
    name_end: int = -1
    level: Amount | None = None
    whole: Amount | None = None
    listing: Amount | None = None
    last: Amount | None = None


def find_amounts(line: str, key: str, masked: Sequence[Span] = ()) -> list[Amount]:
    """Amounts of one line, those in digits before those in words; no number is taken from a span
    of `masked` (disjoint, in order)."""
    numerals = list(find_numerals(line))
    if masked:
        numerals = [n for n in numerals if not touching(masked, n.start, n.end)]
    return [*_written_in_digits(line, key, numerals), *_written_in_words(key)]


def _written_in_words(key: str) -> Iterator[Amount]:
    for spoken in find_spoken_rates(key):
        yield Amount(
            spoken.start,
            spoken.end,
            spoken.value,
            "" if spoken.denominator else "%",
            "ratio" if spoken.denominator else "rate",
            numerator=spoken.value if spoken.denominator else None,
            denominator=spoken.denominator,
        )

    for rank in find_spoken_ranks(key):
        yield Amount(rank.start, rank.end, rank.value, "hạng", "rank")


def _written_in_digits(line: str, key: str, numerals: Sequence[Numeral]) -> Iterator[Amount]:
    before = _Before()
    for index, numeral in enumerate(numerals):
        if numeral.start < before.end:
            continue
        other = numerals[index + 1] if index + 1 < len(numerals) else None
        amounts = placed(key, numeral, other, level=before.level)
        amounts = amounts or long_duration(line, key, numeral, other)
        over = None if amounts else end_passed_over(line, key, numeral.start)
        if over is not None:
            before = _Before(over, whole=before.whole)
            continue
        place = place_of(line, key, numeral, other)
        if not amounts and not _goes_on_naming(place, before):
            amounts = _amount(place, numerals[index + 1 : index + 4], before)
        yield from amounts
        before = _after(place, amounts, before)


def _after(place: Place, amounts: Sequence[Amount], before: _Before) -> _Before:
    if not amounts:
        named = place.is_name(None) or _goes_on_naming(place, before)
        end = _fraction_end(place)
        return _Before(end, name_end=end if named else -1, whole=before.whole)
    last = amounts[-1]
    counted = last.kind in ("count", "ratio") and UNIT_ASSUMED not in last.warnings
    return _Before(
        last.end,
        level=last if last.kind == "level" else None,
        whole=last if counted else before.whole,
        listing=goes_on(place.key, last, listing=before.listing, before=before.end),
        last=last,
    )


def _goes_on_naming(place: Place, before: _Before) -> bool:
    """The 6 and 7 of "Điều 5, 6 và 7 Nghị định 61"; "khoản 3, 5 hồ sơ" counts files."""
    if before.name_end < 0 or not LIST_GAP.fullmatch(place.key, before.name_end, place.start):
        return False
    return place.measure is None or place.line[place.numeral.end : place.end].lstrip()[0].isupper()


def _fraction_end(place: Place) -> int:
    """Past both numbers of "5/9" that is no figure, so that "9 xã" is none either."""
    other, end = place.other, place.numeral.end
    return other.end if other and SLASH.fullmatch(place.key, end, other.start) else end


def _amount(place: Place, following: Sequence[Numeral], before: _Before) -> tuple[Amount, ...]:
    amount = (
        _like(before.whole, pair(place), place)
        or _single(place, following)
        or no_share(place)
        or named_before(place)
        or part_of(place, before.whole)
        or listed(place, before.listing, before=before.end)
        or became(place, before.last)
    )
    return (amount,) if amount else ()


def _like(whole: Amount | None, amount: Amount | None, place: Place) -> Amount | None:
    """A fraction without a unit counts what the one before it in the list does: "120/132 hồ sơ
    (90,9%), hộ tịch: 98/98 (100%)"."""
    if not amount or amount.unit or not whole or not whole.unit:
        return amount
    if amount.kind != "ratio" or whole.kind != "ratio":
        return amount
    if amount.start - whole.end > _LIST_REACH or ". " in place.key[whole.end : amount.start]:
        return amount
    return amount._replace(unit=whole.unit, warnings=(*amount.warnings, UNIT_ASSUMED))


def _single(place: Place, following: Sequence[Numeral]) -> Amount | None:
    place = place._replace(measure=in_thousands(place))
    measure = place.measure or _unit_of_next(place)
    if measure is None:
        measure = open_unit(place, place.numeral.end)
        place = place._replace(measure=measure)
    if measure is None or place.is_name(measure):
        return None
    found = read(place.numeral, measure)
    ground = bool(measure.entry.get("ground", False))
    if found is None or is_clock(place, measure, found.value):
        return None
    if (ground or not measure.entry.examples) and is_bare_year(place.numeral.text):
        return None  # "CCHC 2023 xã An Hòa" counts no xã
    amount = Amount(
        place.start,
        place.end,
        found.value,
        measure.unit,
        measure.kind,
        warnings=found.warnings,
        ground=ground,
    )
    return _with_smaller_money(place.key, amount, measure, following)


def _unit_of_next(place: Place) -> Measure | None:
    """ "từ 15 xuống còn 10 đơn vị": the first number shares the second's unit."""
    other, numeral = place.other, place.numeral
    if other is None or not BECOMES.fullmatch(place.key, numeral.end, other.start):
        return None
    if is_bare_year(numeral.text):
        return None  # "35% năm 2020 lên 72%"
    return measure_at(place.key, other.end)


def _with_smaller_money(
    key: str, amount: Amount, measure: Measure, following: Sequence[Numeral]
) -> Amount:
    """ "1 tỷ 200 triệu đồng" is one sum."""
    for other in following if measure.kind == "money" else ():
        beside = key[amount.end : other.start] == " "
        # "3 triệu 500 nghìn"
        smaller = (measure_at(key, other.end) or bare_at(key, other.end)) if beside else None
        found = read(other, smaller)
        if not smaller or not found or smaller.unit not in (amount.unit, "nghìn", "ngàn"):
            break
        if smaller.factor >= measure.factor:
            break
        amount = amount._replace(end=smaller.end, value=amount.value + found.value)
        measure = smaller
    return amount
