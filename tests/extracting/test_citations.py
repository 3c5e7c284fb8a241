"""Citations: cases, the lexicon both ways, and properties that hold for any text."""

from __future__ import annotations

import json
import os
import re
import time
import tomllib
import unicodedata
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notice_parser import lexicon
from notice_parser.extracting import document_numbers, mentions
from notice_parser.extracting.citations import find_citations
from notice_parser.extracting.document_numbers import number_at

CASES = Path(__file__).parent.parent / "cases" / "citations.toml"
SHARED = Path(
    os.environ.get("NOTICE_PARSER_SHARED", Path(__file__).resolve().parents[3] / "shared")
)


def _cases() -> list[Any]:
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    citations = find_citations(case["text"], province=case.get("province", ""))
    assert len(citations) == len(case["found"]), [c.text for c in citations]
    for citation, expected in zip(citations, case["found"], strict=True):
        values = asdict(citation) | {"warnings": list(citation.warnings)}
        assert {key: values[key] for key in expected} == expected
        assert case["text"][citation.start : citation.end] == citation.text


def _sentences(key: str) -> list[Any]:
    return [
        pytest.param(entry, sentence, id=f"{entry.code}: {sentence}")
        for entry in lexicon.load("document_types").entries
        for sentence in getattr(entry, key)
    ]


@pytest.mark.parametrize(("entry", "sentence"), _sentences("examples"))
def test_a_type_is_found_in_its_examples(entry: lexicon.Entry, sentence: str) -> None:
    assert entry.get("name") in {c.doc_type for c in find_citations(sentence)}


@pytest.mark.parametrize(("entry", "sentence"), _sentences("counter"))
def test_no_citation_in_the_counter_examples(entry: lexicon.Entry, sentence: str) -> None:
    assert find_citations(sentence) == ()


@pytest.mark.parametrize(
    ("abbreviation", "name"),
    [
        (abbreviation, entry.get("name"))
        for entry in lexicon.load("document_types").entries
        for abbreviation in entry.get("abbreviations")
    ],
)
def test_a_symbol_tells_the_type(abbreviation: str, name: str) -> None:
    (citation,) = find_citations(f"đã ban hành số 12/{abbreviation}-SNV ngày 02/02/2022")
    assert citation.doc_type == name


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        (symbol, entry.code)
        for entry in lexicon.load("agencies").entries
        for symbol in entry.get("symbols")
        if "-" not in symbol and "." not in symbol
    ],
)
def test_a_symbol_tells_the_issuer(symbol: str, code: str) -> None:
    found = number_at(f"12/2020/QĐ-{symbol} ngày", 0)
    assert found is not None
    assert [agency.code for agency in found[1].symbol.agencies] == [code]


@pytest.mark.parametrize(
    "entry", [pytest.param(e, id=e.code) for e in lexicon.load("agencies").entries]
)
def test_an_agency_is_found_by_its_words(entry: lexicon.Entry) -> None:
    for words in entry.words:
        (citation,) = find_citations(f"Chỉ thị số 12 của {words} về", province="Bến Tre")
        assert citation.issuer.startswith(entry.get("name").removesuffix(" tỉnh"))


@pytest.mark.parametrize(
    "entry", [pytest.param(e, id=e.code) for e in lexicon.load("laws").entries]
)
def test_the_name_of_a_law_ends_where_it_ends(entry: lexicon.Entry) -> None:
    word = {"luat": "Luật", "bo-luat": "Bộ luật", "phap-lenh": "Pháp lệnh"}.get(
        entry.get("type"), "Hiến pháp"
    )
    for words in entry.words:
        for behind in (", các Thông tư hướng dẫn", " và Nghị định hướng dẫn", " năm 2015, theo đó"):
            citation = find_citations(f"theo {word} {words}{behind}")[0]
            assert citation.text.removesuffix(" năm 2015") == f"{word} {words}"
            assert citation.law_name == entry.words[0]


@pytest.mark.parametrize(
    ("entry", "sentence", "holds"),
    [
        (entry, sentence, holds)
        for entry in lexicon.load("relations").entries
        for holds, sentences in ((True, entry.examples), (False, entry.counter))
        for sentence in sentences
    ],
)
def test_relations(entry: lexicon.Entry, sentence: str, holds: bool) -> None:
    relation = find_citations(sentence)[-1].relation
    assert (relation == entry.code) is holds


PIECES = st.sampled_from(
    [
        "Nghị định", "số", "61/2018/NĐ-CP", "61", "ngày 23/4/2018", "của Chính phủ", "Luật", "2013",
        "của UBND Tỉnh", "Luật Cư trú", "khoản 3 Điều 36", "Điều", ",", "và", ".", "\n", "này", "/",
        "nêu trên", "(sau đây gọi là Quy chế 12)", "Quy chế 12", "Đề án 06", "12-NQ/TU", "-",
        "1141 TC/QĐ", "sửa đổi, bổ sung một số điều của", "Hiến pháp năm 2013", "Số: 31  /BC",
        "Uỷ ban", "và số 107/2021/NĐ-CP", "căn cứ", "Thông tư số 5/2021/TT-BNV", "điểm a,b khoản 2",
        "của Bộ trưởng Bộ Nội vụ", "của Thủ tướng Chính phủ", "ngày 05 tháng 3 năm 2021", "tại",
        "(", "của Đoàn kiểm tra ngày 13/01/2023", "được Quốc hội thông qua ngày 26/11/2003",
        "Phụ lục II", "ban hành kèm theo", "sửa đổi, bổ sung Điều 5", "bộ luật Lao động",
        "- ", "kỷ luật Cư trú",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
    st.text(max_size=200).map(lambda text: unicodedata.normalize("NFC", text)),
)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_citations_are_quotes_in_order_on_one_line(text: str) -> None:
    citations = find_citations(text, province="Bến Tre")
    for citation in citations:
        assert text[citation.start : citation.end] == citation.text
        assert citation.text.strip() == citation.text != ""
        assert "\n" not in citation.text
    for left, right in pairwise(citations):
        assert left.end <= right.start


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_nfd_made_nfc_again_gives_the_same(text: str) -> None:
    again = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))
    if again == text:
        assert find_citations(again) == find_citations(text)


@settings(deadline=None, max_examples=100)
@given(TEXTS, TEXTS)
def test_a_mention_does_not_change_with_the_lines_around_it(before: str, after: str) -> None:
    line = "theo khoản 3 Điều 36 Nghị định số 23/2015/NĐ-CP ngày 16/02/2015 của Chính phủ"
    text = f"{before}\n{line}\n{after}"
    start = len(before) + 1
    found = [c for c in find_citations(text) if start <= c.start < start + len(line)]
    assert [(c.text, c.number, c.date, c.pinpoint) for c in found] == [
        (line.removeprefix("theo "), "23/2015/NĐ-CP", "2015-02-16", "khoản 3 Điều 36")
    ]


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_the_quick_ways_find_what_the_patterns_find(text: str) -> None:
    """Plain forms are read without the large patterns; without the quick ways nothing changes."""
    never = re.compile(r"(?!)")
    quick = find_citations(text, province="Bến Tre")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_numbers, "_PLAIN", never)
        patch.setattr(mentions, "_plain_tail", lambda: never)
        patch.setattr(mentions, "_plain_head", lambda *_: None)
        assert find_citations(text, province="Bến Tre") == quick


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1/", "khoản 1, ", "Điều 5, ", "Luật Phòng, ", "số ", "NĐ-", "61/2018/NĐ-CP, ", "của ",
        "(gọi là ", "Nghị định này, ", "Luật sửa đổi, bổ sung một số điều của Luật Giá, ", "Điều ",
        "Nghị định 6, ", "(sau đây gọi là Quy chế) ", "A/", "Thông tư liên tịch Bộ Y tế ", "\n",
        "Luật Thi đua - - - ", "Luật Cư trú được Quốc hội ", "Nghị định số 6/NĐ-CP của Đoàn ",
        "của tại ",
        "(sau đây gọi là Quy chế 12) Quy chế số 12/QC-UBND ", "Phụ lục ", "các Điều 1, 2, 3, 4, ",
    ],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        runs = []
        for _ in range(3):
            start = time.process_time()
            find_citations(text)
            runs.append(time.process_time() - start)
        return min(runs)

    find_citations(unit)
    small, large = seconds(8_000), seconds(64_000)
    assert large < 24 * small + 0.05  # eight times the text; quadratic time would be 64


def test_the_real_notice() -> None:
    source = SHARED / "notices" / "tam-nong-2023.txt"
    if not source.is_file():
        pytest.skip(f"the shared notice is not there: {source}")
    text = source.read_text(encoding="utf-8")
    gold = json.loads(source.with_suffix(".gold.json").read_text(encoding="utf-8"))["citations"]
    found = [
        {
            "line": text.count("\n", 0, c.start) + 1,
            "text": c.text,
            "type": c.doc_type,
            "number": c.number or None,
            "date": c.date or None,
            "issuer": c.issuer or None,
            "pinpoint": c.pinpoint or None,
        }
        for c in find_citations(text, province="Đồng Tháp")
    ]
    assert found == sorted(gold, key=lambda row: row["line"])
