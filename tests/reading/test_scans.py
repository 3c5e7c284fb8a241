"""Pages whose text is an image, or wrong: which are recognised, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from sample_pdfs import LEFT, WIDTH, Page, centred, flow, make_pdf, text, title
from sample_scans import image_page, needs_tesseract, scan

from notice_parser import parsing
from notice_parser.errors import DamagedFile, MissingProgram
from notice_parser.model import Box, Document, Doubt
from notice_parser.reading import read_bytes, tesseract, text_layer
from notice_parser.reading.heading_words import repaired
from notice_parser.reading.ocr_noise import without_noise
from notice_parser.reading.page_image import evenly_lit
from notice_parser.reading.pages import arranged
from notice_parser.reading.pdf import opened
from notice_parser.reading.pdf_glyphs import glyph_page
from notice_parser.reading.source import Reading, SourceLine
from notice_parser.reading.tesseract import Word
from notice_parser.reading.turn import Turn
from notice_parser.reading.wording import judge, marked_share, valid_share

PARAGRAPHS = (
    "I. KẾT QUẢ KIỂM TRA TẠI UBND XÃ AN HÒA",
    "1. Công tác chỉ đạo, điều hành",
    "a) Mặt được",
    "- UBND xã ban hành đầy đủ các văn bản triển khai thực hiện cải cách hành chính năm 2023; "
    "ngoài ra, xã ban hành Kế hoạch cải thiện Chỉ số cải cách hành chính và đã tổ chức được 02 "
    "cuộc tiếp xúc, đối thoại với người dân trên địa bàn.",
    "b) Hạn chế",
    "- Tỷ lệ hồ sơ trễ hạn còn cao (chiếm 12,5%), nhất là lĩnh vực đất đai; việc xin lỗi tổ chức, "
    "cá nhân khi trễ hẹn chưa được thực hiện theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018.",
    "c) Đề nghị",
    "- Khẩn trương giải quyết dứt điểm các hồ sơ trễ hạn; thực hiện xin lỗi bằng văn bản.",
)
HEAD = (
    "Số: 15/TB-ĐKT",
    "THÔNG BÁO",
    "Kết luận kiểm tra cải cách hành chính năm 2023 tại UBND xã An Hòa",
)


def page(canvas: Canvas) -> None:
    text(canvas, LEFT, 70, HEAD[0])
    centred(canvas, 410, 70, "Đồng Tháp, ngày 28 tháng 8 năm 2023")
    title(canvas, title(canvas, 100, HEAD[1]), HEAD[2])
    flow(canvas, 170, PARAGRAPHS)


def likeness(document: Document, *drawn: str) -> float:
    """To what was drawn, without the place and date, which may stand before or after."""
    wanted = " ".join(drawn or (*HEAD, *PARAGRAPHS))
    found = document.text.replace("Đồng Tháp, ngày 28 tháng 8 năm 2023", " ")
    return SequenceMatcher(None, wanted, " ".join(found.split()), autojunk=False).ratio()


@pytest.fixture(scope="module")
def scanned() -> Document:
    content = make_pdf([page, image_page(scan(page, tilt=0.8))])
    return read_bytes(content, name="scan.pdf")


@needs_tesseract
def test_only_the_page_that_is_an_image_is_recognised(scanned: Document) -> None:
    assert [p.scanned for p in scanned.pages] == [False, True]
    own, seen = scanned.text.split(HEAD[0])[1:]
    assert own.startswith("\nĐồng Tháp, ngày 28 tháng 8 năm 2023\nTHÔNG BÁO")
    assert SequenceMatcher(None, own.strip(), seen.strip(), autojunk=False).ratio() > 0.985


@needs_tesseract
def test_lines_of_a_scan_know_how_sure_they_are(scanned: Document) -> None:
    own = [line.confidence for line in scanned.lines if line.page == 1]
    seen = [line.confidence for line in scanned.lines if line.page == 2]
    assert set(own) == {1.0}
    assert all(0.3 < confidence < 1.0 for confidence in seen)
    assert [d.confidence for d in scanned.doubts if d.confidence >= 0.8] == []
    assert ("doubtful-words" in {w.code for w in scanned.warnings}) == bool(scanned.doubts)


@needs_tesseract
def test_boxes_of_a_tilted_scan_are_those_of_the_page_as_displayed(scanned: Document) -> None:
    """A page turned by 0.8 degrees against the clock rises to the right by 1.4 percent."""
    level = {scanned.text[li.start : li.end]: li.box for li in scanned.lines if li.page == 1}
    tilted = {scanned.text[li.start : li.end]: li.box for li in scanned.lines if li.page == 2}
    alike = [(level[words], tilted[words]) for words in level if words in tilted]
    assert len(alike) > 8
    for straight, turned in alike:
        assert straight is not None
        assert turned is not None
        middle = (straight.left + straight.right) / 2 - WIDTH / 2
        expected = (straight.top + straight.bottom) / 2 - 0.014 * middle
        assert (turned.top + turned.bottom) / 2 == pytest.approx(expected, abs=5)
        assert turned.left == pytest.approx(straight.left, abs=8)


@needs_tesseract
@pytest.mark.parametrize("quarters", [1, 3])
def test_a_picture_lying_on_its_side_is_read_like_a_scan(quarters: int) -> None:
    """With the top at the left, and at the right: there Tesseract reads the lines as they lie."""

    def short(canvas: Canvas) -> None:
        title(canvas, 100, HEAD[2])
        flow(canvas, 170, PARAGRAPHS[:4])

    file = BytesIO()
    image = scan(short, quarters=quarters)
    image.save(file, "TIFF", dpi=(200, 200))
    document = read_bytes(file.getvalue(), name="photo")
    assert document.media_type == "image/tiff"
    assert document.pages[0].width > document.pages[0].height
    assert likeness(document, HEAD[2], *PARAGRAPHS[:4]) > 0.96


def test_a_shadow_on_a_photograph_is_taken_away() -> None:
    """Without that, Tesseract loses what stands in the darker half, and says nothing."""
    print_ = np.full((400, 600), 235, np.uint8)
    print_[100:104, 40:560:8] = 40
    shadow = np.linspace(0.4, 1.0, 600)[None, :]
    lit = np.asarray(evenly_lit(Image.fromarray((print_ * shadow).astype(np.uint8))))
    assert lit[:90].min() > 220
    assert lit[100:104].min(axis=0)[[40, 552]].max() < 80
    even = Image.fromarray(print_)
    assert evenly_lit(even) is even


def fault(*pages: Page) -> list[str]:
    """Why the text of each page is not believed, by the codes of `text_layer`."""
    faults = []
    with opened(make_pdf(pages)) as pdf:
        for index in range(len(pdf)):
            glyphs = glyph_page(pdf[index], most=10_000)
            faults.append(text_layer.fault(glyphs, arranged(glyphs).lines, pdf[index]))
    return faults


def test_which_pages_are_recognised() -> None:
    image = Image.new("RGB", (600, 800), "gray")
    unmarked = [
        "CONG TAC CHI DAO, DIEU HANH",
        "UBND xa ban hanh day du cac van ban trien khai thuc hien cai cach hanh chinh nam 2023",
        "Ty le ho so tre han con cao, nhat la linh vuc dat dai; viec xin loi to chuc, ca nhan",
    ] * 4

    half = [
        "UBND xã đã ban hanh các văn ban va triển khai cai cách hanh chinh theo kế hoạch năm"
    ] * 9

    def signed(canvas: Canvas) -> None:
        image_page(image)(canvas)
        text(canvas, 300, 20, "Người ký: Văn phòng UBND, ngày 28.08.2023 15:01", size=8)

    def lying(canvas: Canvas) -> None:
        flow(canvas, 100, [words.replace("n", "§") for words in PARAGRAPHS])

    assert fault(page, image_page(image), signed) == ["", text_layer.EMPTY, text_layer.PICTURE]
    assert fault(image_page(image, hidden=unmarked)) == [text_layer.WORDS]
    assert fault(image_page(image, hidden=half)) == [text_layer.UNMARKED]
    assert fault(image_page(image, hidden=PARAGRAPHS * 2), lying) == ["", text_layer.WORDS]


@needs_tesseract
def test_a_statement_is_as_sure_as_its_least_sure_word(scanned: Document) -> None:
    at = scanned.text.index("trễ hạn")
    document = replace(scanned, doubts=(Doubt(at, at + 3, 0.4),))
    sure, unsure = parsing.parse(replace(scanned, doubts=())), parsing.parse(document)
    assert [s.text for s in sure.statements] == [s.text for s in unsure.statements]
    for was, now in zip(sure.statements, unsure.statements, strict=True):
        here = now.start <= at < now.end
        assert now.confidence == pytest.approx(was.confidence * (0.4 if here else 1), abs=0.001)
        assert [e for e in now.evidence if e.startswith("scan: ")] == (
            ["scan: 1 words were hard to read: 'trễ' (40%)"] if here else []
        )


# -- what goes wrong --------------------------------------------------------------------


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseract.installed.cache_clear()
    yield  # type: ignore[misc]
    tesseract.installed.cache_clear()


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_a_scan_fails_with_the_command_that_helps() -> None:
    content = make_pdf([image_page(scan(page, dpi=60))])
    with pytest.raises(
        MissingProgram, match=r"scan\.pdf: .*OCR.*apt-get install .*tesseract-ocr-vie"
    ):
        read_bytes(content, name="scan.pdf")


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_pages_with_text_are_read_all_the_same() -> None:
    document = read_bytes(make_pdf([page, image_page(scan(page, dpi=60))]), name="mixed.pdf")
    assert likeness(document) > 0.999
    (warning,) = document.warnings
    assert warning.code == "page-not-read"
    assert warning.message.startswith("Page 2 needs OCR")


@pytest.mark.usefixtures("no_tesseract")
def test_an_empty_page_needs_no_ocr() -> None:
    assert not read_bytes(make_pdf([page, lambda canvas: None]), name="verso.pdf").warnings


def test_a_picture_that_is_cut_short_says_so() -> None:
    file = BytesIO()
    Image.new("RGB", (400, 600), "white").save(file, "PNG")
    with pytest.raises(DamagedFile, match=r"half\.png: the picture is broken"):
        read_bytes(file.getvalue()[: len(file.getvalue()) // 2], name="half.png")


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    file = BytesIO()
    Image.new("1", (9000, 9000)).save(file, "TIFF", compression="group4")
    assert len(file.getvalue()) < 100_000
    with pytest.raises(DamagedFile, match=r"9000 x 9000 pixels"):
        read_bytes(file.getvalue(), name="bomb.tiff")


def test_a_page_that_is_broken_costs_only_itself() -> None:
    content = make_pdf([page, page, page])
    second = content.index(b"/Type /Page", content.index(b"/Type /Page\n") + 5)
    document = read_bytes(
        content[:second] + b"/Type /Xage" + content[second + 11 :], name="torn.pdf"
    )
    assert document.text.count("Hạn chế") >= 2


# -- words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "confidences", "repaired_words"),
    [
        ("b) Hạn ché", (0.9, 0.95, 0.5), "b) Hạn chế"),
        ("1. Công tác chi đạo, điều hành", (0.9,) * 7, "1. Công tác chỉ đạo, điều hành"),
        ("I. KẾT QUẢ KIẾM TRA", (0.9, 0.96, 0.95, 0.8, 0.9), "I. KẾT QUẢ KIỂM TRA"),
        ("HI. ĐỀ NGHỊ", (0.6, 0.9, 0.9), "III. ĐỀ NGHỊ"),
        # A statement: most of its words are no words of headings.
        ("- Ông Ché đã nộp hồ sơ", (0.9, 0.9, 0.5, 0.9, 0.9, 0.9, 0.9), "- Ông Ché đã nộp hồ sơ"),
        # Recognised without doubt, and a word: it may be meant.
        ("b) Hạn che", (0.9, 0.99, 0.99), "b) Hạn che"),
        ("Hồ sơ", (0.9, 0.9), "Hồ sơ"),
    ],
)
def test_words_of_headings_are_put_right(
    words: str, confidences: tuple[float, ...], repaired_words: str
) -> None:
    readings, at = [], 0
    for word, confidence in zip(words.split(), confidences, strict=True):
        readings.append(Reading(at, at + len(word), confidence))
        at += len(word) + 1
    line = repaired(SourceLine(words, 1, readings=tuple(readings)))
    assert line.text == repaired_words
    for reading, was, now in zip(line.readings, words.split(), repaired_words.split(), strict=True):
        assert line.text[reading.start : reading.end] == now
        assert reading.original == (was if was != now else "")


@pytest.mark.parametrize(
    ("token", "verdict"),
    [
        *(("nghiêng,", True), ("KIỂM", True), ("quyền", True), ("giếng", True), ("gì?", True)),
        *(("cac", False), ("hßa", False), ("ظY", False), ("h¹n", False)),
        *(("15/TB-ĐKT", None), ("98,5%", None), ("CCHC", None), ("-", None), ("II.", None)),
    ],
)
def test_which_words_can_be_vietnamese(token: str, verdict: bool | None) -> None:
    assert judge(token) is verdict


def test_text_that_lost_its_marks_shows_it() -> None:
    assert valid_share(" ".join(PARAGRAPHS))[0] > 0.97
    assert marked_share(" ".join(PARAGRAPHS)) > 0.7
    assert marked_share("Ty le ho so tre han con cao, nhat la linh vuc dat dai") == 0.0


def word(text: str, left: float, confidence: float, *, height: float = 30) -> Word:
    return Word(text, left, 100 - height, left + 20 * len(text), 100, 100, 36, confidence, 1)


def test_a_signature_is_no_text_and_an_unsure_word_is() -> None:
    line = [word("Đoàn", 100, 0.95), word("kiém", 200, 0.2), word("tra", 300, 0.9)]
    scrawl = [word("S", 900, 0.3, height=90), word("l~", 960, 0.1, height=80)]
    kept, left_out = without_noise([*line, *scrawl])
    assert [w.text for w in kept] == ["Đoàn", "kiém", "tra"]
    assert left_out == 2


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_box_turned_back_stands_where_it_stood(quarters: int) -> None:
    """The page's top left corner, 100 by 50 points of it, after turning the page."""
    width, height = 600.0, 800.0
    turned = {
        0: Box(0, 0, 100, 50),
        1: Box(0, width - 100, 50, width),
        2: Box(width - 100, height - 50, width, height),
        3: Box(height - 50, 0, height, 100),
    }
    assert Turn(quarters, 0.0, width, height).back(turned[quarters]) == Box(0, 0, 100, 50)
