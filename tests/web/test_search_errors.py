"""What is wrong with a query is told in the reader's language, from one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from notice_parser import cli
from notice_parser.search import sentences
from notice_parser.search.sentences import told, wrong

# address, a piece of the Vietnamese sentence, one of the English, what the command line is asked
ASKED = [
    ("/search?q=" + "a" * 501, "dài quá 500 ký tự", "over 500 characters", ["a" * 501]),
    ("/search?q=-trễ", "không có từ nào để tìm", "no word to look for", ["--", "-trễ"]),
    ("/search?q=%22%22", "không có từ nào để tìm", "no word to look for", ['""']),
    (
        "/search?area=nope",
        "Không có lĩnh vực mang mã nope",
        "no area has this code",
        ["--area=nope"],
    ),
    ("/search?label=nope", "Không có loại nhận định mang mã nope", "no label has this code", None),
    ("/search?q=trễ&mode=hybrid", "không có vectơ", "holds no vectors", ["trễ", "--mode=hybrid"]),
]


@pytest.mark.parametrize(("address", "vietnamese", "english", "command"), ASKED)
def test_a_query_that_cannot_be_is_told_in_the_language_of_the_page(
    client: TestClient,
    corpus_dataset: Path,
    capsys: pytest.CaptureFixture[str],
    address: str,
    vietnamese: str,
    english: str,
    command: list[str] | None,
) -> None:
    for prefix, piece, other in (("", vietnamese, english), ("/en", english, vietnamese)):
        page = client.get(prefix + address)
        twin = client.get(prefix + address.replace("/search?", "/search.json?"))
        assert page.status_code == twin.status_code == 400
        for text in (page.text, twin.json()["error"]):
            assert piece in text
            assert other not in text
    if command:
        assert cli.main(["search", str(corpus_dataset), *command]) == 2
        assert english in capsys.readouterr().err


def test_a_choice_that_cannot_be_is_told_too(client: TestClient) -> None:
    assert "Lựa chọn không hợp lệ: mode" in client.get("/search?mode=nope").text
    assert "A choice is not possible: mode" in client.get("/en/search?mode=nope").text


def test_the_guard_speaks_the_language_of_the_page(client: TestClient) -> None:
    long = "/search?q=" + "a" * 4000
    assert "dài quá 4.000 byte" in client.get(long).text
    assert "over 4,000 bytes" in client.get(f"/en{long}").text


def test_both_sentences_of_an_error_say_the_same_things() -> None:
    for code, (vietnamese, english) in sentences._sentences().items():
        names = [set(re.findall(r"\{(\w+)\}", sentence)) for sentence in (vietnamese, english)]
        assert names[0] == names[1], code
        error = wrong(code, **dict.fromkeys(names[0], "X"))
        assert str(error) == told(error, "en") != told(error, "vi")
