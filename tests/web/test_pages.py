"""Every page: in both languages, as JSON, CSV and XLSX, with links that lead somewhere."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import openpyxl
import pytest
from fastapi.testclient import TestClient

from notice_parser.parsing import UNSURE

PAGES = {
    "overview": "/",
    "search": "/search?q=thanh+toan+truc+tuyen",
    "search narrowed": "/search?q=h%E1%BB%93+s%C6%A1&label=han-che&from=2021&to=2023&place=Ben+Tre",
    "browse": "/search",
    "notices": "/notices?sort=unit",
    "notice": "/notices/{notice}?mark={statement}",
    "notice text": "/notices/{notice}?mark={statement}&view=text",
    "notice without pages": "/notices/{text_notice}",
    "themes": "/themes?sort=again&area=thu-tuc-hanh-chinh",
    "theme": "/themes/{theme}",
    "units": "/units?province=B%E1%BA%BFn+Tre",
    "unit": "/units/{unit}?label=han-che",
    "figures": "/figures",
    "indicator": "/figures/online-submission",
    "indicator of a province": "/figures/on-time?province=B%E1%BA%BFn+Tre&sort=value",
    "documents": "/documents?sort=date",
    "document": "/documents/{document}",
    "quality": "/quality?status=partial",
    "unsure": "/quality/unsure",
    "remainders": "/quality/remainders",
}
LISTS = [name for name in PAGES if name not in ("overview", "browse")]


def form(address: str, end: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}.{end}?{query}" if query else f"{path}.{end}"


def got(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:500])
    return answer


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_well_formed(
    client: TestClient, ids: dict[str, str], name: str, language: str
) -> None:
    answer = got(client, language + PAGES[name].format(**ids))
    page = lxml.html.fromstring(answer.text)
    assert page.get("lang") == ("en" if language else "vi")
    assert len(page.xpath("//h1")) == 1
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    # A strict policy forbids these, so a page with them would look wrong.
    assert page.xpath("//script | //style | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    other = page.xpath("//a[@class='language']/@href")[0]
    assert client.get(other).status_code == 200
    assert client.get(other).text != answer.text


@pytest.mark.parametrize("name", LISTS)
def test_each_list_has_a_json_twin_csv_and_xlsx(
    client: TestClient, ids: dict[str, str], name: str
) -> None:
    address = PAGES[name].format(**ids)
    page = lxml.html.fromstring(got(client, address).text)
    told = got(client, form(address, "json")).json()
    assert {"title", "address", "total", "rows", "next"} <= set(told)
    restored = lxml.html.fromstring(got(client, told["address"]).text)
    assert restored.text_content() == page.text_content()
    rows = list(csv.reader(io.StringIO(got(client, form(address, "csv")).text[1:])))
    assert len(rows) - 1 == told["total"]
    assert told["total"] > 0
    sheet = openpyxl.load_workbook(io.BytesIO(got(client, form(address, "xlsx")).content)).active
    assert sheet
    assert (sheet.max_row, sheet.max_column) == (len(rows), len(rows[0]))
    row = told["rows"][0]
    first = {key: str(row[key]) for key in rows[0] if row[key] not in (None, "")}
    assert first == {k: v.removeprefix("'") for k, v in zip(rows[0], rows[1], strict=True) if v}
    for end in ("csv", "xlsx", "json"):
        assert page.xpath(f"//p[@class='downloads']/a[@href='{form(told['address'], end)}']"), end


def test_links_lead_somewhere(client: TestClient, ids: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    for address in PAGES.values():
        page = lxml.html.fromstring(got(client, address.format(**ids)).text)
        for place in ("//nav//a", "//main//a", "//*[local-name()='image']", "//form"):
            for link in page.xpath(f"{place}/@href | {place}/@action")[:12]:
                seen.setdefault(urljoin(address.format(**ids), link), address)
    for link, page_of_link in seen.items():
        assert urlsplit(link).netloc == "", link
        answer = client.get(link.partition("#")[0])
        assert answer.status_code == 200, (link, page_of_link, answer.text[:300])
    assert len(seen) > 100


def test_fragments_are_on_the_page(client: TestClient, ids: dict[str, str]) -> None:
    for name in ("search", "theme", "document", "indicator", "remainders"):
        page = lxml.html.fromstring(got(client, PAGES[name].format(**ids)).text)
        links = [link for link in page.xpath("//main//a/@href") if "/notices/" in link]
        assert links, name
        for link in links[:3]:
            address, _, fragment = link.partition("#")
            assert lxml.html.fromstring(got(client, address).text).xpath(f"//*[@id='{fragment}']")


def test_pages_of_a_list_neither_repeat_nor_skip(client: TestClient) -> None:
    first = got(client, "/units.json").json()
    ids, address = [row["unit_id"] for row in first["rows"]], first["next"]
    while address:
        told = got(client, address).json()
        ids += [row["unit_id"] for row in told["rows"]]
        address = told["next"]
    assert len(ids) == len(set(ids)) == first["total"]


def test_lists_are_in_the_order_of_the_vietnamese_alphabet(client: TestClient) -> None:
    page = lxml.html.fromstring(got(client, "/units").text)
    provinces = [option.text for option in page.xpath("//select[@name='province']/option")][1:]
    assert provinces.index("Bến Tre") < provinces.index("Cà Mau") < provinces.index("Đà Nẵng")
    assert provinces.index("Đà Nẵng") < provinces.index("Gia Lai")


def test_a_statement_has_a_link_of_its_own(client: TestClient, ids: dict[str, str]) -> None:
    answer = client.get(f"/statements/{ids['statement']}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == (f"/notices/{ids['notice']}?mark={ids['statement']}#dau")


def test_not_inspected_looks_different_from_clean(client: TestClient, ids: dict[str, str]) -> None:
    page = lxml.html.fromstring(got(client, f"/themes/{ids['theme']}").text)
    told = {
        cell.get("class"): cell.text_content().split()
        for cell in page.xpath("//table[@class='panel']//td[@class]")
    }
    assert told["not_inspected"] == ["không", "kiểm", "tra"]
    assert told["found"] == ["●có", "hạn", "chế"]
    twin = got(client, f"/themes/{ids['theme']}.json").json()
    assert {state for row in twin["map"]["rows"] for _, state, _ in row["cells"]} == set(told)


def test_the_text_view_marks_the_exact_words(client: TestClient, ids: dict[str, str]) -> None:
    twin = got(client, f"/notices/{ids['notice']}.json").json()
    words = next(r["text"] for r in twin["rows"] if r["statement_id"] == ids["statement"])
    page = lxml.html.fromstring(got(client, PAGES["notice text"].format(**ids)).text)
    marked = page.xpath("//*[contains(@class, 'text')]//*[contains(@class, 'mark')]")
    assert "".join(piece.text_content() for piece in marked) == words


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "Không có trang này"),
        ("/en/nowhere", 404, "There is no such page"),
        ("/notices/none", 404, "Không có thông báo mang mã này"),
        ("/themes/none", 404, "Không có chủ đề"),
        ("/units/none", 404, "Không có đơn vị"),
        ("/figures/none", 404, "Không có số liệu"),
        ("/documents/none", 404, "Không có văn bản"),
        ("/statements/none", 404, "Không có nhận định"),
        ("/themes?page=999", 404, "Không có trang này"),
        ("/themes?sort=price", 400, "Lựa chọn không hợp lệ: sort"),
        ("/themes?page=-1", 400, "Lựa chọn không hợp lệ: page"),
        ("/search?from=abcd", 400, "Lựa chọn không hợp lệ: from"),
        ("/search?q=" + "a" * 501, 400, "dài quá 500 ký tự"),
        ("/search?q=%22%22+--", 400, "Câu tìm không có từ nào"),
        ("/search?label=none", 400, "none"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    client: TestClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in lxml.html.fromstring(answer.text).xpath("//h1")[0].text_content()
    path, _, query = address.partition("?")
    twin = client.get(f"{path}.json?{query}")
    assert twin.status_code == status
    assert words in twin.json()["error"]


def test_the_ledger_counts_as_unsure_what_it_says(client: TestClient) -> None:
    page = got(client, "/en/quality").text
    unsure = got(client, "/en/quality/unsure.json").json()["total"]
    assert f"{unsure} of " in page
    assert f"statements have a confidence below {UNSURE}" in page
