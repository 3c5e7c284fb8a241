"""Addresses: taken apart and put together again."""

from __future__ import annotations

import pytest

from notice_parser.web.address import Address, address_of, str_of


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/", "", Address("vi", "/", "html", {})),
        ("/en", "", Address("en", "/", "html", {})),
        ("/en/", "", Address("en", "/", "html", {})),
        ("/themes", "sort=years", Address("vi", "/themes", "html", {"sort": "years"})),
        ("/en/themes.csv", "", Address("en", "/themes", "csv", {})),
        (
            "/units/ubnd-xa-1.lam-dong.json",
            "",
            Address("vi", "/units/ubnd-xa-1.lam-dong", "json", {}),
        ),
        ("/units/ubnd-xa-1.lam-dong", "", Address("vi", "/units/ubnd-xa-1.lam-dong", "html", {})),
        ("/english", "", Address("vi", "/english", "html", {})),
        ("/search", "q=h%E1%BB%93+s%C6%A1&area=", Address("vi", "/search", "html", {"q": "hồ sơ"})),
    ],
)
def test_what_an_address_says(path: str, query: str, address: Address) -> None:
    assert address_of(path, query) == address


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (Address("vi", "/", "html", {}), "/"),
        (Address("en", "/", "html", {}), "/en"),
        (Address("en", "/themes", "xlsx", {"sort": "name"}), "/en/themes.xlsx?sort=name"),
        (Address("vi", "/documents/urn:lex:vn;1", "html", {}), "/documents/urn:lex:vn;1"),
        (
            Address("vi", "/units/<b>?", "html", {"q": '"><b>&'}),
            "/units/%3Cb%3E%3F?q=%22%3E%3Cb%3E%26",
        ),
    ],
)
def test_links(address: Address, link: str) -> None:
    assert str_of(address) == link


def test_a_new_choice_begins_at_the_first_page() -> None:
    here = address_of("/themes", "sort=name&area=the-che&page=3")
    assert here.here(sort="years") == "/themes?sort=years&area=the-che"
    assert here.here(area="") == "/themes?sort=name"
    assert here.here(page=4) == "/themes?sort=name&area=the-che&page=4"
    assert here.restored() == "/themes?sort=name&area=the-che&page=3"
    assert here.in_language("en") == "/en/themes?sort=name&area=the-che&page=3"
