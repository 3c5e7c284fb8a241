"""The program Tesseract: where it is, what it can do, and the words that it sees.

It runs as a program of its own, so that what crashes it or fills its memory is one page, and
so that this package installs where it is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import regex
from lxml import etree

from notice_parser.errors import MissingProgram

LANGUAGE = "vie"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie (Debian, Ubuntu)"
_ANSWER_SECONDS = 20
_NUMBER = r"(-?[\d.]+)"
_BOX = regex.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = regex.compile(rf"baseline {_NUMBER} {_NUMBER}")
_SIZE = regex.compile(rf"x_size {_NUMBER}")
_CONFIDENCE = regex.compile(r"x_wconf (\d+)")
_ROTATE = regex.compile(r"Rotate: (\d+)")
_SURE = regex.compile(rf"Orientation confidence: {_NUMBER}")
_LEAST_SURE = 1.0


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed program. `data` is the file with its knowledge of Vietnamese, None where
    there is none."""

    program: str
    version: str
    data: Path | None


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word, in pixels from the image's top left. `line` numbers its line, `base`
    is its baseline, `size` the height of its line, `confidence` between 0 and 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    confidence: float
    line: int


@lru_cache(maxsize=1)
def installed() -> Tesseract | None:
    """The Tesseract on PATH, None where there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        version = _ask(program, "--version").split("\n", 1)[0].removeprefix("tesseract ").strip()
        listed = _ask(program, "--list-langs")
    except (OSError, subprocess.SubprocessError):
        return None
    folder = regex.search(r'"(.+?)"', listed.split("\n", 1)[0])
    data = Path(folder[1]) / f"{LANGUAGE}.traineddata" if folder else None
    return Tesseract(program, version, data if data and data.is_file() else None)


def fingerprint() -> str:
    """Changes with the program and with what it knows of Vietnamese."""
    found = installed()
    if found is None or found.data is None:
        return "tesseract absent"
    return f"tesseract {found.version} {sha256(found.data.read_bytes()).hexdigest()[:16]}"


def required() -> Tesseract:
    """Raises MissingProgram, with the command that installs it, where pages cannot be read."""
    found = installed()
    if found is None:
        raise MissingProgram(
            f"needs OCR, and the program Tesseract is not installed here; install it: {INSTALL}"
        )
    if found.data is None:
        raise MissingProgram(
            f"needs OCR, and Tesseract {found.version} has no Vietnamese here; install it: "
            f"{INSTALL}"
        )
    return found


def recognise(image: bytes, *, dpi: int, seconds: float) -> tuple[Word, ...]:
    """The words of a grey image (PGM), in Tesseract's order.

    Raises MissingProgram, subprocess.TimeoutExpired after `seconds`, and
    subprocess.CalledProcessError where Tesseract fails.
    """
    page = _run("-l", LANGUAGE, "--dpi", str(dpi), "hocr", image=image, seconds=seconds)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(page, parser)
    return tuple(_words(root)) if root is not None else ()


def quarters_to_upright(image: bytes, *, seconds: float) -> int:
    """By how many right angles against the clock the page must be turned to stand upright; 0
    where Tesseract cannot tell."""
    try:
        told = _run("--psm", "0", "-l", "osd", image=image, seconds=seconds).decode()
    except subprocess.CalledProcessError:
        return 0  # too few letters, or no file "osd"
    rotate, sure = _ROTATE.search(told), _SURE.search(told)
    if rotate is None or sure is None or float(sure[1]) < _LEAST_SURE:
        return 0
    return -int(rotate[1]) // 90 % 4


def _words(root: etree._Element) -> Iterator[Word]:
    for number, line in enumerate(root.iter("{*}span")):
        words = [span for span in line.iter("{*}span") if span.get("class") == "ocrx_word"]
        about = line.get("title", "")
        box, base, size = _BOX.search(about), _BASELINE.search(about), _SIZE.search(about)
        if line in words or box is None:
            continue
        left, _, _, bottom = (float(edge) for edge in box.groups())
        slope, below = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
        for word in words:
            place = _BOX.search(word.get("title", ""))
            sure = _CONFIDENCE.search(word.get("title", ""))
            text = "".join(str(part) for part in word.itertext()).strip()
            if not text or place is None or sure is None:
                continue
            x0, y0, x1, y1 = (float(edge) for edge in place.groups())
            yield Word(
                text,
                x0,
                y0,
                x1,
                y1,
                base=bottom + below + slope * ((x0 + x1) / 2 - left),
                size=float(size[1]) if size else y1 - y0,
                confidence=float(sure[1]) / 100,
                line=number,
            )


def _ask(program: str, question: str) -> str:
    told = subprocess.run(  # noqa: S603  the program found on PATH
        [program, question], capture_output=True, timeout=_ANSWER_SECONDS, check=True
    )
    return (told.stdout or told.stderr).decode(errors="replace")


def _run(*arguments: str, image: bytes, seconds: float) -> bytes:
    command: Sequence[str] = [required().program, "-", "-", *arguments]
    # One thread: pages are read side by side, and several threads each would only wait for
    # each other (measured by the makers of Tesseract as well).
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(  # noqa: S603  the program found on PATH
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        _bound(process.pid, seconds)
        try:
            out, told = process.communicate(image, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, out, told)
    return out


def _bound(pid: int, seconds: float) -> None:
    """Should the process that waits for Tesseract be killed, Tesseract ends all the same."""
    try:
        import resource

        most = int(seconds) + 1
        resource.prlimit(pid, resource.RLIMIT_CPU, (most, most))
    except (ImportError, AttributeError, OSError, ValueError):
        return  # no such limits on this system, or the program has ended
