"""Looking at a page as a tester does: axe, and whether it scrolls sideways."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, WIDE, watch
from tests.browser.serving import Site

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async (rules) => (
    await axe.run({iframes: false, resultTypes: ["violations"], ...rules})
).violations.map(
    (broken) => `${broken.id}: ${broken.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""
IS_WIDER = "() => document.documentElement.scrollWidth > window.innerWidth"

EVERYTHING: dict[str, Any] = {}
CONTRAST = {"runOnly": ["color-contrast"]}
"""All that the dark changes about a page."""


def look(
    browser: Browser, site: Site, *, size: tuple[int, int], dark: bool, language: str, refused: bool = False
) -> tuple[Page, list[str]]:
    errors: list[str] = []
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale=language,
        reduced_motion="reduce",  # a color on its way to another is neither
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    watch(page, errors, refused=refused)
    return page, errors


def speak(page: Page, language: str) -> None:
    """Choose a language in the menu of the account."""
    page.goto("/week")
    page.locator(".menu-account > summary").click()
    page.locator(f".menu-account button[name=lang][value={language}]").click()
    page.wait_for_url("**/week*")


def faults(page: Page, address: str) -> list[str]:
    page.goto(address)
    return faults_shown(page)


def faults_in_all_looks(page: Page, address: str) -> list[str]:
    """What is wrong with a page in the light, in the dark, and when a wide window is made narrow.

    It is fetched once, since loading it takes as long as looking at it.
    """
    found = faults(page, address)
    page.emulate_media(color_scheme="dark")
    found += faults_shown(page)
    page.emulate_media(color_scheme="light")
    size = page.viewport_size
    if size and size["width"] == WIDE[0]:
        page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        found += ["scrolls sideways when narrow"] * page.evaluate(IS_WIDER)
        page.set_viewport_size(size)
    return found


def faults_shown(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    found: list[str] = page.evaluate(FIND, CONTRAST if is_dark else EVERYTHING)
    return [*found, "scrolls sideways"] if page.evaluate(IS_WIDER) else found
