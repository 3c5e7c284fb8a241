"""A rate and the fraction it came from, standing side by side: "36/42 hồ sơ, đạt 85,71%".

The rate gets the fraction's parts; where they give another rate, a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from notice_parser.model import Figure

MISMATCH = "rate-mismatch"
_HUNDRED = Decimal(100)
# What may stand between the two without a new subject: "36/42 hồ sơ đúng hạn, đạt tỷ lệ 90%"
_TIED = regex.compile(
    r"[^0-9.;:]{0,50}?(?:\(|,|đạt|tỷ lệ|tỉ lệ|chiếm|tương đương|bằng|=|\[|-)[^0-9.;:,]{0,25}|\ ?"
)
# "đạt 35,7% kế hoạch (125,6/351,8 tỷ đồng)"
_FRACTION_FOLLOWS = regex.compile(r"[^0-9.;:,()]{0,30}?[(\[=]\ ?|,?\ (?:tức|bằng)\ ")


def tie_rates(figures: Sequence[Figure], key: str, offset: int) -> list[Figure]:
    """The same figures, each actual rate beside a fraction tied to it.

    `key` is the key of their line, `offset` where the line begins.
    """
    tied = list(figures)
    for index, figure in enumerate(figures):
        if figure.kind != "rate" or figure.role != "actual" or figure.low is not None:
            continue
        for other in (index - 1, index + 1):
            if 0 <= other < len(figures) and _stand_together(
                figures[other], figure, key, offset=offset
            ):
                tied[index] = _checked(figure, figures[other])
                break
    return tied


def _stand_together(fraction: Figure, rate: Figure, key: str, *, offset: int) -> bool:
    if fraction.kind != "ratio":
        return False
    if fraction.end <= rate.start:
        return _TIED.fullmatch(key, fraction.end - offset, rate.start - offset) is not None
    return _FRACTION_FOLLOWS.fullmatch(key, rate.end - offset, fraction.start - offset) is not None


def _checked(rate: Figure, fraction: Figure) -> Figure:
    numerator, denominator = fraction.numerator, fraction.denominator
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
