"""Figures of one sentence that tell of one measurement: a fraction, its rate, its target.

    36/42 hồ sơ, đạt 85,71%                              a fraction and its rate
    2.317 hồ sơ, đúng hạn 2.309 hồ sơ, đạt 99,65%        whole, part and rate
    mới đạt 18,4%, thấp hơn mục tiêu tối thiểu 40%       what was reached and what was asked

Each knows the others (`tied_to`, where they start); a rate or target without an indicator takes
theirs. A rate gets the fraction's parts; where a fraction that stands beside it gives another
rate, it is flagged. Whole, part and rate are tied only where they agree: nothing else says that
they belong together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from notice_parser.model import Figure

MISMATCH = "rate-mismatch"
_BOUNDS = ("<", "<=", ">", ">=")
_HUNDRED = Decimal(100)
# What may stand between the two without a new subject: "36/42 hồ sơ đúng hạn, đạt tỷ lệ 90%"
_TIED = re.compile(
    r"[^0-9.;:]{0,50}?(?:\(|,|đạt|tỷ lệ|tỉ lệ|chiếm|tương đương|bằng|=|\[|-)[^0-9.;:,]{0,25}|\ ?"
)
# "đạt 35,7% kế hoạch (125,6/351,8 tỷ đồng)"
_FRACTION_FOLLOWS = re.compile(r"[^0-9.;:,()]{0,30}?[(\[=]\ ?|,?\ (?:tức|bằng)\ ")
_COMPARED = ("rate", "ratio", "count", "score", "money")


def tie(figures: Sequence[Figure], key: str, offset: int, sentences: Sequence[int]) -> list[Figure]:
    """The same figures, tied. `key` is the key of their line, `offset` where the line begins,
    `sentences` where its sentences begin."""
    tied = list(figures)
    if len(tied) < 2:
        return tied
    numbers = [bisect_right(sentences, figure.start - offset) for figure in tied]
    groups = [{index} for index in range(len(tied))]
    for index, figure in enumerate(figures):
        for others in _partners(figures, numbers, index, key=key, offset=offset):
            if figure.kind == "rate" and figure.role == "actual":
                tied[index] = _checked(figure, figures, others)
            _join(groups, {index, *others})
    for index, group in enumerate(groups):
        if len(group) > 1:
            tied[index] = _bound(tied[index], [figures[i] for i in sorted(group - {index})])
    return tied


def _join(groups: list[set[int]], members: set[int]) -> None:
    joined = set[int]().union(*(groups[member] for member in members))
    for member in joined:
        groups[member] = joined


def _bound(figure: Figure, others: Sequence[Figure]) -> Figure:
    told = {other.indicator for other in others if other.indicator}
    shares = figure.kind == "rate" or figure.role == "target"  # but not the whole
    indicator = figure.indicator or (told.pop() if shares and len(told) == 1 else "")
    return replace(figure, indicator=indicator, tied_to=tuple(other.start for other in others))


def _partners(
    figures: Sequence[Figure], numbers: Sequence[int], index: int, *, key: str, offset: int
) -> Iterator[tuple[int, ...]]:
    """Which figures of its sentence the figure at `index` is tied to."""
    figure = figures[index]
    is_rate = figure.kind == "rate" and figure.role == "actual" and figure.low is None
    is_asked = figure.kind in _COMPARED and figure.role == "target"
    if not is_rate and not is_asked:
        return
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(figures)]
    near = [i for i in near if numbers[i] == numbers[index]]
    if is_rate:
        beside = [i for i in near if _stand_together(figures[i], figure, key, offset=offset)]
        if beside:
            yield (beside[0],)
        elif _is_part_and_whole(figures, numbers, index):
            yield index - 2, index - 1
    if is_asked:
        reached = [i for i in near if _is_reached(figures[i], figure)]
        if reached:
            yield (reached[0],)


def _stand_together(fraction: Figure, rate: Figure, key: str, *, offset: int) -> bool:
    if fraction.kind != "ratio" or not _bounds(rate, fraction):
        return False
    if fraction.end <= rate.start:
        return _TIED.fullmatch(key, fraction.end - offset, rate.start - offset) is not None
    return _FRACTION_FOLLOWS.fullmatch(key, rate.end - offset, fraction.start - offset) is not None


def _bounds(rate: Figure, fraction: Figure) -> bool:
    """Whether "trên 90%" can be said of the fraction: in "8/12 xã có tỷ lệ trễ hạn dưới 10%" it is
    the rate of something else."""
    if not fraction.numerator or not fraction.denominator or rate.comparator not in _BOUNDS:
        return True
    share = fraction.numerator * _HUNDRED / fraction.denominator
    return share >= rate.value if ">" in rate.comparator else share <= rate.value


def _is_part_and_whole(figures: Sequence[Figure], numbers: Sequence[int], index: int) -> bool:
    """Whether the two counts before a rate are its whole and its part."""
    if index < 2 or numbers[index - 2] != numbers[index]:
        return False
    whole, part = figures[index - 2], figures[index - 1]
    alike = whole.kind == part.kind == "count" and whole.unit == part.unit
    if not alike or not 0 < part.value <= whole.value:
        return False
    return _agrees(figures[index].value, part.value * _HUNDRED / whole.value)


def _is_reached(actual: Figure, target: Figure) -> bool:
    if actual.role != "actual" or actual.kind not in _COMPARED:
        return False
    if actual.indicator and target.indicator:
        return actual.indicator == target.indicator
    return actual.kind == target.kind and actual.unit == target.unit


def _checked(rate: Figure, figures: Sequence[Figure], others: Sequence[int]) -> Figure:
    """The rate with the parts of the fraction, or of part and whole, and a warning where they
    give another."""
    last = figures[others[-1]]
    if len(others) == 2:
        return replace(rate, numerator=last.value, denominator=figures[others[0]].value)
    numerator, denominator = last.numerator, last.denominator
    if not numerator or not denominator:
        return rate
    agreed = _agrees(rate.value, numerator * _HUNDRED / denominator)
    return replace(
        rate,
        numerator=numerator,
        denominator=denominator,
        warnings=rate.warnings if agreed else (*rate.warnings, MISMATCH),
    )


def _agrees(stated: Decimal, exact: Decimal) -> bool:
    """Rounded or cut off at the decimals that are written."""
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(stated - exact) < step
