"""The loader of rules: how words match, and how an official adds some."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notice_parser import lexicon
from notice_parser.errors import UsageError
from notice_parser.lexicon import EXTRA_FOLDER_VARIABLE, Entry, Lexicon


def found(words: list[str], text: str, *, overlapping: bool = False) -> list[str]:
    book = Lexicon("test", tuple(Entry(code=w, words=(w,)) for w in words))
    return [text[m.start : m.end] for m in book.find(text, overlapping=overlapping)]


# -- how words match --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("hạn chế", "Tồn tại, hạn chế:", ["hạn chế"]),
        ("hạn chế", "TỒN TẠI, HẠN CHẾ", ["HẠN CHẾ"]),
        ("hạn chế", "hạn  chế và hạn\tchế", ["hạn  chế", "hạn\tchế"]),
        ("hạn chế", "hạn chếch", []),
        ("xã ba", "xã ban hành", []),
        ("cải cách", "(cải cách)", ["cải cách"]),
        # Either tone placement, on both sides.
        ("hòa giải", "HOÀ GIẢI", ["HOÀ GIẢI"]),
        ("hoà giải", "hòa giải", ["hòa giải"]),
        ("thủy lợi", "Thuỷ lợi", ["Thuỷ lợi"]),
        ("kết quả", "kết qủa", ["kết qủa"]),
        # "…" is up to eighty characters of the same paragraph, as few as will do.
        ("bên cạnh … còn", "Bên cạnh kết quả đạt được, còn", ["Bên cạnh kết quả đạt được, còn"]),
        ("bên cạnh … còn", "bên cạnh đó còn có xã còn", ["bên cạnh đó còn"]),
        ("bên cạnh … còn", "bên cạnh\ncòn", []),
        ("từ … đến", "từ " + "x" * 78 + " đến", ["từ " + "x" * 78 + " đến"]),
        ("từ … đến", "từ " + "x" * 81 + " đến", []),
        # Words are words, not patterns.
        ("c.ch", "cách", []),
        ("(tthc)", "cải cách (TTHC) tốt", ["(TTHC)"]),
    ],
)
def test_words_match(words: str, text: str, expected: list[str]) -> None:
    assert found([words], text) == expected


def test_the_longest_words_win() -> None:
    words = ["hạn chế", "tồn tại, hạn chế", "tồn tại"]
    assert found(words, "Những tồn tại, hạn chế") == ["tồn tại, hạn chế"]


def test_overlapping_gives_what_stands_inside() -> None:
    words = ["hạn chế", "tồn tại, hạn chế", "tồn tại"]
    matches = found(words, "Những tồn tại, hạn chế", overlapping=True)
    assert matches == ["tồn tại, hạn chế", "hạn chế"]


def test_a_match_names_its_entry_and_place() -> None:
    book = Lexicon("test", (Entry("a", ("một", "hai")), Entry("b", ("ba",))))
    match = book.first("xã Ba có một")
    assert match is not None
    assert (match.entry.code, match.words, match.start, match.end) == ("b", "ba", 3, 5)
    assert book.first("bốn") is None


def test_an_empty_lexicon_finds_nothing() -> None:
    assert found([], "gì cũng được") == []


# -- what the package has ---------------------------------------------------------------


@pytest.mark.parametrize("name", lexicon.names())
def test_every_file_of_the_package_loads(name: str) -> None:
    book = lexicon.load(name)
    assert book.entries
    assert len(book.by_code) == len(book.entries), "each code once"
    for entry in book.entries:
        assert all(isinstance(words, str) and words.strip() for words in entry.words), entry.code


# -- what an official adds --------------------------------------------------------------


@pytest.fixture
def extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(EXTRA_FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_known_code_gets_more_words(extra: Path) -> None:
    (extra / "labels.toml").write_text(
        '[[entry]]\ncode = "han-che"\nwords = ["điều chưa ổn"]\n', encoding="utf-8"
    )
    entry = lexicon.load("labels").by_code["han-che"]
    assert "điều chưa ổn" in entry.words
    assert "hạn chế" in entry.words
    match = lexicon.load("labels").first("Những điều chưa ổn")
    assert match is not None
    assert match.entry.code == "han-che"


def test_a_new_code_is_added_at_the_end(extra: Path) -> None:
    (extra / "areas.toml").write_text(
        '[[entry]]\ncode = "moi"\nwords = ["việc mới"]\nexamples = ["Việc mới"]\nrank = 3\n',
        encoding="utf-8",
    )
    entry = lexicon.load("areas").entries[-1]
    assert entry == Entry("moi", ("việc mới",), ("Việc mới",), (), {"rank": 3})
    assert (entry.get("rank"), entry.get("nothing", "?")) == (3, "?")


def test_without_the_variable_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXTRA_FOLDER_VARIABLE, raising=False)
    assert "điều chưa ổn" not in lexicon.load("labels").by_code["han-che"].words


def test_words_begin_with_words(extra: Path) -> None:
    (extra / "labels.toml").write_text(
        '[[entry]]\ncode = "han-che"\nwords = ["… trăn trở"]\n', encoding="utf-8"
    )
    with pytest.raises(UsageError, match="cannot begin with …"):
        lexicon.load("labels")


def test_other_files_stay_as_they_are(extra: Path) -> None:
    (extra / "labels.toml").write_text(
        '[[entry]]\ncode = "han-che"\nwords = ["điều chưa ổn"]\n', encoding="utf-8"
    )
    monkeyless = lexicon.load("areas")
    assert "moi" not in monkeyless.by_code


def test_the_fingerprint_changes_with_any_rule(extra: Path) -> None:
    before = lexicon.fingerprint()
    path = extra / "labels.toml"
    path.write_text('[[entry]]\ncode = "x"\nwords = ["x"]\n', encoding="utf-8")
    with_file = lexicon.fingerprint()
    path.write_text('[[entry]]\ncode = "x"\nwords = ["y"]\n', encoding="utf-8")
    assert len({before, with_file, lexicon.fingerprint()}) == 3


BAD = {
    "empty": b"",
    "no tables": b"entry = 1",
    "no TOML": b"[[entry",
    "no words": b'[[entry]]\ncode = "x"',
    "no code": b'[[entry]]\nwords = ["x"]',
    "words a number": b'[[entry]]\ncode = "x"\nwords = 3',
    "no UTF-8": b'\xff\xfe[[entry]]\ncode = "x"\nwords = ["x"]',
    "words one text": b'[[entry]]\ncode = "x"\nwords = "xy"',
    "words of numbers": b'[[entry]]\ncode = "x"\nwords = [1]',
    "empty words": b'[[entry]]\ncode = "x"\nwords = [""]',
    "code a number": b'[[entry]]\ncode = 7\nwords = ["x"]',
    "one table": b'[entry]\ncode = "x"\nwords = ["x"]',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_one_sentence(extra: Path, content: bytes) -> None:
    path = extra / "labels.toml"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        lexicon.load("labels")
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "[[entry]] tables with `code` and `words`" in sentence
    assert "\n" not in sentence


def test_added_words_are_used_in_parsing(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text(
        '[[entry]]\ncode = "han-che"\nwords = ["điều trăn trở"]\n', encoding="utf-8"
    )
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính năm 2022 tại UBND xã An Hòa\n"
        "1. Cải cách thể chế\na) Ưu điểm\n- Rà soát 15 văn bản.\n"
        "b) Điều trăn trở\n- Kế hoạch năm.\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from notice_parser.cli import main; main()"),
            *("parse", str(notice), "--format", "csv"),
        ],
        capture_output=True,
        check=True,
        env=os.environ | {EXTRA_FOLDER_VARIABLE: str(tmp_path)},
    )
    row = next(line for line in done.stdout.decode().splitlines() if "Kế hoạch năm." in line)
    assert ",han-che," in row
