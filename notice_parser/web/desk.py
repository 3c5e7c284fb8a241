"""One request at the desk: what was asked, the dataset to look in, and how it is answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Query, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from notice_parser.parsing import UNSURE
from notice_parser.web.address import Address
from notice_parser.web.database import Connections
from notice_parser.web.listing import MOST_ROWS, Listing, as_csv
from notice_parser.web.meanings import Meanings
from notice_parser.web.page_images import PageImages
from notice_parser.web.spreadsheet import as_xlsx
from notice_parser.web.words import Words, items

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Text = Annotated[str, Query(max_length=200)]
Id = Annotated[str, InPath(max_length=300)]
Found = TypeVar("Found")
_PIECE = 1 << 16
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Site:
    """What is served. `files` is the folder with the notices themselves, if known."""

    connections: Connections
    files: Path | None
    meanings: Meanings
    images: PageImages = field(default_factory=PageImages)
    found_once: dict[tuple[str, str], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is written. `facts` and the rows of `listing` are all that the page
    says, and what its JSON twin says; `extra` only helps to draw it."""

    template: str
    title: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    listing: Listing | None = None
    number: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page needs to answer one request."""

    site: Site
    address: Address

    @property
    def database(self) -> sqlite3.Connection:
        """The connection of the thread that asks for it."""
        return self.site.connections.get()

    @property
    def words(self) -> Words:
        return Words(self.address.language)

    def once(self, find: Callable[[sqlite3.Connection], Found]) -> Found:
        """What `find` says of the whole dataset, looked up only once for each version."""
        key = (self.site.connections.version, f"{find.__module__}.{find.__qualname__}")
        kept = self.site.found_once
        before: Found | None = kept.get(key)
        if before is not None:
            return before
        for other in list(kept):
            if other[0] != key[0]:
                kept.pop(other, None)
        found = kept[key] = find(self.database)
        return found

    def missing(self, what: str) -> HTTPException:
        return HTTPException(404, self.words("error", what))

    def answer(self, page: Page) -> Response:
        """The page in the form that the address asks for."""
        if page.listing and page.number > page.listing.pages:
            raise self.missing("no-such-page")
        match self.address.form:
            case "html":
                return HTMLResponse(self.html(page))
            case "json":
                return JSONResponse(self._twin(page))
            case form if page.listing:
                return self._download(page.listing, form)
            case _:
                raise self.missing("no-list")

    def html(self, page: Page) -> str:
        """The page as HTML; its template knows facts and extras by their names."""
        template = templates().get_template(page.template)
        return template.render(
            address=self.address,
            words=self.words,
            page=page,
            listing=page.listing,
            rows=page.listing.page(page.number) if page.listing else (),
            most_rows=MOST_ROWS,
            unsure_below=UNSURE,
            **page.facts,
            **page.extra,
        )

    def _twin(self, page: Page) -> dict[str, Any]:
        told: dict[str, Any] = {"title": page.title, "address": self.address.restored()}
        told |= page.facts
        if page.listing:
            listing = page.listing
            more = page.number < listing.pages
            told |= {
                "total": listing.total,
                "next": self.address.here(form="json", page=page.number + 1) if more else None,
                "rows": listing.page(page.number),
            }
        return told

    def _download(self, listing: Listing, form: str) -> Response:
        headers = {"content-disposition": f'attachment; filename="{listing.name}.{form}"'}
        if form == "csv":
            file, kind = as_csv(listing), "text/csv; charset=utf-8"
        else:
            headings = {column: self.words("column", column) for column in listing.columns}
            file, kind = as_xlsx(listing, headings), _XLSX
        pieces = iter(lambda: file.read(_PIECE), b"")
        return StreamingResponse(pieces, media_type=kind, headers=headers)


def _desk(request: Request) -> Desk:
    return Desk(request.app.state.site, request.scope["address"])


AtDesk = Annotated[Desk, Depends(_desk)]


@cache
def templates() -> Environment:
    """The templates, with everything escaped that they put in."""
    environment = Environment(
        loader=PackageLoader("notice_parser.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["items"] = items
    return environment
