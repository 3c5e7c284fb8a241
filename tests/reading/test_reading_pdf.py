"""PDF → Document: reading order, roles, paragraphs, boxes, and what goes wrong."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas
from sample_pdfs import HEIGHT, LEFT, RIGHT, WIDTH, centred, flow, make_pdf, text, title

from notice_parser.errors import DamagedFile, InputError
from notice_parser.model import Document, Role
from notice_parser.reading import read_bytes
from notice_parser.text import nfc

BODY = (
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 10/01/2019 của Ủy ban nhân dân tỉnh về kiểm tra công "
    "tác cải cách hành chính năm 2019, Đoàn kiểm tra đã làm việc với Ủy ban nhân dân huyện Giồng "
    "Trôm về các nội dung theo kế hoạch, kết quả như sau:",
    "- Kế hoạch CCHC có một số nội dung chưa đúng chức năng, nhiệm vụ của Xã (lĩnh vực Cải cách "
    "tổ chức bộ máy hành chính nhà nước, đối với mục tiêu: Kiện toàn tổ chức bộ máy của cơ quan "
    "chuyên môn; lĩnh vực Xây dựng và phát triển Chính quyền điện tử, Chính quyền số).",
    "- Tính đến thời điểm kiểm tra, Xã chưa có mô hình CCHC.",
    "b) Hạn chế",
    "Sau khi nghe báo cáo và kiểm tra thực tế, Đoàn kiểm tra ghi nhận huyện đã bố trí đủ công "
    "chức tại Bộ phận Một cửa. Tuy nhiên, tỷ lệ hồ sơ trễ hạn còn cao, nhất là lĩnh vực đất đai.",
)


def texts(document: Document, role: Role = Role.BODY) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs if p.role is role]


def read_pages(*pages: object) -> Document:
    return read_bytes(make_pdf(pages), name="sample.pdf")  # type: ignore[arg-type]


@pytest.mark.parametrize("justified", [True, False], ids=["justified", "ragged"])
@pytest.mark.parametrize("leading", [1.2, 1.4, 1.8])
@pytest.mark.parametrize("indent", [0, 36])
def test_paragraphs_are_put_together(*, justified: bool, leading: float, indent: float) -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 90, BODY, justified=justified, leading=leading, indent=indent)

    document = read_pages(page)
    assert texts(document) == list(BODY)
    assert not document.warnings


def test_left_column_of_the_head_comes_first() -> None:
    def page(canvas: Canvas) -> None:
        for top, words in ((90, "ỦY BAN NHÂN DÂN"), (106, "TỈNH BẾN TRE"), (122, "ĐOÀN KIỂM TRA")):
            centred(canvas, 170, top, words, bold=True)
        centred(canvas, 410, 91, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
        centred(canvas, 410, 107, "Độc lập - Tự do - Hạnh phúc", bold=True)
        centred(canvas, 170, 142, "Số: 12/TB-ĐKT")
        centred(canvas, 410, 142, "Bến Tre, ngày 05 tháng 9 năm 2019")
        top = title(canvas, 165, "THÔNG BÁO")
        top = title(
            canvas,
            top,
            "Kết luận kiểm tra công tác cải cách hành chính năm 2019 tại Ủy ban nhân dân huyện "
            "Giồng Trôm, tỉnh Bến Tre",
        )
        flow(canvas, top + 20, BODY)

    document = read_pages(page)
    assert texts(document)[:9] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BẾN TRE",
        "ĐOÀN KIỂM TRA",
        "Số: 12/TB-ĐKT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bến Tre, ngày 05 tháng 9 năm 2019",
        "THÔNG BÁO",
        "Kết luận kiểm tra công tác cải cách hành chính năm 2019 tại Ủy ban nhân dân huyện "
        "Giồng Trôm, tỉnh Bến Tre",
    ]
    assert texts(document)[9:] == list(BODY)
    assert [p.bold for p in document.paragraphs][:10] == [
        True, True, True, False, True, True, False, True, True, False,
    ]  # fmt: skip
    assert all(p.centred for p in document.paragraphs[:8])
    assert not any(p.centred for p in document.paragraphs[9:])


@pytest.mark.parametrize("shift", [-30.0, 0.0, 5.0, 20.0])
def test_recipients_come_before_the_signer(shift: float) -> None:
    """The columns of a signature start at different heights."""

    def page(canvas: Canvas) -> None:
        top = flow(canvas, 90, [*BODY, "Đoàn kiểm tra thông báo để huyện biết./."]) + 60
        recipients = ("Nơi nhận:", "- UBND tỉnh (b/c);", "- UBND huyện Giồng Trôm;", "- Lưu: VT.")
        for index, words in enumerate(recipients):
            text(canvas, LEFT, top + 13 * index, words, size=11)
        centred(canvas, 430, top + shift, "KT. TRƯỞNG ĐOÀN", bold=True)
        centred(canvas, 430, top + shift + 17, "PHÓ TRƯỞNG ĐOÀN", bold=True)
        centred(canvas, 430, top + shift + 95, "Nguyễn Văn Bé", bold=True)

    assert texts(read_pages(page))[6:] == [
        "Nơi nhận:",
        "- UBND tỉnh (b/c);",
        "- UBND huyện Giồng Trôm;",
        "- Lưu: VT.",
        "KT. TRƯỞNG ĐOÀN",
        "PHÓ TRƯỞNG ĐOÀN",
        "Nguyễn Văn Bé",
    ]


def test_sentences_go_on_over_pages_around_numbers_heads_and_notes() -> None:
    halves = BODY[1].split(" của cơ quan ")

    def page(number: int, *paragraphs: str, note: str = "") -> object:
        def draw(canvas: Canvas) -> None:
            centred(canvas, WIDTH / 2, 40, str(number))
            text(canvas, LEFT, 60, "Thông báo kết luận kiểm tra", size=9)
            flow(canvas, 90, paragraphs, indent=0, justified=False)
            if note:
                canvas.line(LEFT, 70, LEFT + 140, 70)
                text(canvas, LEFT, 785, "1", size=6)
                text(canvas, LEFT + 5, 789, note, size=10)

        return draw

    marked = halves[0].replace("Kế hoạch CCHC", "Kế hoạch CCHC<super size=8>1</super>")
    document = read_pages(
        page(1, BODY[0], marked, note="Kế hoạch số 05/KH-UBND ngày 12/01/2019."),
        page(2, "của cơ quan " + halves[1], *BODY[2:]),
        page(3, *BODY),
    )
    assert texts(document) == [*BODY, *BODY]
    assert texts(document, Role.FOOTNOTE) == ["Kế hoạch số 05/KH-UBND ngày 12/01/2019."]
    assert texts(document, Role.RUNNING) == [
        words for n in (1, 2, 3) for words in (str(n), "Thông báo kết luận kiểm tra")
    ]
    (note,) = document.footnotes
    assert note.mark == "1"
    assert note.anchor is not None
    assert document.text[: note.anchor].endswith("- Kế hoạch CCHC")
    assert document.page_at(document.text.index("chuyên môn; lĩnh vực")) == 2


def test_a_word_whose_letters_change_font_stays_whole() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 90, BODY)
        x = LEFT
        for words in ("Ủ", "Y BAN NH", "Â", "N"):
            bold = len(words) == 1
            text(canvas, x, 500, words, bold=bold)
            x += canvas.stringWidth(words, "Bold" if bold else "Regular", 13)

    assert texts(read_pages(page))[-1] == "ỦY BAN NHÂN"


def test_a_table_is_read_row_by_row() -> None:
    rows = [("STT", "Nội dung", "Kết quả"), ("1", "Hồ sơ trễ hạn", "55"), ("2", "Số hóa", "95%")]

    def page(canvas: Canvas) -> None:
        top = flow(canvas, 90, BODY) + 30
        for index, row in enumerate(rows):
            for x, words in zip((LEFT, 160, 420), row, strict=True):
                text(canvas, x, top + 20 * index, words)

    assert texts(read_pages(page))[5:] == [words for row in rows for words in row]


def test_decomposed_letters_become_nfc() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 90, BODY)
        text(canvas, LEFT, 500, "Hoa\u0323t đô\u0323ng")

    assert texts(read_pages(page))[-1] == nfc("Hoa\u0323t đô\u0323ng")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_turned_for_the_reader_is_read_as_seen(rotation: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, 421)
        canvas.rotate(rotation)
        canvas.translate(-WIDTH / 2, -421)
        flow(canvas, 330, BODY, indent=0)

    document = read_bytes(make_pdf([page], rotation=rotation), name="turned.pdf")
    assert texts(document) == list(BODY)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_printed_sideways_is_read_as_meant(degrees: int) -> None:
    """As printers' programs put a broad table on an upright page; boxes are on that page."""

    def page(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, 421)
        canvas.rotate(degrees)
        canvas.translate(-WIDTH / 2, -421)
        flow(canvas, 330, BODY, indent=0)

    document = read_pages(page)
    assert texts(document) == list(BODY)
    (own,) = document.pages
    assert (own.scanned, round(own.width)) == (False, round(WIDTH))
    box = document.lines[0].box
    assert box is not None
    assert (box.bottom - box.top > box.right - box.left) == (degrees != 180)
    assert box.left > 240 if degrees == 270 else box.left < WIDTH / 2


def test_a_watermark_stands_apart_from_the_text() -> None:
    def page(canvas: Canvas) -> None:
        flow(canvas, 90, BODY)
        canvas.rotate(50)
        text(canvas, 350, HEIGHT - 30, "BẢN SAO", size=60)

    document = read_pages(page)
    assert texts(document) == list(BODY)
    assert texts(document, Role.RUNNING) == ["BẢN SAO"]


def test_boxes_are_in_points_from_the_top_left() -> None:
    document = read_pages(lambda canvas: flow(canvas, 100, BODY, size=13))
    line = document.lines[0]
    assert line.box is not None
    assert line.box.left == pytest.approx(LEFT + 36, abs=1)
    assert line.box.right == pytest.approx(RIGHT, abs=2)
    assert 95 < line.box.top < line.box.bottom < 120
    assert (document.pages[0].number, round(document.pages[0].width)) == (1, round(WIDTH))


def test_a_page_without_text_is_reported() -> None:
    document = read_pages(
        lambda canvas: flow(canvas, 90, BODY),
        lambda canvas: canvas.rect(100, 100, 200, 200, fill=1),
    )
    assert [w.code for w in document.warnings] == ["page-not-read"]
    assert "Page 2" in document.warnings[0].message
    assert texts(document) == list(BODY)


def test_pages_without_anything_to_read_say_so() -> None:
    with pytest.raises(InputError, match=r"drawing\.pdf: .*(no text that OCR|needs OCR)"):
        read_bytes(make_pdf([lambda canvas: canvas.rect(9, 9, 99, 99)]), name="drawing.pdf")
    with pytest.raises(DamagedFile, match=r"blank\.pdf: the pages of the PDF are empty"):
        read_bytes(make_pdf([lambda canvas: None]), name="blank.pdf")


def test_a_password_is_asked_for() -> None:
    content = make_pdf([lambda canvas: flow(canvas, 90, BODY)], encrypt="bí mật")
    with pytest.raises(DamagedFile, match=r"locked\.pdf: .*password"):
        read_bytes(content, name="locked.pdf")


def test_junk_before_the_header_is_skipped() -> None:
    content = b"Content-Type: application/pdf\r\n\r\n" + make_pdf(
        [lambda canvas: flow(canvas, 90, BODY)]
    )
    assert texts(read_bytes(content, name="mailed")) == list(BODY)


@pytest.mark.parametrize("keep", [10, 200, 3000])
def test_a_cut_file_is_reported(keep: int) -> None:
    content = make_pdf([lambda canvas: flow(canvas, 90, BODY)])[:keep]
    with pytest.raises(DamagedFile, match=r"cut\.pdf: the PDF is broken"):
        read_bytes(content, name="cut.pdf")


def test_a_second_reading_gives_the_same_document() -> None:
    content = make_pdf([lambda canvas: flow(canvas, 90, BODY)])
    assert read_bytes(content, name="a.pdf") == read_bytes(content, name="b.pdf")
