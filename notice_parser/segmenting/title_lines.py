"""Which lines are the title: "THÔNG BÁO" or the subject of a letter, and all that goes on with it.

A title is broken anywhere ("… tại huyện Giồng" / "Trôm"), and motto, date and addressee of a letter
may stand among its lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import find_dates
from notice_parser.extracting.places import candidates
from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.content_start import begins_content
from notice_parser.segmenting.phrases import is_unfinished, starts_with
from notice_parser.segmenting.units import UnitMention, find_units, is_office
from notice_parser.text import fold, match_key

_LETTERHEAD_LONGEST = 40  # paragraphs; a letterhead has about ten
_TITLE_LONGEST = 10  # lines, with the motto and the addressees of a letter
_LONGEST_DATELINE = 60
_SUBJECT_LONGEST = 8  # lines of the subject of a letter, in a narrow column
_LONGEST_SUBJECT_LINE = 120
_LONGEST_ADDRESSEE = 200
_GOES_ON = ("tại ", "đối với ", "của ", "năm ", "và ", "giai đoạn ", "ở ", "(")
_SUBJECT = ("về ", "kết ")  # "Về việc kiểm tra …", "Kết quả kiểm tra …"
_SPACED = regex.compile(r"(?<=\b\p{Lu}) (?=\p{Lu}\b)")  # "T H Ô N G  B Á O"


def type_line(text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, int | None]:
    """The document type and the index of the paragraph that begins the title."""
    types = lexicon.load("notice_types")
    for index, paragraph in enumerate(paragraphs[:_LETTERHEAD_LONGEST]):
        written = _SPACED.sub("", text[paragraph.start : paragraph.end])
        match = types.first(written)
        if match and match.start == 0 and _is_type_line(written, match.end):
            return match.entry.code, index
        if untoned := _untoned_type(written):
            return untoned, index
    for index, paragraph in enumerate(paragraphs[:_LETTERHEAD_LONGEST]):
        written = text[paragraph.start : paragraph.end]
        if letter := _opens_letter(written):
            return letter, index  # whatever its subject is about
        if _is_subject(written):
            return "", index
    return "", None


def _untoned_type(written: str) -> str:
    """The type that a line in capitals is, but for its diacritics: "THONG BAO"."""
    key = fold(written).strip(" :.-–*")
    entries = lexicon.load("notice_types").folded.entries if written.isupper() else ()
    return next((e.code for e in entries if key in e.words and not e.get("opens_subject")), "")


def _opens_letter(written: str) -> str:
    """The type of a letter that a line like "V/v chấn chỉnh …" opens."""
    opens = lexicon.load("notice_types").first(written)
    subject = opens and opens.start == 0 and opens.entry.get("opens_subject")
    return opens.entry.code if opens and subject else ""


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


def title_end(text: str, paragraphs: Sequence[Paragraph], type_at: int | None) -> int:
    """Behind the last line of the title that begins at `type_at`."""
    if type_at is None:
        return 0
    end = _subject_end(text, paragraphs, type_at)
    while end < len(paragraphs):
        above, below = paragraphs[type_at:end], paragraphs[end : end + 2]
        if _is_rule(text, below[0]) and _of_letter(text, below[-1], above):
            end += 1  # "Độc lập - Tự do - Hạnh phúc" / "-----" / "Sóc Trăng, ngày …"
        elif not _of_letter(text, below[0], above) and (
            len(above) > _TITLE_LONGEST or not _in_title(text, below[0], above)
        ):
            break
        end += 1
    return end


def _subject_end(text: str, paragraphs: Sequence[Paragraph], type_at: int) -> int:
    """Behind the subject of a letter, which goes on to its motto, date or addressee, however it is
    broken: "V/v chấn chỉnh sau kiểm tra đột xuất" / "CCHC, công vụ quý I năm 2026"; behind the
    first line of any other title."""
    first = paragraphs[type_at]
    if not _opens_letter(text[first.start : first.end]):
        return type_at + 1
    for end in range(type_at + 1, min(type_at + _SUBJECT_LONGEST, len(paragraphs))):
        line = paragraphs[end]
        written = text[line.start : line.end].rstrip()
        if _of_letter(text, line, [first]):
            return end
        if len(written) > _LONGEST_SUBJECT_LINE or written.endswith((".", ";", ":")):
            break
    return type_at + 1


def _is_rule(text: str, paragraph: Paragraph) -> bool:
    return not any(map(str.isalnum, text[paragraph.start : paragraph.end]))


def _of_letter(text: str, paragraph: Paragraph, above: Sequence[Paragraph]) -> bool:
    """Whether it is what a letter "V/v …" has below its subject: motto, date, or the addressee,
    which is the body inspected."""
    return (
        starts_with(text, paragraph.start, paragraph.end, "motto")
        or is_dateline(text[paragraph.start : paragraph.end].rstrip())
        or paragraph in addressees(text, [*above, paragraph])
    )


def _in_title(text: str, paragraph: Paragraph, above: Sequence[Paragraph]) -> bool:
    written = text[paragraph.start : paragraph.end].rstrip()
    key = match_key(written)
    if _in_brackets(text[above[-1].start : above[-1].end]) or _in_brackets(written):
        return True  # "… tại huyện Nậm Pồ (UBND huyện," / "UBND xã Si Pa Phìn)"
    if starts_with(text, paragraph.start, paragraph.end, "basis") or len(written) > 300:
        return False
    if _breaks_off(written, text[above[-1].start : above[-1].end]):
        return True
    if written.endswith((".", ";", ":", ",")):
        return False
    marker = read_marker(text, paragraph.start, paragraph.end)
    # "… và một số xã" / "I. TỒN TẠI", but "… tại" / "12 xã, thị trấn" goes on.
    if (not marker or marker.bare) and _unfinished(text[above[-1].start : above[-1].end]):
        return True
    if marker and not (marker.bare or marker.bullet):
        return False  # "… thành phố Vĩnh Long" / "Phần thứ nhất. Kết quả kiểm tra"
    if any(_names_subject(text[p.start : p.end]) for p in above):
        return _goes_on(text, paragraph, above[-1])
    # "Kiểm tra …, kiểm soát thủ tục hành chính năm 2023 tại huyện …" names an area too, "Việc
    # thực hiện công tác CCHC tại UBND huyện …" a unit, like headings of the content.
    names_unit = not marker and find_units(text, start=paragraph.start, end=paragraph.end)
    return bool("kiểm tra" in key or names_unit) or not begins_content(text, paragraph)


def _breaks_off(written: str, above: str) -> bool:
    """Whether a line with the subject of a title goes on in the next: "… tại UBND xã Thanh Nưa," /
    "UBND xã Thanh An năm 2025", "Về kết quả kiểm tra … tại UBND các xã:" / "Ba Chúc, Lương Phi",
    where an introduction would end with "… như sau:"."""
    if not _names_subject(written):
        return False
    key = match_key(written)
    names_follow = key.startswith(_SUBJECT) and "sau" not in key.split()
    return written.endswith(",") or (written.endswith(":") and only_types(above) and names_follow)


def _goes_on(text: str, paragraph: Paragraph, above: Paragraph) -> bool:
    """Whether a line goes on with the subject that was told above: "tại …", "năm 2023", the second
    half of a name in the same type."""
    written = text[paragraph.start : paragraph.end]
    goes_on = written[0].islower() or match_key(written).startswith(_GOES_ON)
    if goes_on or _ends_name(text, above, paragraph):
        return True
    same_look = (paragraph.bold, paragraph.centred) == (above.bold, above.centred)
    typed = paragraph.bold or paragraph.centred
    return typed and same_look and not begins_content(text, paragraph)


def addressees(text: str, lines: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """ "Kính gửi: UBND huyện Đầm Hà", and the lines of a list below "Kính gửi:"."""
    found: list[Paragraph] = []
    listed = False
    for line in lines:
        opens = starts_with(text, line.start, line.end, "addressee")
        listed = opens or (listed and _is_next_addressee(text, line, found[-1]))
        if listed:
            found.append(line)
    return tuple(found)


def _is_next_addressee(text: str, line: Paragraph, above: Paragraph) -> bool:
    marker = read_marker(text, line.start, line.end)
    if marker and marker.bullet:
        return True
    goes_on = text[above.end - 1] in ":;," and line.end - line.start <= _LONGEST_ADDRESSEE
    return goes_on and not marker and not starts_with(text, line.start, line.end, "basis")


def _in_brackets(line: str) -> bool:
    return line.count("(") > line.count(")")


def _unfinished(line: str) -> bool:
    """ "… cải cách hành chính năm 2023 tại", "… đối với UBND xã": the next line goes on."""
    return line.rstrip().endswith((",", ":")) or (not only_types(line) and is_unfinished(line))


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
    if _untoned_type(line):
        return True
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
