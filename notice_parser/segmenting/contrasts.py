"""What a statement grants, and what limits it: "Mặc dù đã có nhiều cố gắng, huyện vẫn còn …".

Praise becomes a problem only by a clause that sets a fault against it; what was granted to such a
contrast is no problem itself.
"""

from __future__ import annotations

import regex

from notice_parser.model import Label
from notice_parser.segmenting.steps import FAULT, GRANTED, LITTLE, STOPS, TOLD, Step, is_done

_IF = regex.compile(r"nếu\b", regex.IGNORECASE)
_APART = regex.compile(r"riêng\b", regex.IGNORECASE)
_REMAINS = frozenset({"còn", "vẫn còn", "vẫn có", "còn có", "còn để", "còn tình trạng", "chưa"})


def grants(step: Step) -> bool:
    """Whether the piece only grants something to the contrast that the clause opens."""
    span = step.piece.span
    if span.link == "concession":
        return True
    against = step.clause.link in ("contrast", "but") and step.read.has(span, GRANTED)
    return (against and not step.read.has(span, FAULT)) or only_praised(step)


def only_praised(step: Step) -> bool:
    """ "Bố trí đủ người trực; còn 17 hồ sơ trễ hạn", "Các phòng đều có quy chế, riêng Phòng …": the
    piece only praises, and the next sentence, or its half, tells what fell short."""
    span, clause = step.piece.span, step.clause
    praised = step.read.has(span, {"praised"}) and not step.read.has(span, LITTLE)
    turns = clause.mark in STOPS or _APART.match(step.read.text, clause.start) is not None
    return praised and turns and _finds(step, LITTLE)


def goes_on_limiting(step: Step) -> bool:
    """Whether praise is limited further in the same sentence, or in spite of what it grants."""
    if step.label is Label.LIMITATION:
        return False
    adds = step.piece.limits and step.clause.mark != "sentence" and _finds(step, TOLD)
    return adds or despite(step)


def limits(step: Step) -> bool:
    """Whether the clause sets a fault against praise. "Dù còn khó khăn, xã đã …" does not: the
    fault is what was granted there. In a conclusion a new clause does it without a word."""
    link, mark = step.clause.link, step.clause.mark
    trailing = link == "concession" and mark == "comma"
    apart = bool(mark) and _APART.match(step.read.text, step.clause.start) is not None
    concluding = step.label is Label.CONCLUSION and mark == "semicolon"
    if link in ("contrast", "but") or trailing:
        return _finds(step, TOLD)
    return (apart or concluding) and _finds(step, TOLD - {"more"})


def despite(step: Step) -> bool:
    """ "Mặc dù đã có nhiều cố gắng, huyện vẫn còn 12 hồ sơ trễ hạn." """
    conceded = step.piece.span.link == "concession" and not step.piece.whole
    return conceded and step.says(step.clause, _REMAINS)


def _finds(step: Step, codes: frozenset[str]) -> bool:
    """Whether the clause, or what its first words lead to, tells a fault by words of `codes`."""
    read, clause = step.read, step.clause
    fault = read.first(step.ahead, codes)
    if fault is None or _IF.match(read.text, clause.start):
        return False
    # "nhưng đã rất cố gắng, kết quả tuy chưa cao …": the contrast ended in what was done.
    if fault.start >= clause.end and read.has(clause, GRANTED):
        return False
    # "song không để xảy ra phiền hà", "song đã kịp thời khắc phục tình trạng chậm trễ"
    undone = fault.entry.code in ("negation", "comment", "vague", "still")
    return not any(
        (word.entry.code == "no-fault" and word.words.startswith(("không", "chưa")))
        or (is_done(word) and not undone)
        for word in read.within(clause.start, fault.start)
    )
