"""The parts of a notice around its content: letterhead, title, preamble, closing.

letterhead   agency, motto, "Số: …", place and date
title        "THÔNG BÁO" and what it announces
preamble     "Căn cứ …", who met when, up to the first heading
content      what is read as an outline
closing      "Nơi nhận" and the signature block
after        annexes and whatever else follows the signature
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import find_dates
from notice_parser.extracting.places import candidates
from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.closing import find_closing
from notice_parser.segmenting.headings import read_heading
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.units import UnitMention, find_units, is_office
from notice_parser.text import match_key

_LETTERHEAD_LONGEST = 40  # paragraphs; a letterhead has about ten
_TITLE_LONGEST = 10  # lines, with the motto and the addressees of a letter
_LONGEST_PREAMBLE = 2  # paragraphs behind the last basis or "… như sau:"
_INTRODUCTION_LONGEST = 8
_ANNOUNCES = ("như sau", "thông báo", "kết luận")
_LONGEST_TYPED = 120
_LONGEST_DATELINE = 60
_GOES_ON = ("tại ", "đối với ", "của ", "năm ", "và ", "giai đoạn ", "ở ", "(")
_SUBJECT = ("về ", "kết ")  # "Về việc kiểm tra …", "Kết quả kiểm tra …"
_SPACED = regex.compile(r"(?<=\b\p{Lu}) (?=\p{Lu}\b)")  # "T H Ô N G  B Á O"


@dataclass(frozen=True, slots=True)
class Frame:
    letterhead: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    preamble: tuple[Paragraph, ...]
    content: tuple[Paragraph, ...]
    recipients: tuple[Paragraph, ...]
    signature: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    doc_type: str = ""


def read_frame(text: str, paragraphs: Sequence[Paragraph]) -> Frame:
    """Divide the body. Every paragraph comes back in exactly one part, in order."""
    doc_type, type_at = _type_line(text, paragraphs)
    title_end = _title_end(text, paragraphs, type_at)
    recipients, signature = find_closing(text, paragraphs, title_end)
    closing = sorted([*recipients, *signature])
    content_end = closing[0] if closing else len(paragraphs)
    content_start = _content_start(text, paragraphs[:content_end], title_end)
    after = [i for i in range(content_end, len(paragraphs)) if i not in set(closing)]
    return Frame(
        letterhead=tuple(paragraphs[: type_at or 0]),
        title=tuple(paragraphs[type_at or 0 : title_end]),
        preamble=tuple(paragraphs[title_end:content_start]),
        content=tuple(paragraphs[content_start:content_end]),
        recipients=tuple(paragraphs[i] for i in recipients),
        signature=tuple(paragraphs[i] for i in signature),
        after=tuple(paragraphs[i] for i in after),
        doc_type=doc_type,
    )


def _opens(text: str, paragraph: Paragraph, *codes: str) -> bool:
    return starts_with(text, paragraph.start, paragraph.end, *codes)


def _type_line(text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, int | None]:
    """The document type and the index of the paragraph that begins the title."""
    types = lexicon.load("notice_types")
    for index, paragraph in enumerate(paragraphs[:_LETTERHEAD_LONGEST]):
        written = _SPACED.sub("", text[paragraph.start : paragraph.end])
        match = types.first(written)
        if match and match.start == 0 and _is_type_line(written, match.end):
            return match.entry.code, index
    for index, paragraph in enumerate(paragraphs[:_LETTERHEAD_LONGEST]):
        written = text[paragraph.start : paragraph.end]
        opens = types.first(written)
        if opens and opens.start == 0 and opens.entry.get("opens_subject"):
            return opens.entry.code, index  # a letter, whatever its subject is about
        if _is_subject(written):
            return "", index
    return "", None


def _is_type_line(written: str, end: int) -> bool:
    rest = written[end:].strip(" :.-–")
    capitals = written[:end] == written[:end].upper()
    return not rest or (capitals and (_is_subject(written) or match_key(rest).startswith(_SUBJECT)))


def _is_subject(written: str) -> bool:
    """ "Kết luận kiểm tra cải cách hành chính năm 2023 tại …", "V/v thông báo kết quả …", "Ý kiến
    sau thanh tra công vụ …"."""
    key = match_key(written)
    words = lexicon.load("titles").by_code
    tells = all(any(w in key for w in words[code].words) for code in ("inspection", "outcome"))
    return tells and len(written) < 300 and not written.rstrip().endswith((".", ";", ":"))


def _title_end(text: str, paragraphs: Sequence[Paragraph], type_at: int | None) -> int:
    if type_at is None:
        return 0
    end = type_at + 1
    while end < min(type_at + 1 + _TITLE_LONGEST, len(paragraphs)):
        if not _in_title(text, paragraphs[end], paragraphs[type_at:end]):
            break
        end += 1
    return end


def _in_title(text: str, paragraph: Paragraph, above: Sequence[Paragraph]) -> bool:
    written = text[paragraph.start : paragraph.end].rstrip()
    key = match_key(written)
    if _opens(text, paragraph, "motto") or is_dateline(written):
        return True
    if paragraph in addressees(text, [*above, paragraph]):
        return True  # a letter "V/v …" has motto, date and addressee, the body inspected, below it
    if _in_brackets(text[above[-1].start : above[-1].end]) or _in_brackets(written):
        return True  # "… tại huyện Nậm Pồ (UBND huyện," / "UBND xã Si Pa Phìn)"
    if _opens(text, paragraph, "basis") or len(written) > 300:
        return False
    if _breaks_off(written, text[above[-1].start : above[-1].end]):
        return True
    if written.endswith((".", ";", ":", ",")):
        return False
    if _unfinished(text[above[-1].start : above[-1].end]):
        return True
    if any(_names_subject(text[p.start : p.end]) for p in above):
        # The subject is there; only what goes on with it follows: "tại …", "năm 2023", the
        # second half of a name in the same type.
        goes_on = written[0].islower() or key.startswith(_GOES_ON)
        same_look = (paragraph.bold, paragraph.centred) == (above[-1].bold, above[-1].centred)
        typed = paragraph.bold or paragraph.centred
        if goes_on or _ends_name(text, above[-1], paragraph):
            return True
        return typed and same_look and not _begins_content(text, paragraph)
    # "Kiểm tra …, kiểm soát thủ tục hành chính năm 2023 tại huyện …" names an area too, "Việc
    # thực hiện công tác CCHC tại UBND huyện …" a unit, like headings of the content.
    marker = read_marker(text, paragraph.start, paragraph.end)
    names_unit = not marker and find_units(text, start=paragraph.start, end=paragraph.end)
    return bool("kiểm tra" in key or names_unit) or not _begins_content(text, paragraph)


def _breaks_off(written: str, above: str) -> bool:
    """Whether a line with the subject of a title goes on in the next: "… tại UBND xã Thanh Nưa," /
    "UBND xã Thanh An năm 2025", "Về kết quả kiểm tra … tại UBND các xã:" / "Ba Chúc, Lương Phi",
    where an introduction would end with "… như sau:"."""
    if not _names_subject(written):
        return False
    key = match_key(written)
    names_follow = key.startswith(_SUBJECT) and "sau" not in key.split()
    return written.endswith(",") or (written.endswith(":") and only_types(above) and names_follow)


def addressees(text: str, lines: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """ "Kính gửi: UBND huyện Đầm Hà", and the bullets below "Kính gửi:"."""
    found: list[Paragraph] = []
    below = False
    for line in lines:
        marker = read_marker(text, line.start, line.end)
        below = _opens(text, line, "addressee") or bool(below and marker and marker.bullet)
        if below:
            found.append(line)
    return tuple(found)


def _in_brackets(line: str) -> bool:
    return line.count("(") > line.count(")")


def _unfinished(line: str) -> bool:
    """ "… cải cách hành chính năm 2023 tại", "… đối với UBND xã": the next line goes on."""
    words = lexicon.load("phrases").by_code["unfinished"].words
    if line.rstrip().endswith((",", ":")):
        return True
    return not only_types(line) and match_key(line).endswith(tuple(f" {word}" for word in words))


def is_dateline(line: str) -> bool:
    """ "Quảng Ninh, ngày 20 tháng 9 năm 2021"."""
    date = next(find_dates(line), None)
    if date is None or len(line) > _LONGEST_DATELINE:
        return False
    return date.end == len(line) and len(date.iso) > len("2023")


def _names_subject(line: str) -> bool:
    """Whether a title line says what was inspected, not only "KẾT LUẬN KIỂM TRA"."""
    return "kiểm tra" in match_key(line) and not only_types(line)


def only_types(line: str) -> bool:
    """Whether a line has no words but types of document: "THÔNG BÁO KẾT LUẬN"."""
    letters = match_key(line).replace(" ", "")
    for entry in lexicon.load("notice_types").entries:
        for words in sorted(entry.words, key=len, reverse=True):
            letters = letters.replace(match_key(words).replace(" ", ""), "")
    return not any(c.isalnum() for c in letters)


def _ends_name(text: str, above: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a line goes on with the name that the title line above it broke off: "… tại
    huyện Giồng" / "Trôm", "… tại Sở Lao động" / "- Thương binh và Xã hội". Only a place or an
    office that is known says so."""
    joined = text[above.start : paragraph.end].replace("\n", " ")
    broken = above.end - above.start  # where the line breaks
    across = (u for u in find_units(joined) if u.start < broken < u.end - 1)
    return any(is_office(unit.name) or _is_place(unit) for unit in across)


def _is_place(unit: UnitMention) -> bool:
    name = unit.name.removeprefix(f"UBND {unit.kind} ")
    return bool(name and candidates(name, kind=unit.kind))


def _begins_content(text: str, paragraph: Paragraph) -> bool:
    marker = read_marker(text, paragraph.start, paragraph.end)
    if marker and not _opens(text, paragraph, "basis", "announcement"):
        return True
    written = text[paragraph.start : paragraph.end].rstrip(" :")
    if written.endswith((".", ";", "/.")):
        return False  # "Sở Nội vụ thông báo để UBND huyện Thọ Xuân biết." is all names, too
    reading = read_heading(text, paragraph.start, paragraph.start + len(written))
    return reading.known and bool(reading.kinds or reading.section)


def _typed_as_heading(text: str, paragraph: Paragraph) -> bool:
    """A short line in bold or capitals without final mark: behind "… kết luận như sau:" a heading,
    whatever its words."""
    written = text[paragraph.start : paragraph.end].rstrip()
    short = len(written) <= _LONGEST_TYPED and any(map(str.isalpha, written))
    plain = not written.endswith((".", ";", ",", "/"))
    return short and plain and (paragraph.bold or written == written.upper())


def _content_start(text: str, paragraphs: Sequence[Paragraph], title_end: int) -> int:
    """What follows "… thông báo kết quả như sau:", or the first heading or list; but running prose
    that holds one dash somewhere begins after its introduction."""
    introduced, announced = _after_introduction(text, paragraphs, title_end)
    for index in range(title_end, len(paragraphs)):
        typed = index >= introduced > title_end and _typed_as_heading(text, paragraphs[index])
        if typed or _begins_content(text, paragraphs[index]):
            if index > introduced and (announced or index - introduced > _LONGEST_PREAMBLE):
                return introduced
            return _table_start(paragraphs, index, title_end)
    return introduced


def _table_start(paragraphs: Sequence[Paragraph], index: int, title_end: int) -> int:
    """Where the table begins that the paragraph is in: its header may have other words."""
    cell = paragraphs[index].cell
    while cell and index > title_end:
        above = paragraphs[index - 1].cell
        if above is None or above.table != cell.table:
            break
        index -= 1
    return index


def _after_introduction(
    text: str, paragraphs: Sequence[Paragraph], title_end: int
) -> tuple[int, bool]:
    """Where prose without headings begins, and whether words announce it: after "… thông báo kết
    quả như sau:", else after the bases that open it. "Thực hiện Nghị quyết số 19-NQ/TW, Sở đã
    …" further down is a finding."""
    start = title_end
    for index in range(title_end, min(title_end + _INTRODUCTION_LONGEST, len(paragraphs))):
        paragraph = paragraphs[index]
        written = match_key(text[paragraph.start : paragraph.end])
        if written.endswith((":", "như sau.")):
            start = index + 1
            if any(word in written for word in _ANNOUNCES):
                return start, True
        elif index == start and _opens(text, paragraph, "basis"):
            start = index + 1
    return start, False
