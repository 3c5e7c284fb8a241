"""Tables without bars: of text files whose columns stand under each other, and of PDF files,
ruled or not, with merged cells and over pages."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from aligned_text import render_aligned
from rendering.page import render_pdf
from rendering.source import read_source
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from sample_pdfs import LEFT, centred, flow, make_pdf, register_fonts, text

from notice_parser.model import Document, Notice, Role
from notice_parser.parsing import parse
from notice_parser.reading import read_bytes

CORPUS = Path(__file__).parents[2] / "corpus"
TABLES = (
    "dak-lak-dot-1-2023",
    "lao-cai-bat-xat-2023",
    "hau-giang-nga-bay-2024",
    "quang-ninh-ba-che-2024",
)
HEADER = ("TT", "Nội dung", "Ưu điểm", "Hạn chế")
ROWS = (
    (
        "1",
        "Cải cách thể chế",
        "Rà soát 15 văn bản quy phạm pháp luật, kịp thời kiến nghị xử lý văn bản hết hiệu lực.",
        "Chậm công bố danh mục văn bản hết hiệu lực một phần, theo Điều 157 Nghị định số "
        "34/2016/NĐ-CP.",
    ),
    (
        "2",
        "Cải cách thủ tục hành chính",
        "- Công khai đủ thủ tục.<br/>- Hồ sơ đúng hạn 99,1%.",
        "Không",
    ),
    (
        "3",
        "Tài chính công",
        "Giao quyền tự chủ cho 12 đơn vị sự nghiệp, tiết kiệm chi 340 triệu đồng so với dự toán.",
        "Quyết toán ngân sách xã còn chậm 20 ngày so với quy định.",
    ),
)


def cells(document: Document) -> dict[tuple[int, int, int], list[str]]:
    found: dict[tuple[int, int, int], list[str]] = {}
    for paragraph in document.body:
        if paragraph.cell:
            place = (paragraph.cell.table, paragraph.cell.row, paragraph.cell.column)
            found.setdefault(place, []).append(document.text[paragraph.start : paragraph.end])
    return found


def expected(rows: Sequence[Sequence[str]]) -> dict[tuple[int, int, int], list[str]]:
    return {
        (0, row, column): words.split("<br/>")
        for row, own in enumerate(rows)
        for column, words in enumerate(own)
        if words
    }


def table_pdf(
    rows: Sequence[Sequence[str]],
    *,
    style: Sequence[tuple[object, ...]],
    widths: Sequence[float] = (30, 90, 170, 160),
    above: float = 0,
    repeat: int = 0,
) -> bytes:
    """A PDF by reportlab's own tables, which split rows at the page's end."""
    register_fonts()
    look = ParagraphStyle("cell", fontName="Regular", fontSize=11, leading=14)
    words = [[Paragraph(cell, look) if cell else "" for cell in row] for row in rows]
    table = Table(
        words, colWidths=list(widths), repeatRows=repeat, splitInRow=1 - repeat, style=style
    )
    file = BytesIO()
    gap = [Paragraph("Kết quả kiểm tra được tổng hợp tại bảng dưới đây:", look)] if above else []
    story = [*gap * int(above), table, Paragraph("Đoàn kiểm tra đề nghị huyện khắc phục.", look)]
    SimpleDocTemplate(file, pagesize=A4, invariant=1).build(story)
    return file.getvalue()


GRID = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
TOP = [("VALIGN", (0, 0), (-1, -1), "TOP")]


def test_cells_of_a_ruled_table_are_paragraphs() -> None:
    document = read_bytes(table_pdf([HEADER, *ROWS], style=GRID, above=2), name="a.pdf")
    assert cells(document) == expected([HEADER, *ROWS])
    last = document.body[-1]
    assert document.text[last.start : last.end] == "Đoàn kiểm tra đề nghị huyện khắc phục."


def test_cells_without_rules() -> None:
    document = read_bytes(table_pdf([HEADER, *ROWS], style=TOP, above=2), name="a.pdf")
    assert cells(document) == expected([HEADER, *ROWS])


def test_merged_cells_stand_once_at_their_top_left() -> None:
    rows = (
        HEADER,
        ("I", "UBND XÃ AN HÒA", "", ""),
        ("1", "Thể chế", "Ban hành kế hoạch.", "Chưa rà soát."),
        ("", "", "Tự kiểm tra văn bản.", "Sai thể thức 02 văn bản."),
    )
    style = [*GRID, ("SPAN", (1, 1), (3, 1)), ("SPAN", (0, 2), (0, 3)), ("SPAN", (1, 2), (1, 3))]
    document = read_bytes(table_pdf(rows, style=style), name="a.pdf")
    assert cells(document) == expected(rows)


@pytest.mark.parametrize("repeat", [0, 1], ids=["header once", "header repeated"])
@pytest.mark.parametrize("above", range(28, 43, 2))
def test_a_ruled_table_over_pages_is_one(*, above: int, repeat: int) -> None:
    content = table_pdf([HEADER, *ROWS], style=GRID, above=above, repeat=repeat)
    document = read_bytes(content, name="a.pdf")
    assert cells(document) == expected([HEADER, *ROWS])
    running = [p for p in document.paragraphs if p.role is Role.RUNNING]
    assert len(running) in ({0} if not repeat else {0, len(HEADER)})


def test_thin_boxes_are_rules_too() -> None:
    """Word draws the borders of cells as filled boxes, half a point wide."""

    def page(canvas: Canvas) -> None:
        xs, tops = (80, 110, 250, 500), (100, 130, 170)
        for row, top in enumerate(tops):
            canvas.rect(xs[0], 842 - top, xs[-1] - xs[0], 0.48, stroke=0, fill=1)
            if row:
                for x in xs:
                    canvas.rect(x, 842 - top, 0.48, top - tops[row - 1], stroke=0, fill=1)
        for x, words in zip(xs, ("TT", "Ưu điểm", "Hạn chế"), strict=False):
            text(canvas, x + 4, 118, words, size=11)
        for x, words in zip(xs, ("1", "Có kế hoạch.", "Chưa tự kiểm tra."), strict=False):
            text(canvas, x + 4, 148, words, size=11)

    document = read_bytes(make_pdf([page]), name="a.pdf")
    assert cells(document) == expected(
        [("TT", "Ưu điểm", "Hạn chế"), ("1", "Có kế hoạch.", "Chưa tự kiểm tra.")]
    )


@pytest.mark.parametrize("style", [GRID, TOP], ids=["ruled", "without rules"])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_tables_of_turned_pages(*, rotation: int, style: Sequence[tuple[object, ...]]) -> None:
    look = ParagraphStyle("cell", fontName="Regular", fontSize=11, leading=14)

    def page(canvas: Canvas) -> None:
        width, height = A4
        canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
        canvas.rotate(rotation)
        words = [[Paragraph(cell, look) if cell else "" for cell in r] for r in (HEADER, *ROWS)]
        table = Table(words, colWidths=[30, 90, 170, 160], style=style)
        table.wrap(500, 500)
        table.drawOn(canvas, 60, 300)

    document = read_bytes(make_pdf([page], rotation=rotation), name="a.pdf")
    assert cells(document) == expected([HEADER, *ROWS])


def test_head_signature_frames_and_text_of_a_page_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        centred(canvas, 170, 90, "ỦY BAN NHÂN DÂN", bold=True)
        centred(canvas, 410, 90, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=11, bold=True)
        centred(canvas, 170, 106, "TỈNH BẾN TRE", bold=True)
        centred(canvas, 410, 106, "Độc lập - Tự do - Hạnh phúc", size=11)
        canvas.line(120, 730, 220, 730)
        canvas.line(340, 730, 480, 730)
        canvas.rect(60, 60, 480, 740)
        top = flow(canvas, 150, (ROWS[0][2] + " " + ROWS[2][2],) * 8)
        text(canvas, LEFT, top + 20, "Nơi nhận:", size=11)
        text(canvas, LEFT, top + 34, "- Như trên;", size=11)
        centred(canvas, 430, top + 20, "GIÁM ĐỐC", bold=True)
        centred(canvas, 430, top + 90, "Trần Văn Hòa", bold=True)

    assert not cells(read_bytes(make_pdf([page]), name="a.pdf"))


def statements(notice: Notice) -> set[tuple[object, ...]]:
    names = {unit.unit_id: unit.name for unit in notice.units}
    return {
        (tuple(names[u] for u in s.unit_ids), s.areas, s.label, s.text) for s in notice.statements
    }


@pytest.mark.parametrize("name", TABLES)
def test_notices_with_tables_say_the_same_as_pdf(name: str) -> None:
    source = read_source(CORPUS / f"sources/{name}.txt")
    notice = parse(read_bytes((CORPUS / "notices" / source.file_name).read_bytes(), name=name))
    printed = parse(read_bytes(render_pdf(source), name=f"{name}.pdf"))
    assert statements(printed) == statements(notice)


@pytest.mark.parametrize("width", [0, 90, 140, 160])
@pytest.mark.parametrize("name", TABLES)
def test_notices_with_tables_say_the_same_as_aligned_text(name: str, width: int) -> None:
    source = read_source(CORPUS / f"sources/{name}.txt")
    notice = parse(read_bytes((CORPUS / "notices" / source.file_name).read_bytes(), name=name))
    aligned = parse(read_bytes(render_aligned(source, width=width), name=f"{name}.txt"))
    assert statements(aligned) == statements(notice)


NO_TABLES = {
    "justified": """
Qua  kiểm  tra,  Đoàn  ghi  nhận  UBND  huyện  đã  thực hiện tốt các
nội  dung  của  kế  hoạch,  bố  trí  đủ  công chức tại Bộ phận Một cửa,
công  khai  đầy  đủ  thủ  tục  hành  chính,  giải quyết hồ sơ đúng hạn
và  tổ  chức  đối  thoại  với  người  dân,  doanh  nghiệp  định kỳ theo
quy  định  của  Ủy  ban  nhân  dân  tỉnh  về  cải  cách  hành  chính.
""",
    "letterhead": """
   ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   TỈNH HÀ GIANG                  Độc lập - Tự do - Hạnh phúc
   Số:      /TB-UBND            Hà Giang, ngày    tháng 6 năm 2022
""",
    "recipients and signature": """
Nơi nhận:                                  GIÁM ĐỐC
-    UBND tỉnh (b/c);
-    Như trên;
-    Lưu: VT.                            Trần Văn Hòa
""",
    "a list behind tabs": """
1.\tBan hành kế hoạch cải cách hành chính đúng thời hạn.
2.\tTổ chức đối thoại với người dân, doanh nghiệp.
3.\tCông khai đầy đủ thủ tục hành chính.
""",
    "definitions behind blanks": """
Thời kỳ kiểm tra:       từ 01/01/2022 đến 31/8/2023
Thành phần:             Sở Nội vụ, Sở Tư pháp
Địa điểm:               trụ sở UBND huyện
""",
}


@pytest.mark.parametrize("written", NO_TABLES.values(), ids=NO_TABLES.keys())
def test_what_is_no_table(written: str) -> None:
    assert not cells(read_bytes(written.encode(), name="a.txt"))


def test_cells_of_a_row_that_has_slipped() -> None:
    written = """
TT   Nội dung            Ưu điểm                      Hạn chế
1    Thể chế             Ban hành kế hoạch.           Chưa xử lý văn bản cũ.
2    Công tác tuyên truyền cải cách     Có chuyên mục riêng.        Không.
3    Tài chính công      Công khai dự toán.           Chậm quyết toán.
"""
    document = read_bytes(written.encode(), name="a.txt")
    assert cells(document) == expected(
        [
            HEADER,
            ("1", "Thể chế", "Ban hành kế hoạch.", "Chưa xử lý văn bản cũ."),
            ("2", "Công tác tuyên truyền cải cách", "Có chuyên mục riêng.", "Không."),
            ("3", "Tài chính công", "Công khai dự toán.", "Chậm quyết toán."),
        ]
    )


def test_a_text_table_over_pages_is_one() -> None:
    written = """
TT   Nội dung            Ưu điểm                      Hạn chế
1    Thể chế             Ban hành kế hoạch rà soát    Chưa xử lý văn bản hết
                         văn bản.                     hiệu lực của thị trấn
                                  2
\f
TT   Nội dung            Ưu điểm                      Hạn chế
                                                      Ba Tri.
2    Tài chính công      Công khai dự toán đúng       Không.
                         thời hạn.
"""
    document = read_bytes(written.encode(), name="a.txt")
    assert cells(document) == expected(
        [
            HEADER,
            (
                "1",
                "Thể chế",
                "Ban hành kế hoạch rà soát văn bản.",
                "Chưa xử lý văn bản hết hiệu lực của thị trấn Ba Tri.",
            ),
            ("2", "Tài chính công", "Công khai dự toán đúng thời hạn.", "Không."),
        ]
    )
