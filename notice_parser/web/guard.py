"""What stands before every page: who may ask, by which name, and how much.

- `Host`: a page of another site must not reach this server under a name of its own (DNS
  rebinding). Addresses in numbers cannot be rebound; names only if they are ours.
- Only GET; an address of at most 4,000 bytes.
- The token: from a link once (`?token=…`), then from a cookie that holds its digest.
- Headers that forbid everything a page does not need: no script at all, nothing from elsewhere.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from secrets import compare_digest
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from notice_parser.web.address import address_of
from notice_parser.web.words import Words

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_ADDRESS = 4000
_COOKIE = "notice_parser"
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Reply(NamedTuple):
    """An answer of the guard's own, in place of a page; `code` names its sentence."""

    status: int
    code: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application around another. `host` is where the server listens; an empty
    `token` asks for none."""

    app: App
    host: str
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reply = self._refusal(scope) or self._asked_for_token(scope)
        if reply:
            await _answer(scope, _guarded(send), reply)
        else:
            await self.app(scope, receive, _guarded(send))

    def _refusal(self, scope: Scope) -> Reply | None:
        if not known_host(_header(scope, b"host"), listening=self.host):
            return Reply(421, "other-name")
        if scope["method"] != "GET":
            return Reply(405, "only-reading", ((b"allow", b"GET"),))
        if len(scope["query_string"]) + len(scope.get("raw_path") or b"") > LONGEST_ADDRESS:
            return Reply(414, "long-address")
        return None

    def _asked_for_token(self, scope: Scope) -> Reply | None:
        """None when the token is there; a link that brings it is exchanged for a cookie."""
        if not self.token:
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        brought = [value for name, value in pairs if name == "token"]
        if brought and _same(brought[0], self.token):
            rest = urlencode([(name, value) for name, value in pairs if name != "token"])
            # One slash: "//name" would be another site.
            path = "/" + scope.get("raw_path", b"/").decode("latin-1").split("?")[0].lstrip("/")
            return _exchanged(f"{path}?{rest}" if rest else path, self.token)
        bearer = _header(scope, b"authorization").removeprefix("Bearer ")
        if _same(bearer, self.token) or _same(_cookie(scope), digest(self.token)):
            return None
        return Reply(401, "no-token")


def known_host(header: str, *, listening: str) -> bool:
    """May a request with this `Host` header be answered by a server that listens there?"""
    name = _bare(header)
    local = is_loopback(listening)
    if name == "localhost":
        return local
    try:
        address = ip_address(name)
    except ValueError:
        return not local and name in _own_names(listening)
    return address.is_loopback if local else True


def is_loopback(host: str) -> bool:
    """Can only this machine reach a server that listens there?"""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def digest(token: str) -> str:
    return sha256(f"notice-parser {token}".encode()).hexdigest()


def _bare(header: str) -> str:
    """ "[::1]:8000" → "::1"."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.rpartition(":")[0].lower() if ":" in header else header.lower()


@cache  # asking for the full name may take seconds
def _own_names(listening: str) -> frozenset[str]:
    return frozenset({listening.lower(), socket.gethostname().lower(), socket.getfqdn().lower()})


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())


def _header(scope: Scope, name: bytes) -> str:
    values = [value for key, value in scope["headers"] if key == name]
    # Two Host headers are an attempt to be two things at once.
    return values[0].decode("latin-1") if len(values) == 1 else ""


def _cookie(scope: Scope) -> str:
    try:
        morsel = SimpleCookie(_header(scope, b"cookie")).get(_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _guarded(send: Send) -> Send:
    async def with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {key.lower() for key, _ in message["headers"]}
            extra = [pair for pair in _HEADERS if pair[0] not in there]
            if b"cache-control" not in there:
                extra.append((b"cache-control", b"private, no-cache"))
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return with_headers


def _exchanged(location: str, token: str) -> Reply:
    cookie = f"{_COOKIE}={digest(token)}; Path=/; HttpOnly; SameSite=Lax"
    return Reply(
        303,
        "token-taken",
        ((b"location", location.encode("latin-1")), (b"set-cookie", cookie.encode())),
    )


async def _answer(scope: Scope, send: Send, reply: Reply) -> None:
    words = Words(address_of(scope["path"], "").language)
    body = f"{words('guard', reply.code, most=LONGEST_ADDRESS)}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        *reply.headers,
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
