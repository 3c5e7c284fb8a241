"""Subject and fault: every entry of the lexicon both ways, and what stands nearest."""

from __future__ import annotations

import pytest

from notice_parser import lexicon
from notice_parser.aspects import aspects
from notice_parser.aspects.faults import faults, longest
from notice_parser.aspects.terms import syllables_of, terms
from notice_parser.lexicon import Entry
from notice_parser.themes.problems import bare

SUBJECTS = lexicon.load("theme_subjects").entries
FAULTS = lexicon.load("theme_faults").entries
CIRCUMSTANCES = lexicon.load("theme_circumstances").entries


@pytest.mark.parametrize("entry", SUBJECTS, ids=lambda entry: entry.code)
def test_a_subject_by_its_examples(entry: Entry) -> None:
    assert entry.examples
    assert entry.counter
    assert entry.get("name")
    for text in entry.examples:
        assert aspects(bare(text)).subject == entry.get("stands_for", entry.code), text
    for text in entry.counter:
        assert aspects(bare(text)).subject != entry.get("stands_for", entry.code), text


@pytest.mark.parametrize("entry", FAULTS, ids=lambda entry: entry.code)
def test_a_fault_by_its_examples(entry: Entry) -> None:
    def found(text: str) -> set[str]:
        return {match.entry.code for match in lexicon.load("theme_faults").find(bare(text))}

    assert entry.examples
    assert entry.counter
    assert entry.get("name")
    for text in entry.examples:
        assert entry.code in found(text), text
    for text in entry.counter:
        assert entry.code not in found(text), text


@pytest.mark.parametrize("entry", CIRCUMSTANCES, ids=lambda entry: entry.code)
def test_a_circumstance_by_its_examples(entry: Entry) -> None:
    def found(text: str) -> set[str]:
        terms_found = terms("theme_circumstances").find(syllables_of(bare(text)))
        return {term.entry.code for term in longest(terms_found)}

    assert all(entry.code in found(text) for text in entry.examples)
    assert not any(entry.code in found(text) for text in entry.counter)


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        # How it was found is not what it is about, but a request of the team is.
        ("Qua kiểm tra đột xuất có 07 công chức vắng mặt.", "gio-giac", "*"),
        ("Kiểm tra ngẫu nhiên 40 hồ sơ, 11 hồ sơ không có phiếu hẹn.", "phieu-hen", "*"),
        ("Kiến nghị của Đoàn kiểm tra chưa được thực hiện.", "sau-kiem-tra", "*"),
        # A rate with no word of its own is a low one.
        ("Tỷ lệ thanh toán trực tuyến là 0%.", "thanh-toan", "thap"),
        # What is posted is the subject, where it is named.
        ("Chưa niêm yết lịch tiếp công dân.", "tiep-dan", "*"),
        ("Niêm yết thiếu 12 nội dung.", "niem-yet", "thieu"),
        # The files are late where their field is named, else the letter is missing.
        ("Còn 29 hồ sơ cấp phép xây dựng trễ, không có thư xin lỗi.", "tre-han", "*"),
        ("Còn 86 hồ sơ trễ hạn, 61 hồ sơ không có thư xin lỗi.", "xin-loi", "chua-lam"),
    ],
)
def test_what_a_limitation_is_about(text: str, subject: str, kind: str) -> None:
    told = aspects(bare(text))
    assert (told.subject, told.kind) == (subject, kind)


def test_words_are_held_against_bare_text() -> None:
    """Words with a figure would never match."""
    for entry in (*SUBJECTS, *FAULTS, *CIRCUMSTANCES):
        for words in entry.words:
            assert not any(map(str.isdigit, words)), (entry.code, words)


@pytest.mark.parametrize(
    ("text", "subject", "fault"),
    [
        # Late is the file, missing the letter: the fault nearest to the subject.
        ("Phần lớn trường hợp trễ hạn không có phiếu xin lỗi.", "xin-loi", "chua-lam"),
        ("Thư xin lỗi gửi chậm.", "xin-loi", "cham"),
        # A place is the subject only where nothing else is.
        ("Phần mềm một cửa bị treo.", "phan-mem", "hong"),
        ("Trên phần mềm, hồ sơ trực tuyến chưa phát sinh.", "nop-truc-tuyen", "thap"),
        ("Chuồng bò xây trái phép.", "", ""),
    ],
)
def test_subject_and_fault(text: str, subject: str, fault: str) -> None:
    told = aspects(bare(text))
    assert (told.subject, told.fault) == (subject, fault)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Thủ tục được niêm yết đầy đủ, kịp thời.", True),
        ("Báo cáo định kỳ gửi đúng thời hạn.", True),
        ("Báo cáo gửi không đúng hạn.", False),
        ("Kế hoạch đã ban hành nhưng chưa thực hiện.", False),
        ("03 hồ sơ trễ hạn đều có thư xin lỗi.", True),
        ("Bảng niêm yết đã bỏ các thủ tục hết hiệu lực.", True),
        ("Hồ sơ đất đai.", False),
    ],
)
def test_praise_is_known(text: str, fine: bool) -> None:
    told = aspects(bare(text))
    assert told.is_fine == fine


def test_a_denied_verb_is_a_known_fault() -> None:
    codes = {entry.code for entry in FAULTS}
    for entry in lexicon.load("theme_negated").entries:
        assert entry.code in codes
        assert entry.examples
        assert entry.counter


@pytest.mark.parametrize("entry", lexicon.load("theme_negated").entries, ids=lambda e: e.code)
def test_a_denied_verb_by_its_examples(entry: Entry) -> None:
    def denied(text: str) -> set[str]:
        return {fault.code for fault in faults(syllables_of(bare(text)), 99).faults}

    for text in entry.examples:
        assert denied(text) == (set() if entry.code == "khong-phai" else {entry.code}), text
    for text in entry.counter:
        assert denied(text), text
        assert entry.code not in denied(text), text
