"""The pages of a file with what was recognised drawn on them: each line's box, what the line
is, and the order in which the lines are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from notice_parser.errors import DamagedFile, UnknownFormat
from notice_parser.model import Box, Document, Line, Role
from notice_parser.reading import sniff
from notice_parser.reading.page_image import POINTS, pictures, rendered
from notice_parser.reading.pdf import opened
from notice_parser.settings import Limits, limits

_DPI = 110
_SCALE = _DPI / POINTS
_ROLES: Mapping[Role, str] = {
    Role.BODY: "royalblue",
    Role.FOOTNOTE: "purple",
    Role.RUNNING: "dimgray",
}
_DOUBT = "crimson"
_NUMBER_SIZE, _LEGEND_SIZE = 10, 14
_FAINT = 40
_COLOURS = 64


@dataclass(frozen=True, slots=True)
class Highlight:
    """`document.text[start:end]` is to stand out: `name` is what it is, in `colour`."""

    start: int
    end: int
    name: str
    colour: str


Highlighter = Callable[[Document], Sequence[Highlight]]


def draw_pages(
    path: Path, document: Document, highlight: Highlighter, folder: Path
) -> tuple[Path, ...]:
    """Writes one PNG for each page into `folder` and returns them.

    Raises UnknownFormat for a file without pages.
    """
    most = limits()
    lines: dict[int, list[Line]] = {}
    for line in document.lines:
        if line.box and line.page:
            lines.setdefault(line.page, []).append(line)
    if not lines:
        raise UnknownFormat(
            f"{path}: a file of kind {document.media_type} has no pages to draw on; "
            "save it as PDF first"
        )
    highlights, written = highlight(document), []
    for number, image in enumerate(_images(path.read_bytes(), most), start=1):
        drawn = _drawn(image, document, sorted(lines.get(number, []), key=_order), highlights)
        written.append(folder / f"page-{number:03}.png")
        drawn.save(written[-1])
    return tuple(written)


def page_png(content: bytes, number: int) -> bytes:
    """The page `number` (from 1) of a PDF file or of a picture, as PNG.

    Raises InputError for a file that cannot be drawn, and for a page that it does not have.
    """
    png = BytesIO()
    # Few colours: a page of text is a third of the size, and looks the same.
    _image(content, number - 1).convert("RGB").quantize(_COLOURS).save(png, "PNG")
    return png.getvalue()


def _image(content: bytes, index: int) -> Image.Image:
    most = limits()
    if sniff.sniff(content) in sniff.PICTURES:
        found = pictures(content, dpi=_DPI, most_pixels=most.page_pixels)
        for image, _, _ in islice(found, index, index + 1):
            return image
    else:
        with opened(content) as pdf:
            if index < len(pdf):
                return rendered(pdf[index], dpi=_DPI, most_pixels=most.page_pixels)
    raise DamagedFile(f"there is no page {index + 1}")


def _order(line: Line) -> int:
    return line.number


def _images(content: bytes, most: Limits) -> Iterator[Image.Image]:
    if sniff.sniff(content) in sniff.PICTURES:
        for image, _, _ in pictures(content, dpi=_DPI, most_pixels=most.page_pixels):
            yield image
        return
    with opened(content) as pdf:
        for index in range(len(pdf)):
            yield rendered(pdf[index], dpi=_DPI, most_pixels=most.page_pixels)


def _drawn(
    image: Image.Image, document: Document, lines: Sequence[Line], highlights: Sequence[Highlight]
) -> Image.Image:
    image = image.convert("RGB")
    draw = ImageDraw.Draw(image, "RGBA")
    small = ImageFont.load_default(_NUMBER_SIZE)
    seen: dict[str, str] = {}
    for order, line in enumerate(lines, start=1):
        if line.box is None:
            continue
        name, colour = _look(line, highlights)
        seen[name] = colour
        box = _pixels(line.box)
        draw.rectangle(box, outline=colour, width=1)
        if name != line.role.value:
            draw.rectangle(box, fill=(*_rgb(colour), _FAINT))
        draw.text((max(box[0] - 20, 0), box[1]), str(order), fill=colour, font=small)
        if document.doubts_in(line.start, line.end):
            seen["hard to read"] = _DOUBT
            draw.line((box[0], box[3], box[2], box[3]), fill=_DOUBT, width=3)
    _draw_order(draw, lines)
    _draw_legend(draw, seen)
    return image


def _look(line: Line, highlights: Sequence[Highlight]) -> tuple[str, str]:
    for highlight in highlights:
        if highlight.start < line.end and line.start < highlight.end:
            return highlight.name, highlight.colour
    return line.role.value, _ROLES[line.role]


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _pixels(box: Box) -> tuple[float, float, float, float]:
    return (box.left * _SCALE, box.top * _SCALE, box.right * _SCALE, box.bottom * _SCALE)


def _draw_order(draw: ImageDraw.ImageDraw, lines: Sequence[Line]) -> None:
    """A thread from the end of each line to the start of the next that is read after it."""
    for above, below in pairwise(line.box for line in lines if line.box):
        start = (above.left * _SCALE, (above.top + above.bottom) / 2 * _SCALE)
        end = (below.left * _SCALE, (below.top + below.bottom) / 2 * _SCALE)
        draw.line((start, end), fill=(255, 140, 0, 160), width=1)


def _draw_legend(draw: ImageDraw.ImageDraw, seen: Mapping[str, str]) -> None:
    font, left = ImageFont.load_default(_LEGEND_SIZE), 8.0
    for name, colour in seen.items():
        draw.text((left, 6), name, fill=colour, font=font)
        left += draw.textlength(name, font=font) + 16
