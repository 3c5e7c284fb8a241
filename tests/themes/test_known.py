"""Themes that are known by examples."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from notice_parser import lexicon
from notice_parser.aspects import aspects
from notice_parser.themes.known import fitted_now, known_themes
from notice_parser.themes.praise import praised_or_not
from notice_parser.themes.problems import bare
from notice_parser.themes.weights import WEIGHTS, packed, stored

ROOT = Path(__file__).parents[2]


def known(texts: Sequence[str]) -> list[str]:
    documents = [bare(text) for text in texts]
    return known_themes(documents, [aspects(document) for document in documents])


def test_the_examples_are_those_of_the_gold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "models"))
    sys.modules.pop("theme_examples", None)
    from theme_examples import TARGET, written

    assert TARGET.read_text(encoding="utf-8") == written(), "run python models/theme_examples.py"


def test_the_weights_that_are_kept_are_fitted_to_the_lexicon() -> None:
    """To one hundredth: processors add in other orders."""
    kept, now = stored(), fitted_now()
    assert kept.taught_by == now.taught_by, "run python models/theme_examples.py"
    assert kept.codes == now.codes
    for name, kind in kept.kinds.items():
        assert kind.place == now.kinds[name].place
        assert (kind.rarity == now.kinds[name].rarity).all()
        assert abs(kind.weights - now.kinds[name].weights).max() <= 1


def test_weights_are_kept_whole() -> None:
    assert packed(stored()) == WEIGHTS.read_bytes()


def test_own_examples_are_learned_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of any lexicon file: of a theme that is known, and of one that was not."""
    text = "Đàn bò giống chết 04 con."
    own = [bare(text), "đàn bò giống chết nhiều", "bò giống chết do rét", "để đàn bò chết"]
    words = "".join(f"  {word!r},\n" for word in own)
    (tmp_path / "theme_examples.toml").write_text(
        f'[[entry]]\ncode = "bo-giong-chet"\nname = "Bò giống chết"\nwords = [\n{words}]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv(lexicon.EXTRA_FOLDER_VARIABLE, str(tmp_path))
    assert known([text, "Công chức đi làm muộn 20 phút."]) == [
        "bo-giong-chet",
        "cong-chuc-di-muon-vang-mat",
    ]


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


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Kế hoạch CCHC ban hành ngay trong tháng 01, rõ người, rõ thời hạn.", True),
        ("Cán bộ thị trấn đi làm đúng giờ, đeo thẻ, nói năng hòa nhã.", True),
        ("Kế hoạch CCHC chưa rõ người, rõ thời hạn.", False),
        ("Máy quét hỏng.", False),
        ("Chỉ số CCHC giảm 02 bậc.", False),
    ],
)
def test_praise_is_told_by_the_sentence_model_where_no_fault_is_named(
    text: str, fine: bool
) -> None:
    assert praised_or_not(bare(text)).is_fine is fine


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
