"""How the samples beside this file were made: `python tests/reading/samples/make.py`.

old-word.docx by python-docx; LibreOffice saved it as old-word.doc and old-word.rtf. They are
kept in the repository because LibreOffice is not everywhere where the tests run.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from notice_parser.reading.libreoffice import saved_as

HERE = Path(__file__).parent


def main() -> None:
    document = Document()
    head = document.add_table(rows=2, cols=2)
    texts = (("UBND TỈNH", "CỘNG HÒA XÃ HỘI"), ("Số: 12/TB-SNV", "Bến Tre, ngày 3/5/2022"))
    for row, cells in zip(head.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("THÔNG BÁO").bold = True
    for text in ("Công tác chỉ đạo", "Cải cách thủ tục"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Đã ban hành kế hoạch", style="List Bullet")
    paragraph = document.add_paragraph("Nghị quyết 01/NQ")
    paragraph.runs[0]._r.append(OxmlElement("w:noBreakHyphen"))
    paragraph.add_run("CP, ")
    paragraph.add_run("ẩn đi").font.hidden = True
    paragraph.add_run("diện tích 5 km")
    paragraph.add_run("2").font.superscript = True
    old = document.add_paragraph()
    in_font(old.add_run("Céng t¸c c¶i c¸ch hµnh chÝnh ch\u00ada ®¹t, "), ".VnTime")
    in_font(old.add_run("h¹n chÕ"), ".VnTimeH")
    in_font(old.add_run(" và "), "Times New Roman")
    in_font(old.add_run("kieåm tra coâng vuï"), "VNI-Times")
    ruled = document.add_table(rows=2, cols=2, style="Table Grid")
    for index, text in enumerate(("Đơn vị", "Điểm", "Xã An Hòa", "85,5")):
        ruled.cell(index // 2, index % 2).text = text
    document.save(str(HERE / "old-word.docx"))
    for kind in ("doc", "rtf"):
        content = (HERE / "old-word.docx").read_bytes()
        (HERE / f"old-word.{kind}").write_bytes(saved_as(kind, content, suffix="docx"))


def in_font(run: Run, font: str) -> None:
    run.font.name = font
    run._r.rPr.rFonts.set(qn("w:hAnsi"), font)


if __name__ == "__main__":
    main()
