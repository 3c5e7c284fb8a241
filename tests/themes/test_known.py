"""Themes that are known by examples."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from notice_parser import lexicon
from notice_parser.aspects import aspects
from notice_parser.themes.known import known_themes
from notice_parser.themes.problems import bare

ROOT = Path(__file__).parents[2]


def known(texts: Sequence[str]) -> list[str]:
    documents = [bare(text) for text in texts]
    return known_themes(documents, [aspects(document) for document in documents])


def test_the_examples_are_those_of_the_gold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "models"))
    sys.modules.pop("theme_examples", None)
    from theme_examples import TARGET, written

    assert TARGET.read_text(encoding="utf-8") == written(), "run python models/theme_examples.py"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        (
            "Hồ sơ cấp giấy chứng nhận quyền sử dụng đất trả trễ hẹn 12 ngày.",
            "ho-so-dat-dai-tre-han",
        ),
        ("Còn 30 hồ sơ hộ tịch trả kết quả trễ hạn.", "ho-so-linh-vuc-khac-tre-han"),
        ("Công chức đi làm muộn 20 phút.", "cong-chuc-di-muon-vang-mat"),
        ("Đàn bò giống chết 04 con.", ""),
        ("Báo cáo CCHC quý I đã gửi đúng hạn.", ""),
        ("theo quy định", ""),
        ("", ""),
    ],
)
def test_a_theme_is_known_where_it_is_sure(text: str, theme: str) -> None:
    assert known([text]) == [theme]


def test_others_change_nothing() -> None:
    texts = [entry.words[0] for entry in lexicon.load("theme_examples").entries]
    assert known(texts) == [theme for text in texts for theme in known([text])]
    assert known([]) == []


def test_most_examples_are_known() -> None:
    """And those of no theme are of none."""
    told = [
        (entry.code, entry.get("alone", False), known(entry.words))
        for entry in lexicon.load("theme_examples").entries
    ]
    themes = [(code, theme) for code, alone, found in told if not alone for theme in found]
    nothing = [theme for _, alone, found in told if alone for theme in found]
    assert sum(code == theme for code, theme in themes) / len(themes) >= 0.8
    assert sum(not theme for theme in nothing) / len(nothing) >= 0.95
