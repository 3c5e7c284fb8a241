"""Images of pages: what is drawn, and what is said where nothing can be."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import lxml.html
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.executors import InProcess
from notice_parser.reading.drawing import page_png
from notice_parser.web.app import create_app

PDF = "12-TB-DKT Giong Trom.pdf"


def test_a_page_is_drawn_with_the_mark_on_its_words(
    client: TestClient, ids: dict[str, str], corpus_dataset: Path
) -> None:
    page = lxml.html.fromstring(
        client.get(f"/notices/{ids['notice']}?mark={ids['statement']}").text
    )
    (drawing,) = page.xpath("//*[@class='page']")
    (source,) = drawing.xpath(".//*[local-name()='image']/@href")
    answer = client.get(source)
    assert answer.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(answer.content)).convert("L")
    width, height = (float(edge) for edge in drawing.get("viewbox").split()[2:])
    assert image.width / image.height == pytest.approx(width / height, rel=0.01)
    scale = image.width / width
    boxes = [
        tuple(float(box.get(edge)) for edge in ("x", "y", "width", "height"))
        for box in drawing.xpath(".//*[@class='marked']")
    ]
    database = open_database(corpus_dataset)
    start, end = database.execute(
        "SELECT char_start, char_end FROM statements WHERE statement_id = ?", (ids["statement"],)
    ).fetchone()
    lines = database.execute(
        "SELECT left, top, right, bottom FROM lines WHERE notice_id = ? AND char_start < ? "
        "AND char_end > ? ORDER BY line",
        (ids["notice"], end, start),
    ).fetchall()
    assert len(boxes) == len(lines) >= 2
    for (x, y, w, h), (left, top, right, bottom) in zip(boxes, lines, strict=True):
        assert left - 2 <= x
        assert x + w <= right + 2
        assert (y, y + h) == pytest.approx((top, bottom), abs=2)
        ink = image.crop(tuple(round(edge * scale) for edge in (x, y, x + w, y + h)))
        assert ink.getextrema()[0] < 100  # there are words in it


def test_a_file_that_changed_or_went_gives_the_text(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / PDF
    shutil.copyfile(corpus / "notices" / PDF, file)
    build([tmp_path / "in"], output=tmp_path / "out", executor=InProcess())
    ((notice,),) = open_database(tmp_path / "out").execute("SELECT notice_id FROM notices")
    client = TestClient(create_app(tmp_path / "out"), base_url="http://127.0.0.1:8000")
    assert client.get(f"/notices/{notice}/pages/1.png").status_code == 200
    for page in (0, 99):
        assert client.get(f"/notices/{notice}/pages/{page}.png").status_code == 404
    content = file.read_bytes()
    file.write_bytes(content + b"\n")
    fresh = TestClient(create_app(tmp_path / "out"), base_url="http://127.0.0.1:8000")
    changed = fresh.get(f"/notices/{notice}/pages/1.png")
    assert changed.status_code == 404
    assert "đã thay đổi" in changed.text
    gives_the_text(fresh, notice)
    file.unlink()
    gives_the_text(fresh, notice)
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / PDF).write_bytes(content)
    moved = create_app(tmp_path / "out", notices_in=tmp_path / "moved")
    moved_client = TestClient(moved, base_url="http://127.0.0.1:8000")
    assert moved_client.get(f"/notices/{notice}/pages/1.png").status_code == 200


def gives_the_text(client: TestClient, notice: str) -> None:
    page = lxml.html.fromstring(client.get(f"/notices/{notice}").text)
    assert page.xpath("//*[local-name()='image']") == []
    assert "Tệp gốc không có trên máy này (hoặc đã thay đổi)" in page.text_content()
    assert len(page.xpath("//div[@class='text']/p")) > 50


def test_a_picture_is_a_page() -> None:
    file = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(file, "PNG", dpi=(150, 150))
    image = Image.open(io.BytesIO(page_png(file.getvalue(), 1)))
    assert image.width / image.height == pytest.approx(1240 / 1754, rel=0.01)
