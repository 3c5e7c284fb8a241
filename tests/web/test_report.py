"""The report: one file that needs nothing else, the same each time."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hostile_notices import SCRIPT

from notice_parser import cli, open_dataset
from notice_parser.dataset.database import open_database
from notice_parser.themes.panel import panel


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
    years, *timelines = page.xpath("//table[@class='panel']")
    assert len(years.xpath("tbody/tr")) == 25
    assert [len(table.xpath("tbody/tr")) for table in timelines] == [15, 15]


def test_what_nobody_looked_for_is_not_clean_in_the_report(
    corpus_dataset: Path, tmp_path: Path
) -> None:
    """As the panel has it: themes by units, as of the last look."""
    assert cli.main(["report", str(corpus_dataset), "-o", str(tmp_path / "r.html")]) == 0
    page = lxml.html.parse(str(tmp_path / "r.html")).getroot()
    (table,) = page.xpath("//table[@class='panel units']")
    database = open_database(corpus_dataset)
    names = "SELECT name || coalesce(', ' || province, ''), unit_id FROM units"
    units = dict(database.execute(names).fetchall())
    themes = dict(database.execute("SELECT name, theme_id FROM themes ORDER BY units"))
    shown = [units[name] for name in table.xpath("thead//span/text()")]
    lines = {themes[row.xpath("string(th)")]: row for row in table.xpath("tbody/tr")}
    with open_dataset(corpus_dataset) as dataset:
        cells = panel(dataset, themes=list(lines), units=shown)
    looked = cells[cells["state"] != "not_inspected"].groupby(["theme_id", "unit_id"])["state"]
    last = looked.last().to_dict()
    for theme, row in lines.items():
        states = row.xpath("td/@class")
        assert states == [last.get((theme, unit), "not_inspected") for unit in shown]


def test_what_notices_say_is_text_there_too(hostile: Path, tmp_path: Path) -> None:
    assert cli.main(["report", str(hostile), "-o", str(tmp_path / "r.html")]) == 0
    told = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert SCRIPT not in told


def test_a_report_that_cannot_be_written_is_one_sentence(
    hostile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", str(hostile), "-o", str(tmp_path / "no" / "r.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
