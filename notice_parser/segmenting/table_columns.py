"""What each column of a table is: the numbers of its rows, what names a row (unit, area), who is
to do something and until when, or what is said of it, under a label or not.

The header's words tell, and what stands below: half of the cells of a column that names rows
read as headings, and statements are long. A header of unknown words ("Chỗ còn vướng") is
named like a heading of unknown words, by its signs, its sentences and what the other columns
leave open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import find_dates
from notice_parser.markers import read_marker
from notice_parser.model import Label, Paragraph
from notice_parser.segmenting.good_verdicts import is_good_verdict
from notice_parser.segmenting.headings import HeadingReading, label_signs, read_heading
from notice_parser.segmenting.likeliest import SURE, Beside, likeliest
from notice_parser.segmenting.prose import label_chances
from notice_parser.text import match_key

NUMBER, KEY, DOER, DUE, INERT, SAID = "number", "key", "doer", "due", "inert", "said"
TICK, VERDICT = "tick", "verdict"  # columns of a checklist
ASSESSMENT = "assessment"  # the code of a header
DITTO = "ditto"  # a cell
_VERDICTS = {"yes": Label.STRENGTH, "no": Label.LIMITATION}
_TOLD = "by what stands in its column"
_MOST_OF_HEADER = 0.8  # share of a header's letters that its known words have to be
_MANY = 0.5
_NEARLY_ALL = 0.8
_LONG = 40  # characters of a cell that says something
_LONGEST_HEADER = 90
_LONGEST_DEADLINE = 40
_LONGEST_NUMBER = 5
_WHEN = regex.compile(r"\b(?:quý|tháng|ngày|năm|ngay|thường xuyên|hằng|trước)\b", regex.IGNORECASE)

Cell = Sequence[Paragraph]
Row = Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` is what the header of a column of statements names: a label, mostly; in a table
    whose rows are labels, a unit or an area."""

    kind: str
    heading: HeadingReading | None = None


def column_word(header: str) -> str:
    """The code of column_words.toml that a header has; "" for none, or where it has other words
    than these and those of headings ("Điểm" counts something, "Điểm sáng" does not)."""
    found = list(lexicon.load("column_words").find(header, overlapping=True))
    longest = max(found, key=lambda match: match.end - match.start, default=None)
    filler = lexicon.load("heading_words").by_code["filler"]
    known = [m for m in lexicon.load("heading_words").find(header) if m.entry is filler]
    inside = {i for m in (*found, *known) for i in range(m.start, m.end)}
    letters = [i for i, c in enumerate(header) if c.isalnum()]
    if longest is None or sum(i in inside for i in letters) < _MOST_OF_HEADER * len(letters):
        return ""
    return longest.entry.code


def cell_heading(text: str, cell: Cell) -> HeadingReading:
    """What the cell names if it is a heading."""
    marker = read_marker(text, cell[0].start, cell[0].end)
    start = marker.end if marker else cell[0].start
    end = cell[-1].start + len(text[cell[-1].start : cell[-1].end].rstrip(" .:;"))
    joined = text[start : max(start, end)]
    if "\n" in joined:  # "Chỉ đạo," over "điều hành"
        joined = joined.replace("\n", " ")
        reading = read_heading(f"{text[:start]}{joined}", start, start + len(joined))
    else:
        reading = read_heading(text, start, max(start, end))
    return reading if reading.known else HeadingReading(start, max(start, end))


def cell_text(text: str, cell: Cell) -> str:
    return " ".join(text[p.start : p.end] for p in cell)


def is_header(text: str, row: Row) -> bool:
    """Whether a row can stand over others: two cells or more beside its number, all short,
    without sentences."""
    every = (cell_text(text, cell) for cell in row.values())
    written = [words for words in every if not is_number(words)]
    short = all(len(w) <= _LONGEST_HEADER and not w.rstrip().endswith((".", ";")) for w in written)
    return len(written) > 1 and short and any(_names_column(text, cell) for cell in row.values())


def names_label(text: str, cell: Cell) -> bool:
    """Whether a header cell names a label, or has a sign of one ("Còn vướng")."""
    reading = cell_heading(text, cell)
    signs = label_signs(text, reading.start, reading.end)
    return bool(reading.label or signs.first or (signs.head and signs.labels))


def _names_column(text: str, cell: Cell) -> bool:
    named = column_word(cell_text(text, cell)) or cell_heading(text, cell).kinds
    return bool(named) or names_label(text, cell)


def read_columns(text: str, header: Row, rows: Sequence[Row]) -> dict[int, Column]:
    """The columns by their number; `header` has the cells over each."""
    numbers = sorted({column for row in (header, *rows) for column in row})
    labelled = any(cell_heading(text, cell).label for cell in header.values())
    columns: dict[int, Column] = {}
    for number in numbers:
        below = [row[number] for row in rows if number in row]
        first = all(c.kind == NUMBER for c in columns.values())
        columns[number] = _column(text, header.get(number), below, labelled=labelled, first=first)
    columns |= dict(_reasons(text, header, columns))
    return columns | dict(_named(text, header, rows, columns))


def _reasons(text: str, header: Row, columns: Mapping[int, Column]) -> Iterator[tuple[int, Column]]:
    """The columns of reasons, which beside points are what took these off, no causes of it."""
    points = any(column_word(cell_text(text, cell)) == "points" for cell in header.values())
    labels = {c.heading.label for c in columns.values() if c.heading}
    if not points or Label.LIMITATION in labels:
        return
    for number, column in columns.items():
        if column.heading and column.heading.label is Label.CAUSE:
            yield number, replace(column, heading=replace(column.heading, label=Label.LIMITATION))


def _column(
    text: str, header: Cell | None, below: Sequence[Cell], *, labelled: bool, first: bool
) -> Column:
    words = cell_text(text, header) if header else ""
    reading = _named_by(text, header)
    code = "" if reading and reading.label else column_word(words)
    written = [cell_text(text, cell) for cell in below]
    if code == "number" or (first and _mostly(map(is_number, written))):
        return Column(NUMBER)
    if checked := _checked(code, header, written, reading):
        return checked
    if code == "deadline" or (not reading and _mostly(map(_is_deadline, written))):
        return Column(DUE)
    if code in {"note", "points", "remedy"}:
        return Column(INERT)
    if code == "doer":
        return Column(DOER)
    if reading and reading.label:
        return Column(SAID, reading)
    names = _mostly(bool(cell_heading(text, cell).kinds) for cell in below)
    long = bool(written) and median(map(len, written)) >= _LONG
    if names or code == "unit" or (code == "area" and (labelled or not long)):
        return Column(KEY)
    if reading and reading.kinds:
        return Column(SAID, reading)
    signs = reading is not None and label_signs(text, reading.start, reading.end).labels
    if long or signs or any(map(_says, written)):
        return Column(SAID)
    return Column(KEY if first else INERT)


def _named_by(text: str, header: Cell | None) -> HeadingReading | None:
    """What a header names; over a column "Nhận xét", "Đánh giá" head no concluding part."""
    judged = header and column_word(cell_text(text, header)) == ASSESSMENT
    reading = cell_heading(text, header) if header else None
    return None if judged and reading and not reading.label else reading


# -- checklists -------------------------------------------------------------------------


def _checked(
    code: str, header: Cell | None, written: Sequence[str], reading: HeadingReading | None
) -> Column | None:
    """A column of ticks under "Có", "Không đạt", or of such words."""
    words = [cell for cell in written if has_letters(cell)]
    if code == ASSESSMENT and words and all(verdict_of(cell) for cell in words):
        return Column(VERDICT)
    label = _VERDICTS.get(code)
    if header and label and written and all(map(is_tick, written)):
        return Column(TICK, HeadingReading(header[0].start, header[-1].end, label=label))
    found = {verdict_of(cell) for cell in words} - {None}
    mostly = sum(verdict_of(cell) is not None for cell in words) >= _NEARLY_ALL * len(words)
    # "Xã Sín Thầu" over "Đầy đủ", "Thiếu" is a body, "Hạn chế" over "Không" a label.
    names = reading is None or reading.units or reading.label not in {None, Label.STRENGTH}
    return Column(VERDICT) if mostly and len(found) > 1 and not names else None


def is_tick(written: str) -> bool:
    ticks = lexicon.load("table_cells").by_code["tick"].words
    return match_key(written).strip(" .()") in ticks


def verdict_of(written: str) -> Label | None:
    """What a cell says that is nothing but "Đạt", "Không có"."""
    for entry in lexicon.load("column_words").entries:
        if entry.code in _VERDICTS and match_key(written).strip(" .;") in entry.words:
            return _VERDICTS[entry.code]
    return None


def has_letters(written: str) -> bool:
    return any(map(str.isalpha, written))


# -- cells ------------------------------------------------------------------------------


def _says(written: str) -> bool:
    """Whether a cell is long enough, or ends like a sentence, and is no mere name or figure."""
    return len(written) >= _LONG or (written.endswith((".", ";")) and written.count(" ") > 1)


def _mostly(facts: Iterable[bool]) -> bool:
    known = list(facts)
    return bool(known) and sum(known) >= _MANY * len(known)


def is_number(written: str) -> bool:
    """ "1", "02.", "IV", "a)", "A"."""
    if len(written) == 1 and written.isupper():
        return True
    marker = read_marker(f"{written} Ả", 0, len(written) + 2)
    whole = marker is not None and not marker.bullet and marker.end == len(written) + 1
    return len(written) <= _LONGEST_NUMBER and (whole or written.rstrip(".)").isdigit())


def _is_deadline(written: str) -> bool:
    short = len(written) <= _LONGEST_DEADLINE and not written.startswith(("-", "+"))
    return short and bool(next(find_dates(written), None) or _WHEN.match(written))


# -- headers of unknown words -----------------------------------------------------------


def _named(
    text: str, header: Row, rows: Sequence[Row], columns: Mapping[int, Column]
) -> Iterator[tuple[int, Column]]:
    """The columns of statements whose header names no label, with the likeliest one where it
    is sure enough."""
    labels = {n: c.heading.label for n, c in columns.items() if c.heading and c.heading.label}
    sections = (row[n] for row in rows for n in row if columns[n].kind == KEY)
    if any(cell_heading(text, cell).label for cell in sections):
        return  # "B | TỒN TẠI, HẠN CHẾ" over the rows tells the label of all columns
    for number, column in columns.items():
        if column != Column(SAID) or number not in header:
            continue
        below = [row[number] for row in rows if number in row]
        before = [label for n, label in labels.items() if label and n < number]
        after = [label for n, label in labels.items() if label and n > number]
        reading = _likeliest(text, header[number], below, (before, after))
        if reading.label:
            labels[number] = reading.label
            yield number, Column(SAID, reading)


def _likeliest(text: str, header: Cell, below: Sequence[Cell], beside: Beside) -> HeadingReading:
    """What a header of unknown words names, with a label where one is sure enough."""
    reading = cell_heading(text, header)
    lines = [text[p.start : p.end] for cell in below for p in cell]
    told = [line for line in lines if line.count(" ") > 1 and not is_good_verdict(line)]
    if column_word(cell_text(text, header)) == ASSESSMENT and _praise_and_blame(told):
        return reading
    signs = label_signs(text, reading.start, reading.end)
    label, chance = likeliest(signs, told, [beside])
    if chance < SURE:
        return reading
    return replace(reading, label=label, chance=round(chance, 3), told=_TOLD)


def _praise_and_blame(lines: Sequence[str]) -> bool:
    """Whether some lines surely praise and some find fault: "Đánh giá" heads either."""
    chances = [label_chances(line, _VERDICTS.values()) for line in lines]
    return all(any(of[label] >= SURE for of in chances) for label in _VERDICTS.values())


def same_words(text: str, one: Cell, other: Cell) -> bool:
    return match_key(cell_text(text, one)) == match_key(cell_text(text, other))
