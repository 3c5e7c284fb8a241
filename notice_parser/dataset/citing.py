"""A statement as one cites it: the quote, the document, its date, the page."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from notice_parser.errors import UsageError


@dataclass(frozen=True, slots=True)
class Cited:
    """`document` is the number with its symbol ("12/TB-ĐKT"); `date` is ISO 8601, possibly partial;
    what the notice does not say is empty, or None for the page. `file` is the path in the ledger,
    `text` the whole citation in Vietnamese."""

    statement_id: str
    quote: str
    doc_type: str
    document: str
    date: str
    issuer: str
    title: str
    page: int | None
    file: str
    text: str


def cite(database: sqlite3.Connection, statement_id: str) -> Cited:
    """Raises UsageError when the dataset has no such statement."""
    row = database.execute(
        "SELECT s.text, s.page, coalesce(n.doc_type, ''), coalesce(n.number, ''), "
        "coalesce(n.symbol, ''), coalesce(n.date, ''), coalesce(n.issuer, ''), "
        "coalesce(n.title, ''), f.path "
        "FROM statements s JOIN notices n USING (notice_id) JOIN files f USING (file_id) "
        "WHERE s.statement_id = ?",
        (statement_id,),
    ).fetchone()
    if row is None:
        raise UsageError(
            f"{statement_id}: the dataset has no statement with this id; see statements.csv"
        )
    quote, page, doc_type, number, symbol, date, issuer, title, file = row
    document = "/".join(part for part in (number, symbol) if part)
    parts = [
        " ".join(part for part in (doc_type, f"số {document}" if document else "") if part),
        f"ngày {_spoken(date)}" if date else "",
        f"của {issuer}" if issuer else "",
        title,
        f"trang {page}" if page else "",
    ]
    where = ", ".join(part for part in parts if part)
    return Cited(
        statement_id=statement_id,
        quote=quote,
        doc_type=doc_type,
        document=document,
        date=date,
        issuer=issuer,
        title=title,
        page=page,
        file=file,
        text=f"“{quote}” ({where or file}) [{statement_id}]",
    )


def _spoken(date: str) -> str:
    """ "2023-07-28" as 28/7/2023, "2023-08" as 8/2023."""
    return "/".join(part.lstrip("0") for part in reversed(date.split("-")))
