"""Pictures of the demo newsroom for the README: `python -m tools.screenshots`, or `make screenshots`.

They show the app as it is, at a fixed time, so that a picture changes only when Parley does.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from calendar_app.foundation.db import Base, Database
from tests.browser.serving import copy_of, serving
from tests.chromium import FLAGS, find

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
DESK, PHONE = (1280, 860), (390, 844)


def main() -> None:
    chromium = find()
    if chromium is None:
        raise SystemExit("no Chromium here; set CHROME_PATH, or: sudo apt install chromium")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable,
            args=list(FLAGS),
            env={**os.environ, **chromium.environ},
        )
        with newsroom(browser, Path(folder)) as page:
            take_all(page)
        browser.close()


@contextmanager
def newsroom(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page in the opened demo, on a Wednesday morning."""
    with serving(folder, _empty(folder)) as site:
        context = browser.new_context(base_url=site.address, locale="de-DE")
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="Demo").click()
        page.wait_for_url("**/week*")
        yield page
        context.close()


def take_all(page: Page) -> None:
    take(page, "week", "/week")
    take(page, "week-dark", "/week", dark=True)
    take(page, "month", "/month")
    page.goto("/list/2026-W16")
    night = page.locator(".post-card", has_text="Die Lange Nacht")
    night.filter(has_text="Instagram").get_by_role("link").click()
    page.get_by_text("Zeigen, was beide Texte gemeinsam haben").first.click()
    take(page, "composer")
    page.goto(_own_slot(page))
    take(page, "slot-on-a-phone", size=PHONE)
    take(page, "list-on-a-phone", "/list", size=PHONE)


def take(
    page: Page, name: str, address: str = "", *, size: tuple[int, int] = DESK, dark: bool = False
) -> None:
    """A picture of what the window shows; without an address, of the page that is open."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if dark else "light")
    if address:
        page.goto(address)
    page.evaluate("() => document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def _own_slot(page: Page) -> str:
    """The address of a slot that has just begun, reserved for whoever looks."""
    page.goto("/dialog/new")
    page.get_by_label("Antworten").check()
    page.get_by_label("Instagram").check()
    page.get_by_label("Tag", exact=True).fill("2026-04-08")
    page.get_by_label("Uhrzeit", exact=True).fill("09:00")
    page.get_by_role("button", name="Reservieren").click()
    page.goto("/week")
    link = page.locator(".slot-card", has_text="Miriam Hofmann").get_by_role("link")
    return str(link.get_attribute("href"))


def _empty(folder: Path) -> bytes:
    path = folder / "empty.db"
    with closing(Database(f"sqlite:///{path}").engine.connect()) as connection:
        Base.metadata.create_all(connection)
        connection.commit()
    return copy_of(path)


if __name__ == "__main__":
    main()
