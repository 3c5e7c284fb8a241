"""Scans for the tests: pages drawn as PDF, rendered, turned, soiled and stamped."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from sample_pdfs import HEIGHT, WIDTH, Page, make_pdf

from notice_parser.reading import tesseract

found = tesseract.installed()
needs_tesseract = pytest.mark.skipif(
    found is None or found.data is None, reason=f"no Tesseract: {tesseract.INSTALL}"
)


def scan(draw: Page, *, tilt: float = 0.0, quarters: int = 0, dpi: int = 200) -> Image.Image:
    """The page as a scanner sees it: grey paper with specks, a red stamp, turned against the
    clock by `tilt` degrees and then by right angles."""
    pdf = pdfium.PdfDocument(make_pdf([draw]))
    image = pdf[0].render(scale=dpi / 72, rev_byteorder=True).to_pil().convert("RGB")
    pdf.close()
    stamp = ImageDraw.Draw(image)
    stamp.ellipse((900, 150, 1200, 450), outline=(214, 60, 70), width=7)
    image = image.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor="white")
    pixels = np.asarray(image).astype(np.int16)
    chance = np.random.default_rng(7)
    pixels = pixels - 20 + chance.normal(0, 8, pixels.shape).astype(np.int16)
    pixels[chance.random(pixels.shape[:2]) < 0.0005] = 30
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image.rotate(90 * quarters, expand=True)


def image_page(image: Image.Image, *, hidden: Sequence[str] = ()) -> Page:
    """A PDF page that is an image, with `hidden` lines of text that are not drawn."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((WIDTH, HEIGHT) if image.height > image.width else (HEIGHT, WIDTH))
        width, height = canvas._pagesize
        jpeg = BytesIO()
        image.save(jpeg, "JPEG", quality=80)
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        lines = canvas.beginText(60, HEIGHT - 80)
        lines.setFont("Regular", 12)
        lines.setTextRenderMode(3)
        lines.textLines(list(hidden))
        canvas.drawText(lines)

    return draw
