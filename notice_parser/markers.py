"""List markers at the start of a paragraph: I. · 1. · 1.1. · A1.2- · a) · (1) · Một là, · - · +.

They are read by their form, not from a list of styles: parts (numbers, Roman numbers, letters)
that are joined by points, then the signs that close them. A marker can be read in more than
one way ("i)" is a letter after "h)", else a Roman one; "đ" and "e" both follow "d"):
`read_marker` gives every reading, and who reads the lines together chooses the one that goes
on with a list already open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import regex

from notice_parser import lexicon
from notice_parser.text import match_key

_DASH = "-–—−‒‑‐"
_BULLETS = _DASH + "+•*▪▫■□●○◦❖►▶➢➤➔→⇒✓✔✦§·‣⁃◆◇◊★♦❑❒»\ue000-\uf8ff\\p{So}"
_TICKS = "☐☑☒✓✔✗✘"
_DASHES = str.maketrans(dict.fromkeys(_DASH, "-"))
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2776 + n): n + 1 for n in range(10)}
_ORDINAL_WORDS = {
    "nhất": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_NAMED_ORDINAL = "|".join(_ORDINAL_WORDS)

# A bullet is followed by a space or, typed in haste, at once by a capital: "-Công tác".
# "- +" nests two bullets in one paragraph; the inner one counts. Letters of Wingdings and
# Courier come out as Ø, ü, þ, v, q, o.
_BULLET = regex.compile(
    rf"(?:[{_BULLETS}]\s*)*+(?<=([{_BULLETS}])\s*)(?:(?<=\s)|(?=\p{{Lu}}))"
    r"|([Øüþvqo])\s+(?=\p{Lu}\p{Ll})"
    r"|([-=]{1,2}>|>{1,2}|~|\#)\s+(?=\p{Lu})|(~)\s+(?=\d)"
)
# "[+] Có kế hoạch", "(-) Chưa kiểm tra", "*/ Hạn chế".
_FRAMED_BULLET = regex.compile(rf"(?:[(\[][{_BULLETS}!?][)\]]|[{_BULLETS}]/)(?:\s+|(?=\p{{Lu}}))")
_PART = r"(?:\d{1,3}|[IVXLC]{1,7}|[ivx]{2,5}|\p{L})"
_CHAIN = regex.compile(
    rf"""
    (?P<open>[(\[])?
    (?P<chain>{_PART}(?:\.?{_PART}){{0,5}})
    (?:
      (?P<close>\s?[.)\]°]{{1,2}}[{_DASH}/:]?|\s?[/:][{_DASH}.]?|\s?[{_DASH}]/|,(?=\s+["“(]?\p{{Lu}})|[{_DASH}](?=\s+["“(]?\p{{L}}|\p{{Lu}}\p{{L}})
        |\s[{_DASH}](?=\s+["“(]?\p{{Lu}}))
      (?:\s+|(?=\p{{Lu}}\p{{Ll}}|["“])|(?<!/)(?=\p{{Lu}}{{2}}))
    | (?<close>)(?<=\.\d{{1,2}})\s+(?=["“(]?\p{{Lu}})
    )
    """,
    regex.VERBOSE,
)
_BARE = regex.compile(r"(?P<bare>\d{1,2}|[IVX]{1,5})\s+(?=\p{Lu})")
_COUNTED = regex.compile(
    rf"(?=\p{{Lu}})(?i:(?P<counted>{_NAMED_ORDINAL})\s+là|thứ\s+(?P<nth>{_NAMED_ORDINAL}))"
    rf"(?:\s*[{_DASH},:.]\s*|\s+là\s*[,:]?\s*)"
)
_PARTS = regex.compile(r"\d+|[IVXLC]{2,}|[ivx]{2,}|\p{L}")
_ROMAN = regex.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", regex.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LETTER_BELOW = regex.compile(r"[IVX]{1,4}\.[A-Ea-e]")
_MOST_ALONE = 3  # digits of a number
_MOST_OF_PART = 2  # digits of an inner number: "1.12", but "1.200" is an amount


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a marker: its `scheme` ("1.", "a)", "I.", "-") and ordinals.

    `ordinals` is empty for bullets, one number for plain lists, several for "1.1.2". A number
    that lacks its mark, or has a comma for one, and so may be none, has a scheme with "?": "1.?".
    """

    scheme: str
    ordinals: tuple[int, ...] = ()

    @property
    def follows_none(self) -> bool:
        return not self.ordinals or self.ordinals[-1] == 1


@dataclass(frozen=True, slots=True)
class Marker:
    """`text` is the marker as written; the paragraph's own words begin at `end`."""

    text: str
    end: int
    readings: tuple[Reading, ...]

    @property
    def bullet(self) -> bool:
        return not self.readings[0].ordinals

    @property
    def bare(self) -> bool:
        """Whether it may be none for want of a mark: "2 Công tác", "2, Công tác"."""
        return self.readings[0].scheme.endswith("?")


@lru_cache(maxsize=4096)  # asked by every step that reads a line
def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker at the start of the paragraph `text[start:end]`."""
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.end() > start:
        sign = next(filter(None, bullet.groups()))
        # "☑ Điểm sáng", "☒ Điểm nghẽn": signs that go in pairs make one list.
        scheme = "☑" if sign in _TICKS else sign.translate(_DASHES)
        return Marker(bullet.group().strip(), bullet.end(), (Reading(scheme),))
    if framed := _FRAMED_BULLET.match(text, start, end):
        written = framed.group().strip()
        return Marker(written, framed.end(), (Reading(written.translate(_DASHES)),))
    if text[start : start + 1] in _CIRCLED and start < end:
        after = start + 1 + len(text[start + 1 : end]) - len(text[start + 1 : end].lstrip())
        return Marker(text[start], after, (Reading("①", (_CIRCLED[text[start]],)),))
    for pattern, read in (
        (_COUNTED, _counted),
        (_word_pattern(), _by_word),
        (_CHAIN, _chain),
        (_BARE, _bare),
    ):
        match = pattern.match(text, start, end)
        readings = tuple(dict.fromkeys(read(match))) if match else ()
        if match and readings:
            return Marker(match.group().strip(), match.end(), readings)
    return None


def _counted(match: regex.Match[str]) -> Iterator[Reading]:
    """ "Một là, …", "Thứ hai, …"."""
    word = (match["counted"] or match["nth"]).lower()
    yield Reading("một là" if match["counted"] else "thứ nhất", (_ORDINAL_WORDS[word],))


@lru_cache(maxsize=1)
def _word_pattern() -> regex.Pattern[str]:
    """ "Phần thứ nhất", "PHẦN II:", "Nội dung 1:" by the words of numbering.toml. A small letter
    goes on with the line above: "… thiếu thành" / "phần năm 2022"."""
    entries = lexicon.load("numbering").entries
    strict = "|".join(w for e in entries if not e.get("loose") for w in e.words)
    loose = "|".join(w for e in entries if e.get("loose") for w in e.words)
    number = rf"(?P<sign>[IVXLC]+|[A-H]|\d{{1,3}}|(?i:{_NAMED_ORDINAL}))"
    mark = rf"[{_DASH}.:)/]+"
    return regex.compile(
        rf"(?=\p{{Lu}})(?P<word>(?i:{strict}))\s+(?i:thứ\s+)?{number}\b\s*(?P<mark>{mark}|$)?(?:\s+|$)"
        rf"|(?P<word>(?i:{loose}))\s+(?i:thứ\s+)?{number}\b\s*(?P<mark>{mark})\s+"
    )


def _by_word(match: regex.Match[str]) -> Iterator[Reading]:
    sign, key = match["sign"], match_key(match["word"])
    entries = lexicon.load("numbering").entries
    scheme = next(e.code for e in entries if key in map(match_key, e.words))
    # "PHẦN C" comes after "PHẦN B"; as a Roman number it would be a hundred.
    letters = len(sign) == 1 and sign in "ABCDEFGH"
    number = _LATIN.index(sign.lower()) + 1 if letters else _number(sign)
    # "… theo khoản 9" / "Điều 1 Nghị định …" may begin a line that only goes on.
    doubt = "" if match["mark"] is not None or not sign.isdigit() else "?"
    if number:
        yield Reading(scheme + doubt, (number,))


def _bare(match: regex.Match[str]) -> Iterator[Reading]:
    """ "I KẾT QUẢ", "2 Công tác": the dot was forgotten, or it is no marker at all."""
    number = _number(match["bare"])
    if number:
        yield Reading(("1." if match["bare"].isdigit() else "I.") + "?", (number,))


def _chain(match: regex.Match[str]) -> Iterator[Reading]:
    parts = _PARTS.findall(match["chain"])
    if "".join(parts) != match["chain"].replace(".", "") or not _credible(match["chain"], parts):
        return
    close = "".join(match["close"].split()).translate(_DASHES)
    if len(parts) == 1:
        # "a, Ưu điểm" is typed in haste, "2, Điều 5 Luật …" goes on with the line above.
        frame = (match["open"] or "") + "{}" + close + ("?" if close == "," else "")
        yield from (Reading(frame.format(kind), (n,)) for kind, n in _values(parts[0]))
        return
    for values in product(*(tuple(_values(part)) for part in parts)):
        kinds = [kind for kind, _ in values]
        yield Reading(_chain_scheme(kinds), tuple(number for _, number in values))


def _credible(chain: str, parts: list[str]) -> bool:
    """Numbers of several parts or a letter below a Roman number ("II.a."), not an amount
    ("1.200.") or a word ("Đ.V.")."""
    digits = [part for part in parts if part.isdigit()]
    if len(parts) == 1:
        return not digits or len(chain) <= _MOST_ALONE  # "2017. Năm nay …" goes on with a line
    short = all(len(part) <= _MOST_OF_PART for part in digits)
    return bool(_LETTER_BELOW.fullmatch(chain)) or (bool(digits) and short and chain[0] != "0")


def _chain_scheme(kinds: list[str]) -> str:
    """ "1.1" for all depths of numbers, "A1" below letters and Roman numbers ("A1.", "I.2."),
    "a1" below small ones, "1a" where a letter follows the number."""
    if all(kind == "1" for kind in kinds):
        return "1.1"
    if kinds[0] == "1":
        return "1a"
    return "A1" if kinds[0] in {"A", "I"} else "a1"


def _values(sign: str) -> Iterator[tuple[str, int]]:
    """Each kind and number that a part can mean: "I" is the first Roman or the ninth letter."""
    if sign.isdigit():
        yield "1", int(sign)
        return
    upper = sign[0].isupper()
    if _ROMAN.fullmatch(sign) and (len(sign) > 1 or sign.lower() in "ivx"):
        yield "I" if upper else "i", _number(sign)
    if len(sign) == 1:
        for alphabet in (_VIETNAMESE, _LATIN):
            if sign.lower() in alphabet:
                yield "A" if upper else "a", alphabet.index(sign.lower()) + 1


def _number(sign: str) -> int:
    if sign.isdigit():
        return int(sign)
    if sign.lower() in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[sign.lower()]
    values = [_ROMAN_VALUES.get(c, 0) for c in sign.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
