"""Vietnamese text as characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.text import fold, match_key, nfc, one_tone_style, squash

ALPHABET = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
VIETNAMESE = st.text(st.sampled_from(ALPHABET + ALPHABET.upper() + " .,-0123456789\n"))


@pytest.mark.parametrize(
    ("written", "old"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("Hoà", "Hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("Uỷ", "Ủy"),
        ("xoá bỏ, hoá đơn", "xóa bỏ, hóa đơn"),
        # Old style already, or the same in both.
        ("hòa", "hòa"),
        ("quý", "quý"),
        ("quả", "quả"),
        ("hoàn", "hoàn"),
        ("toàn", "toàn"),
        ("thuyền", "thuyền"),
        ("huỳnh", "huỳnh"),
        # The mark on the u of "qu".
        ("kết qủa", "kết quả"),
        ("qúy", "quý"),
        ("QÚY", "QUÝ"),
        ("qụân", "quận"),
        ("", ""),
    ],
)
def test_one_tone_style(written: str, old: str) -> None:
    assert one_tone_style(written) == old


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đề nghị", "de nghi"),
        ("ĐẮK R'LẤP", "dak r'lap"),
        ("Ưu điểm: 97,83%", "uu diem: 97,83%"),
        ("Quỳnh Lưu", "quynh luu"),
        ("ỹỵỷ", "yyy"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_match_key() -> None:
    assert match_key("  Uỷ  ban\n nhân dân xã An HOÀ ") == "ủy ban nhân dân xã an hòa"


def test_squash() -> None:
    assert squash("\t a \n\u00a0 b  ") == "a b"


@given(VIETNAMESE)
def test_offsets_stay(text: str) -> None:
    assert len(fold(text)) == len(one_tone_style(text)) == len(text)


@given(st.text())
def test_offsets_stay_in_any_script(text: str) -> None:
    assert len(fold(text)) == len(one_tone_style(text)) == len(nfc(text))


@given(VIETNAMESE)
def test_once_is_enough(text: str) -> None:
    assert one_tone_style(one_tone_style(text)) == one_tone_style(text)
    assert match_key(match_key(text)) == match_key(text)
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_decomposed_text_is_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert nfc(decomposed) == text
    for form in (fold, one_tone_style, match_key):
        assert form(decomposed) == form(text)


@given(VIETNAMESE)
def test_folding_leaves_plain_letters(text: str) -> None:
    assert fold(text).isascii()
