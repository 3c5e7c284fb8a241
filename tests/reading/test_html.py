"""HTML pages: what a browser shows, whatever they say of themselves."""

from __future__ import annotations

import tomllib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest

from notice_parser.errors import DamagedFile
from notice_parser.model import Role
from notice_parser.reading import read_bytes

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/html.toml").read_text(encoding="utf-8"))[
    "case"
]
PAGE = "<!DOCTYPE html><html><head><title>Cong</title>{head}</head><body>{body}</body></html>"


def page(body: str, head: str = "") -> str:
    return PAGE.format(head=head, body=body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reads_what_a_browser_shows(case: dict[str, Any]) -> None:
    document = read_bytes(page(case["body"]).encode(), name="page.html")
    texts = {
        role: [document.text[p.start : p.end] for p in document.paragraphs if p.role is role]
        for role in Role
    }
    assert texts[Role.BODY] == case["lines"]
    assert texts[Role.RUNNING] == case.get("running", [])
    assert texts[Role.FOOTNOTE] == case.get("footnotes", [])


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "windows-1252"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", ""),
        ("utf-8-sig", "windows-1252"),
        ("utf-16", "utf-8"),
        ("utf-16-le", ""),
        ("cp1258", "windows-1258"),
    ],
)
def test_a_lying_charset(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    body = "<p>Kế hoạch của xã</p>"
    if encoding == "cp1258":
        body = "<p>Kê\u0301 hoa\u0323ch cu\u0309a xa\u0303</p>"
    document = read_bytes(page(body, head).encode(encoding), name="page.html")
    assert (document.media_type, document.text) == ("text/html", "Kế hoạch của xã")


def test_a_page_of_tcvn3_that_says_nothing_of_it() -> None:
    body = "<p>KÕt qu¶ kiÓm tra c¶i c¸ch hµnh chÝnh</p><p>Mét sè h¹n chÕ ch\xada kh¾c phôc</p>"
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    content = page(body, head).encode("latin-1")
    document = read_bytes(content, name="page.html")
    assert document.text == "Kết quả kiểm tra cải cách hành chính\nMột số hạn chế chưa khắc phục"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_page_saved_as_one_file(charset: str) -> None:
    """As Word writes it ("Single File Web Page"), often with the name of a .doc."""
    part = MIMEText(page("<p>Kế hoạch của xã</p>"), "html", charset)
    archive = MIMEMultipart("related")
    archive.attach(MIMEText("Trang web", "plain", "utf-8"))
    archive.attach(part)
    document = read_bytes(archive.as_bytes(), name="notice.doc")
    assert (document.media_type, document.text) == ("multipart/related", "Kế hoạch của xã")


def test_depth_and_size_end_in_a_sentence() -> None:
    with pytest.raises(DamagedFile, match="deeper"):
        read_bytes(page("<div>" * 5000 + "x").encode(), name="deep.html")
    with pytest.raises(DamagedFile, match="tags"):
        read_bytes(page("<b>" * 1_000_001).encode(), name="many.html")


def test_entities_do_not_grow() -> None:
    laughs = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;</p>'
    assert len(read_bytes(laughs.encode(), name="laughs.html").text) < 20
