"""The page of a dialog time on a phone with a slow line: `python -m benchmarks.slow_line`.

Chromium, 360 px wide, 400 ms to and fro for each request, 50 kB a second down and 20 up. The figures are
wall time: nearly all of it is the line's.
"""

import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from calendar_app.foundation.db import Base, Database
from tests.browser.reserving import reserve_now
from tests.browser.serving import Site, serving
from tests.chromium import FLAGS, find

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
SIZE: ViewportSize = {"width": 360, "height": 740}
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would say each request
    chromium = find()
    if chromium is None:
        raise SystemExit("no Chromium here; set CHROME_PATH, or: sudo apt install chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable, args=list(FLAGS), env={**os.environ, **chromium.environ}
        )
        with serving(Path(folder), _empty(Path(folder))) as site:
            _measure(browser, site)
        browser.close()


def _empty(folder: Path) -> bytes:
    path = folder / "empty.db"
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    database.engine.dispose()
    return path.read_bytes()


def _measure(browser: Browser, site: Site) -> None:
    """The first visit of a phone that knows nothing of Parley but who is signed in, and the next one."""
    desk = browser.new_page(base_url=site.address, locale="de-DE")
    link = _own_slot(desk)
    phone = browser.new_context(base_url=site.address, locale="de-DE", viewport=SIZE)
    cookies: list[Any] = desk.context.cookies()
    phone.add_cookies(cookies)
    page = phone.new_page()
    line = phone.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    print(f"{'':12} {'bytes':>8} {'painted':>9} {'tapped':>9} {'saved':>9}")
    for name in ("first visit", "next visit"):
        print(f"{name:12} {_visit(page, line, link)}")


def _own_slot(page: Page) -> str:
    """The address of a dialog time that has just begun, of who has opened the demo."""
    page.goto("/")
    page.get_by_role("button", name="Demo").click()
    reserve_now(page)
    return page.url


def _visit(page: Page, line: CDPSession, address: str) -> str:
    """From the tap on the link to a contribution that Parley has: bytes, and seconds since the tap."""
    received: list[int] = []

    def count(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    line.on("Network.loadingFinished", count)
    began = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator("#entry").get_by_text("Antwort", exact=True).click()
    page.locator("#entry").get_by_text("Hilfe: trägt Wissen").click()
    tapped = time.monotonic() - began
    logged = page.locator("#fresh-log").get_by_role("listitem")
    known = logged.count()
    page.get_by_role("button", name="Interaktion speichern").click()
    logged.nth(known).wait_for(timeout=60_000)
    saved = time.monotonic() - began
    painted = page.evaluate(PAINTED) / 1000
    weight = sum(received)
    line.remove_listener("Network.loadingFinished", count)
    return f"{weight / 1000:>5.0f} kB {painted:>7.1f} s {tapped:>7.1f} s {saved:>7.1f} s"


if __name__ == "__main__":
    main()
