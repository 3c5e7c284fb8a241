"""What gold and output say, in one form: items of a few subjects, field by field.

Texts are compared with single spaces and one tone style, names of units and header fields
without regard to case, areas and units without regard to their order. "Phòng Tư pháp huyện" is
"Phòng Tư pháp": a kind of place alone tells no office from another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

import regex

from notice_parser import lexicon
from notice_parser.text import any_of, match_key

# None: not told at all, so nothing to compare; "": told to be absent.
Values = Mapping[str, str | None]
Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said. `values` is the form in which it is compared, `shown` the form as
    written; `number` its place, from 1, among the items of its subject; `line` and `page`
    are 1-based, None where unknown; `confidence` is that of a statement of the output."""

    values: Values
    shown: Values
    number: int
    line: int | None = None
    page: int | None = None
    confidence: float | None = None

    def key(self, fields: Fields) -> tuple[str, ...]:
        return tuple(self.values[field] or "" for field in fields)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of item. `forms` gives each field's form for comparing, `checked` the fields
    that have to be right. Gold and output are the same thing where they agree in the fields
    of one entry of `same`, tried in order; those of `near`, and whatever has most words of
    the field `alike` in common, are only shown side by side."""

    name: str
    forms: Mapping[str, Callable[[str], str]]
    checked: Fields
    same: tuple[Fields, ...]
    near: tuple[Fields, ...] = ()
    alike: str = ""

    def item(
        self,
        shown: Values,
        number: int,
        *,
        line: int | None = None,
        page: int | None = None,
        confidence: float | None = None,
    ) -> Item:
        told = {field: shown.get(field) for field in self.forms}
        values = {
            field: None if value is None else self.forms[field](value)
            for field, value in told.items()
        }
        proxies = MappingProxyType(values), MappingProxyType(told)
        return Item(*proxies, number, line=line, page=page, confidence=confidence)


Items = Mapping[str, Sequence[Item]]


def joined(names: str) -> str:
    """Names parted by "|", in an order that does not depend on how they were listed."""
    return "|".join(sorted(match_key(name) for name in names.split("|")))


def units(names: str) -> str:
    """Names of units parted by "|", in one order and without a bare kind of place at their end."""
    return joined("|".join(_of_bare_kind().sub(r"\1", match_key(n)) for n in names.split("|")))


@lru_cache(maxsize=1)
def _of_bare_kind() -> regex.Pattern[str]:
    heads = (w for e in lexicon.load("bodies").entries if e.get("heads") for w in e.words)
    kinds = (w for e in lexicon.load("place_kinds").entries for w in e.words if "." not in w)
    head, kind = (any_of(map(match_key, words)) for words in (heads, kinds))
    return regex.compile(rf"^((?:{head}) \S.*?) (?:{kind})$")


def counted(unit: str) -> str:
    """The unit as the codebook writes it: "phòng" for "phòng chuyên môn"."""
    key = match_key(unit)
    return _codebook().get(key, key)


@lru_cache(maxsize=1)
def _codebook() -> Mapping[str, str]:
    entries = lexicon.load("figure_units").entries
    return {match_key(w): match_key(e.get("unit") or w) for e in entries for w in e.words}


def exact(value: str) -> str:
    """ "97.50" and "97.5" are one number. Raises ValueError for what is none."""
    try:
        return format(Decimal(value).normalize(), "f")
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number") from error


STATEMENT = Subject(
    "statement",
    {
        "text": match_key,
        "unit": units,
        "areas": joined,
        "label": str,
        "remedied": str,
        "due": str,
    },
    checked=("text", "unit", "areas", "label", "remedied", "due"),
    same=(
        ("text", "unit", "areas", "label", "remedied"),
        ("text", "unit", "areas", "label"),
        ("text", "unit", "label"),
        ("text", "unit", "areas"),
        ("text", "areas", "label"),
        ("text", "unit"),
        ("text", "label"),
        ("text", "areas"),
        ("text",),
    ),
    alike="text",
)
PROBLEM = Subject(
    "problem",
    {"text": match_key, "remedied": str},
    checked=("text", "remedied"),
    same=(("text", "remedied"), ("text",)),
    alike="text",
)
DECLARED = Subject(
    "declared none",
    {"unit": units, "area": str},
    checked=("unit", "area"),
    same=(("unit", "area"),),
    near=(("unit",), ("area",)),
)
FIGURE = Subject(
    "figure",
    {
        "text": match_key,
        "value": exact,
        "unit": counted,
        "kind": str,
        "role": str,
        "comparator": str,
        "indicator": str,
    },
    checked=("value", "unit", "kind", "role", "comparator", "indicator"),
    same=(
        ("text", "value", "unit", "kind", "role", "comparator", "indicator"),
        ("text", "value", "unit", "kind", "role", "comparator"),
        ("value", "unit", "kind", "role", "comparator"),
        ("text", "value", "unit", "kind"),
        ("value", "unit", "kind"),
    ),
    near=(("text",), ("value",)),
)
CITATION = Subject(
    "citation",
    {"document": str, "text": match_key, "date": str, "pinpoint": match_key},
    checked=("document", "date", "pinpoint"),
    same=(("document", "date", "pinpoint"), ("document", "date"), ("document",)),
    near=(("text",),),
    alike="text",
)
HEADER = Subject(
    "header",
    {"field": str, "value": match_key},
    checked=("value",),
    same=(("field", "value"),),
    near=(("field",),),
)
SUBJECTS = (STATEMENT, PROBLEM, DECLARED, FIGURE, CITATION, HEADER)

# Fields of a gold's `notice` that are held against columns of `notices`.
HEADER_COLUMNS = MappingProxyType(
    {
        "number": "number",
        "symbol": "symbol",
        "place": "place",
        "date": "date",
        "type": "doc_type",
        "province": "province",
        "title": "title",
        "inspected": "inspected_unit",
        "inspection_year": "inspection_year",
        "announced": "announced_at",
        "signer": "signer",
        "signer_role": "signer_title",
    }
)


def header_items(told: Mapping[str, object]) -> list[Item]:
    """`told` goes by the gold's names; what is absent makes no item."""
    given = [
        (field, str(told[field])) for field in HEADER_COLUMNS if told.get(field) not in (None, "")
    ]
    return [
        HEADER.item({"field": field, "value": value}, number)
        for number, (field, value) in enumerate(given, start=1)
    ]


def cited(number: str | None, text: str, pinpoint: str | None) -> str:
    """A document's number, or its words without the pinpoint: "luật cư trú"."""
    if number and "/" in number:
        return number
    words = match_key(text)
    return match_key(words.replace(match_key(pinpoint), "")) if pinpoint else words
