"""Whether a clause of a statement begins another problem, or belongs to the one before it.

It is a problem of its own where it can be understood by itself: behind a full stop or semicolon,
behind a word that adds or contrasts, or behind a comma when it has a subject and a fault of its
own, or names what is missing in some words ("không in giấy tiếp nhận hồ sơ"). Shorter ones ("và
chưa kiểm kê") stay with the clause whose subject they share, and so does what only explains:
cause, consequence, example, figures, measure, remedy.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from notice_parser.model import Label
from notice_parser.segmenting.contrasts import despite, limits, only_praised
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.steps import (
    FAULT,
    HALF,
    LITTLE,
    STOPS,
    SYLLABLE,
    TOLD,
    Piece,
    Step,
    is_done,
)

# Syllables behind "chưa", "không" that name a matter of their own: verb and object. "không gửi
# phiếu xin lỗi cho người dân" does, "chưa kiểm kê" and "không bố trí kinh phí" do not.
_OWN_MATTER = 5
_SENTENCE = 5  # syllables of a clause behind "nhưng" that is understood without the one before
_CLAUSE = 3  # syllables of the shortest clause at all: "ẩm thấp" is none
_FULL = 7  # syllables of a clause that tells something, though no word of it is known
_FIGURE_LAST = regex.compile(r"\d[\d.,/]*\s*%?$")  # "… dưới 10%": all it tells is a number
_UNABLE = regex.compile(
    r"không(?:\s+\p{L}+){1,2}\s+được\b", regex.IGNORECASE
)  # "không cài được phần mềm"
_MEASURE = regex.compile(r"\s(?:theo(?!\s+dõi\b)|so với|tại|trên|và (?:không|chưa))\s|\(")
_THEREFORE = frozenset({"do vậy", "do đó", "vì vậy", "vì thế"})
_CONSEQUENCE = _THEREFORE | {"nên", "cho nên", "khiến", "dẫn đến", "dẫn tới"}


def begun(step: Step) -> Piece:
    """The clause as a piece of its own."""
    told = step.opening == "time" and step.read.has(step.clause, FAULT)  # "Năm 2015 xã … sai luật"
    return Piece(
        step.clause,
        limits=step.label is not Label.LIMITATION and limits(step),
        whole=told or (step.opening not in HALF and step.clause.link != "concession"),
        explaining=step.says(step.clause, _CONSEQUENCE),
    )


def joined(step: Step) -> Piece:
    """The piece with the clause added to it."""
    piece, clause = step.piece, step.clause
    told = step.opening == "explains" or clause.link in ("concession", "while", "among")
    told = told or (step.counted and clause.mark == "comma")
    explains = told or step.says(clause, _CONSEQUENCE)
    return replace(
        piece,
        span=replace(piece.span, end=clause.end),
        whole=piece.whole or not step.leans or step.read.has(clause, FAULT),
        explaining=explains or (piece.explaining and clause.mark == "comma"),
        details=_has_details(step),
    )


def _has_details(step: Step) -> bool:
    """Whether the rest of the sentence tells no more than the piece did."""
    if step.clause.mark == "sentence":
        return step.opening == "details"
    opened = step.clause.mark == "colon" and step.read.has(step.piece.span, TOLD)
    return step.piece.details or opened or step.opening == "details"


# -- whether it begins another ----------------------------------------------------------


def parts(step: Step) -> bool:
    """Whether the clause begins another problem."""
    clause = step.clause
    if step.label is not Label.LIMITATION and (limits(step) or despite(step)):
        return True
    if only_praised(step):
        return True
    if clause.link == "among":
        return step.counted and _own_matter(step)
    if step.contrasts:
        return step.read.has(step.ahead, TOLD)
    if (step.piece.details and clause.mark != "sentence") or _only_explains(step):
        return False
    if clause.mark == "colon":
        return step.read.has(step.piece.span, {"general"})
    if clause.link in ("but", "while") and clause.mark not in STOPS:
        return _beside(step) if clause.link == "while" else _against(step)
    if clause.mark in STOPS or clause.link == "addition":
        # "; phí, lệ phí niêm yết sai" has its fault behind a comma, "; vắng 08 người, …" before it
        told = clause if step.read.has(clause, FAULT) else step.ahead
        return step.syllables(told) >= _CLAUSE and not _still_granting(step)
    return clause.mark == "comma" and _behind_comma(step)


def _still_granting(step: Step) -> bool:
    """Whether nothing but what was done has been told: "Kế hoạch đã có 45 nhiệm vụ; …"."""
    span = step.piece.span
    done = any(map(is_done, step.read.within(span.start, span.end)))
    return done and not step.read.has(span, LITTLE)


def _only_explains(step: Step) -> bool:
    """A cause, consequence, example, part, figure, or remedy of what was told before."""
    read, ahead = step.read, step.ahead
    if step.opening in ("explains", "team", "details", "concession", "among"):
        return True
    if step.clause.link == "concession" and step.clause.mark == "comma":
        return True
    written = read.text[ahead.start : ahead.end]
    if is_remedied(written) and not read.has(ahead, {"negation"}):
        return True
    # "; ngay sau khi Đoàn nhắc nhở, công chức này đã nộp lại quỹ": so only behind a fault
    if is_remedied(read.text[step.piece.span.end : ahead.end]) and not read.has(ahead, FAULT):
        return True
    if read.has(ahead, LITTLE):
        return False
    # "; đến ngày 22/8/2022 Chi cục báo cáo đã kết nối xong"
    done = any(map(is_done, read.within(ahead.start, ahead.end)))
    return bool(_FIGURE_LAST.search(written)) or (step.opening == "time" and done)


def _beside(step: Step) -> bool:
    """Behind "trong khi": a fault of its own, or the measure of the one before."""
    found = step.read.has(step.piece.span, FAULT) and step.read.has(step.clause, {"negation"})
    return found and not step.leans


def _against(step: Step) -> bool:
    """Behind "nhưng": a sentence of its own, or one that shares the subject before it."""
    read, piece = step.read, step.piece
    if step.leans or step.opening == "only":
        found = read.has(piece.span, FAULT) and not read.has(piece.span, {"vague"})
        alone = not step.leans or _own_matter(step)
        return found and not piece.explaining and alone
    head = read.text[step.clause.start : step.clause.end].partition("(")[0]
    if len(SYLLABLE.findall(head)) < _SENTENCE:
        return False
    return step.says(step.clause, frozenset({"vẫn"})) or read.has(step.ahead, LITTLE)


def _behind_comma(step: Step) -> bool:
    read, piece, clause = step.read, step.piece, step.clause
    if piece.span.link == "concession" and not piece.whole:
        return not step.leans and read.has(clause, FAULT)
    if not piece.whole or step.counted or step.says(clause, _THEREFORE):
        return False
    found = read.has(piece.span, LITTLE)
    if step.leans:
        if piece.explaining or read.has(piece.span, {"vague"}) or _other_side(step):
            return False
        full = not _still_granting(step) and step.syllables(piece.span) >= _FULL
        return (found or full) and _own_matter(step)
    if not found or step.opening == "affected" or step.syllables(clause) < _CLAUSE:
        return False
    if piece.explaining and step.says(piece.span, _CONSEQUENCE):
        return False  # "… nên khi người dân hỏi, công chức không biết …"
    return read.has(step.ahead if step.opening == "several" else clause, FAULT)


def _other_side(step: Step) -> bool:
    """ "chỉ tập trung vào phường, chưa kiểm tra các phòng": one thing, said from both sides."""
    first = step.read.text[step.clause.start : step.clause.start + 4].lower()
    return first == "chưa" and step.read.has(step.piece.span, {"only"})


def _own_matter(step: Step) -> bool:
    read, clause = step.read, step.clause
    negation = read.first(clause, {"negation"})
    other = read.first(clause, {"comment", "time", "explains"})
    if negation is None or (other and other.start < negation.start):
        return False
    if _UNABLE.match(read.text, negation.start):
        return False
    # "chưa tổ chức thi tuyển, xét tuyển" is one; "thiếu trang, không có chữ ký" are two.
    more = read.has(replace(clause, start=clause.end, end=step.ahead.end), LITTLE)
    words = read.text[negation.start : clause.end if more else step.ahead.end]
    named = SYLLABLE.findall(_MEASURE.split(words)[0])
    return len(named) - (negation.words not in ("thiếu", "bỏ sót")) >= _OWN_MATTER
