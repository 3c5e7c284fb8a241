"""Serving the pages until Ctrl-C. The one owner of uvicorn."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from notice_parser.errors import UsageError

if TYPE_CHECKING:
    from notice_parser.web.guard import Guard

SHORTEST_TOKEN = 16
_NEEDED = ("fastapi", "jinja2", "uvicorn", "xlsxwriter")


def require_libraries() -> None:
    """Raises UsageError when the extra "web" is not installed."""
    if not all(map(find_spec, _NEEDED)):
        raise UsageError('pages need FastAPI: pip install "notice-parser[web]"')


def check_token(host: str, token: str) -> None:
    """Raises UsageError for a server that others reach without a token, or with a short one."""
    from notice_parser.web.guard import is_loopback

    if not token and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached by other machines: add --token, "
            f"for example --token {token_urlsafe(SHORTEST_TOKEN)}"
        )
    if token and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"the token has to have {SHORTEST_TOKEN} characters or more")


def listening(host: str, port: int) -> socket.socket:
    """A socket that waits there; for port 0 at any that is free.

    Raises UsageError where nothing can wait.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{host}:{port} cannot be used ({reason}); try another --port") from error


def serve(app: Guard, waiting: socket.socket) -> None:
    """Answers requests until it is interrupted."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=16_384,
        limit_concurrency=200,
        timeout_keep_alive=10,
    )
    uvicorn.Server(config).run(sockets=[waiting])
