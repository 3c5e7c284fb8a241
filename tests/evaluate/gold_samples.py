"""A notice in the tiny notation of sample_notices, its gold, and what evaluate says of both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.evaluate import Evaluation, evaluate
from notice_parser.executors import InProcess

NOTICE = """\
THÔNG BÁO tb-1

@ xa-1 UBND xã Một

# the-che

+ Đã rà soát 15 văn bản, đạt 97,5% kế hoạch.

- Chưa cập nhật theo Nghị định số 30/2020/NĐ-CP.

# thu-tuc-hanh-chinh

- Hoà giải còn chậm.

# tai-chinh-cong

0 Chưa phát hiện
"""
OTHER = NOTICE.replace("tb-1", "tb-2").replace("xa-1", "xa-2").replace("xã Một", "xã Hai")


def statement(text: str, label: str = "han-che", **other: Any) -> dict[str, Any]:
    return {"unit": "UBND xã Một", "areas": ["the-che"], "label": label, "text": text} | other


def gold() -> dict[str, Any]:
    """What a careful reader says of NOTICE: nothing missed, nothing extra."""
    return {
        "notice": {"title": "THÔNG BÁO tb-1", "date": "2023-08", "inspection_year": 2023}
        | {"type": "Thông báo"},
        "statements": [
            statement("Đã rà soát 15 văn bản, đạt 97,5% kế hoạch.", "mat-duoc"),
            statement("Chưa cập nhật theo Nghị định số 30/2020/NĐ-CP."),
            statement("Hoà giải còn chậm.", areas=["thu-tuc-hanh-chinh"]),
        ],
        "no_limitation": [{"unit": "UBND xã Một", "areas": ["tai-chinh-cong"]}],
        "figures": [
            {"value": 97.5, "unit": "%", "kind": "rate", "role": "actual", "comparator": None}
        ],
        "citations": [
            {"number": "30/2020/NĐ-CP", "text": "Nghị định số 30/2020/NĐ-CP", "date": None}
            | {"pinpoint": None}
        ],
    }


def built(folder: Path, *texts: str) -> Path:
    """A dataset of these notices, in a folder below."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build([folder], output=folder / "out", executor=InProcess(), parse=parse_sample)
    return folder / "out"


def written(folder: Path, *golds: Any) -> list[Path]:
    paths = [folder / f"{number}.json" for number, _ in enumerate(golds)]
    for path, gold in zip(paths, golds, strict=True):
        path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return paths


def held(dataset: Path, *golds: Any, folder: Path, fuzzy: float = 1.0) -> Evaluation:
    return evaluate(open_database(dataset), written(folder, *golds), fuzzy=fuzzy)


def score(evaluation: Evaluation, field: str) -> tuple[int, int, int]:
    (found,) = (s for s in evaluation.scores if s.field == field)
    return found.right, found.missed, found.extra
