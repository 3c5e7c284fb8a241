"""What the names of fonts tell of the encoding of the text that is set in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser.reading.legacy_letters import TCVN3, VNI, VPS
from notice_parser.reading.source import FontSpan

# ".VnTime", "VNI-Times", "VPS Times"; PDF programs put six letters before the name of a font
# of which they embed a part, and lose the point.
_FONT = regex.compile(
    r"(?:[A-Z]{6}\+)?(?:(?P<tcvn3>\.vn|vn(?:time|arial|avant|helv|courier)(?!s))"
    r"|(?P<vni>vni(?![a-z]))|(?P<vps>vps[ -]))",
    regex.IGNORECASE,
)
# ".VnTimeH", "VnTimeHBold", ".VnArial NarrowH", but ".VnTime,Heavy" is no font of capitals.
_CAPITALS_FONT = regex.compile(
    r"\.?vn[a-z ]*?(?-i:(?<=[a-z])H|(?<=time|arial)h)(?=$|[ ,-]|bold|italic)", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[start:end]` of a line, in `encoding`; set in a font of capitals if `capitals`."""

    start: int
    end: int
    encoding: str
    capitals: bool = False


@lru_cache(maxsize=1024)
def encoding_of_font(font: str) -> str:
    """The encoding of text in `font`, "" where the font does not tell."""
    found = _FONT.match(font.strip())
    if not found:
        return ""
    return TCVN3 if found["tcvn3"] else VNI if found["vni"] else VPS


def legacy_fonts(fonts: Sequence[FontSpan]) -> tuple[FontSpan, ...]:
    """Those of a line's fonts that tell an encoding, neighbours of one font joined over the
    space between them; what readers hand on of the fonts of glyphs."""
    kept: list[FontSpan] = []
    for span in fonts:
        if kept and kept[-1].font == span.font and span.start - kept[-1].end <= 1:
            kept[-1] = FontSpan(kept[-1].start, span.end, span.font)
        elif encoding_of_font(span.font):
            kept.append(span)
    return tuple(kept)


def by_font(text: str, fonts: Sequence[FontSpan]) -> list[Stretch]:
    """The stretches whose font tells the encoding, neighbours of one kind joined: a letter of
    VNI and its mark may stand in two runs."""
    stretches: list[Stretch] = []
    for span in sorted(fonts, key=lambda span: span.start):
        encoding = encoding_of_font(span.font)
        end = min(span.end, len(text))
        if not encoding or span.start >= end:
            continue
        capitals = encoding == TCVN3 and bool(_CAPITALS_FONT.search(span.font))
        last = stretches[-1] if stretches else None
        if (
            last
            and last.end == span.start
            and (last.encoding, last.capitals) == (encoding, capitals)
        ):
            stretches[-1] = Stretch(last.start, end, encoding, capitals)
        else:
            stretches.append(Stretch(span.start, end, encoding, capitals))
    return stretches
