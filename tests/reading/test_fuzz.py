"""Damaged files of every kind but PDF: each ends as a document or as one sentence, soon.

NOTICE_PARSER_FUZZ sets how many mutations of each sample are read (default 24).
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from benchmarks import fuzz
from notice_parser.errors import InputError
from notice_parser.reading import read_bytes

SAMPLES = Path(__file__).parent / "samples"
ROUNDS = int(os.environ.get("NOTICE_PARSER_FUZZ", "24"))
PATIENCE_S = 10.0
TEXT = "Kết luận kiểm tra\n1. Mặt được\n- Đã ban hành\fCéng hßa x· héi\nCá»™ng hÃ²a\n" * 3
# Of the 5,000 files of benchmarks/fuzz.py: those that made a reader fail once.
FAILED_ONCE = {1683: "pdf", 4611: "pdf"}


@pytest.mark.parametrize("kind", ["docx", "parts", "doc", "rtf", "html", "text", "tcvn3"])
def test_damaged_files_end_well(kind: str) -> None:
    chance = random.Random(f"fuzz {kind}")
    for number in range(ROUNDS):
        ends_well(damaged(kind, chance), f"{kind}-{number}")


@pytest.mark.parametrize("number", FAILED_ONCE)
def test_files_that_failed_once_end_well(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notice_parser.reading.tesseract.installed", lambda: None)
    content = fuzz.damaged(FAILED_ONCE[number], random.Random(f"0 {number}"))
    ends_well(content, str(number))


def ends_well(content: bytes, name: str) -> None:
    start = time.process_time()
    try:
        document = read_bytes(content, name=name)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
        assert str(error).startswith(f"{name}: ")  # noqa: PT017
    else:
        assert all(0 <= r.start <= r.end <= len(document.text) for r in document.repairs)
    assert time.process_time() - start < PATIENCE_S, f"{name} takes too long"


def damaged(kind: str, chance: random.Random) -> bytes:
    mutate = chance.choice(fuzz.MUTATIONS)
    if kind == "parts":
        return fuzz.inside_zip((SAMPLES / "old-word.docx").read_bytes(), mutate, chance)
    if kind in ("docx", "doc", "rtf"):
        content = (SAMPLES / f"old-word.{kind}").read_bytes()
    elif kind == "tcvn3":
        content = "Céng hßa x· héi chñ nghÜa ViÖt Nam\n".encode("latin-1") * 5
    else:
        content = (fuzz.HTML if kind == "html" else TEXT).encode()
    return mutate(bytearray(content), chance)
