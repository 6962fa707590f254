"""Looking at a page as a tester does: axe, and whether it scrolls sideways."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import watch
from tests.browser.serving import Site

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FIND = """async (rules) => (await axe.run({iframes: false, ...rules})).violations.map(
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


def faults_shown(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    is_dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    found: list[str] = page.evaluate(FIND, CONTRAST if is_dark else EVERYTHING)
    return [*found, "scrolls sideways"] if page.evaluate(IS_WIDER) else found
