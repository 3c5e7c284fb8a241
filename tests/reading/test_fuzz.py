"""Damaged files of every kind but PDF: each ends as a document or as one sentence, soon.

NOTICE_PARSER_FUZZ sets how many mutations of each sample are read (default 24).
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from notice_parser.errors import InputError
from notice_parser.reading import read_bytes

SAMPLES = Path(__file__).parent / "samples"
ROUNDS = int(os.environ.get("NOTICE_PARSER_FUZZ", "24"))
PATIENCE_S = 10.0
HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><nav>Trang chủ</nav>
<table border=1><tr><th rowspan=2>Đơn vị<td colspan=2>Xã</tr></table><ol start=3><li>Một<ul><li>Hai
</ul></ol><p align=center><b>KẾT LUẬN</b><a href="#_ftn1"><sup>[1]</sup></a><div id="_ftn1">[1] Ghi
chú</div><pre>a\nb</pre></body></html>"""
TEXT = "Kết luận kiểm tra\n1. Mặt được\n- Đã ban hành\fCéng hßa x· héi\nCá»™ng hÃ²a\n" * 3
Mutation = Callable[[bytearray, random.Random], bytes]


def flip(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 3, 20, 200))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


def repeat(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    end = min(start + chance.choice((4, 40, 400)), len(content))
    times = chance.choice((2, 50, 500))
    return bytes(content[:start] + content[start:end] * times + content[end:])


def remove(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return bytes(content[:start] + content[start + chance.choice((1, 10, 300)) :])


def extreme(content: bytearray, chance: random.Random) -> bytes:
    """Counts and offsets that are as large, or as small, as can be."""
    for _ in range(chance.choice((1, 5))):
        at = chance.randrange(max(len(content) - 4, 1))
        content[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"))
    return bytes(content)


MUTATIONS: tuple[Mutation, ...] = (flip, cut, repeat, remove, extreme)


def inside_zip(content: bytes, mutate: Mutation, chance: random.Random) -> bytes:
    """The package with one of its parts damaged, so that its XML is reached."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        damaged = chance.choice(names)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutate(bytearray(part), chance) if name == damaged else part)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["docx", "parts", "doc", "rtf", "html", "text", "tcvn3"])
def test_damaged_files_end_well(kind: str) -> None:
    chance = random.Random(f"fuzz {kind}")
    for number in range(ROUNDS):
        content = damaged(kind, chance)
        start = time.process_time()
        try:
            document = read_bytes(content, name=f"{kind}-{number}")
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
            assert str(error).startswith(f"{kind}-{number}: ")  # noqa: PT017
        else:
            assert all(0 <= r.start <= r.end <= len(document.text) for r in document.repairs)
        assert time.process_time() - start < PATIENCE_S, f"{kind}-{number} takes too long"


def damaged(kind: str, chance: random.Random) -> bytes:
    mutate = chance.choice(MUTATIONS)
    if kind == "parts":
        return inside_zip((SAMPLES / "old-word.docx").read_bytes(), mutate, chance)
    if kind in ("docx", "doc", "rtf"):
        content = (SAMPLES / f"old-word.{kind}").read_bytes()
    elif kind == "tcvn3":
        content = "Céng hßa x· héi chñ nghÜa ViÖt Nam\n".encode("latin-1") * 5
    else:
        content = (HTML if kind == "html" else TEXT).encode()
    return mutate(bytearray(content), chance)
