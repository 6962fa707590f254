"""A real browser against a real server: every journey fails on an error in the browser's console."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from calendar_app.app import create_app
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from tests.chromium import FLAGS, Chromium

WIDE, NARROW = (1280, 900), (390, 844)
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Site:
    """A running Parley."""

    app: Flask
    clock: FixedClock
    address: str


@pytest.fixture(scope="session")
def browser(chromium: Chromium) -> Iterator[Browser]:
    environ = dict(chromium.environ)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable, args=list(FLAGS), env=environ or None
        )
        yield launched
        launched.close()


@pytest.fixture
def site(tmp_path: Path, empty_database: bytes) -> Iterator[Site]:
    """The app behind a threaded server, with forms protected as they are in life."""
    (tmp_path / "parley.db").write_bytes(empty_database)
    clock = FixedClock(datetime.now(UTC))  # a browser throws cookies away that ended in the past
    settings = Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'parley.db'}",
        secret_key="for tests only",
    )
    app = create_app(settings, clock=clock)
    app.config["RATELIMIT_ENABLED"] = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, clock, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["parley"]["database"].engine.dispose()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a page of the site: `open_page(width=390, dark=True)`. Errors in its console fail the test at the end."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def _open(
        *, size: tuple[int, int] = WIDE, dark: bool = False, language: str = "en-GB", javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=language,
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: errors.append(f"{page.url}: {line.text}") if line.type == "error" else None,
        )
        return page

    yield _open
    for context in contexts:
        context.close()
    assert errors == []


def _keep_error(page: Page, line: ConsoleMessage, errors: list[str]) -> None:
    if line.type == "error":
        errors.append(f"{page.url}: {line.text}")


@pytest.fixture
def demo(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """A page in the opened demo newsroom."""

    def _demo(**how: object) -> Page:
        page = open_page(**how)
        page.goto("/")
        page.get_by_role("button", name="demo").click()
        page.wait_for_url("**/week*")
        return page

    return _demo
