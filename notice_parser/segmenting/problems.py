"""A statement → its problems: one shortcoming each, as spans into the text.

A limitation has at least one. Praise and conclusions have one for each clause that limits them:
"…, tuy nhiên chưa có biên bản kiểm kê". Words are those of the lexicon `problems`.

A clause becomes a problem of its own where it can be understood by itself: behind a full stop
or semicolon, behind a word that adds or contrasts, or behind a comma when it has a subject and a
fault of its own, or names what is missing in some words ("không in giấy tiếp nhận hồ sơ"). Shorter
ones ("và chưa kiểm kê") stay with the clause whose subject they share, and so does what only
explains: cause, consequence, example, figures, measure, remedy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from notice_parser.lexicon import Match
from notice_parser.model import Label
from notice_parser.segmenting.clauses import Clause, Clauses, read_clauses, trimmed
from notice_parser.segmenting.sections import is_remedied

_FAULT = frozenset({"negation", "fault", "vague", "comment", "general"})
_LEANING = _FAULT | {
    *("still", "only", "predicate", "granted", "time", "explains", "concession", "background"),
    *("among", "details"),
}
_HALF = frozenset({"explains", "background", "concession", "time"})
# Syllables behind "chưa", "không" that name a matter of their own: verb and object. "không gửi
# phiếu xin lỗi cho người dân" does, "chưa kiểm kê" and "không bố trí kinh phí" do not.
_OWN_MATTER = 5
_SHORTEST = 3  # words of a clause behind a semicolon
_IF = regex.compile(r"nếu\b", regex.IGNORECASE)
_NONE = ("không", "chưa")
_TOLD = _FAULT | {"still"}
_REMAINS = frozenset({"còn", "vẫn còn", "vẫn có", "còn có", "còn để", "còn tình trạng", "chưa"})
_SYLLABLE = regex.compile(r"\p{L}+")
_FULL = 7  # syllables of a clause that tells something, though no word of it is known
_COUNTED = regex.compile(
    r"(?:(?:còn|có|vẫn còn|vẫn có|hiện còn|cả|với)\s+)?"
    r"(?:\d|(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s(?!năm\b|số\b))",
    regex.IGNORECASE,
)
_FEW = regex.compile(r"(?:chỉ|mới)\s+(?:có\s+)?\d+(?:/\d+)?\s+\p{L}", regex.IGNORECASE)
# "… dưới 10%", "… đạt 2,6%": all that is told is a number.
_FIGURE_LAST = regex.compile(r"\d[\d.,/]*\s*%?$")
_THESE = regex.compile(r"(?:các|những|toàn bộ|tất cả)\b.{0,40}\b(?:trên|này)\b", regex.IGNORECASE)
# "không cài được phần mềm mới": what cannot be done is a consequence.
_UNABLE = regex.compile(r"không(?:\s+\p{L}+){1,2}\s+được\b", regex.IGNORECASE)
_MEASURE = regex.compile(r"\s(?:theo(?!\s+dõi\b)|so với|tại|trên|và (?:không|chưa))\s")


@dataclass(frozen=True, slots=True)
class ProblemSpan:
    """`[start, end)` of the text that was read; `remedied` where these words say so."""

    start: int
    end: int
    remedied: bool


def find_problems(
    text: str, label: Label, *, start: int = 0, end: int | None = None
) -> tuple[ProblemSpan, ...]:
    """The problems that the statement `text[start:end]` tells, in order, none overlapping.

    At least one for a limitation that has a letter, none for causes and requests.
    """
    end = len(text) if end is None else end
    if label in (Label.CAUSE, Label.REQUEST):
        return ()
    read = read_clauses(text, start, end)
    praise = label is not Label.LIMITATION
    spans = [unit.span for unit in _units(read, praise=praise) if unit.limits or not praise]
    if not (spans or praise) and (whole := trimmed(text, start, end)) > start:
        spans = [Clause(start, whole)]  # a joining word alone: "Ngoài ra."
    everything = any(_mends_all(text[clause.start : clause.end]) for clause in read.clauses)
    return tuple(
        ProblemSpan(s.start, s.end, everything or is_remedied(text[s.start : s.end])) for s in spans
    )


def _mends_all(written: str) -> bool:
    """ "Các tồn tại nêu trên đã khắc phục xong." """
    return bool(_THESE.match(written)) and is_remedied(written)


def finds_fault(text: str) -> bool:
    """Whether words of the text say that something fell short."""
    read = read_clauses(text, 0, len(text))
    return any(read.has(clause, _FAULT) for clause in read.clauses)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A problem in the making. `limits`: a contrast set it against what was granted before.
    `whole`: its clauses make a sentence, so that another may begin behind a comma. `explaining`:
    its last clause explains, and what follows goes on with that. `details`: up to the end of
    the sentence."""

    span: Clause
    limits: bool = False
    whole: bool = True
    explaining: bool = False
    details: bool = False


def _units(read: Clauses, *, praise: bool) -> list[_Unit]:
    """The statement parted wherever one thing ends and another begins."""
    done: list[_Unit] = []
    unit: _Unit | None = None
    for place, clause in enumerate(read.clauses):
        ahead = _ahead(read, place)
        if unit is None:
            unit = _begun(read, clause, ahead, praise=praise)
        elif not _parts(read, unit, clause, ahead, praise=praise):
            unit = _joined(read, unit, clause)
        else:
            if not _granted(read, unit, clause):
                done.append(unit)
            limits = praise and _goes_on_limiting(read, unit, clause, ahead)
            unit = _begun(read, clause, ahead, praise=praise)
            unit = replace(unit, limits=unit.limits or limits)
    return [*done, unit] if unit else done


def _ahead(read: Clauses, place: int) -> Clause:
    """The clause at `place` with those behind commas after it, as far as the next stop."""
    clause = read.clauses[place]
    for following in read.clauses[place + 1 :]:
        if following.mark not in ("comma", "") or following.link not in ("", "among"):
            break
        clause = replace(clause, end=following.end)
    return clause


def _begun(read: Clauses, clause: Clause, ahead: Clause, *, praise: bool) -> _Unit:
    opening = read.opening(clause)
    told = opening == "time" and read.has(clause, _FAULT)  # "Năm 2015 xã ban hành … trái luật"
    whole = told or (opening not in _HALF and clause.link != "concession")
    limits = praise and _limits(read, clause, ahead)
    return _Unit(clause, limits=limits, whole=whole)


def _joined(read: Clauses, unit: _Unit, clause: Clause) -> _Unit:
    opening = read.opening(clause)
    counted = clause.mark == "comma" and _COUNTED.match(read.text, clause.start) is not None
    explains = opening == "explains" or clause.link in ("concession", "while", "among") or counted
    own = not _leans(read, clause)
    return replace(
        unit,
        span=replace(unit.span, end=clause.end),
        whole=unit.whole or own or read.has(clause, _FAULT),
        explaining=explains or (unit.explaining and clause.mark == "comma"),
        details=_has_details(read, unit, clause),
    )


def _has_details(read: Clauses, unit: _Unit, clause: Clause) -> bool:
    """Whether the rest of the sentence tells no more than the unit did."""
    if clause.mark == "sentence":
        return read.opening(clause) == "details"
    opened = clause.mark == "colon" and read.has(unit.span, _FAULT | {"still"})
    return unit.details or opened or read.opening(clause) == "details"


# -- whether a clause begins another problem --------------------------------------------


def _parts(read: Clauses, unit: _Unit, clause: Clause, ahead: Clause, *, praise: bool) -> bool:
    if praise and clause.link in ("contrast", "but", "concession") and _limits(read, clause, ahead):
        return True
    if praise and _despite(read, unit, clause):
        return True
    if clause.link == "among":
        return bool(_COUNTED.match(read.text, clause.start)) and _own_matter(read, clause, ahead)
    if clause.mark == "sentence" or clause.link == "contrast":
        return _new_sentence(read, unit, clause, ahead)
    if unit.details or _only_explains(read, clause, ahead):
        return False
    if clause.mark == "colon":
        return read.has(unit.span, {"general"})
    if clause.link in ("but", "while"):
        return _against(read, unit, clause, ahead)
    if clause.mark == "semicolon" or clause.link == "addition":
        return _syllables(read, clause) >= _SHORTEST and not _still_granting(read, unit)
    return clause.mark == "comma" and _behind_comma(read, unit, clause, ahead)


def _new_sentence(read: Clauses, unit: _Unit, clause: Clause, ahead: Clause) -> bool:
    if clause.link == "contrast":
        return read.has(ahead, _FAULT | {"still"})
    return not _only_explains(read, clause, ahead) and not _still_granting(read, unit)


def _still_granting(read: Clauses, unit: _Unit) -> bool:
    """Whether nothing but what was granted has been told: "Kế hoạch đã có 45 nhiệm vụ; …"."""
    words = read.within(unit.span.start, unit.span.end)
    found = any(word.entry.code in _FAULT | {"still", "only"} for word in words)
    return not found and any(_is_done(word) for word in words)


def _is_done(word: Match) -> bool:
    return word.entry.code == "granted" and word.words.startswith("đã")


def _only_explains(read: Clauses, clause: Clause, ahead: Clause) -> bool:
    """A cause, consequence, example, part, figure, or remedy of what was told before."""
    written = read.text[ahead.start : ahead.end]
    if read.opening(clause) in ("explains", "details", "concession", "among"):
        return True
    if clause.link == "concession" and clause.mark == "comma":
        return True
    if is_remedied(written) and not read.has(ahead, {"negation"}):
        return True
    return bool(_FIGURE_LAST.search(written)) and not read.has(ahead, _FAULT)


def _against(read: Clauses, unit: _Unit, clause: Clause, ahead: Clause) -> bool:
    if clause.link == "while":
        found = read.has(unit.span, _FAULT) and read.has(clause, {"negation"})
        return found and (not _leans(read, clause) or clause.mark in ("semicolon", "sentence"))
    if unit.explaining:
        return False
    if _leans(read, clause):
        found = read.has(unit.span, _FAULT) and not read.has(unit.span, {"vague"})
        return found and _own_matter(read, clause, ahead)
    return read.has(ahead, _FAULT | {"only"})


def _behind_comma(read: Clauses, unit: _Unit, clause: Clause, ahead: Clause) -> bool:
    if unit.span.link == "concession" and not unit.whole:
        return not _leans(read, clause) and read.has(clause, _FAULT)
    if not unit.whole:
        return False
    found = read.has(unit.span, _FAULT | {"still", "only"})
    if _leans(read, clause):
        if unit.explaining or read.has(unit.span, {"vague"}) or _other_side(read, unit, clause):
            return False
        full = not _still_granting(read, unit) and _syllables(read, unit.span) >= _FULL
        return (found or full) and _own_matter(read, clause, ahead)
    if not found:
        return False
    if read.opening(clause) == "affected" or _COUNTED.match(read.text, clause.start):
        return False
    if read.opening(clause) == "several":
        return read.has(ahead, _FAULT)
    return read.has(clause, _FAULT)


def _other_side(read: Clauses, unit: _Unit, clause: Clause) -> bool:
    """ "chỉ tập trung vào phường, chưa kiểm tra các phòng": one thing, said from both sides."""
    chua = read.text[clause.start : clause.start + 4].lower() == "chưa"
    return chua and read.has(unit.span, {"only"})


def _leans(read: Clauses, clause: Clause) -> bool:
    """Whether the clause has no subject of its own."""
    return read.opening(clause) in _LEANING and not _FEW.match(read.text, clause.start)


def _own_matter(read: Clauses, clause: Clause, ahead: Clause) -> bool:
    negation = read.first(clause, {"negation"})
    comment = read.first(clause, {"comment", "time", "explains"})
    if negation is None or (comment and comment.start < negation.start):
        return False
    if _UNABLE.match(read.text, negation.start):
        return False
    words = read.text[negation.start : ahead.end]
    named = _SYLLABLE.findall(_MEASURE.split(words.partition("(")[0])[0])
    return len(named) - (negation.words not in ("thiếu", "bỏ sót")) >= _OWN_MATTER


def _syllables(read: Clauses, clause: Clause) -> int:
    return len(_SYLLABLE.findall(read.text, clause.start, clause.end))


# -- what was granted, and what limits it -----------------------------------------------


def _granted(read: Clauses, unit: _Unit, clause: Clause) -> bool:
    """Whether the unit only grants something to the contrast behind it."""
    conceded = unit.span.link == "concession"
    against = clause.link in ("contrast", "but") or conceded
    found = read.has(unit.span, _FAULT)
    return against and (conceded or (not found and read.has(unit.span, {"granted"})))


def _limits(read: Clauses, clause: Clause, ahead: Clause) -> bool:
    """Whether the clause sets a fault against what was praised before it. "Dù còn khó khăn, xã
    đã …" does not: the fault is what was granted there."""
    trailing = clause.link == "concession" and clause.mark == "comma"
    return (clause.link in ("contrast", "but") or trailing) and _follows(read, clause, ahead)


def _goes_on_limiting(read: Clauses, unit: _Unit, clause: Clause, ahead: Clause) -> bool:
    """Whether it adds a fault in the same sentence, or is told in spite of what was granted."""
    adds = unit.limits and clause.mark != "sentence" and _follows(read, clause, ahead)
    return adds or _despite(read, unit, clause)


def _despite(read: Clauses, unit: _Unit, clause: Clause) -> bool:
    """ "Mặc dù đã có nhiều cố gắng, huyện vẫn còn 12 hồ sơ trễ hạn." """
    told = (w.words for w in read.within(clause.start, clause.end) if w.entry.code in _TOLD)
    return unit.span.link == "concession" and not unit.whole and any(w in _REMAINS for w in told)


def _follows(read: Clauses, clause: Clause, ahead: Clause) -> bool:
    """Whether the clause, or what its first words lead to, tells a fault."""
    fault = read.first(ahead, _TOLD)
    if fault is None or _IF.match(read.text, clause.start):
        return False
    # "nhưng đã rất cố gắng, kết quả tuy chưa cao …": the contrast ended in what was done.
    if fault.start >= clause.end and read.has(clause, {"granted"}):
        return False
    # "song không để xảy ra phiền hà", "song đã kịp thời khắc phục tình trạng chậm trễ"
    undone = fault.entry.code in ("negation", "comment", "vague", "still")
    return not any(
        (word.entry.code == "no-fault" and word.words.startswith(_NONE))
        or (_is_done(word) and not undone)
        for word in read.within(clause.start, fault.start)
    )
