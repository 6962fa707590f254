"""A real browser against a real server: every journey fails on an error in the browser's console."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serving import Newsroom, Site, copy_of, serving
from tests.chromium import FLAGS, Chromium

WIDE, NARROW = (1280, 900), (390, 844)


@pytest.fixture(scope="session")
def browser(chromium: Chromium) -> Iterator[Browser]:
    environ: dict[str, str | float | bool] = dict(chromium.environ)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable, args=list(FLAGS), env=environ or None
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def newsroom(browser: Browser, tmp_path_factory: pytest.TempPathFactory, empty_database: bytes) -> Newsroom:
    """The demo, opened once as a visitor does it; tests start from copies."""
    folder = tmp_path_factory.mktemp("newsroom")
    with serving(folder, empty_database) as site:
        context = browser.new_context(base_url=site.address, locale="de-DE")
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="demo").click()
        page.wait_for_url("**/week*")
        cookies = context.cookies()
        context.close()
    return Newsroom(copy_of(folder / "parley.db"), cookies)


@pytest.fixture
def site(tmp_path: Path, empty_database: bytes, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The app behind a threaded server, with forms protected as they are in life.

    It is empty, or holds the demo where a test asks for `demo`.
    """
    newsroom = "demo" in request.fixturenames
    database = request.getfixturevalue("newsroom").database if newsroom else empty_database
    with serving(tmp_path, database) as site:
        yield site


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: `open_page(size=NARROW, dark=True)`.

    Errors in a console fail the test at the end; `refused=True` allows those of pages meant to be refused.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def _open(
        *,
        size: tuple[int, int] = WIDE,
        dark: bool = False,
        language: str = "en-GB",
        javascript: bool = True,
        refused: bool = False,
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
        watch(page, errors, refused=refused)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert errors == []


def watch(page: Page, errors: list[str], *, refused: bool = False) -> None:
    """Keep what goes wrong on a page. Chromium and htmx report an answer of 4xx as an error."""

    def keep(text: str) -> None:
        if not (refused and text.startswith(("Failed to load resource", "Response Status Error"))):
            errors.append(f"{page.url}: {text}")

    page.on("pageerror", lambda error: keep(str(error)))
    page.on("console", lambda line: keep(line.text) if line.type == "error" else None)


@pytest.fixture
def demo(open_page: Callable[..., Page], newsroom: Newsroom) -> Callable[..., Page]:
    """A page in the opened demo newsroom, in German."""

    def _demo(**how: object) -> Page:
        page = open_page(**how)
        page.context.add_cookies(newsroom.cookies)
        page.goto("/week")
        return page

    return _demo
