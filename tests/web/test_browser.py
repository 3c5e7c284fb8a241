"""The pages in a real browser: a way through them, widths, and what axe-core finds."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.base import AXE_SCRIPT
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from notice_parser.dataset.database import open_database

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="no browser: install Chromium (Debian: chromium chromium-driver)",
)
QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDTHS = {"wide": 1280, "tablet": 800, "phone": 390}
ADDRESSES = (
    *("/", "/search?q=ho+so", "/notices/{notice}?mark={statement}", "/notices/{text_notice}"),
    *("/themes", "/themes/{theme}", "/units", "/units/{unit}", "/figures", "/notices"),
    *("/figures/online-submission", "/documents", "/documents/{document}", "/quality"),
    *("/quality/unsure", "/quality/remainders", "/en/search?q=ho+so", "/nowhere"),
)


@pytest.fixture(scope="module")
def site(corpus_dataset: Path) -> Iterator[str]:
    """The address of a server in a process of its own, as a reader starts it."""
    command = [sys.executable, "-m", "notice_parser", "serve", str(corpus_dataset), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        yield server.stdout.readline().strip().rstrip("/")
        server.terminate()


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Chrome]:
    profile = tmp_path_factory.mktemp("profile")
    options = ChromeOptions()
    for flag in (*QUIET, f"--user-data-dir={profile}", "--window-size=1280,900"):
        options.add_argument(flag)
    options.binary_location = str(CHROMIUM)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    browser = Chrome(options=options, service=Service(str(DRIVER)))
    browser.implicitly_wait(10)
    yield browser
    browser.quit()


def width(browser: Chrome, pixels: int) -> None:
    size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def box(browser: Chrome, selector: str) -> dict[str, float]:
    rectangle = "const b = document.querySelector(arguments[0]).getBoundingClientRect(); "
    told: dict[str, float] = browser.execute_script(
        f"{rectangle} return {{x: b.x, y: b.y, width: b.width, height: b.height}}", selector
    )
    return told


def test_a_way_through(
    browser: Chrome, site: str, ids: dict[str, str], corpus_dataset: Path, downloads: Path
) -> None:
    """Search without diacritics → hit → page image with the mark → theme → unit → CSV."""
    width(browser, WIDTHS["wide"])
    browser.get(f"{site}/")
    field = browser.find_element(By.ID, "tim")
    field.send_keys('"tiep tuc co 92 ho so"', Keys.ENTER)
    hit = browser.find_element(By.CSS_SELECTOR, ".hits .quote")
    assert hit.find_element(By.CSS_SELECTOR, "mark.hit").text == "tiếp tục có 92 hồ sơ"
    hit.find_element(By.CLASS_NAME, "to-notice").click()
    assert f"mark={ids['statement']}" in browser.current_url
    the_mark_is_on_its_box(browser, ids, corpus_dataset)
    browser.find_element(By.CSS_SELECTOR, ".card .to-theme").click()
    assert "/themes/" in browser.current_url
    browser.find_element(By.CSS_SELECTOR, "table.panel tbody th a").click()
    assert "/units/" in browser.current_url
    browser.find_element(By.LINK_TEXT, "CSV").click()
    rows = downloaded(downloads)
    assert rows[0][:2] == ["statement_id", "notice_id"]
    total = browser.find_element(By.CLASS_NAME, "total").text.split()[0]
    assert len(rows) - 1 == int(total) > 0


def the_mark_is_on_its_box(browser: Chrome, ids: dict[str, str], dataset: Path) -> None:
    database = open_database(dataset)
    start, end = database.execute(
        "SELECT char_start, char_end FROM statements WHERE statement_id = ?", (ids["statement"],)
    ).fetchone()
    left, top, right, bottom, page_width = database.execute(
        "SELECT l.left, l.top, l.right, l.bottom, p.width FROM lines l JOIN pages p ON "
        "p.notice_id = l.notice_id AND p.page = l.page WHERE l.notice_id = ? "
        "AND l.char_start < ? AND l.char_end > ? ORDER BY l.line",
        (ids["notice"], end, start),
    ).fetchone()
    browser.find_element(By.CSS_SELECTOR, "svg.page image")
    loaded = browser.execute_async_script(
        "const done = arguments[0], href = document.querySelector('svg.page image').href.baseVal;"
        "const image = new Image(); image.onload = () => done(image.naturalWidth);"
        "image.onerror = () => done(0); image.src = href;"
    )
    assert loaded > 500
    paper, marked = box(browser, "svg.page .paper"), box(browser, "svg.page .marked")
    scale = paper["width"] / page_width
    assert marked["y"] - paper["y"] == pytest.approx(top * scale, abs=3)
    assert marked["height"] == pytest.approx((bottom - top) * scale, abs=6)
    assert paper["x"] + left * scale - 3 <= marked["x"]
    assert marked["x"] + marked["width"] <= paper["x"] + right * scale + 3
    shown = browser.execute_script("return [innerWidth, innerHeight]")
    assert 0 <= marked["y"] <= shown[1] - marked["height"]  # in sight without scrolling


def downloaded(folder: Path) -> list[list[str]]:
    """The table that the browser saves there, as soon as it is whole."""
    for _ in range(100):
        if files := list(folder.glob("*.csv")):
            with files[0].open(encoding="utf-8-sig", newline="") as file:
                return list(csv.reader(file))
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_fits_its_window_and_axe_finds_no_serious_fault(
    browser: Chrome, site: str, ids: dict[str, str], address: str
) -> None:
    browser.get(site + address.format(**ids))
    for name, pixels in WIDTHS.items():
        width(browser, pixels)
        over = browser.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, pixels
        if name == "wide":
            assert serious_faults(browser) == [], pixels


def serious_faults(browser: Chrome) -> list[tuple[str, list[str]]]:
    browser.execute_script(AXE_SCRIPT)
    told: dict[str, Any] = browser.execute_async_script(
        "axe.run({resultTypes: ['violations']}).then(arguments[0])"
    )
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]])
        for fault in told["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


def test_everything_can_be_reached_by_keyboard(browser: Chrome, site: str) -> None:
    width(browser, WIDTHS["wide"])
    browser.get(f"{site}/themes")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    first = browser.switch_to.active_element
    assert first.get_attribute("class") == "skip"
    assert first.rect["x"] >= 0  # shown as soon as it has the focus
    first.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.tag_name == "main"
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.tag_name == "select"
