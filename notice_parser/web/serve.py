"""Serving the pages until Ctrl-C. The one owner of uvicorn."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe

from notice_parser.errors import UsageError
from notice_parser.web.guard import is_loopback

SHORTEST_TOKEN = 16
_NEEDED = ("fastapi", "jinja2", "uvicorn", "openpyxl")


def require_libraries() -> None:
    """Raises UsageError when the extra "web" is not installed."""
    if not all(map(find_spec, _NEEDED)):
        raise UsageError('pages need FastAPI: pip install "notice-parser[web]"')


def check_token(host: str, token: str) -> None:
    """Raises UsageError for a server that others reach without a token, or with a short one."""
    if not token and not is_loopback(host):
        raise UsageError(
            f"{host} can be reached by other machines: add --token, "
            f"for example --token {token_urlsafe(SHORTEST_TOKEN)}"
        )
    if token and len(token) < SHORTEST_TOKEN:
        raise UsageError(f"the token has to have {SHORTEST_TOKEN} characters or more")


def serve(
    dataset: Path, *, host: str, port: int, token: str = "", notices_in: Path | None = None
) -> None:
    """Answers requests until it is interrupted. Raises UsageError for what cannot be."""
    require_libraries()
    check_token(host, token)
    import uvicorn

    from notice_parser.web.app import create_app

    if notices_in and not notices_in.is_dir():
        raise UsageError(f"{notices_in}: no such folder")
    app = create_app(dataset, notices_in=notices_in, host=host, token=token)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=16_384,
        limit_concurrency=200,
        timeout_keep_alive=10,
    )
    uvicorn.Server(config).run()
