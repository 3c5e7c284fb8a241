"""`read`: the content decides which reader; what cannot be read says so in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from notice_parser.errors import DamagedFile, InputError, UnknownFormat, UnreadableFile
from notice_parser.ids import file_id
from notice_parser.reading import read, read_bytes, sniff
from notice_parser.settings import FILE_VARIABLE

NOTICE = "THÔNG BÁO\n\nKết luận kiểm tra cải cách hành chính năm 2020\n"


def zipped(*names: str) -> bytes:
    # `ZipInfo` is dated 1980: with the time of day the ids of the cases differ from run to run,
    # and parallel workers that collect them in different seconds refuse to start.
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", sniff.PDF),
        (b"\r\n\r\n%PDF-1.4\n", sniff.PDF),
        (b"x" * 2000 + b"%PDF-1.4", sniff.PLAIN),
        (zipped("word/document.xml"), sniff.DOCX),
        (zipped("word/document.xml")[:60], sniff.DOCX),
        (zipped("xl/workbook.xml"), sniff.XLSX),
        (zipped("ppt/presentation.xml"), sniff.PPTX),
        (zipped("notice.txt"), sniff.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", sniff.DOC),
        (rb"{\rtf1\ansi}", sniff.RTF),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", sniff.HTML),
        (b"<?xml version='1.0'?>\n<!-- Word --><html xmlns:o=''>", sniff.HTML),
        (b"\xff\xd8\xff\xe0JFIF", sniff.JPEG),
        (b"\x01\x00\x02\x00", sniff.UNKNOWN),
        (NOTICE.encode(), sniff.PLAIN),
        ("\ufeff".encode("utf-16-le") + NOTICE.encode("utf-16-le"), sniff.PLAIN),
        (b"a < b", sniff.PLAIN),
    ],
)
def test_sniff(content: bytes, media_type: str) -> None:
    assert sniff.sniff(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        NOTICE.encode(),
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("utf-16"),
        "\ufeff".encode("utf-16-be") + NOTICE.encode("utf-16-be"),
        NOTICE.replace("\n", "\r\n").encode(),
        NOTICE.replace("\n", "\r").encode(),
        NOTICE.replace(" ", "\u00a0").encode(),
        NOTICE.replace(" ", " \u200b").encode(),
        NOTICE.replace(" ", "   ").encode(),
    ],
)
def test_the_same_text_in_many_forms(content: bytes) -> None:
    document = read_bytes(content, name="notice")
    assert document.text == "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính năm 2020"
    assert document.file_id == file_id(content)
    assert document.media_type == "text/plain"


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", UnreadableFile, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", DamagedFile, "save it as DOCX"),
        (zipped("xl/workbook.xml"), UnknownFormat, "Excel"),
        (zipped("notice.txt"), UnknownFormat, "unpack"),
        (b"\xff\xd8\xff\xe0JFIF", DamagedFile, "picture is broken"),
        (bytes(range(256)), UnknownFormat, "no text"),
        (b"\x01\x02" * 40, UnknownFormat, "no text"),
        (b"\xff\xfe\x00", UnknownFormat, "no text"),
        (b"%PDF-1.7\nnothing", DamagedFile, "PDF is broken"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', UnknownFormat, "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", DamagedFile, "web archive"),
    ],
)
def test_what_cannot_be_read_says_so(content: bytes, kind: type[InputError], words: str) -> None:
    with pytest.raises(kind) as caught:
        read_bytes(content, name="thư mục/notice.bin")
    sentence = str(caught.value)
    assert sentence.startswith("thư mục/notice.bin: ")
    assert words in sentence
    assert "\n" not in sentence


def test_read_names_the_path(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match="folder"):
        read(tmp_path)
    with pytest.raises(UnreadableFile, match="a device or a pipe"):
        read(os.devnull)
    with pytest.raises(UnreadableFile, match="check the path"):
        read("nul\0byte")
    with pytest.raises(UnreadableFile, match="check the path"):
        read(tmp_path / ("x" * 5000))


def test_a_file_larger_than_the_settings_allow_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "limits.toml").write_text("[limits]\nfile_mb = 1\n")
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "limits.toml"))
    (tmp_path / "large.txt").write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(UnreadableFile, match="larger than the 1 MB that are read"):
        read(tmp_path / "large.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_read_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permission"):
        read(path)


def test_read_takes_the_content_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_text(NOTICE, encoding="utf-8")
    assert read(str(path)).text.startswith("THÔNG BÁO\nKết luận")


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "\ufeff\u200b"])
def test_text_without_words_is_no_document(text: str) -> None:
    with pytest.raises(DamagedFile, match=r"blank\.txt: there is no text in the file; get it"):
        read_bytes((text + "\n").encode(), name="blank.txt")


@pytest.mark.parametrize(
    "wrong", ["C®ng hoþ xð h®i chð nghÜa Viþt Nam ", "C�ng h�a x� h�i ch� ngh�a "]
)
def test_letters_that_vietnamese_does_not_have_are_reported(wrong: str) -> None:
    document = read_bytes((wrong * 5).encode(), name="legacy.txt")
    assert [w.code for w in document.warnings] == ["strange-letters"]
    assert not read_bytes((NOTICE * 5).encode(), name="notice.txt").warnings


def test_readers_load_only_when_needed() -> None:
    code = (
        "import sys; from notice_parser.reading import read_bytes;"
        "read_bytes('Thông báo'.encode(), name='x');"
        "sys.exit(bool({'pypdfium2', 'lxml', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
