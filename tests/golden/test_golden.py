"""What the parser says of three notices, kept to be read and compared: a change of a rule
shows here as a change of a file. `pytest --regenerate-golden` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notice_parser import parse, read
from notice_parser.model import Notice

HERE = Path(__file__).parent
FILES = {
    "ben-tre-ba-tri-2022": "TB-KL-KiemTra-BaTri-2022.txt",
    "dak-lak-buon-ho-2022": "TBKL-CCHC_TX-Buon-Ho_2022 (ban phat hanh).docx",
    "lam-dong-so-y-te-2024": "so-y-te-lam-dong-2024-thong-bao-ket-luan.pdf",
}


def statements(notice: Notice) -> list[dict[str, object]]:
    names = {unit.unit_id: unit.name for unit in notice.units}
    return [
        {
            "unit": "|".join(names[unit_id] for unit_id in statement.unit_ids),
            "areas": list(statement.areas),
            "label": str(statement.label),
            "text": statement.text,
        }
        for statement in notice.statements
    ]


@pytest.mark.parametrize("name", FILES)
def test_golden(name: str, corpus: Path, request: pytest.FixtureRequest) -> None:
    found = statements(parse(read(corpus / "notices" / FILES[name])))
    path = HERE / f"{name}.json"
    if request.config.getoption("--regenerate-golden"):
        written = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        path.write_text(written, encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))
