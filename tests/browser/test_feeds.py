"""Subscribing in the German demo: the address is shown, copied, fetched, revoked."""

import re
from collections.abc import Callable
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.feeds.reading import titles


def fetched(page: Page) -> set[str]:
    """What an app finds under the address on the page; the site of a test stands at a port of its own."""
    path = page.get_by_label("Geheime Adresse").input_value().partition("/feeds/")[2]
    with urlopen(page.url.partition("/feeds")[0] + "/feeds/" + path) as answer:  # noqa: S310 our own site
        return titles(answer.read())


def test_a_calendar_is_subscribed_to_fetched_and_stopped(demo: Callable[..., Page]) -> None:
    page = demo()
    page.goto("/feeds")
    page.get_by_label("Teamkalender").check()

    page.get_by_role("button", name="Adresse erzeugen").click()

    assert len(fetched(page)) > 10
    page.get_by_role("button", name="Kopieren").click()
    expect(page.get_by_label("Geheime Adresse")).to_be_focused()
    page.goto("/feeds")
    expect(page.get_by_text("zuletzt geholt von Python-urllib")).to_be_visible()
    expect(page.get_by_label("Geheime Adresse")).to_have_count(0)

    page.get_by_role("button", name="Widerrufen").click()

    expect(page.get_by_text("gilt nicht mehr")).to_be_visible()
    expect(page.get_by_role("heading", name="Noch kein Abo")).to_be_visible()


def test_subscribing_needs_no_script(demo: Callable[..., Page]) -> None:
    page = demo(javascript=False)
    page.goto("/feeds")

    page.get_by_role("button", name="Adresse erzeugen").click()

    expect(page.get_by_label("Geheime Adresse")).to_have_value(re.compile(r"/feeds/[\w-]{43}\.ics$"))
