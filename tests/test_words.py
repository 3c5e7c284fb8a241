"""Vietnamese words."""

from __future__ import annotations

import logging

import pytest

pytest.importorskip("underthesea", reason="words need the packages of [analysis]")

from notice_parser.words import words


def test_syllables_are_joined_to_words() -> None:
    assert words("Còn hồ sơ đất đai trễ hạn.") == ("còn", "hồ sơ", "đất đai", "trễ", "hạn")


def test_case_and_tone_style_do_not_matter() -> None:
    assert words("UỶ BAN nhân dân") == words("ủy ban nhân dân")
    assert "ban nhân dân" in words("Uỷ ban nhân dân")


def test_numbers_and_punctuation_are_no_words() -> None:
    assert words("97,83% (15/18); …") == ()
    assert words("") == ()


def test_segmenting_leaves_the_log_alone() -> None:
    handlers = logging.getLogger().handlers[:]
    words("hồ sơ")
    assert logging.getLogger().handlers == handlers
