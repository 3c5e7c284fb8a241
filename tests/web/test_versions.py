"""A build while the server runs: the next request shows it; without a dataset, a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

from fastapi.testclient import TestClient
from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index
from notice_parser.web.app import create_app

NOTICE = "THÔNG BÁO tb-{n}\n\n@ xa-{n} UBND xã {n}\n\n# the-che\n\n- Chậm ban hành kế hoạch {n}\n"


def built(folder: Path, count: int) -> None:
    (folder / "in").mkdir(exist_ok=True)
    for number in range(count):
        (folder / "in" / f"{number}.txt").write_text(NOTICE.format(n=number), encoding="utf-8")
    source, target = [folder / "in"], folder / "out"
    build(source, output=target, parse=parse_sample, finish=add_index, executor=InProcess())


def test_a_build_shows_with_the_next_request(tmp_path: Path) -> None:
    built(tmp_path, 1)
    client = TestClient(create_app(tmp_path / "out"), base_url="http://127.0.0.1:8000")
    assert client.get("/.json").json()["counts"]["statements"] == 1
    assert client.get("/units.json").json()["total"] == 1
    built(tmp_path, 3)
    assert client.get("/.json").json()["counts"]["statements"] == 3
    assert client.get("/units.json").json()["total"] == 3
    assert client.get("/search.json?q=cham").json()["total"] == 3
    shutil.rmtree(tmp_path / "out")
    gone = client.get("/units.json")
    assert gone.status_code == 503
    assert "không còn ở chỗ cũ" in gone.json()["error"]
