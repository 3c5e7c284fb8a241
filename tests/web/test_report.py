"""The report: one file that needs nothing else, the same each time."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hostile_notices import SCRIPT

from notice_parser import cli


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_is_one_file(corpus_dataset: Path, tmp_path: Path, language: str) -> None:
    for name in ("one.html", "two.html"):
        arguments = ["report", str(corpus_dataset), "-o", str(tmp_path / name)]
        assert cli.main([*arguments, "--language", language]) == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    page = lxml.html.parse(str(tmp_path / "one.html")).getroot()
    assert page.get("lang") == language
    assert page.xpath("//@src | //@href | //script | //@*[starts-with(name(), 'on')]") == []
    assert "url(" not in page.xpath("//style")[0].text
    assert len(page.xpath("//section[@class='keep']//blockquote")) >= 20
    assert len(page.xpath("//figure[@class='chart']/svg")) == 6
    assert len(page.xpath("//table[@class='panel']/tbody/tr")) == 25


def test_what_notices_say_is_text_there_too(hostile: Path, tmp_path: Path) -> None:
    assert cli.main(["report", str(hostile), "-o", str(tmp_path / "r.html")]) == 0
    told = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert SCRIPT not in told


def test_a_report_that_cannot_be_written_is_one_sentence(
    hostile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", str(hostile), "-o", str(tmp_path / "no" / "r.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
