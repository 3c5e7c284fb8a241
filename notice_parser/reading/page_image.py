"""Images of pages, made ready for recognition: the red channel (stamps vanish), specks taken
out, turned upright and straightened. The one owner of Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import cos, radians, sin

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from notice_parser.errors import DamagedFile

POINTS = 72.0
# An image of a page with the page's width and height in points.
Picture = tuple[Image.Image, float, float]
_A4_INCHES = 11.69
_LEAST_DPI = 90
# Of the slope: further is no page laid crookedly on the glass but a page of something else.
_MOST_SKEW = 5.0
_LEAST_SKEW = 0.08
_SAMPLE = 40_000
_BLANK_CONTRAST = 40
_COARSE = 12
# By so much paper in the shadow is darker; what is darker than the second is a picture.
_SHADOW, _NO_PAPER = 40, 50


def rendered(page: pdfium.PdfPage, *, dpi: int, most_pixels: int) -> Image.Image:
    """The page as it is displayed, coarser where it is so large that it had more pixels."""
    width, height = page.get_size()
    scale = min(dpi / POINTS, (most_pixels / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        image: Image.Image = bitmap.to_pil()
        return image.copy()
    finally:
        bitmap.close()


def pictures(content: bytes, *, dpi: int, most_pixels: int) -> Iterator[Picture]:
    """The images in a file (a TIFF may hold several pages) at `dpi`, turned as their camera
    says. Raises DamagedFile for one that is broken or too large."""
    try:
        with Image.open(BytesIO(content)) as file:
            for index in range(getattr(file, "n_frames", 1)):
                file.seek(index)
                if file.width * file.height > most_pixels:
                    raise DamagedFile(
                        f"the picture has {file.width} x {file.height} pixels, more than the "
                        f"limit of {most_pixels}; save it smaller"
                    )
                yield _picture(ImageOps.exif_transpose(file), dpi)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise DamagedFile(
            f"the picture is broken or cut short ({error}); scan or download it again"
        ) from error


def _picture(image: Image.Image, dpi: int) -> Picture:
    told = image.info.get("dpi", (0, 0))[0]
    # Cameras write 72 whatever they took; a page is then taken to be as long as A4.
    own = float(told) if told >= _LEAST_DPI else max(image.size) / _A4_INCHES
    width, height = (edge * POINTS / own for edge in image.size)
    image = image.convert("RGB") if image.mode == "CMYK" else image.copy()
    size = max(round(image.width * dpi / own), 1), max(round(image.height * dpi / own), 1)
    if image.mode in ("1", "P"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.resize(size, Image.Resampling.LANCZOS), width, height


def cleaned(image: Image.Image) -> Image.Image:
    """Grey, as its red channel, without specks of one pixel."""
    if image.mode == "P" or "A" in image.mode:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    if image.mode in ("1", "L", "I", "I;16", "F"):
        grey = image.convert("L")
    else:
        grey = image.convert("RGB").getchannel("R")
    return grey.filter(ImageFilter.MedianFilter(3))


def evenly_lit(grey: Image.Image) -> Image.Image:
    """The page without the shadow that lies on a photograph; one without shadow as it is. What
    is paper is told from the brightest near each place: letters are smaller than that."""
    small = grey.resize((max(grey.width // _COARSE, 1), max(grey.height // _COARSE, 1)))
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5))
    darkest, brightest = np.percentile(np.asarray(paper), (5, 95))
    if brightest - darkest < _SHADOW or darkest < _NO_PAPER:
        return grey
    paper = paper.filter(ImageFilter.GaussianBlur(3)).resize(grey.size, Image.Resampling.BILINEAR)
    lit = np.asarray(grey, dtype=np.float32) / np.maximum(np.asarray(paper), 1) * 255
    return Image.fromarray(np.minimum(lit, 255).astype(np.uint8))


def is_blank(grey: Image.Image) -> bool:
    """Whether nothing is printed there: no pixel is much darker than the paper."""
    small = np.asarray(grey.resize((max(grey.width // 4, 1), max(grey.height // 4, 1))))
    return bool(np.median(small) - small.min() < _BLANK_CONTRAST)


def turned(grey: Image.Image, quarters: int) -> Image.Image:
    """Turned against the clock by right angles."""
    turns = (
        None,
        Image.Transpose.ROTATE_90,
        Image.Transpose.ROTATE_180,
        Image.Transpose.ROTATE_270,
    )
    turn = turns[quarters % 4]
    return grey if turn is None else grey.transpose(turn)


def straightened(grey: Image.Image) -> tuple[Image.Image, float]:
    """The page with its lines level, and by how many degrees it was turned for that."""
    slope = _slope(np.asarray(grey))
    if abs(slope) < _LEAST_SKEW:
        return grey, 0.0
    paper = int(np.median(np.asarray(grey)[::8, ::8]))
    return grey.rotate(slope, resample=Image.Resampling.BICUBIC, fillcolor=paper), slope


def _slope(grey: NDArray[np.uint8]) -> float:
    """By how many degrees lines of text go down to the right: at that slope the ink gathers
    in the fewest rows."""
    step = max(1, max(grey.shape) // 1200)
    small = grey[::step, ::step]
    paper, ink = np.percentile(small, 50), np.percentile(small, 1)
    rows, columns = np.nonzero(small < (float(paper) + float(ink)) / 2)
    if rows.size < 200:
        return 0.0
    every = max(1, rows.size // _SAMPLE)
    x, y = columns[::every].astype(np.float32), rows[::every].astype(np.float32)
    best = 0.0
    for span, fine in ((_MOST_SKEW, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = np.arange(best - span, best + span + fine / 2, fine)
        best = float(max(angles, key=lambda angle: _evenness(x, y, radians(float(angle)))))
    return best if abs(best) <= _MOST_SKEW else 0.0


def _evenness(x: NDArray[np.float32], y: NDArray[np.float32], slope: float) -> float:
    rows = np.round(y * cos(slope) - x * sin(slope)).astype(np.int64)
    ink = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.square(np.diff(ink)).sum())
