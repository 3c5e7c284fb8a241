"""How far the dataset can be trusted: the ledger, unsure statements, text left over."""

from __future__ import annotations

import sqlite3
from typing import Annotated

from fastapi import APIRouter, Query, Response

from notice_parser.parsing import UNSURE
from notice_parser.web.database import Row, names, one, rows
from notice_parser.web.desk import AtDesk, Page, PageNumber, Text
from notice_parser.web.listing import from_query

router = APIRouter()

_FILES = {
    "path": "f.path",
    "status": "f.status",
    "reason": "f.reason",
    "warnings": "f.warnings",
    "media_type": "f.media_type",
    "pages": "f.pages",
    "ocr_pages": "f.ocr_pages",
    "notice_id": "n.notice_id",
    "covered": "round(100.0 * n.covered_chars / nullif(n.text_chars, 0), 1)",
    "duplicate_of": "f.duplicate_of",
}
_UNSURE = {
    "statement_id": "s.statement_id",
    "notice_id": "s.notice_id",
    "unit_id": "s.unit_id",
    "year": "n.inspection_year",
    "areas": "s.areas",
    "label": "s.label",
    "text": "s.text",
    "page": "s.page",
    "confidence": "s.confidence",
    "evidence": "s.evidence",
}
_REMAINDERS = {
    "remainder_id": "r.remainder_id",
    "notice_id": "r.notice_id",
    "text": "r.text",
    "reason": "r.reason",
    "page": "r.page",
    "char_start": "r.char_start",
    "char_end": "r.char_end",
}


@router.get("/quality")
def show_ledger(desk: AtDesk, status: Text = "", page: PageNumber = 1) -> Response:
    listing = from_query(
        desk.database,
        "files",
        columns=_FILES,
        source="files f LEFT JOIN notices n ON n.file_id = f.file_id "
        "WHERE (:status = '' OR f.status = :status)",
        order="CASE f.status WHEN 'failed' THEN 1 WHEN 'partial' THEN 2 WHEN 'duplicate' THEN 3 "
        "ELSE 4 END, f.path",
        values={"status": status},
    )
    facts = {"status": status, "summary": desk.once(summary)}
    return desk.answer(Page("quality.html", desk.words("page", "quality"), facts, listing, page))


def summary(database: sqlite3.Connection) -> Row:
    """Counts of files by status, unsure statements, remainders, share of text accounted for."""
    told = one(
        database,
        "SELECT (SELECT count(*) FROM statements WHERE confidence < :unsure) AS unsure, "
        "(SELECT count(*) FROM statements) AS statements, "
        "(SELECT count(*) FROM remainders) AS remainders, "
        "(SELECT round(100.0 * sum(covered_chars) / nullif(sum(text_chars), 0), 1) "
        "FROM notices) AS covered",
        {"unsure": UNSURE},
    )
    counts = rows(database, "SELECT status, count(*) AS count FROM files GROUP BY 1 ORDER BY 1")
    return {
        **(told or {}),
        "below": UNSURE,
        "files": {row["status"]: row["count"] for row in counts},
    }


@router.get("/quality/unsure")
def show_unsure(
    desk: AtDesk,
    below: Annotated[float, Query(gt=0, le=1)] = UNSURE,
    page: PageNumber = 1,
) -> Response:
    listing = from_query(
        desk.database,
        "unsure",
        columns=_UNSURE,
        source="statements s JOIN notices n ON n.notice_id = s.notice_id "
        "WHERE s.confidence < :below",
        order="s.confidence, s.statement_id",
        values={"below": below},
    )
    facts = {"below": below, "summary": desk.once(summary)}
    extra = {"names": desk.once(names)}
    title = desk.words("page", "unsure")
    return desk.answer(Page("unsure.html", title, facts, listing, page, extra=extra))


@router.get("/quality/remainders")
def show_remainders(desk: AtDesk, reason: Text = "", page: PageNumber = 1) -> Response:
    listing = from_query(
        desk.database,
        "remainders",
        columns=_REMAINDERS,
        source="remainders r WHERE (:reason = '' OR r.reason = :reason)",
        order="CASE r.reason WHEN 'no label' THEN 1 ELSE 2 END, r.notice_id, r.char_start",
        values={"reason": reason},
    )
    reasons = rows(
        desk.database,
        "SELECT reason, count(*) AS count FROM remainders GROUP BY 1 ORDER BY 2 DESC, 1",
    )
    facts = {"reason": reason, "reasons": reasons, "summary": desk.once(summary)}
    title = desk.words("page", "remainders")
    return desk.answer(Page("remainders.html", title, facts, listing, page))
