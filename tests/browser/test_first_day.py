"""The main job on one day, as the first visitor of an installation does it, begun on a phone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.serving import Site
from tests.feeds.reading import starts, titles

CORE = "The workshop opens on Saturday, and everybody may try the big plane."
TOLD = "On Saturday the workshop opens its doors at ten. Whoever likes may try the big plane on oak."
OWN = "Which tool did your grandparents swear by? Bring it along, we sharpen it while you watch and ask."


def test_from_the_first_visit_to_a_reminder(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(size=NARROW, refused=True)
    open_workspace(page)
    add_channel(page, "Mastodon", "Mastodon")
    add_channel(page, "Company page", "LinkedIn")
    reserve(page)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    begin_post(page)
    write(page, TOLD)
    page.get_by_role("button", name="Save and put into the plan").click()
    expect(page.get_by_role("status").filter(has_text="It stands in the plan now.")).to_be_visible()

    page.locator(".tabs").get_by_role("link", name="Mastodon").click()
    is_blocked_while_typing(page)
    cannot_be_handed_in(page)

    write(page, OWN)
    expect(page.locator(".finding-block")).to_have_count(0)
    page.get_by_role("button", name="Save and put into the plan").click()
    expect(page.get_by_role("status").filter(has_text="It stands in the plan now.")).to_be_visible()

    calendar = subscribed(page, site)
    assert any(TOLD[:20] in title for title in titles(calendar))
    assert any(OWN[:20] in title for title in titles(calendar))
    appointments = starts(calendar, datetime(2026, 4, 9, tzinfo=UTC), datetime(2026, 4, 24, tzinfo=UTC))
    assert datetime(2026, 4, 9, 8, tzinfo=UTC) in appointments
    assert datetime(2026, 4, 23, 8, tzinfo=UTC) in appointments

    site.tick()
    site.clock.moment = datetime(2026, 4, 9, 7, 45, tzinfo=UTC)
    site.tick()
    page.goto("/outbox")
    expect(page.get_by_role("link", name=re.compile("10:00")).first).to_be_visible()


def open_workspace(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your name").fill("Nora Neumann")
    page.get_by_label("E-mail").fill("nora@example.org")
    page.get_by_label("Password").fill("seven grey whales")
    page.get_by_label("Name of the workspace").fill("Workshop North")
    page.get_by_role("button", name="Open the workspace").click()
    expect(page.get_by_role("heading", name="First, a channel")).to_be_visible()


def add_channel(page: Page, name: str, platform: str) -> None:
    page.goto("/channels/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Platform").select_option(label=platform)
    page.get_by_role("button", name="Add the channel").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def reserve(page: Page) -> None:
    """Two hours on each Thursday, from the calendar."""
    page.goto("/week")
    page.get_by_role("link", name="Reserve dialog time").first.click()
    page.get_by_label("Answer people").check()
    page.get_by_label("Mastodon").check()
    page.get_by_label("Company page").check()
    page.get_by_label("Day", exact=True).fill("2026-04-09")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_label("Minutes").fill("120")
    page.get_by_label("Thursday").check()
    page.get_by_role("button", name="Reserve").click()
    page.goto("/week")
    expect(page.locator(".slot-card")).to_have_count(1)


def begin_post(page: Page) -> None:
    page.get_by_role("link", name="Write a post", exact=True).first.click()
    page.get_by_label("Core message").fill(CORE)
    page.get_by_label("Mastodon").check()
    page.get_by_label("Company page").check()
    page.get_by_label("Day", exact=True).fill("2026-04-09")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_role("button", name="Go on").click()
    page.locator(".tabs").get_by_role("link", name="Company page").click()


def write(page: Page, text: str) -> None:
    """Type a text and wait for the answer to it."""
    with page.expect_response(re.compile("/check$")):
        page.get_by_label("Text", exact=True).fill(text)


def is_blocked_while_typing(page: Page) -> None:
    page.evaluate("() => { window.isSamePage = true }")
    write(page, TOLD)
    block = page.locator(".finding-block", has_text="Identical cross-post")
    expect(block).to_be_visible()
    block.get_by_text("Show what both texts share").click()
    expect(block.locator("mark").first).to_contain_text("the workshop opens its doors")
    assert page.evaluate("() => window.isSamePage")


def cannot_be_handed_in(page: Page) -> None:
    page.get_by_role("button", name="Save and put into the plan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".page-head").get_by_text("Draft")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value(TOLD)


def subscribed(page: Page, site: Site) -> bytes:
    page.goto("/feeds")
    page.get_by_label("Team calendar").check()
    page.get_by_role("button", name="Make an address").click()
    path = page.get_by_label("Secret address").input_value().partition("/feeds/")[2]
    with urlopen(f"{site.address}/feeds/{path}") as answer:  # noqa: S310 our own site
        calendar: bytes = answer.read()
    return calendar
