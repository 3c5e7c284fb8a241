"""Who may ask, by which name, and how much; and that nobody can write."""

from __future__ import annotations

import socket
import sqlite3
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from notice_parser.errors import UsageError
from notice_parser.web.app import create_app
from notice_parser.web.database import Connections
from notice_parser.web.guard import known_host
from notice_parser.web.serve import check_token, listening

TOKEN = "a-long-secret-of-the-office"


@pytest.mark.parametrize(
    ("header", "host", "known"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example:8000", "127.0.0.1", False),
        ("192.168.1.7:8000", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("192.168.1.7:8000", "0.0.0.0", True),
        (f"{socket.gethostname()}:8000", "0.0.0.0", True),
        ("evil.example:8000", "0.0.0.0", False),
        ("localhost:8000", "0.0.0.0", False),
        ("[fe80::1]:8000", "::", True),
        ("may-chu.so-noi-vu.local", "may-chu.so-noi-vu.local", True),
    ],
)
def test_names_of_the_server(header: str, host: str, known: bool) -> None:
    assert known_host(header, listening=host) is known


def test_a_page_of_another_site_gets_nothing(client: TestClient) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "Kết luận" not in answer.text
    twice = client.get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")])
    assert twice.status_code == 421


@pytest.mark.parametrize("address", ["/", "/search?q=ho+so", "/nowhere", "/static/style.css"])
def test_every_answer_has_a_strict_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "script" not in policy  # none at all
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_only_reading_is_possible(client: TestClient, method: str) -> None:
    answer = client.request(method, "/search")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


def test_an_address_has_a_longest_length(client: TestClient) -> None:
    assert client.get("/search?q=" + "a" * 4000).status_code == 414


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2Fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/notices/..%2F..%2Fetc%2Fpasswd/pages/1.png",
        "/notices/%2Fetc%2Fpasswd/pages/1.png",
    ],
)
def test_no_path_of_a_request_reaches_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_the_connection_cannot_write(corpus_dataset: Path) -> None:
    database = Connections(corpus_dataset).get()
    for statement in ("DELETE FROM statements", "CREATE TABLE x (y)", "PRAGMA user_version = 7"):
        with pytest.raises(sqlite3.OperationalError, match=r"readonly"):
            database.execute(statement)


def test_a_token_is_asked_for(corpus_dataset: Path) -> None:
    app = create_app(corpus_dataset, host="0.0.0.0", token=TOKEN)
    client = TestClient(app, base_url="http://192.168.1.7:8000", follow_redirects=False)
    for address in ("/", "/search.json?q=ho+so", "/static/style.css", "/?token=wrong", "/?token="):
        refused = client.get(address)
        assert refused.status_code == 401, address
        assert "Kết luận" not in refused.text
    entry = client.get(f"/search?token={TOKEN}&q=ho+so")
    assert (entry.status_code, entry.headers["location"]) == (303, "/search?q=ho+so")
    cookie = entry.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert TOKEN not in cookie
    assert client.get(entry.headers["location"]).status_code == 200
    client.cookies.clear()
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/themes.json", headers=bearer).status_code == 200
    assert client.get("/themes.json", headers={"authorization": "Bearer x"}).status_code == 401
    assert client.get("/", headers={"cookie": "notice_parser=x; =;"}).status_code == 401


def test_the_token_leads_to_no_other_site(corpus_dataset: Path) -> None:
    client = TestClient(
        create_app(corpus_dataset, token=TOKEN),
        base_url="http://127.0.0.1:8000",
        follow_redirects=False,
    )
    answer = client.get(f"http://127.0.0.1:8000//evil.example/?token={TOKEN}")
    assert answer.headers["location"] == "/evil.example/"


def test_beyond_this_machine_a_token_is_needed() -> None:
    check_token("127.0.0.1", "")
    check_token("::1", "")
    check_token("0.0.0.0", TOKEN)
    with pytest.raises(UsageError, match="can be reached by other machines: add --token"):
        check_token("0.0.0.0", "")
    with pytest.raises(UsageError, match="16 characters"):
        check_token("127.0.0.1", "short")


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with listening("127.0.0.1", 0) as waiting:
        port = waiting.getsockname()[1]
        with pytest.raises(UsageError, match="cannot be used"):
            listening("127.0.0.1", port)
