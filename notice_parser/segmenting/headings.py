"""What a line would name if it were a heading: a unit, an area, a label, a section.

A line reads as a heading when almost all of its letters are words that headings are made
of: labels, areas, section names, names of bodies and the filler between them ("KẾT QUẢ KIỂM
TRA CCHC TẠI …"). A statement has other words. So a combination that nobody foresaw
("Tồn tại, hạn chế trong kiểm soát TTHC tại UBND xã X") is read as well as the known ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.segmenting.heading_words import (
    Found,
    areas_of,
    coverage,
    heading_words,
    label_of,
)
from notice_parser.segmenting.openings import tells_of
from notice_parser.segmenting.phrases import sentence_ends
from notice_parser.segmenting.units import UnitMention
from notice_parser.text import fold, match_key

# Share of letters that must be heading words. "- Kế hoạch CCHC có một số nội dung chưa đúng
# chức năng" reaches 0.5, "Kết quả kiểm tra cải cách hành chính tại UBND xã X" 1.0.
_COVERAGE = 0.9
_COVERAGE_INLINE = 0.98  # for an area before a colon
_LONGEST_HEADING = 220
_LONGEST_INLINE = 140
_LONGEST_SLIP = 60  # characters of a heading in which slips of typing are looked for
_MOST_KNOWN = 0.6  # share of such a heading that may be known as it stands
_SHORTEST_SLIP = 7  # letters of a label that may have one wrong
_SLIP, _SLIPPED = 0.9, "but for a slip of typing"
_LONGEST_BEFORE_LABEL = 12  # letters: "Về những …", "Một số …", "Kết quả kiểm tra …"
# "Chưa xây dựng quy chế chi tiêu nội bộ; yêu cầu ban hành …" is no heading, "Chưa làm được" is one.
_DENIES = regex.compile(r"(?:chưa|không|còn)\s", regex.IGNORECASE)
_JOINS = regex.compile(
    r"\s*(?:,|;|/|-|–|&|(?:,\s*)?và|cùng)\s*(?:các|những|một số)?\s*", regex.IGNORECASE
)


@dataclass(frozen=True)
class HeadingReading:
    """What the heading `text[start:end]` (without its marker) names; all empty when it names
    nothing known. `beside` are the labels that it names together with the first ("Tồn tại, hạn chế
    và kiến nghị"). Where other things than its words as written tell it, `chance` is how sure
    that is and `told` what they are. `term` tells a cell of a column of deadlines, `remedy` a note
    that what stands beside it was put right."""

    start: int
    end: int
    units: tuple[UnitMention, ...] = ()
    areas: tuple[str, ...] = ()
    label: Label | None = None
    beside: tuple[Label, ...] = ()
    section: str = ""
    coverage: float = 0.0
    chance: float = 1.0
    told: str = ""
    term: bool = False
    remedy: bool = False

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        named = {
            "unit": self.units,
            "area": self.areas,
            "label": self.label,
            "conclusion": self.section == "conclusion",
        }
        return tuple(kind for kind, value in named.items() if value)

    @property
    def labels(self) -> tuple[Label, ...]:
        """All labels that it names."""
        return (self.label, *self.beside) if self.label else ()

    @property
    def tells_findings(self) -> bool:
        """Whether its label is of what was found: running prose may have a heading over what is
        asked for."""
        return self.label not in (None, Label.REQUEST)

    @property
    def opens_line(self) -> bool:
        """Whether it can stand before a colon and its own text. "Đã ban hành kế hoạch CCHC: 12
        văn bản." and "UBND các xã: …" cannot, "UBND huyện: …" can."""
        surely = self.label or self.units
        return self.known and bool(surely or (self.areas and self.coverage >= _COVERAGE_INLINE))

    @property
    def known(self) -> bool:
        return bool(self.kinds or self.section) and self.coverage >= _COVERAGE


def read_heading(text: str, start: int, end: int) -> HeadingReading:
    """Read `text[start:end]` as a heading, whatever it is; `coverage` tells how well it fits.

    A short line whose words are known but for a slip of typing ("Đề nghi", "Tồn taị", "Hạnchế") is
    read as what was meant, with a lower `chance`.
    """
    core = text[start:end]
    if len(core) > _LONGEST_HEADING or any(sentence_ends(core, 0, len(core))):
        return HeadingReading(start, end)
    reading = _read(text, start, end)
    if not reading.label and any(tells_of(text[unit.end : end]) for unit in reading.units):
        return HeadingReading(start, end)  # "Đoàn kiểm tra của Sở Nội vụ đã kiểm tra …, nay"
    if _DENIES.match(core) and reading.areas and not _opens_with_label(core):
        return HeadingReading(start, end)
    if reading.known or reading.coverage > _MOST_KNOWN or not 0 < len(core) <= _LONGEST_SLIP:
        return reading
    folded = _read(text, start, end, folded=True)
    label = None if folded.known else _meant_label(core)
    if label:
        return replace(reading, label=label, coverage=1.0, chance=_SLIP, told=_SLIPPED)
    return replace(folded, chance=_SLIP, told=_SLIPPED) if folded.known else reading


def _opens_with_label(core: str) -> bool:
    first = lexicon.load("labels").first(core)
    return first is not None and first.start == 0


def _meant_label(core: str) -> Label | None:
    """The label whose words differ from the line by its spaces or by one letter."""
    letters = _letters(core)
    if len(letters) < _SHORTEST_SLIP:
        return None
    for entry in lexicon.load("labels").entries:
        if any(_one_slip(letters, _letters(words)) for words in entry.words):
            return label_of(entry)
    return None


@lru_cache(maxsize=4096)
def _letters(words: str) -> str:
    return "".join(c for c in fold(words) if c.isalnum())


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or another makes them equal."""
    if abs(len(one) - len(other)) > 1 or len(other) < _SHORTEST_SLIP:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, other_rest = one[same:], other[same:]
    return rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]


def _read(text: str, start: int, end: int, *, folded: bool = False) -> HeadingReading:
    core = text[start:end]
    found = heading_words(text, start, end, folded=folded)
    units = tuple(f.value for f in found if isinstance(f.value, UnitMention))
    sections = [str(f.value) for f in found if f.kind == "section" and _opens(text, start, f)]
    # "KẾT LUẬN VÀ KIẾN NGHỊ" holds remarks and requests alike: its lines tell which.
    concludes = "conclusion" in sections
    leading = [
        f
        for f in found
        if isinstance(f.value, Label) and not concludes and _leads(text, start, found, f)
    ]
    labels = tuple(dict.fromkeys(_together(text, found, leading[0]))) if leading else ()
    return HeadingReading(
        start,
        end,
        units=units,
        areas=tuple(dict.fromkeys(areas_of(found))),
        label=labels[0] if labels else None,
        beside=labels[1:],
        section=sections[0] if sections else "",
        coverage=coverage(core, [(f.start - start, f.end - start) for f in found]),
    )


def _together(text: str, found: Sequence[Found], first: Found) -> Iterator[Label]:
    """The labels from the first on that nothing but "và", a comma or a dash parts."""
    end = first.start
    for f in found:
        if f.start >= end and isinstance(f.value, Label):
            if f is not first and not _JOINS.fullmatch(text, end, f.start):
                return
            yield f.value
            end = f.end


def _leads(text: str, start: int, found: Sequence[Found], label: Found) -> bool:
    """A label stands first, but for words like "về", "một số", or after what it is about:
    "Đã triển khai các giải pháp sau" names no label."""
    named = [f.end for f in found if f.kind in {"unit", "area"} and f.end <= label.start]
    return _opens(text, max([start, *named]), label)


def _opens(text: str, start: int, found: Found) -> bool:
    """Whether it stands first, but for words like "về", "một số": "Chỉ đạo, ban hành và tổ chức
    thực hiện kế hoạch" names no section."""
    return sum(map(str.isalpha, text[start : found.start])) <= _LONGEST_BEFORE_LABEL


def inline_end(text: str, start: int, end: int) -> int | None:
    """Where the heading part of "c) Đề nghị của Đoàn kiểm tra: Khắc phục …" ends (before the
    colon), or None where there is no colon near the start."""
    colon = text.find(":", start, min(end, start + _LONGEST_INLINE))
    after = text[colon + 1 : colon + 2]
    return colon if colon > start and (after in {" ", ""} or after.isupper()) else None


def lead_label(text: str, start: int, end: int) -> Label | None:
    """The label that a sentence ending in ":" gives to the list it opens. The last words
    decide: "Bên cạnh kết quả đạt được, … còn một số hạn chế sau:"."""
    sentence = match_key(text[start:end])
    best: tuple[int, int, Label] | None = None
    for entry in lexicon.load("labels").entries:
        for words in entry.get("lead", ()):
            for found in regex.finditer(
                rf"(?<!\w){regex.escape(match_key(words))}(?!\w)", sentence
            ):
                here = (found.end(), len(words), label_of(entry))
                best = max(best, here) if best else here
    return best[2] if best else None


@dataclass(frozen=True, slots=True)
class Signs:
    """What heading_signs.toml finds in a line: whether it begins with a noun that heads such
    headings, whether it stands over all that was found, and the labels that it points to; the
    `first` word ("Vì sao còn …?") and the `last` sign carry the sense."""

    head: bool
    over_all: bool
    labels: frozenset[Label]
    first: frozenset[Label]
    last: frozenset[Label]


def _not_taken_back(signs: Iterable[lexicon.Match]) -> Iterator[lexicon.Match]:
    """The signs but those of praise behind one of a fault: "Những việc chưa làm tốt"."""
    faults = False
    for sign in signs:
        faults = faults or sign.entry.code == Label.LIMITATION
        if not (faults and sign.entry.code == Label.STRENGTH):
            yield sign


def label_signs(text: str, start: int, end: int) -> Signs:
    found = list(lexicon.load("heading_signs").find(text[start:end], overlapping=True))
    signs = list(_not_taken_back(m for m in found if m.entry.code not in ("head", "all")))
    last = max((match.end for match in signs), default=0)
    return Signs(
        any(match.entry.code == "head" and match.start == 0 for match in found),
        any(match.entry.code == "all" for match in found),
        frozenset(Label(match.entry.code) for match in signs),
        frozenset(Label(match.entry.code) for match in signs if match.start == 0),
        frozenset(Label(match.entry.code) for match in signs if match.end == last),
    )
