"""The panel: five states, told apart, and the same as those found by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from hand_made import of_the_answers, recurrence_answers, says

from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import Row
from notice_parser.themes.inspections import Inspections, inspections
from notice_parser.themes.recurrence import Cell, State, cells, cells_at, histories
from notice_parser.themes.remedies import refers_back, remedies
from notice_parser.themes.summing import longest_run, summed

TTHC, MONEY = "thu-tuc-hanh-chinh", "tai-chinh-cong"

# -- the corpus -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(corpus_dataset: Path) -> Mapping[str, list[Row]]:
    version = current(corpus_dataset)
    assert version
    names = ("notices", "coverage", "units", "statements", "problems")
    return {name: list(stored_rows(version, name)) for name in names}


@pytest.fixture(scope="module")
def seen(rows: Mapping[str, list[Row]]) -> Inspections:
    return inspections(notices=rows["notices"], coverage=rows["coverage"], units=rows["units"])


def answered(
    theme: Mapping[str, Any], rows: Mapping[str, list[Row]], seen: Inspections
) -> dict[tuple[str, int], State]:
    """What the code says of each cell that was answered by hand."""
    units = {row["name"]: str(row["unit_id"]) for row in rows["units"] if of_the_answers(row)}
    problems = [
        {**row, "theme_id": "hand" if says(row, theme, units.values()) else "x"}
        for row in rows["problems"]
    ]
    for sentence in theme["sentences"]:
        one = {"sentences": [sentence]}
        assert sum(says(row, one, units.values()) for row in problems) == 1, sentence
    told = remedies(rows["statements"], problems, seen)
    (history,) = (h for h in histories(problems, seen) if h.theme_id == "hand")
    return {
        (name, int(year)): cell.state
        for name, by_year in theme["cells"].items()
        for year in by_year
        for cell in cells_at(history, units[name], seen=seen, told=told, years=[int(year)])
    }


def test_the_panel_of_the_corpus_is_that_made_by_hand(
    rows: Mapping[str, list[Row]], seen: Inspections
) -> None:
    states: Counter[State] = Counter()
    for theme in recurrence_answers():
        expected = {
            (name, int(year)): State(state)
            for name, by_year in theme["cells"].items()
            for year, state in by_year.items()
        }
        assert answered(theme, rows, seen) == expected, theme["name"]
        states.update(expected.values())
    assert states.total() >= 100
    assert min(states[state] for state in State) >= 5, "each state is represented"


def test_two_communes_went_into_one_and_a_district_into_none(seen: Inspections) -> None:
    before = {body.split(".")[0][:-5]: after for body, after in seen.went_into.items()}
    assert before.keys() >= {"ubnd-xa-an-duc", "ubnd-xa-an-binh-tay"}
    assert before["ubnd-xa-an-duc"] == before["ubnd-xa-an-binh-tay"]
    assert before["ubnd-xa-an-duc"].startswith("ubnd-xa-ba-tri")
    assert "ubnd-huyen-ba-tri" not in before


def test_the_tables_of_the_corpus_agree(corpus_dataset: Path) -> None:
    version = current(corpus_dataset)
    assert version
    panel = list(stored_rows(version, "recurrence"))
    problems = list(stored_rows(version, "problems"))
    found = {
        (row["theme_id"], body, row["year"])
        for row in problems
        for body in (row["unit_id"] if isinstance(row["unit_id"], tuple) else ())
        if row["theme_id"]
    }
    told = {
        (row["theme_id"], row["unit_id"], row["year"])
        for row in panel
        if row["state"] in (State.FOUND, State.FOUND_AGAIN)
    }
    assert told <= found
    shown = {(r["theme_id"], r["unit_id"], r["year"]) for r in panel if r["statement_ids"]}
    assert found <= shown, "each finding has its cell and its statements"
    for theme in stored_rows(version, "themes"):
        assert 0 <= float(str(theme["share"])) <= 1
        assert int(str(theme["units_inspected"])) >= int(str(theme["units"])) or not theme["units"]


# -- states, on a few rows --------------------------------------------------------------


def notice(year: int) -> Row:
    return {"notice_id": f"n{year}", "inspection_year": year, "date": f"{year}-09-01"}


def look(unit: str, year: int, area: str = TTHC) -> Row:
    shown = f"s-{unit}-{year}-{area}"
    return {"notice_id": f"n{year}", "unit_id": unit, "area": area, "inspected": True} | {
        "statement_id": shown
    }


def problem(unit: str, year: int, text: str = "Hồ sơ trễ hạn", **more: Any) -> Row:
    base = {"problem_id": f"p-{unit}-{year}", "statement_id": f"h-{unit}-{year}", "theme_id": "t"}
    where = {"notice_id": f"n{year}", "unit_id": (unit,) if unit else (), "areas": (TTHC,)}
    return {**base, **where, "year": year, "text": text, "remedied": False, **more}


def unit(unit_id: str, name: str, successor: str, *, district: str = "", province: str = "") -> Row:
    place = {"district": district, "province": province, "successors": (successor,)}
    return {"unit_id": unit_id, "name": name, **place}


def panel(
    problems: Sequence[Row],
    looks: Sequence[Row],
    *,
    units: Sequence[Row] = (),
    statements: Sequence[Row] = (),
) -> dict[tuple[str, int], Cell]:
    years = sorted({int(str(row["notice_id"])[1:]) for row in looks})
    seen = inspections(notices=map(notice, years), coverage=looks, units=units)
    told = remedies(statements, problems, seen)
    (history,) = histories(problems, seen)
    return {(cell.unit_id, cell.year): cell for cell in cells(history, seen, told)}


def states(found: Mapping[tuple[str, int], Cell]) -> list[str]:
    return [str(cell.state) for cell in found.values()]


def test_found_then_found_again() -> None:
    found = panel([problem("a", 2021), problem("a", 2022)], [look("a", 2021), look("a", 2022)])
    assert states(found) == ["found", "found_again"]
    assert found["a", 2022].statement_ids == ("h-a-2022",)


def test_a_year_without_inspection_is_not_clean() -> None:
    looks = [look("a", 2021), look("a", 2023)]
    found = panel([problem("a", 2021)], looks)
    assert states(found) == ["found", "not_inspected", "not_found_though_inspected"]
    assert found["a", 2022].statement_ids == ()
    assert found["a", 2023].statement_ids == (f"s-a-2023-{TTHC}",)


def test_another_area_is_no_look_at_this_one() -> None:
    found = panel([problem("a", 2021)], [look("a", 2021), look("a", 2022, MONEY)])
    assert states(found) == ["found", "not_inspected"]


def test_a_heading_that_joins_two_areas_makes_a_theme_at_home_in_the_common_one() -> None:
    problems = [problem("a", year) for year in range(2015, 2020)]
    problems.append(problem("b", 2020, areas=(TTHC, MONEY)))
    looks = [look("a", year) for year in range(2015, 2020)] + [look("a", 2020, MONEY)]
    found = panel(problems, [*looks, look("b", 2020), look("b", 2020, MONEY)])
    assert found["a", 2020].state == "not_inspected"


def test_put_right_at_once() -> None:
    assert states(panel([problem("a", 2021, remedied=True)], [look("a", 2021)])) == [
        "declared_remedied"
    ]


def test_a_strength_that_refers_back_says_put_right() -> None:
    strength = {"statement_id": "s", "notice_id": "n2022", "unit_id": ("a",), "areas": (TTHC,)}
    strength |= {"label": "mat-duoc", "text": "Hồ sơ đã hết trễ hạn theo kiến nghị năm 2021."}
    looks = [look("a", 2021), look("a", 2022)]
    found = panel([problem("a", 2021)], looks, statements=[strength])
    assert states(found) == ["found", "declared_remedied"]
    assert found["a", 2022].statement_ids == ("s",)
    praise = {**strength, "text": "Hồ sơ được giải quyết đúng hạn."}
    found = panel([problem("a", 2021)], looks, statements=[praise])
    assert states(found) == ["found", "not_found_though_inspected"]


def test_bodies_are_followed_into_the_one_that_they_were_merged_into() -> None:
    today = "xã Ba Tri, tỉnh Vĩnh Long"
    units = [
        unit("old-1", "UBND xã An Đức", today, district="huyện Ba Tri", province="Bến Tre"),
        unit("old-2", "UBND xã Vĩnh An", today, district="huyện Ba Tri", province="Bến Tre"),
        unit("new", "UBND xã Ba Tri", today, province="Vĩnh Long"),
    ]
    looks = [look("old-1", 2021), look("old-2", 2022), look("new", 2025)]
    found = panel([problem("old-1", 2021), problem("new", 2025)], looks, units=units)
    assert {key: str(cell.state) for key, cell in found.items()} == {
        ("old-1", 2021): "found",
        ("new", 2025): "found_again",
    }
    assert found["new", 2025].inherited_from == ("old-1",)
    clean = panel([problem("old-1", 2021)], looks, units=units)
    assert clean["new", 2025].state == "not_found_though_inspected"


def test_a_problem_of_no_body_is_that_of_the_only_one_of_its_notice() -> None:
    assert list(panel([problem("", 2021)], [look("a", 2021)])) == [("a", 2021)]
    assert panel([problem("", 2021)], [look("a", 2021), look("b", 2021)]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cả 12 phòng đã sửa quy chế, khắc phục xong thiếu sót nêu tại Thông báo số 142.", True),
        ("Quy chế làm việc được ban hành đúng quy định.", False),
        ("Ban hành kế hoạch khắc phục sau kiểm tra.", False),
    ],
)
def test_what_refers_back(text: str, expected: bool) -> None:
    assert refers_back(text) is expected


# -- sums -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", 0),
        ("F", 1),
        ("FA", 2),
        ("F.A", 2),
        ("FOA", 1),
        ("FRA", 1),
        ("FAOFAA", 3),
    ],
)
def test_the_longest_run(told: str, expected: int) -> None:
    state = dict(zip("FARO.", State, strict=True))
    row = [Cell("t", "a", 2000 + i, state[sign]) for i, sign in enumerate(told)]
    assert longest_run(row) == expected


def test_sums_of_a_theme_have_their_denominators() -> None:
    looks = [look("a", 2021), look("a", 2022), look("a", 2023), look("b", 2022), look("c", 2022)]
    problems = [problem("a", 2021), problem("a", 2023)]
    seen = inspections(notices=map(notice, (2021, 2022, 2023)), coverage=looks, units=[])
    (history,) = histories(problems, seen)
    found = list(cells(history, seen, {}))
    assert summed(history, found, seen=seen, after_advice=1) == {
        "recurs_after_advice": 1,
        "status": "recurs",
        "years": 2,
        "gap_years": 1,
        "longest_run": 1,
        "units_again": 1,
        "units_inspected": 3,
        "share": Decimal("0.333"),
    }
