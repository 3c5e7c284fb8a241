"""Which text of a file is in an encoding older than Unicode, and what it says.

The name of the font tells (.VnTime, VNI-Times); where a line has no such font, its words do:
"céng hßa" are no syllables, and in TCVN3 they are. A file may mix lines of several encodings
with lines in Unicode. Text that reads well as it is, in Vietnamese or not, is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import regex

from notice_parser.reading.legacy_letters import ENCODINGS, TCVN3, VNI, VPS, decode
from notice_parser.reading.source import FontSpan
from notice_parser.reading.syllables import is_syllable

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
# Where words end in every encoding; the other signs may be letters in some.
_CHUNK = regex.compile(r"[^\s\x00!-/:-@\[-`{-~]+|[\x01-\x08\x0e-\x1f]+", regex.ASCII)
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_ORNAMENTS = "“”‘’„‚–—…•·°§€£×÷±²³¹¼½¾«»\xa0\ufeff\u200b\u200c\u200d≥≤→"
_INSIDE_WORDS = frozenset("–—…’‘“”/·\xa0×\u200b")
# What is no ASCII, and the controls that are letters in VISCII or VPS.
_SPECIAL = regex.compile(r"[^\x00-\x7f]|[\x02-\x06\x10-\x15\x19\x1c-\x1e]")
_WINDOWS_1252 = frozenset(
    bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore") + "\u2212\u2219\u03bc"
)
# So many different words must speak for an encoding before any line is read in it: "5 µm"
# alone is no TCVN3 ("5 àm").
_LEAST_WORDS = 2
_LEAST_SHARE = 0.5
_ENOUGH_WORDS = 6
_MOST_UNSOUND = 0.25


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text[start:end]` of a line, in `encoding`; set in a font of capitals if `capitals`."""

    start: int
    end: int
    encoding: str
    capitals: bool = False


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
    known = _known_encodings([text for text, fonts in lines if not legacy_fonts(fonts)])
    for span in (span for _, fonts in lines for span in legacy_fonts(fonts)):
        known[encoding_of_font(span.font)] = known.get(encoding_of_font(span.font), 0) + 1
    last = ""
    for text, fonts in lines:
        stretches = _by_font(text, fonts)
        found = [piece for stretch in stretches for piece in _decoded(text, stretch)]
        for start, end in _gaps(stretches, len(text)):
            encoding = _encoding_of(text[start:end], known, last)
            last = encoding or last
            if encoding:
                found += _decoded(text, Stretch(start, end, encoding))
        yield tuple(sorted(found, key=lambda piece: piece.start))


# -- by font ------------------------------------------------------------------------------


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


def _by_font(text: str, fonts: Sequence[FontSpan]) -> list[Stretch]:
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


def _gaps(stretches: Sequence[Stretch], length: int) -> Iterator[tuple[int, int]]:
    bounds = [0, *(bound for s in stretches for bound in (s.start, s.end)), length]
    yield from ((a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < b)


# -- by words -----------------------------------------------------------------------------


def _known_encodings(texts: Sequence[str]) -> dict[str, int]:
    """The encodings for which enough words of the file speak, with how many do."""
    votes: dict[str, Counter[str]] = {encoding: Counter() for encoding in ENCODINGS}
    special = 0
    for text in texts:
        chunks = _special_chunks(text)
        special += len(chunks)
        for encoding, words in _votes([chunk for chunk in chunks if not _sound(chunk)]):
            votes[encoding].update(words)
    return {
        encoding: words.total()
        for encoding, words in votes.items()
        if len(words) >= _LEAST_WORDS
        and (words.total() >= _LEAST_SHARE * special or len(words) >= _ENOUGH_WORDS)
    }


def _votes(unsound: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The encodings in which the words of a line read best, with the words that do. A line
    that reads badly in all of them speaks for none."""
    sound = {e: [chunk for chunk in unsound if _sound_in(chunk, e)] for e in ENCODINGS}
    most = max(map(len, sound.values()))
    if unsound and most >= (1 - _MOST_UNSOUND) * len(unsound):
        yield from ((e, words) for e, words in sound.items() if len(words) == most)


def _special_chunks(text: str) -> list[str]:
    if not _SPECIAL.search(text):
        return []
    return [chunk for chunk in _CHUNK.findall(text) if _SPECIAL.search(chunk)]


def _encoding_of(text: str, known: Mapping[str, int], last: str) -> str:
    """The encoding of a line, "" for Unicode. `last` is that of the line before: where the
    words do not decide ("có" is "cú" in TCVN3), it does."""
    chunks = _special_chunks(text) if known else []
    if not chunks:
        return ""
    as_it_is = sum(map(_sound, chunks))
    mixed = any(_is_unicode(chunk) for chunk in chunks)
    sounds = {
        encoding: sum(_sound_in(c, encoding) or (mixed and _sound(c)) for c in chunks)
        for encoding in known
    }
    best = max(known, key=lambda encoding: (sounds[encoding], encoding == last, known[encoding]))
    if sounds[best] > as_it_is:
        return best if sounds[best] >= (1 - _MOST_UNSOUND) * len(chunks) else ""
    return best if sounds[best] == as_it_is and best == last and not mixed else ""


@lru_cache(maxsize=65536)
def _sound_in(chunk: str, encoding: str) -> bool:
    """Whether the chunk, as bytes, is a sound word in `encoding`."""
    return _maybe_bytes(chunk) and _sound(decode(chunk, encoding))


def _maybe_bytes(chunk: str) -> bool:
    """Whether all characters can be bytes that were read as Windows-1252."""
    return all(c < "\u0100" or c in _WINDOWS_1252 for c in chunk)


def _is_unicode(chunk: str) -> bool:
    return not _maybe_bytes(chunk) and _sound(chunk)


@lru_cache(maxsize=65536)
def _sound(chunk: str) -> bool:
    """Whether the chunk can be meant as it is: Vietnamese syllables and ornaments."""
    words = [word for word in _LETTERS.findall(chunk) if not word.isascii()]
    if not all(map(_is_word, words)):
        return False
    signs = _LETTERS.sub("", chunk)
    if any(_SPECIAL.match(sign) and sign not in _ORNAMENTS for sign in signs):
        return False
    # "t¸c" has a sign where a letter should be, "2021–2030" does not.
    inside = chunk.strip(_ORNAMENTS)
    return all(
        c.isascii()
        or c.isalpha()
        or c in _INSIDE_WORDS
        or not c.isprintable()
        or regex.match(r"\p{M}", c)
        for c in inside
    )


def _is_word(word: str) -> bool:
    # "QĐ", "HĐND" are abbreviations.
    return is_syllable(word) or (word.isupper() and word.replace("Đ", "").isascii())


# -- decoding -----------------------------------------------------------------------------


def _decoded(text: str, stretch: Stretch) -> Iterator[Decoded]:
    """What the stretch says, if it is not what stands there. Words that are Unicode already
    stay, in a legacy font too."""
    own = text[stretch.start : stretch.end]
    mixed = any(map(_is_unicode, _special_chunks(own)))
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
        legacy = not _sound(chunk) and _sound_in(chunk, encoding)
        return decode(chunk, encoding) if legacy else chunk

    return _CHUNK.sub(word, text)


def _capitals_restored(text: str) -> str:
    """TCVN3 has no capitals with marks: .VnTimeH draws small letters as capitals, and where
    the font is lost "CỘNG HÒA XÃ HỘI" comes out as "CộNG HòA Xã HộI"."""
    result = text
    words = [(word, _case(word[0])) for word in _LETTERS.finditer(text)]
    for small, run in groupby(words, key=lambda pair: pair[1] == "small"):
        found = list(run)
        if not small and any(case == "mixed" for _, case in found):
            start, end = found[0][0].start(), found[-1][0].end()
            result = result[:start] + result[start:end].upper() + result[end:]
    return result


def _case(word: str) -> str:
    """ "mixed" is what no one types: small letters with marks among capitals without."""
    if regex.search(r"[a-z]", word):
        return "small"
    return "mixed" if regex.search(r"\p{Ll}[A-Z]|[A-Z]{2}\p{Ll}", word) else "open"
