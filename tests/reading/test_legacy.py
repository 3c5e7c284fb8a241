"""Text in encodings older than Unicode, and text that only looks like it."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from notice_parser.reading import read_bytes
from notice_parser.reading.assemble import assemble
from notice_parser.reading.legacy import decode_line, decode_lines
from notice_parser.reading.legacy_fonts import encoding_of_font
from notice_parser.reading.legacy_letters import ENCODINGS, MISREAD_UTF8, TCVN3, VNI, decode
from notice_parser.reading.lookalikes import lookalikes
from notice_parser.reading.source import FontSpan, NoteMark, Source, SourceLine
from notice_parser.reading.syllables import is_syllable, share_of_syllables

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/legacy.toml").read_text(encoding="utf-8"))["case"]
NOTICES = sorted((ROOT / "corpus/notices").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lines_say_what_they_mean(case: dict[str, Any]) -> None:
    lines = case["lines"]
    fonts = [(FontSpan(0, len(line), case["font"]),) if "font" in case else () for line in lines]
    found = list(decode_lines(list(zip(lines, fonts, strict=True))))
    assert {piece.encoding for pieces in found for piece in pieces} == (
        {case["encoding"]} if "encoding" in case else set()
    )
    source = tuple(
        SourceLine(line, n, continues=False, fonts=own)
        for n, (line, own) in enumerate(zip(lines, fonts, strict=True), start=1)
    )
    document = assemble(Source("test", source), file_id="f-1")
    assert document.text.split("\n") == case.get("texts", lines)
    assert document.as_found(0, len(document.text)).split("\n") == lines


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem[:30])
def test_no_false_alarm_on_notices(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not any(decode_lines([(line, ()) for line in lines]))


def test_no_false_alarm_on_code() -> None:
    for path in sorted((ROOT / "notice_parser").rglob("*.py")):
        if not path.name.startswith(("legacy", "decoding")):  # these hold such text
            lines = path.read_text(encoding="utf-8").splitlines()
            assert not any(decode_lines([(line, ()) for line in lines])), path.name


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e != MISREAD_UTF8])
def test_every_letter_has_its_code(encoding: str) -> None:
    letters = {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    } | {"đ"}
    small = {letter for letter in letters if not letter.isascii()}
    wanted = small if encoding == TCVN3 else small | {letter.upper() for letter in small}
    assert {decode(code, encoding) for code in codes(encoding)} >= wanted


def codes(encoding: str) -> list[str]:
    singles = [chr(code) for code in range(1, 0x100)]
    if encoding in (VNI, "windows-1258"):
        bases = "aeiouyAEIOUY" + "ôöÔÖ" + "âêôãõýÂÊÔÃÕÝ"
        return [*singles, *(base + mark for base in bases for mark in singles)]
    return singles


def test_a_whole_file_of_bytes() -> None:
    text = "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính\n- Chưa niêm yết thủ tục\n" * 3
    tcvn3 = {decode(chr(code), TCVN3): code for code in range(0xFF, 0xA0, -1)}
    content = bytes(tcvn3.get(c) or tcvn3.get(c.lower()) or ord(c) for c in text)
    document = read_bytes(content, name="tcvn3.txt")
    assert document.text == text.strip()
    assert {repair.kind for repair in document.repairs} == {TCVN3}


def test_a_note_mark_inside_a_legacy_line() -> None:
    text = "§Ò ¸n1 vÒ c¶i c¸ch"
    line = SourceLine(
        text, 1, continues=False, marks=(NoteMark(5, 6),), fonts=(FontSpan(0, 18, ".VnTime"),)
    )
    note = SourceLine("1 Ghi chó", 2, fonts=(FontSpan(0, 9, ".VnTime"),))
    document = assemble(Source("test", (line, note)), file_id="f-1")
    assert document.text.startswith("Đề án về cải cách")
    assert document.as_found(0, 17) == text


def test_one_line_alone() -> None:
    assert decode_line("C¬ quan chuyªn m«n", [FontSpan(0, 18, ".VnTime")]) == "Cơ quan chuyên môn"
    assert decode_line("Cơ quan chuyên môn") == "Cơ quan chuyên môn"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".vnArial", "tcvn3"),
        ("ABCDEF+.VnTimeH,Bold", "tcvn3"),
        ("VnTimeHBold", "tcvn3"),
        ("VNI-Times", "vni"),
        ("VNI Helve", "vni"),
        ("VPS Times", "vps"),
        ("Times New Roman", ""),
        ("VNtimes new roman", ""),
        ("Vnichar", ""),
        ("", ""),
    ],
)
def test_fonts(font: str, encoding: str) -> None:
    assert encoding_of_font(font) == encoding


@pytest.mark.parametrize(
    "word", ["nghiêng", "Quyết", "quý", "giếng", "gìn", "HOÀ", "hòa", "thuỷ", "khuya", "ngoằn"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word", ["càc", "Lắk", "néi", "ñy", "đợc", "straße", "hộỉ", "abcdefgh", ""]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_share_of_syllables() -> None:
    assert share_of_syllables("Kết luận kiểm tra") == 1.0
    assert share_of_syllables("KÕt luËn kiÓm") == 0.0
    assert share_of_syllables("2023") == 1.0


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ðảng và ðoàn", "Đảng và đoàn"),
        ("КIỂМ tra", "KIỂM tra"),
        ("ТО chức", "TO chức"),
        ("１５／２０２３", "15/2023"),
        ("Ⅱ. KẾT QUẢ", "II. KẾT QUẢ"),
        ("ﬁle 01/NQ‑CP", "file 01/NQ-CP"),
        ("‣ Đã ban hành", "• Đã ban hành"),
        ("\uf0b7 Đã ban hành", "• Đã ban hành"),
        # Left alone: real Cyrillic, a bullet inside, the dash of a range.
        ("Москва và Hà Nội", "Москва và Hà Nội"),
        ("a ◆ b", "a ◆ b"),
        ("2021 – 2030", "2021 – 2030"),
        ("– Đã ban hành", "– Đã ban hành"),
    ],
)
def test_lookalikes(text: str, meant: str) -> None:
    line = SourceLine(text, 1, continues=False)
    document = assemble(Source("test", (line,)), file_id="f-1")
    assert document.text == meant
    assert document.as_found(0, len(meant)) == text
    assert len(document.repairs) == len(list(lookalikes(text)))


@pytest.mark.parametrize(("letter", "codes"), [("\xad", []), ("", ["letters-lost"])])
def test_a_lost_letter_is_reported(letter: str, codes: list[str]) -> None:
    line = f"Bé phËn mét cöa ch{letter}a c«ng khai ®Çy ®ñ thñ tôc hµnh chÝnh"
    content = "\n".join([line] * 40).encode("latin-1")
    assert [w.code for w in read_bytes(content, name="old.txt").warnings] == codes
