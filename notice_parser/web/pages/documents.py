"""The cited documents: which are cited how often, and where each is, in which relation."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response

from notice_parser.web.database import Row, names, one, rows
from notice_parser.web.desk import AtDesk, Id, Page, PageNumber, Text
from notice_parser.web.listing import from_query
from notice_parser.web.marking import Mark, cut

router = APIRouter()

_ORDERS = {
    "notices": "notices DESC, mentions DESC, document_id",
    "mentions": "mentions DESC, document_id",
    "date": "date DESC, document_id",
    "number": "number COLLATE vietnamese, document_id",
}
_COLUMNS = (
    *("document_id", "doc_type", "number", "date", "issuer", "law_name"),
    *("mentions", "notices"),
)
_CITATION = {
    "citation_id": "c.citation_id",
    "notice_id": "c.notice_id",
    "statement_id": "c.statement_id",
    "text": "c.text",
    "relation": "c.relation",
    "pinpoint": "c.pinpoint",
    "year": "n.inspection_year",
    "province": "n.province",
    "unit_id": "s.unit_id",
    "label": "s.label",
    "page": "c.page",
    "char_start": "c.char_start",
    "char_end": "c.char_end",
    "statement": "s.text",
    "statement_start": "s.char_start",
}


@router.get("/documents")
def list_documents(
    desk: AtDesk,
    sort: Literal["notices", "mentions", "date", "number"] = "notices",
    doc_type: Text = "",
    page: PageNumber = 1,
) -> Response:
    listing = from_query(
        desk.database,
        "legal_documents",
        columns={column: column for column in _COLUMNS},
        source="legal_documents WHERE (:doc_type = '' OR doc_type = :doc_type)",
        order=_ORDERS[sort],
        values={"doc_type": doc_type},
    )
    types = rows(
        desk.database,
        "SELECT doc_type, count(*) AS count FROM legal_documents WHERE doc_type <> '' "
        "GROUP BY doc_type ORDER BY doc_type COLLATE vietnamese",
    )
    facts = {"sort": sort, "doc_type": doc_type}
    title = desk.words("page", "documents")
    return desk.answer(Page("documents.html", title, facts, listing, page, extra={"types": types}))


@router.get("/documents/{document_id}")
def show_document(
    desk: AtDesk, document_id: Id, relation: Text = "", page: PageNumber = 1
) -> Response:
    database = desk.database
    found = one(database, "SELECT * FROM legal_documents WHERE document_id = ?", (document_id,))
    if found is None:
        raise desk.missing("no-such-document")
    listing = from_query(
        database,
        "citations",
        columns=_CITATION,
        source="citations c JOIN notices n ON n.notice_id = c.notice_id "
        "LEFT JOIN statements s ON s.statement_id = c.statement_id "
        "WHERE c.document_id = :document AND (:relation = '' OR c.relation = :relation)",
        order="n.inspection_year DESC, c.notice_id, c.char_start",
        values={"document": document_id, "relation": relation},
    )
    relations = rows(
        database,
        "SELECT coalesce(relation, '') AS relation, count(*) AS count FROM citations "
        "WHERE document_id = ? GROUP BY 1 ORDER BY 2 DESC, 1",
        (document_id,),
    )
    title = " ".join(filter(None, (found["doc_type"], found["number"] or found["law_name"])))
    facts = {"document": found, "relation": relation, "relations": relations}
    extra = {"names": desk.once(names), "cut_citation": _cut}
    return desk.answer(Page("document.html", title, facts, listing, page, extra=extra))


def _cut(row: Row) -> object:
    """The statement with the citation marked, or the citation alone outside of all."""
    mark = Mark(row["char_start"], row["char_end"], "citation")
    if row["statement"] is None:
        return cut(row["text"], [mark], start=row["char_start"])
    return cut(row["statement"], [mark], start=row["statement_start"])
