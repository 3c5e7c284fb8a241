"""The application: the pages behind the guard."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from notice_parser.dataset.sources import remembered
from notice_parser.errors import QueryError, UsageError
from notice_parser.search.sentences import told
from notice_parser.web.address import address_of
from notice_parser.web.database import Connections
from notice_parser.web.desk import Desk, Page, Site
from notice_parser.web.guard import Guard
from notice_parser.web.meanings import Meanings
from notice_parser.web.pages import (
    documents,
    figures,
    notices,
    overview,
    quality,
    search,
    themes,
    units,
)
from notice_parser.web.static import STATIC
from notice_parser.web.words import Words

# So many pages are made at once. Each thread has a connection with its cache and memory of its own,
# and both grow to what its heaviest page took: with the usual forty threads memory rose for
# minutes, and no more pages were answered in a second.
_AT_ONCE = 8


def create_app(
    dataset: str | Path,
    *,
    notices_in: str | Path | None = None,
    host: str = "127.0.0.1",
    token: str = "",
    model: str | Path = "",
) -> Guard:
    """The pages of the dataset in the folder `dataset`, as an ASGI application.

    `notices_in` is the folder with the notices' files, for images of their pages; without it
    the one that the build noted. `host` is where the server listens; `token` must be shown by
    whoever asks, unless it is empty. With the folder `model` of the dataset's own search model the
    pages offer search by meaning. Raises UsageError where there is no dataset, or another model.
    """
    folder = Path(dataset)
    connections = Connections(folder)
    if notices_in and not Path(notices_in).is_dir():
        raise UsageError(f"{notices_in}: no such folder with notices")
    base = Path(notices_in) if notices_in else remembered(folder)
    app = FastAPI(
        title="notice-parser",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_few_threads,
    )
    app.state.site = Site(connections, base, Meanings(connections, str(model)))
    for group in (overview, search, notices, themes, units, figures, documents, quality):
        app.include_router(group.router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, _bad_choice)
    app.add_exception_handler(QueryError, _bad_query)
    app.add_exception_handler(UsageError, _gone)
    app.add_exception_handler(sqlite3.OperationalError, _given_up)
    return Guard(_Addressed(app), host=host, token=token)


@asynccontextmanager
async def _few_threads(_: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


class _Addressed:
    """Takes language and form out of the path before the pages are looked up by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            address = address_of(scope["path"], scope["query_string"].decode("latin-1"))
            scope = {**scope, "path": address.path, "address": address}
        await self._app(scope, receive, send)


def _static(name: str) -> Response:
    if name not in STATIC:
        return Response("", 404)
    content, kind = STATIC[name]
    kept = {"cache-control": "public, max-age=3600"}
    return Response(content, media_type=kind, headers=kept)


def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = error.detail
    if error.detail == "Not Found":
        sentence = _words(request)("error", "no-such-page")
    return _told(request, error.status_code, sentence)


def _bad_choice(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    names = sorted({str(one["loc"][-1]) for one in error.errors()})
    return _told(request, 400, _words(request)("error", "bad-choice", names=", ".join(names)))


def _bad_query(request: Request, error: Exception) -> Response:
    assert isinstance(error, QueryError)
    return _told(request, 400, told(error, _words(request).language))


def _gone(request: Request, error: Exception) -> Response:
    """The pages use what is there, so what is wrong is that nothing is there any more."""
    return _told(request, 503, _words(request)("error", "dataset-gone"))


def _given_up(request: Request, error: Exception) -> Response:
    if "interrupted" not in str(error):
        raise error
    return _told(request, 503, _words(request)("error", "too-slow"))


def _words(request: Request) -> Words:
    return Words(request.scope["address"].language if "address" in request.scope else "vi")


def _told(request: Request, status: int, sentence: str) -> Response:
    """The sentence as a page, or in JSON for who asked for that."""
    address: Any = request.scope.get("address")
    if address is None or address.form != "html":
        return JSONResponse({"error": sentence}, status)
    desk = Desk(request.app.state.site, address)
    page = Page("error.html", sentence, {"sentence": sentence})
    return HTMLResponse(desk.html(page), status)
