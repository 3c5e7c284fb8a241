"""The gazetteer: administrative units before and after 1 July 2025, as rows of
`lexicon/places.csv`, read on first use.

Columns: code, kind, name, district, province, valid_from, valid_to, successors; no cell
holds a comma. `code` is the statistical office's, unique on any one day. `valid_from` and
`valid_to` are outer bounds, possibly partial ("2013"): the unit cannot have existed outside
them. Empty `valid_from`: since before the oldest list (6 October 2019). Empty `valid_to`:
still there. `successors` are today's units, joined with "|", in the province's successor.
An official adds rows in a file of the same name and form in the folder that the environment
variable NOTICE_PARSER_LEXICON names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

import notice_parser.lexicon as lexicon
from notice_parser.errors import UsageError
from notice_parser.text import fold, squash

COLUMNS = (
    "code",
    "kind",
    "name",
    "district",
    "province",
    "valid_from",
    "valid_to",
    "successors",
)
PROVINCE_KINDS = frozenset({"tỉnh", "thành phố trung ương"})
DISTRICT_KINDS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
COMMUNE_KINDS = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
KINDS = PROVINCE_KINDS | DISTRICT_KINDS | COMMUNE_KINDS

_APOSTROPHE = regex.compile(r" ?['’‘ʼ`´] ?")
_NOT_WORD = regex.compile(r"[^\w\n]+")
_MARGIN = regex.compile(r"^ | $", regex.MULTILINE)
_LEADING_ZERO = regex.compile(r"\b0+(?=\d)")
# "Mỹ" and "Mĩ", "Quý" and "Quí" are one name; "Thúy" and "Thúi" are not.
_OPEN_Y = regex.compile(r"\b([bcdghklmnpqrstvx]h?|ngh?|qu)y\b")
# Provinces as they were written before 2004 and still are by some.
_OLD_SPELLINGS = {"bac can": "bac kan", "dac lac": "dak lak", "dac nong": "dak nong"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as written there."""

    code: str
    kind: str
    name: str
    district: str
    province: str
    valid_from: str
    valid_to: str
    successors: str


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTable:
    """`lines` holds the lines of each `place_key`, in file order, split only when asked for;
    `today` is what each province is called today, with its kind."""

    lines: dict[str, list[str]]
    today: dict[str, str]

    def rows(self, name: str) -> Iterator[Row]:
        key = place_key(name)
        for line in self.lines.get(key) or self.lines.get(_OLD_SPELLINGS.get(key, "")) or ():
            yield Row(*line.split(","))

    def names(self) -> Iterator[str]:
        """Each name, as often as a line has it."""
        return (line.split(",")[2] for lines in self.lines.values() for line in lines)


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """What all spellings of one name share: "K' Nớ", "K’nớ" and "KNO" give "kno"; "01" and
    "1", "Phan Rang-Tháp Chàm" and "Phan Rang – Tháp Chàm", "Quí" and "Quý" give the same."""
    return _keys((squash(name),))[0]


def _keys(names: Sequence[str]) -> list[str]:
    """All at once, which is ten times as fast: the table has 8,000 names."""
    words = _NOT_WORD.sub(" ", _APOSTROPHE.sub("", fold("\n".join(names))))
    numbers = _LEADING_ZERO.sub("", _MARGIN.sub("", words))
    return _OPEN_Y.sub(r"\1i", numbers).split("\n")


def place_table() -> PlaceTable:
    """The table with what the extra lexicon folder adds. Raises UsageError for a file that
    is not of the form described above."""
    return load(os.environ.get(lexicon.EXTRA_FOLDER_VARIABLE, ""))


@lru_cache(maxsize=4)
def load(extra_folder: str) -> PlaceTable:
    paths = [Path(lexicon.__file__).parent / "places.csv"]
    extra = Path(extra_folder) / "places.csv"
    if extra_folder and extra.is_file():
        paths.append(extra)
    by_name: dict[str, list[str]] = {}
    today: dict[str, str] = {}
    for line in (line for path in paths for line in _lines(path)):
        _, kind, name, _ = line.split(",", 3)
        by_name.setdefault(name, []).append(line)
        if kind in PROVINCE_KINDS:
            today[name] = line.rpartition(",")[2] or f"{spoken(kind)} {name}"
    lines: dict[str, list[str]] = {}
    for key, found in zip(_keys(list(by_name)), by_name.values(), strict=True):
        lines.setdefault(key, []).extend(found)
    return PlaceTable(lines, today)


def spoken(kind: str) -> str:
    """The kind as it stands before a name: "thành phố" for "thành phố trung ương"."""
    return "thành phố" if kind == "thành phố trung ương" else kind


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    if lines[:1] != [",".join(COLUMNS)]:
        raise UsageError(f"{path}: the first line must be {','.join(COLUMNS)}")
    commas = len(COLUMNS) - 1
    for number, line in enumerate(lines, start=1):
        if line.count(",") != commas:
            raise UsageError(f"{path}, line {number}: needs {commas + 1} cells without commas")
    return lines[1:]
