"""The role of a figure that no touching word tells: the nearest telling word of its clause
decides, and where that is only "đạt" or nothing, whether the sentence asks or tells."""

from __future__ import annotations

import re

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.measured import units_of
from notice_parser.extracting.role_words import (
    CLAUSE,
    COUNTED,
    nearest_role,
    range_start,
    role_words,
    skip_space,
)
from notice_parser.text import WORD_END

_TERM_AFTER = re.compile(r"\ ?(?:\([^()]{1,20}\)\ )?(?:làm việc|kể từ|tính từ|từ ngày|sau khi)")
_WITHIN = regex.compile(r"(?r)(?<!\w)trong\ ")
# "câu hỏi cũ nhất đã 05 tháng"; "máy quét hỏng từ 04 tháng nay" is a period
_ALREADY = regex.compile(r"(?r)(?<!\w)đã\ ")
_PERIOD_AFTER = re.compile(
    r"\ (?:đầu|cuối|liền|liên tiếp|liên tục|qua|gần đây|gần nhất|vừa qua|năm|tiếp theo|trước|nay"
    r"|vận hành|hoạt động|chưa sửa)" + WORD_END
)
# "không mở đủ 12 kỳ họp"
_NOT_ENOUGH = regex.compile(r"(?r)(?<!\w)(?:không|chưa)(?:\ (?!đầy)\p{L}+){1,3}\ đủ\ ")
# "45,6%/70%" sets what was reached against what was asked
_SET_AGAINST = re.compile(r"/\ ?$")
_LONG_UNITS = ("tháng", "năm", "quý", "năm học")
_SHORT_UNITS = ("giờ", "phút", "giây")
_TIMES = ("limit", "actual", "period", "lasts")
# "diện tích tối thiểu 40 m2 theo quy định" is a rule's bound, "tối thiểu 30%" a goal.
_RULED_BEFORE = regex.compile(r"(?r)(?<!\w)(?:quy định|khống chế)(?:\ \p{L}+){0,2}\ (?:\(\ ?)?")
_RULED_AFTER = regex.compile(r"[^.,;:\n]{0,25}?(?<!\w)(?:theo )?quy định(?!\w)")
# "Tự kiểm tra xong 06 đơn vị còn lại"; files that are left are there, late
_LEFT_OVER = re.compile(r"\ còn lại" + WORD_END)
LATE = ("hồ sơ", "trường hợp")
_FILES = (*LATE, "kiến nghị", "nhiệm vụ", "văn bản", "thủ tục", "TTHC")
# "cao hơn bình quân chung của tỉnh (67,3%)"
_BRACKETED = regex.compile(
    r"(?r)(?<!\w)(?:cao|thấp|kém|nhiều|ít)\ hơn\ (?:(?!chỉ tiêu|mục tiêu|kế hoạch|giao)[^().;])"
    r"{3,60}\((?:[^().;\d]{0,20}\ )?"
)
_COMMON = regex.compile(
    r"(?r)(?<!\w)(?:bình quân|mặt bằng|mức)\ (?:chung\ )?(?:của\ )?(?:toàn\ |cả\ )?"
    r"(?:tỉnh|huyện|thành phố|thị xã|quận|nước|ngành)\ (?:là\ |đạt\ |\()?"
)  # "bình quân toàn tỉnh là 58,6%"
_RULING = regex.compile(
    r"(?<!\w)(?:quy định|quy trình|khung|thời hạn|yêu cầu|phải|cho phép|chỉ được|nếu|theo)(?!\w)"
)
# "Giải quyết hồ sơ kéo dài 25 ngày": how slow it was
_SLOW = regex.compile(
    r"(?r)(?<!\w)(?:thời gian|giải quyết|thẩm định|thẩm tra|xác minh|xử lý|trả lời|trả kết quả|luân"
    r" chuyển|phê duyệt|bàn giao|cấp giấy) [^.,;]{0,80}(?<!\w)kéo dài\ "
    r"(?:(?:từ|gần|hơn|trên|khoảng|tới|đến|quá|thêm)\ )*"
)
# "quá thời hạn 15 ngày làm việc", "quá thời hạn quy định (15 ngày)": the term that is over
_TERM_OVER = regex.compile(
    r"(?r)(?<!\w)(?:(?:quy\ định|cho\ phép)\ \((?:là\ )?|(?:quá|so\ với)\ thời\ (?:hạn|gian)\ )"
)


def clause_role(
    key: str, amount: Amount, begin: int, *, sentence: int, comparator: str, requested: bool
) -> str:
    """The clause begins at `begin`, its sentence at `sentence`; `requested` says that the whole
    statement asks for something."""
    asked = _asked(key, sentence, amount, requested)
    if amount.kind != "duration":
        apart = _set_apart(key, amount, begin, comparator=comparator, requested=requested)
        return apart or _plain_role(key, amount, begin, comparator=comparator, asked=asked)
    if _is_term_over(key, amount, begin):
        return "limit"
    if asked and not _tells_elapsed(key, amount, begin, requested=requested):
        return _term_role(key, amount, begin, comparator=comparator)
    return _time_role(key, amount, begin, comparator=comparator, asked=False)


def _set_apart(key: str, amount: Amount, begin: int, *, comparator: str, requested: bool) -> str:
    """The role of a rule's bound, of what a rate is held against, and of what a request lets be
    made or has left to be done; "" for all others."""
    if comparator in (">=", "<=") and _ruled(key, amount, begin):
        return "limit"
    beside = (_BRACKETED, _COMMON) if amount.kind in ("rate", "score") else ()
    if any(pattern.match(key, begin, amount.start) for pattern in beside):
        return "base"
    if not requested or amount.kind not in (*COUNTED, "money"):
        return ""
    left = amount.unit not in _FILES and _LEFT_OVER.match(key, amount.end)
    return "target" if left or _is_made(key, amount) else ""


def _ruled(key: str, amount: Amount, begin: int) -> bool:
    """Whether a rule sets the bound: "chưa đạt mức tối thiểu 40 m2 theo quy định"."""
    touching = role_words().touching.ending_at(key, amount.start)
    start = touching.start if touching else amount.start
    before = _RULED_BEFORE.match(key, begin, start)
    return bool(before or _RULED_AFTER.match(key, amount.end))


def _is_made(key: str, amount: Amount) -> bool:
    """ "Tổ chức 02 hội nghị": what a request lets be made is not there yet."""
    made = role_words().made.ending_at(key, amount.start)
    if made is None:
        return False
    if amount.kind == "money" or not made.entry.get("money", False):
        return True
    return amount.unit in units_of(tuple(made.entry.get("things", ())))  # "bổ sung 03 biên chế"


def _asked(key: str, sentence: int, amount: Amount, requested: bool) -> bool:
    begin = max(sentence, amount.start - 4 * CLAUSE)
    goals = () if requested else role_words().sentence.within(key, begin, amount.start)
    return requested or any(not goal.entry.get("plain", False) for goal in goals)


def _tells_elapsed(key: str, amount: Amount, begin: int, *, requested: bool) -> bool:
    """ "chậm 41 ngày mà không phải xin lỗi" tells, though the sentence has a word that asks."""
    return not requested and nearest_role(key, begin, amount, _TIMES) == "actual"


def _term_role(key: str, amount: Amount, begin: int, *, comparator: str) -> str:
    """The role in what is asked: days are a term, months only where the words say so."""
    long = amount.unit in _LONG_UNITS
    if comparator == ">=" or _WITHIN.match(key, begin, amount.start):
        return "limit"  # "phải khắc phục trong 05 ngày"
    if not long and amount.unit not in _SHORT_UNITS:
        return "limit"  # "hồ sơ quá hạn 03 ngày mà không xin lỗi thì báo cáo"
    return _time_role(key, amount, begin, comparator=comparator, asked=True)


def _is_term_over(key: str, amount: Amount, begin: int) -> bool:
    """ "quá thời hạn 15 ngày" says rather how late it was; nobody counts that in working days."""
    over = _TERM_OVER.match(key, begin, amount.start)
    if over is None:
        return False
    return amount.unit.endswith("làm việc") or over.group().startswith(("quy", "cho"))


def _time_role(key: str, amount: Amount, begin: int, *, comparator: str, asked: bool) -> str:
    long = amount.unit in _LONG_UNITS
    nearest = nearest_role(key, begin, amount, _TIMES)
    if nearest == "lasts":
        return "actual" if _SLOW.match(key, begin, amount.start) else "period"
    if long and _PERIOD_AFTER.match(key, amount.end):
        return "period"
    if long and _ALREADY.match(key, begin, amount.start):
        return "actual"
    if _TERM_AFTER.match(key, amount.end) or amount.unit.endswith("làm việc"):
        return nearest_role(key, begin, amount, ("limit", "actual")) or "limit"
    if nearest == "period" and not long:
        nearest = "actual"  # "được cấp trong khoảng 15 phút"
    short = amount.unit in _SHORT_UNITS and not asked
    if comparator == "<=" and short and not _RULING.search(key, begin, amount.start):
        return "actual"  # "mỗi hồ sơ không quá 15 phút": nobody says that it has to be so
    if comparator in ("<=", "<"):
        return nearest or "limit"
    if comparator == ">=":
        return nearest if nearest == "actual" else "limit"
    if comparator == ">" and nearest != "limit":
        return "actual"
    return nearest or ("period" if long else "actual")


def _plain_role(key: str, amount: Amount, begin: int, *, comparator: str, asked: bool) -> str:
    if amount.kind in ("level", "rank"):
        return (nearest_role(key, begin, amount, ("target",)) if asked else "") or "actual"
    if _SET_AGAINST.search(key, max(0, amount.start - 2), amount.start):
        return "target" if amount.kind == "rate" else "base"
    if amount.kind in COUNTED:
        return _count_role(key, amount, begin, comparator=comparator, asked=asked)
    if amount.kind == "money" and comparator == "<=":
        return "limit"  # "hỗ trợ tối đa 250 triệu đồng"
    if role_words().behind.starting_at(key, skip_space(key, amount.end)):
        return "target"
    least = comparator == ">=" and range_start(key, amount.start) == amount.start
    if least or (asked and comparator in (">=", "<=")):
        return "target"
    nearest = nearest_role(key, begin, amount, ("target", "actual", "weak", "wish"))
    if nearest in ("target", "actual"):
        return nearest
    if comparator == ">=" or (comparator == "<=" and amount.kind != "measure"):
        return "target"
    if nearest == "wish" and asked:
        return "target"
    return "target" if asked and amount.kind in ("rate", "score") else "actual"


def _count_role(key: str, amount: Amount, begin: int, *, comparator: str, asked: bool) -> str:
    """What is counted is there, unless a plan or a request is about the number itself."""
    if comparator == "<=":
        return "limit" if asked else "actual"
    if comparator == ">=":
        return "target" if asked or range_start(key, amount.start) == amount.start else "actual"
    if _NOT_ENOUGH.match(key, begin, amount.start):
        return "target"
    nearest = nearest_role(key, begin, amount, ("target", "actual", "weak", "wish"))
    wished = nearest == "wish" and asked and amount.unit not in LATE  # "xin lỗi đủ 497 hồ sơ"
    return "target" if nearest == "target" or wished else "actual"
