"""Document → Notice: ids, warnings, what is no notice."""

from __future__ import annotations

import pickle
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from notice_parser import parse
from notice_parser.errors import NotANotice
from notice_parser.model import Header, Notice
from notice_parser.parsing import identify
from notice_parser.reading import read_bytes

HEAD = """\
UBND TỈNH HÀ GIANG
SỞ NỘI VỤ
Số: 12/TB-SNV
Hà Giang, ngày 05 tháng 6 năm 2022
THÔNG BÁO
Kết luận kiểm tra công tác cải cách hành chính năm 2022 tại UBND huyện Quản Bạ
"""
BODY = """\
1. Cải cách thể chế
a) Ưu điểm
- Rà soát 15 văn bản, đạt 97,83% theo Nghị định số 30/2020/NĐ-CP.
b) Tồn tại, hạn chế
- Chưa tự kiểm tra văn bản.
- Chưa tự kiểm tra văn bản.
"""


def notice(text: str) -> Notice:
    return parse(read_bytes(text.encode(), name="notice.txt"))


def warned(text: str) -> set[str]:
    return {warning.code for warning in notice(text).warnings}


# -- ids --------------------------------------------------------------------------------


def test_the_id_says_unit_and_year() -> None:
    assert notice(HEAD + BODY).notice_id.startswith("huyen-quan-ba-2022-")


@pytest.mark.parametrize(
    "again",
    [
        HEAD + BODY.replace("Chưa tự kiểm tra", "Chưa tư kiêm tra"),
        (HEAD + BODY).replace("\n", "\n\n"),
        unicodedata.normalize("NFD", HEAD + BODY),
    ],
    ids=["marks lost in a scan", "other line breaks", "decomposed"],
)
def test_a_second_scan_of_a_numbered_notice_has_the_same_id(again: str) -> None:
    first = notice(HEAD + BODY)
    second = notice(again)
    assert second.notice_id == first.notice_id
    assert [s.statement_id for s in second.statements] == [s.statement_id for s in first.statements]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Số: 12/", "Số: 13/"), ("ngày 05 tháng", "ngày 06 tháng"), ("SỞ NỘI VỤ", "VĂN PHÒNG")],
)
def test_another_number_date_or_issuer_is_another_notice(old: str, new: str) -> None:
    assert notice((HEAD + BODY).replace(old, new)).notice_id != notice(HEAD + BODY).notice_id


def test_without_number_the_letters_tell_notices_apart() -> None:
    draft = HEAD.replace("Số: 12/", "Số:    /") + BODY
    other = draft.replace("15 văn bản", "16 văn bản")
    assert notice(draft).notice_id == notice(draft.replace("\n", "\n\n")).notice_id
    assert notice(draft).notice_id != notice(other).notice_id


def test_an_id_without_unit_and_year() -> None:
    assert identify(Header(), "abc").startswith("notice-")
    assert identify(Header(), "abc") != identify(Header(), "abd")


def test_equal_statements_get_ids_of_their_own() -> None:
    ids = [s.statement_id for s in notice(HEAD + BODY).statements]
    assert len(set(ids)) == len(ids) == 3
    assert ids[2] == f"{ids[1]}-2"


# -- what is put together ---------------------------------------------------------------


def test_facts_stand_in_their_statements() -> None:
    made = notice(HEAD + BODY)
    first = made.statements[0]
    assert [s.ordinal for s in made.statements] == [1, 2, 3]
    assert "97,83%" in {figure.text for figure in made.figures}
    assert "30/2020/NĐ-CP" in {citation.number for citation in made.citations}
    assert "30" not in {figure.text for figure in made.figures}, "a document's number"
    for fact in (*made.figures, *made.citations):
        assert first.start <= fact.start < fact.end <= first.end


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("UBND TỈNH HÀ GIANG\nSỞ NỘI VỤ", "UBND tỉnh Hà Giang"),
        ("UBND HUYỆN QUẢN BẠ\nĐOÀN KIỂM TRA CẢI CÁCH HÀNH CHÍNH", ""),
    ],
)
def test_whose_document_a_bare_symbol_means(letterhead: str, issuer: str) -> None:
    head = HEAD.replace("UBND TỈNH HÀ GIANG\nSỞ NỘI VỤ", letterhead)
    body = BODY.replace("Nghị định số 30/2020/NĐ-CP", "Kế hoạch số 15/KH-UBND ngày 02/3/2022")
    (cited,) = notice(head + body).citations
    assert cited.issuer == issuer
    assert bool(cited.document_id) == bool(issuer)


def test_a_notice_can_go_to_another_process() -> None:
    made = notice(HEAD + BODY)
    assert pickle.loads(pickle.dumps(made)) == made


def test_decomposed_text_gives_the_same_notice() -> None:
    first = notice(HEAD + BODY)
    second = notice(unicodedata.normalize("NFD", HEAD + BODY))
    assert second.statements == first.statements
    assert second.header == first.header
    assert second.figures == first.figures
    assert second.citations == first.citations


# -- what a person should know ----------------------------------------------------------


def test_nothing_to_warn_of() -> None:
    assert notice(HEAD + BODY).warnings == ()


def test_no_unit_and_no_year() -> None:
    assert {"no-unit", "no-year"} <= warned("THÔNG BÁO\nKết luận kiểm tra\n" + BODY)


def test_findings_behind_the_signature_are_pointed_at() -> None:
    closing = "Nơi nhận:\n- Lưu: VT.\nTRƯỞNG ĐOÀN\nNguyễn Văn An\n"
    more = "- Bảng niêm yết tại trụ sở còn 09 thủ tục đã bị bãi bỏ từ năm ngoái.\n" * 9
    assert "text-behind" in warned(HEAD + BODY + closing + more)
    assert "text-behind" not in warned(HEAD + BODY + closing)


def test_no_limitations() -> None:
    only_good = HEAD + "1. Cải cách thể chế\na) Ưu điểm\n- Rà soát 15 văn bản.\n"
    assert "no-limitations" in warned(only_good)
    assert "no-limitations" not in warned(only_good + "b) Hạn chế: Chưa phát hiện.\n")


def test_text_that_nothing_is_known_of_is_pointed_at() -> None:
    text = HEAD + BODY + "2. Việc khác\n- Một dòng không rõ là ưu điểm hay hạn chế.\n"
    made = notice(text)
    for warning in made.warnings:
        if warning.start is not None:
            assert warning.end is not None
            assert made.document.text[warning.start : warning.end]
    assert made.warnings


@pytest.mark.parametrize("text", ["THÔNG BÁO\n", "Số: 12/TB-SNV\nHà Giang, ngày 05/6/2022\n"])
def test_no_statement_no_notice(text: str) -> None:
    with pytest.raises(NotANotice):
        notice(text)


# -- the verbs --------------------------------------------------------------------------


def test_the_verbs_stay_callable(tmp_path: Path) -> None:
    """A submodule of the same name would hide the verb after its first use."""
    path = tmp_path / "notice.txt"
    path.write_text(HEAD + BODY, encoding="utf-8")
    script = (
        "import sys, notice_parser as n\n"
        "import notice_parser.dataset.build, notice_parser.cli, notice_parser.evaluate\n"
        "n.parse(n.read(sys.argv[1]))\n"
        "from notice_parser import *\n"
        "print(len(parse(read(sys.argv[1])).statements), *map(callable, (build, open_dataset)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["3", "True", "True"]


def test_the_header_names_the_bodies_of_the_opening_where_the_title_names_none() -> None:
    text = (
        "THÔNG BÁO\nKết luận kiểm tra công tác cải cách hành chính đợt 2 năm 2012\n"
        "Đoàn đã kiểm tra tại Thị xã Nghĩa Lộ và huyện Trạm Tấu. Kết quả như sau:\n"
        "1. Hạn chế\n- Thị xã Nghĩa Lộ còn 12 hồ sơ trễ hạn.\n- Huyện Trạm Tấu chưa mở sổ.\n"
    )
    notice = parse(read_bytes(text.encode(), name="case.txt"))
    assert notice.header.inspected_unit == "UBND thị xã Nghĩa Lộ|UBND huyện Trạm Tấu"
    assert notice.notice_id.startswith("notice-2012-")  # as ever
