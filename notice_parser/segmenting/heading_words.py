"""The words that a heading is made of, and what each of them names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.errors import UsageError
from notice_parser.model import Label
from notice_parser.segmenting.units import find_units
from notice_parser.text import any_of, fold

_NO_LABEL = "no-label"
_OPENS_WITHIN = 7  # letters: "Một số …", "Nội dung …"
_AND = "|"  # between the codes of two areas that words name together
_LETTER = regex.compile(r"[\p{L}\d]")
# "… một cửa theo Quyết định số 468/QĐ-TTg ngày 27/3/2021": a document names nothing itself.
_DOCUMENT = regex.compile(
    r"(?:(?:và\s+)?(?:việc\s+)?"
    r"(?:theo|nêu tại|nêu trong|thực hiện|triển khai(?: thực hiện)?|quy định tại|kèm theo)\s+)?"
    r"(?:Luật|Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Chương trình|Đề án"
    r"|Thông báo|Kết luận|Biên bản|Công văn|Báo cáo)"
    r"\s+(?:số\s*)?\d[^\n]*$",
    regex.IGNORECASE,
)
_ASIDE = regex.compile(r"\([^()]{0,60}\)")


@dataclass(frozen=True, slots=True)
class Found:
    """Words at `[start, end)` that name a "unit", "area", "label" or "section", or are "words" and
    "filler" of headings."""

    start: int
    end: int
    kind: str
    value: object


def heading_words(text: str, start: int, end: int, *, folded: bool = False) -> list[Found]:
    """The words of `text[start:end]` that headings are made of, in order and disjoint."""
    return _longest_first(_candidates(text, start, end, folded=folded))


def areas_of(found: Sequence[Found]) -> Iterator[str]:
    """The codes of the areas that they name."""
    for f in found:
        if f.kind == "area":
            yield from str(f.value).split(_AND)


def label_of(entry: lexicon.Entry) -> Label:
    """Raises UsageError for an entry of labels.toml whose code is no label."""
    try:
        return Label(entry.code)
    except ValueError as error:
        codes = ", ".join(Label)
        raise UsageError(f"labels.toml: {entry.code!r} is no label; they are {codes}") from error


def _candidates(text: str, start: int, end: int, *, folded: bool) -> list[Found]:
    core = fold(text[start:end]) if folded else text[start:end]
    cited = _DOCUMENT.search(core)  # "Hạn chế theo Kết luận số 12/KL-SNV" concludes nothing
    last = cited.start() if cited and cited.start() else len(core)
    found = [Found(u.start, u.end, "unit", u) for u in find_units(text, start=start, end=end)]
    for book, kind in _books():
        for match in (book.folded if folded else book).find(core, overlapping=True):
            value = label_of(match.entry) if kind == "label" else match.entry.code
            said = "words" if value == _NO_LABEL else kind  # as good as what they stand around
            if said != "section" or match.start < last:
                found.append(Found(start + match.start, start + match.end, said, value))
    return _without_asker(core, start, found, folded=folded)


def _without_asker(core: str, offset: int, found: list[Found], *, folded: bool) -> list[Found]:
    """What is found, but for what the name of who asks seems to name: "KIẾN NGHỊ CỦA BAN PHÁP CHẾ"
    has no area, "Kiến nghị của Đoàn kiểm tra về thể chế" one."""
    ends = {f.end - offset for f in found if _asks_first(core, f, f.start - offset)}
    asker = next((m for end in ends if (m := _asker(folded=folded).match(core, end))), None)
    if asker is None:
        return found
    start, end = (offset + place for place in asker.span("who"))
    own = (f for f in found if f.kind == "unit" and f.start == start)  # "CỦA SỞ NỘI VỤ"
    kept = [*own, *(f for f in found if f.end <= start or f.start >= end)]
    return [*kept, Found(start, end, "filler", "asker")]


def _asks_first(core: str, found: Found, start: int) -> bool:
    """Whether it asks, and all but opens the heading: "Việc thực hiện kiến nghị của Đoàn" does
    not."""
    return found.value is Label.REQUEST and sum(map(str.isalpha, core[:start])) <= _OPENS_WITHIN


@lru_cache(maxsize=2)
def _asker(*, folded: bool) -> regex.Pattern[str]:
    """ " của Ban Pháp chế", as far as a word that goes on with the heading."""
    entry = lexicon.load("labels").by_code[Label.REQUEST]
    who, until = (
        any_of(map(fold, entry.get(key)) if folded else entry.get(key))
        for key in ("askers", "behind_asker")
    )
    of = "cua" if folded else "của"
    name = rf"(?:{who})(?!\w)(?:(?!\s(?:{until})\s)[^:;(\n])*"
    return regex.compile(rf"\s+{of}\s+(?P<who>{name})", regex.IGNORECASE)


def _books() -> Iterator[tuple[lexicon.Lexicon, str]]:
    yield lexicon.load("labels"), "label"
    yield lexicon.load("areas"), "area"
    yield _of_two_areas(lexicon.load("areas")), "area"
    yield lexicon.load("sections"), "section"
    yield lexicon.load("heading_words"), "filler"


@lru_cache(maxsize=4)
def _of_two_areas(areas: lexicon.Lexicon) -> lexicon.Lexicon:
    """The words that name an area and another one: "Công tác tổ chức và cán bộ"."""
    both = (
        lexicon.Entry(f"{entry.code}{_AND}{other}", tuple(words))
        for entry in areas.entries
        for other, words in entry.get("also", {}).items()
    )
    return lexicon.Lexicon(areas.name, tuple(both))


def _longest_first(candidates: list[Found]) -> list[Found]:
    """The longest of what overlaps, in order of the text. A named unit outranks words."""
    chosen: list[Found] = []
    for c in sorted(
        candidates, key=lambda c: (c.kind != "unit", c.kind == "filler", c.start - c.end)
    ):
        if all(c.end <= other.start or c.start >= other.end for other in chosen):
            chosen.append(c)
    return sorted(chosen, key=lambda c: c.start)


def coverage(core: str, spans: list[tuple[int, int]]) -> float:
    """Share of the letters of `core` inside the spans; asides "(TTHC)", years and documents at
    the end are neutral."""
    passed_over = [*_ASIDE.finditer(core), *_DOCUMENT.finditer(core)]
    neutral = [(m.start(), m.end()) for m in passed_over]
    inside = total = 0
    for match in _LETTER.finditer(core):
        place = match.start()
        if match.group().isdigit() or any(s <= place < e for s, e in neutral):
            continue
        total += 1
        inside += any(s <= place < e for s, e in spans)
    return inside / total if total else 0.0
