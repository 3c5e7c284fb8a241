"""Which text of a file is in an encoding older than Unicode, and what it says.

The name of the font tells (.VnTime, VNI-Times); where a line has no such font, its words do:
"céng hßa" are no syllables, and in TCVN3 they are. A file may mix lines of several encodings
with lines in Unicode. Text that reads well as it is, in Vietnamese or not, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from notice_parser.reading.legacy_fonts import Stretch, by_font, encoding_of_font, legacy_fonts
from notice_parser.reading.legacy_letters import TCVN3, decode
from notice_parser.reading.legacy_words import (
    CHUNK,
    WORD,
    encoding_of,
    is_unicode,
    known_encodings,
    sound,
    sound_in,
    special_chunks,
)
from notice_parser.reading.source import FontSpan

_SMALL = regex.compile(r"[a-z]")
_MIXED = regex.compile(r"\p{Ll}[A-Z]|[A-Z]{2}\p{Ll}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What `[start, end)` of a line says, read in `encoding`."""

    start: int
    end: int
    text: str
    encoding: str

    def length_of(self, beginning: str) -> int:
        """How many characters of `text` the `beginning` of the stretch has become."""
        return len(decode(beginning, self.encoding))


def decode_line(text: str, fonts: Sequence[FontSpan] = ()) -> str:
    """One line of which nothing is known but its fonts, as Unicode. For readers that need the
    words of a line before the whole file is known."""
    return apply(text, next(iter(decode_lines([(text, fonts)]))))


def apply(text: str, found: Sequence[Decoded]) -> str:
    """The line with what was decoded put in."""
    parts, done = [], 0
    for piece in found:
        parts += [text[done : piece.start], piece.text]
        done = piece.end
    return "".join([*parts, text[done:]])


def decode_lines(
    lines: Sequence[tuple[str, Sequence[FontSpan]]],
) -> Iterator[tuple[Decoded, ...]]:
    """For each line of a file (its text, its fonts) what is to be decoded in it."""
    known = known_encodings([text for text, fonts in lines if not legacy_fonts(fonts)])
    for span in (span for _, fonts in lines for span in legacy_fonts(fonts)):
        known[encoding_of_font(span.font)] = known.get(encoding_of_font(span.font), 0) + 1
    last = ""
    for text, fonts in lines:
        stretches = by_font(text, fonts)
        found = [piece for stretch in stretches for piece in _decoded(text, stretch)]
        for start, end in _gaps(stretches, len(text)):
            encoding = encoding_of(text[start:end], known, last)
            last = encoding or last
            if encoding:
                found += _decoded(text, Stretch(start, end, encoding))
        yield tuple(sorted(found, key=lambda piece: piece.start))


def _gaps(stretches: Sequence[Stretch], length: int) -> Iterator[tuple[int, int]]:
    bounds = [0, *(bound for s in stretches for bound in (s.start, s.end)), length]
    yield from ((a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < b)


def _decoded(text: str, stretch: Stretch) -> Iterator[Decoded]:
    """What the stretch says, if it is not what stands there. Words that are Unicode already
    stay, in a legacy font too."""
    own = text[stretch.start : stretch.end]
    mixed = any(map(is_unicode, special_chunks(own)))
    read = _word_by_word(own, stretch.encoding) if mixed else decode(own, stretch.encoding)
    if stretch.capitals and not mixed:
        read = read.upper()
    elif stretch.encoding == TCVN3:
        read = _capitals_restored(read)
    if read != own:
        first = _alike(own, read)
        last = _alike(own[first:][::-1], read[first:][::-1])
        start, end = stretch.start + first, stretch.end - last
        yield Decoded(start, end, read[first : len(read) - last], stretch.encoding)


def _alike(a: str, b: str) -> int:
    """How many characters at the beginning are the same."""
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _word_by_word(text: str, encoding: str) -> str:
    def word(found: regex.Match[str]) -> str:
        chunk = found[0]
        legacy = not sound(chunk) and sound_in(chunk, encoding)
        return decode(chunk, encoding) if legacy else chunk

    return CHUNK.sub(word, text)


def _capitals_restored(text: str) -> str:
    """TCVN3 has no capitals with marks: .VnTimeH draws small letters as capitals, and where
    the font is lost "CỘNG HÒA XÃ HỘI" comes out as "CộNG HòA Xã HộI"."""
    result = text
    words = [(word, _case(word[0])) for word in WORD.finditer(text)]
    for small, run in groupby(words, key=lambda pair: pair[1] == "small"):
        found = list(run)
        if not small and any(case == "mixed" for _, case in found):
            start, end = found[0][0].start(), found[-1][0].end()
            result = result[:start] + result[start:end].upper() + result[end:]
    return result


def _case(word: str) -> str:
    """ "mixed" is what no one types: small letters with marks among capitals without."""
    if _SMALL.search(word):
        return "small"
    return "mixed" if _MIXED.search(word) else "open"
