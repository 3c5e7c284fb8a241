"""Administrative units: names to places, and places in text."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notice_parser import lexicon
from notice_parser.errors import UsageError
from notice_parser.extracting.place_table import COLUMNS, KINDS, Row, place_key, place_table
from notice_parser.extracting.places import candidates, find_places, proper_name
from notice_parser.text import match_key

CASES = tomllib.loads(
    (Path(__file__).parent.parent / "cases/places.toml").read_text(encoding="utf-8")
)
TEXTS = st.lists(
    st.sampled_from([case["text"] for case in CASES["text"]])
    | st.sampled_from(["xã", "phường 1", "TP.", " ", "\n", ",", "và", "HUYỆN", "2", "Hòa", "0"])
    | st.text(max_size=8),
    max_size=12,
).map(" ".join)


def rows() -> list[Row]:
    return [Row(*line.split(",")) for lines in place_table().lines.values() for line in lines]


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["text"][:40])
def test_places_in_text(case: dict[str, Any]) -> None:
    found = [" | ".join((m.text, m.kind, m.name)) for m in find_places(case["text"])]
    assert found == case["places"]


@pytest.mark.parametrize("case", CASES["name"], ids=lambda case: str(case)[:60])
def test_candidates(case: dict[str, Any]) -> None:
    hints = {key: case[key] for key in ("kind", "province", "district", "date") if key in case}
    found = [
        f"{place.code} {place.kind} {place.name}, {place.district}, {place.province}"
        for place in candidates(case["name"], **hints)
    ]
    assert found == case["places"]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["written"])
def test_proper_name(case: dict[str, str]) -> None:
    assert proper_name(case["written"]) == case["name"]


def test_today_s_names() -> None:
    (before,) = candidates("Tam Nông", kind="huyện", province="Đồng Tháp")
    assert "xã Tràm Chim, tỉnh Đồng Tháp" in before.successors
    (merged,) = candidates("Bến Tre", kind="tỉnh")
    assert merged.successors == ("tỉnh Vĩnh Long",)
    (now,) = candidates("Tràm Chim", kind="xã")
    assert now.successors == ("xã Tràm Chim, tỉnh Đồng Tháp",)


def test_a_region_of_the_text() -> None:
    text = "huyện Tam Nông và huyện Cao Lãnh, huyện Lai Vung"
    found = [m.text for m in find_places(text, text.index("và"), text.index("Vung"))]
    assert found == ["huyện Cao Lãnh"]


@given(TEXTS)
@example("xã Hòa THÀNH PHỐ VINH")
def test_mentions_quote_the_text_and_are_disjoint(text: str) -> None:
    end = 0
    for mention in find_places(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert match_key(mention.text).endswith(match_key(mention.name))
        end = mention.end


@given(TEXTS)
def test_decomposed_text_after_nfc_gives_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    again = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))
    assert list(find_places(composed)) == list(find_places(again))


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_any_words_are_survived(name: str, kind: str, province: str, date: str) -> None:
    assert set(candidates(name, kind=kind, province=province, date=date)) <= set(candidates(name))
    assert proper_name(name).casefold() == name.casefold() or not name.isascii()


def test_the_table_is_sound() -> None:
    provinces = {row.name for row in rows() if row.kind in ("tỉnh", "thành phố trung ương")}
    today = {
        (f"{row.kind} {row.name}", place_table().today[row.province])
        for row in rows()
        if not row.valid_to and row.district == "" and row.kind in ("xã", "phường", "đặc khu")
    }
    assert len([row for row in rows() if row.valid_from == "2025-07-01"]) == 3321
    for row in rows():
        assert row.kind in KINDS
        assert row.province in provinces
        assert row.valid_from[:4] <= (row.valid_to or "9999")[:4]
        assert row.name == unicodedata.normalize("NFC", row.name).strip()
        if row.kind not in ("tỉnh", "thành phố trung ương") and row.successors:
            for unit in row.successors.split("|"):
                assert (unit, place_table().today[row.province]) in today


def test_every_unit_is_found_by_its_own_names() -> None:
    for row in rows():
        place = next(
            place
            for place in candidates(row.name, kind=row.kind, province=row.province)
            if (place.code, place.valid_from) == (row.code, row.valid_from)
        )
        assert place.name == row.name
        assert place_key(row.name.upper()) == place_key(row.name)


def test_every_unit_is_found_in_text() -> None:
    for row in rows():
        unit = f"{row.kind.removesuffix(' trung ương')} {row.name}"
        assert [m.text for m in find_places(f"tại {unit}.")] == [unit]


def test_every_unit_is_found_in_capitals() -> None:
    missed = set()
    for row in rows():
        unit = f"{row.kind.removesuffix(' trung ương')} {row.name}"
        found = [m.text for m in find_places(f"TẠI UBND {unit} năm 2023".upper())]
        if found != [unit.upper()]:
            missed.add(unit)
    # In capitals these cannot be told from "xã hội" and "xã an toàn".
    assert all(unit.startswith("xã Hội ") or unit == "xã An Toàn" for unit in missed), missed


def test_an_official_adds_a_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "places.csv"
    table.write_text(
        ",".join(COLUMNS) + "\nX1,xã,Làng Mới Toanh,huyện Tam Nông,Đồng Tháp,1990,2001,\n",
        encoding="utf-8",
    )
    assert candidates("Làng Mới Toanh") == ()
    monkeypatch.setenv(lexicon.EXTRA_FOLDER_VARIABLE, str(tmp_path))
    (place,) = candidates("làng mới toanh", date="1995")
    assert (place.code, place.district, place.successors) == ("X1", "huyện Tam Nông", ())
    assert [m.name for m in find_places("XÃ LÀNG MỚI TOANH")] == ["Làng Mới Toanh"]


@pytest.mark.parametrize("content", ["", "code;kind\n", ",".join(COLUMNS) + "\n1,xã\n"])
def test_a_table_of_another_form_is_refused(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "places.csv").write_text(content, encoding="utf-8")
    monkeypatch.setenv(lexicon.EXTRA_FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(UsageError, match=r"places\.csv"):
        candidates("An Hòa")


def test_importing_is_light() -> None:
    program = (
        "import sys, notice_parser.extracting.places;"
        "print([m for m in ('numpy', 'pandas', 'torch', 'spacy') if m in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert output.stdout.strip() == "[]"
