"""Word 97-2003 and RTF say what the same file says as .docx."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import olefile
import pytest

from notice_parser.errors import DamagedFile, InputError, UnknownFormat
from notice_parser.reading import libreoffice, read, read_bytes

SAMPLES = Path(__file__).parent / "samples"
DOC = (SAMPLES / "old-word.doc").read_bytes()
NEEDS_LIBREOFFICE = pytest.mark.skipif(
    not libreoffice.program(), reason=f"LibreOffice is not here: {libreoffice.HOW_TO_INSTALL}"
)


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_old_formats_say_what_docx_says(kind: str) -> None:
    wanted, found = read(SAMPLES / "old-word.docx"), read(SAMPLES / f"old-word.{kind}")
    assert "chưa đạt, HẠN CHẾ và kiểm tra công vụ" in wanted.text
    assert found.text == wanted.text
    assert found.paragraphs == wanted.paragraphs
    assert not found.warnings


def test_what_word_hides_is_out() -> None:
    assert "ẩn" not in read(SAMPLES / "old-word.doc").text


def changed(offset: int, value: bytes) -> bytes:
    """The sample with other bytes in its stream WordDocument."""
    with olefile.OleFileIO(BytesIO(DOC)) as ole:
        main = bytearray(ole.openstream("WordDocument").read())
    start = DOC.index(bytes(main[:64]))
    return DOC[: start + offset] + value + DOC[start + offset + len(value) :]


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (DOC[: len(DOC) // 2], DamagedFile, "cut off or damaged"),
        (DOC[:600], DamagedFile, "cut off or damaged"),
        (changed(0x0A, struct.pack("<H", 0x13F0)), DamagedFile, "password"),
        (changed(0, b"\xff\xff"), DamagedFile, "damaged"),
        (changed(0x1A2, b"\xff\xff\xff\x7f" * 2), DamagedFile, "table of its text"),
    ],
)
def test_broken_files_say_so(content: bytes, kind: type[InputError], words: str) -> None:
    with pytest.raises(kind, match=words):
        read_bytes(content, name="broken.doc")


def test_other_office_files_are_named() -> None:
    def entry(name: str) -> bytes:
        coded = f"{name}\0".encode("utf-16-le")
        return coded.ljust(64, b"\0") + struct.pack("<H", len(coded))

    workbook = DOC.replace(entry("WordDocument"), entry("Workbook"))
    with pytest.raises(UnknownFormat, match="Excel"):
        read_bytes(workbook, name="table.doc")


def test_word_95_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "PROGRAMS", ())
    with pytest.raises(UnknownFormat, match="apt-get install libreoffice-writer-nogui"):
        read_bytes(changed(0, struct.pack("<HH", 0xA5DC, 0x68)), name="word95.doc")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1258 K\'ea\'ec ho\'e1ch\par}", "Kế hoach".replace("oa", "oá")),
        (rb"{\rtf1\ansi\uc1 Th\u244?ng b\u225\'e1o\par}", "Thông báo"),
        (rb"{\rtf1\ansi\uc0 \u272\u273  {\b x}\par}", "Đđ x"),
        (rb"{\rtf1{\fonttbl{\f0 .VnTime;}}\f0 h\'b9n ch\'d5 ch\'ada\par}", "hạn chế chưa"),
        (rb"{\rtf1{\info{\title an}}a{\v an}{\deleted xoa}b\_c\~d\par}", "ab-c d"),
        (rb"{\rtf1 {\listtext\tab 1.\tab}M\u7897?t\par{\pntext\'b7\tab}hai\par}", "1. Một\n· hai"),
        (rb"{\rtf1 a{\*\bkmkstart x}{\*\unknown y}\bin4 zzzzb\par}", "ab"),
        (rb"{\rtf1\trowd\cellx1\cellx2\intbl m\cell n\cell\row\pard o\par}", "m\nn\no"),
        (rb"{\rtf1 x{\footnote\pard{\super\chftn} ghi}y\par}", "xy\nghi"),
        (rb"{\rtf1 {\field{\*\fldinst PAGE}{\fldrslt 5}}\par", "5"),
        (rb"{\rtf1 chua dong {{{", "chua dong"),
    ],
)
def test_rtf(rtf: bytes, text: str) -> None:
    assert read_bytes(rtf, name="notice.rtf").text == text


def test_rtf_that_was_cut_off_says_so() -> None:
    content = (SAMPLES / "old-word.rtf").read_bytes()
    whole = read_bytes(content, name="notice.rtf")
    cut = read_bytes(content[:-400], name="notice.rtf")
    assert "cut-off" not in {warning.code for warning in whole.warnings}
    assert "cut-off" in {warning.code for warning in cut.warnings}


def test_rtf_that_nests_without_end() -> None:
    with pytest.raises(DamagedFile, match="deeper"):
        read_bytes(rb"{\rtf1" + b"{" * 100_000, name="deep.rtf")


@NEEDS_LIBREOFFICE
def test_opendocument_is_read_through_libreoffice() -> None:
    odt = libreoffice.saved_as("odt", (SAMPLES / "old-word.docx").read_bytes(), suffix="docx")
    assert "Công tác chỉ đạo" in read_bytes(odt, name="notice.odt").text


@NEEDS_LIBREOFFICE
def test_what_libreoffice_cannot_read() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", "<no/>")
    with pytest.raises(InputError):
        read_bytes(buffer.getvalue(), name="broken.odt")


def hanging_office(folder: Path) -> Path:
    """A program in LibreOffice's place that starts a child and hangs; returns the file that has
    the child's number then."""
    child, script = folder / "child", folder / "soffice"
    script.write_text(
        f"#!/bin/sh\nsleep 60 &\necho $! > {child}.new\nmv {child}.new {child}\nwait\n"
    )
    script.chmod(0o755)
    return child


def is_gone(pid: str) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, check=False)
    return state.stdout.decode().strip()[:1] in ("", "Z")


def soon(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


def test_a_program_that_does_not_end_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = hanging_office(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    start = time.monotonic()
    with pytest.raises(DamagedFile, match="did not finish"):
        libreoffice.as_docx(b"x", suffix="odt", patience_s=1)
    assert time.monotonic() - start < 10
    assert soon(lambda: is_gone(child.read_text().strip()))


def test_a_reader_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither the folder with the file nor the program that works on it."""
    child, places = hanging_office(tmp_path), tmp_path / "temporary"
    places.mkdir()
    code = "from notice_parser.reading.libreoffice import as_docx; as_docx(b'x', suffix='odt')"
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TMPDIR": str(places)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as reader:
        assert soon(child.exists)
        assert list(places.iterdir())
        reader.kill()
    assert soon(lambda: not list(places.iterdir()))
    assert soon(lambda: is_gone(child.read_text().strip()))
