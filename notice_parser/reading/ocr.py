"""An image of a page → its words as glyphs, for the same assembly of lines as a PDF's."""

from __future__ import annotations

import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from notice_parser.errors import MissingProgram
from notice_parser.reading import tesseract
from notice_parser.reading.glyphs import GlyphPage, GlyphRun
from notice_parser.reading.ocr_noise import without_noise
from notice_parser.reading.page_image import (
    POINTS,
    Picture,
    cleaned,
    evenly_lit,
    is_blank,
    straightened,
    turned,
)
from notice_parser.reading.tesseract import Word
from notice_parser.reading.turn import Turn
from notice_parser.settings import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

# A page that lies on its side or upside down gives few words, or words nobody can be sure of.
_POOR = 0.7
_FEW = 5
# Tesseract reads lines that run from top to bottom without a word about it.
_READ_LYING = 1
_LONG = 3
# Sizes of lines differ by what letters stand in them; this close they are one size.
_SAME_SIZE = 0.16
# Type has this many times the height that Tesseract gives a line.
_TYPE_SIZE = 1.05


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in an image of a page. `page` is turned upright, `turn` says how; `fault`
    is a clause that says why there is nothing; `missing` is it where a program is missing."""

    page: GlyphPage
    turn: Turn
    blank: bool = False
    fault: str = ""
    missing: str = ""


def recognise_pages(images: Iterable[Picture], limits: Limits) -> Iterator[Recognised]:
    """The images, each with the width and height of its page in points, several at a time. No
    more are asked for than are being read and one: more would only fill the memory."""
    with ThreadPoolExecutor(max_workers=limits.ocr_processes) as pool:
        pending: deque[Future[Recognised]] = deque()
        for image in images:
            pending.append(pool.submit(_recognise, image, limits))
            if len(pending) > limits.ocr_processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _recognise(picture: Picture, limits: Limits) -> Recognised:
    image, width, height = picture
    grey = evenly_lit(cleaned(image))
    nothing = GlyphPage(width, height, ())
    upright = Turn(0, 0.0, width, height)
    if is_blank(grey):
        return Recognised(nothing, upright, blank=True)
    try:
        page, turn = _best_turn(grey, width, height, limits)
    except MissingProgram as error:
        return Recognised(nothing, upright, fault=str(error), missing=str(error))
    except subprocess.TimeoutExpired:
        fault = f"recognising it took longer than {limits.ocr_seconds:g} s"
        return Recognised(nothing, upright, fault=fault)
    except subprocess.CalledProcessError as error:
        told = " ".join((error.stderr or b"").decode(errors="replace").split())[:80]
        return Recognised(nothing, upright, fault=f"Tesseract failed ({told or error.returncode})")
    return Recognised(page, turn)


def _best_turn(grey: Image, width: float, height: float, limits: Limits) -> tuple[GlyphPage, Turn]:
    page, turn, lying = _read(grey, 0, width, height, limits)
    if not lying and len(page.runs) > _FEW and _sureness(page) > _POOR:
        return page, turn
    quarters = tesseract.quarters_to_upright(_pgm(grey), seconds=limits.ocr_seconds)
    quarters = quarters or (_READ_LYING if lying else 0)
    if quarters:
        other, other_turn, _ = _read(grey, quarters, width, height, limits)
        if lying or _sureness(other) * len(other.runs) > _sureness(page) * len(page.runs):
            return other, other_turn
    return page, turn


def _sureness(page: GlyphPage) -> float:
    sure = [run.confidence or 0.0 for run in page.runs]
    return sum(sure) / len(sure) if sure else 0.0


def _read(
    grey: Image, quarters: int, width: float, height: float, limits: Limits
) -> tuple[GlyphPage, Turn, bool]:
    """The words of a page turned by `quarters`, and whether they lie on their side."""
    level, degrees = straightened(turned(grey, quarters))
    turn = Turn(quarters, degrees, width, height)
    if quarters % 2:
        width, height = height, width
    scale = width / level.width
    words = tesseract.recognise(_pgm(level), dpi=round(POINTS / scale), seconds=limits.ocr_seconds)
    words, left_out = without_noise(words)
    page = GlyphPage(width, height, tuple(_runs(words, scale)), left_out=left_out)
    return page, turn, _lie(words)


def _lie(words: Sequence[Word]) -> bool:
    long = [word for word in words if len(word.text) >= _LONG]
    tall = [word for word in long if word.bottom - word.top > word.right - word.left]
    return len(tall) > len(long) / 2


def _pgm(grey: Image) -> bytes:
    return b"P5 %d %d 255\n" % grey.size + grey.tobytes()


def _runs(words: Sequence[Word], scale: float) -> Iterator[GlyphRun]:
    usual = median(word.size for word in words) if words else 0.0
    for number, word in enumerate(words):
        size = usual if abs(word.size - usual) < _SAME_SIZE * usual else word.size
        yield GlyphRun(
            word.text,
            word.left * scale,
            word.right * scale,
            word.base * scale,
            _TYPE_SIZE * size * scale,
            bold=False,
            piece=number,
            readable=True,
            confidence=word.confidence,
        )
