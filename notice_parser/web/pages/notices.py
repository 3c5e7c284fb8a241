"""The notices, and one notice: its pages or its text beside the tree of what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from notice_parser.dataset.sources import find_source
from notice_parser.errors import InputError
from notice_parser.web.database import Row, names, one, rows
from notice_parser.web.desk import AtDesk, Desk, Id, Page, PageNumber, Text
from notice_parser.web.listing import Listing, from_query, from_rows
from notice_parser.web.marking import Mark, Piece, cut, paragraphs, patches
from notice_parser.web.words import items

router = APIRouter()

CutUp = tuple[Row, tuple[Piece, ...]]

_ORDERS = {
    "date": "n.date DESC, n.notice_id",
    "unit": "n.inspected_unit COLLATE vietnamese, n.notice_id",
    "province": "n.province COLLATE vietnamese, n.notice_id",
    "year": "n.inspection_year DESC, n.notice_id",
}
_COLUMNS = {
    "notice_id": "n.notice_id",
    "number": "n.number",
    "symbol": "n.symbol",
    "date": "n.date",
    "province": "n.province",
    "inspected_unit": "n.inspected_unit",
    "year": "n.inspection_year",
    "title": "n.title",
    "statements": "(SELECT count(*) FROM statements s WHERE s.notice_id = n.notice_id)",
    "limitations": "(SELECT count(*) FROM statements s WHERE s.notice_id = n.notice_id "
    "AND s.label = 'han-che')",
    "path": "f.path",
    "status": "f.status",
}
_STATEMENT = (
    "statement_id",
    "unit_id",
    "areas",
    "label",
    "text",
    "page",
    "char_start",
    "char_end",
    "heading_path",
    "remedied",
    "confidence",
    "evidence",
    "due_date",
    "corrected",
)


@router.get("/notices")
def list_notices(
    desk: AtDesk,
    sort: Literal["date", "unit", "province", "year"] = "date",
    province: Text = "",
    page: PageNumber = 1,
) -> Response:
    listing = from_query(
        desk.database,
        "notices",
        columns=_COLUMNS,
        source="notices n JOIN files f ON f.file_id = n.file_id "
        "WHERE :province = '' OR n.province = :province",
        order=_ORDERS[sort],
        values={"province": province},
    )
    return desk.answer(
        Page(
            "notices.html",
            desk.words("page", "notices"),
            {"sort": sort, "province": province},
            listing,
            page,
            extra={"provinces": desk.once(provinces)},
        )
    )


def provinces(database: sqlite3.Connection) -> list[str]:
    """All provinces that notices are from, in order of the alphabet."""
    query = "SELECT DISTINCT province FROM notices WHERE province <> '' ORDER BY 1"
    return [name for (name,) in database.execute(f"{query} COLLATE vietnamese")]


@router.get("/notices/{notice_id}")
def show_notice(
    desk: AtDesk,
    notice_id: Id,
    mark: Text = "",
    at: Annotated[str, Query(pattern=r"^(\d{1,9}-\d{1,9})?$")] = "",
    sheet: Annotated[int, Query(ge=0, le=100_000)] = 0,
    view: Literal["", "text"] = "",
) -> Response:
    database = desk.database
    notice = one(database, "SELECT * FROM notices WHERE notice_id = ?", (notice_id,))
    if notice is None:
        raise desk.missing("no-such-notice")
    statements = rows(
        database,
        f"SELECT {', '.join(_STATEMENT)} FROM statements WHERE notice_id = ? ORDER BY ordinal",
        (notice_id,),
    )
    marks = [
        Mark(s["char_start"], s["char_end"], s["label"], s["statement_id"]) for s in statements
    ]
    chosen = _chosen(marks, mark, at)
    facts = {"notice": notice, **_facts_in(database, notice_id)}
    unit_names = desk.once(names)
    cut_up = _cut_up(statements, facts)
    extra = {
        **_left(desk, notice, marks, chosen=chosen, sheet=sheet, text=view == "text"),
        "tree": _tree(cut_up, unit_names),
        "card": next((c for c in cut_up if chosen and c[0]["statement_id"] == chosen.of), None),
        "names": unit_names,
        "mark": chosen.of if chosen else "",
        "themes": _themes(database, notice_id),
    }
    title = notice["title"] or notice_id
    listing = _statement_listing(statements, unit_names)
    return desk.answer(Page("notice.html", title, facts, listing, extra=extra))


@router.get("/statements/{statement_id}")
def show_statement(desk: AtDesk, statement_id: Id) -> Response:
    """The link that cites a statement: leads to its place in the notice."""
    query = "SELECT notice_id FROM statements WHERE statement_id = ?"
    found = one(desk.database, query, (statement_id,))
    if found is None:
        raise desk.missing("no-such-statement")
    place = desk.address.link(f"/notices/{found['notice_id']}", mark=statement_id)
    return RedirectResponse(f"{place}#dau", 303)


@router.get("/notices/{notice_id}/pages/{page}.png")
def show_page_image(desk: AtDesk, notice_id: Id, page: int) -> Response:
    found = one(
        desk.database,
        "SELECT n.file_id FROM pages p JOIN notices n ON n.notice_id = p.notice_id "
        "WHERE p.notice_id = ? AND p.page = ?",
        (notice_id, page),
    )
    file_id = found["file_id"] if found else ""
    source = find_source(desk.database, file_id, base=desk.site.files)
    if source is None:
        raise desk.missing("no-image")
    try:
        image = desk.site.images.get(source, page)
    except InputError as error:
        raise desk.missing("no-image") from error
    kept = {"cache-control": "private, max-age=3600"}
    return Response(image, media_type="image/png", headers=kept)


def _chosen(statements: Iterable[Mark], mark: str, at: str) -> Mark | None:
    """What is to be marked: a statement, or a span of the text."""
    if at:
        start, _, end = at.partition("-")
        return Mark(int(start), int(end), "mark")
    found = (Mark(told.start, told.end, "mark", mark) for told in statements if told.of == mark)
    return next(found, None)


def _left(
    desk: Desk, notice: Row, marks: Sequence[Mark], *, chosen: Mark | None, sheet: int, text: bool
) -> Mapping[str, Any]:
    """The left side: one page of the file with its marks, or else the text."""
    database, notice_id = desk.database, notice["notice_id"]
    sizes = rows(database, "SELECT * FROM pages WHERE notice_id = ? ORDER BY page", (notice_id,))
    lines = rows(database, "SELECT * FROM lines WHERE notice_id = ? ORDER BY line", (notice_id,))
    source = find_source(database, notice["file_id"], base=desk.site.files)
    there = bool(sizes and source and source.location)
    told = {"sizes": sizes, "file_is_there": there, "chosen": chosen}
    if text or not there:
        return told | {"sheet": None, "paragraphs": _marked_text(lines, marks, chosen)}
    number = sheet or _page_of(lines, chosen) or 1
    here = [line for line in lines if line["page"] == number]
    return told | {
        "sheet": next((size for size in sizes if size["page"] == number), sizes[0]),
        "patches": patches(here, marks),
        "marked": patches(here, [chosen] if chosen else []),
    }


def _marked_text(
    lines: Iterable[Row], marks: Sequence[Mark], chosen: Mark | None
) -> list[tuple[str, tuple[Piece, ...]]]:
    """(role, text in pieces) of each paragraph."""
    shown = [*marks, chosen] if chosen else marks
    return [(role, cut(text, shown, start=start)) for start, role, text in paragraphs(lines)]


def _page_of(lines: Iterable[Row], chosen: Mark | None) -> int | None:
    if chosen:
        for line in lines:
            if line["char_start"] < chosen.end and line["char_end"] > chosen.start:
                return int(line["page"])
    return None


def _facts_in(database: sqlite3.Connection, notice_id: str) -> Mapping[str, list[Row]]:
    return {
        "figures": rows(
            database,
            "SELECT figure_id, statement_id, text, value, unit, kind, role, indicator, period, "
            "char_start, char_end FROM figures WHERE notice_id = ? ORDER BY char_start",
            (notice_id,),
        ),
        "citations": rows(
            database,
            "SELECT citation_id, statement_id, text, relation, document_id, char_start, char_end "
            "FROM citations WHERE notice_id = ? ORDER BY char_start",
            (notice_id,),
        ),
        "coverage": rows(
            database,
            "SELECT unit_id, area, declared_none, limitations, text, page FROM coverage "
            "WHERE notice_id = ? ORDER BY unit_id, area",
            (notice_id,),
        ),
    }


def _cut_up(statements: Sequence[Row], facts: Mapping[str, Any]) -> list[CutUp]:
    """Each statement with its text in pieces, figures and citations marked."""
    marks = [
        *(Mark(f["char_start"], f["char_end"], "figure") for f in facts["figures"]),
        *(Mark(c["char_start"], c["char_end"], "citation") for c in facts["citations"]),
    ]
    return [(told, cut(told["text"], marks, start=told["char_start"])) for told in statements]


def _tree(cut_up: Sequence[CutUp], unit_names: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Unit → area → label → statements, each in the order of its first statement."""
    tree: dict[str, dict[str, dict[str, list[CutUp]]]] = {}
    for told, pieces in cut_up:
        areas = tree.setdefault(told["unit_id"] or "", {})
        labels = areas.setdefault(told["areas"] or "", {})
        labels.setdefault(told["label"], []).append((told, pieces))
    return [
        {"units": [(i, unit_names.get(i, i)) for i in items(unit)], "areas": areas}
        for unit, areas in tree.items()
    ]


def _themes(database: sqlite3.Connection, notice_id: str) -> Mapping[str, tuple[str, str]]:
    """Theme id and name of each statement that has one."""
    found = rows(
        database,
        "SELECT p.statement_id, t.theme_id, t.name FROM problems p JOIN themes t "
        "ON t.theme_id = p.theme_id WHERE p.notice_id = ? ORDER BY p.problem_id DESC",
        (notice_id,),
    )
    return {row["statement_id"]: (row["theme_id"], row["name"]) for row in found}


def _statement_listing(statements: Sequence[Row], unit_names: Mapping[str, str]) -> Listing:
    named = [
        {**told, "unit": ", ".join(unit_names.get(i, i) for i in items(told["unit_id"]))}
        for told in statements
    ]
    return from_rows("statements", ("statement_id", "unit", *_STATEMENT[2:]), named)
