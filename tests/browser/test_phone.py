"""A slot in one hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reserving import reserve_now


@pytest.fixture(params=[360, 390])
def slot(demo: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """The phone page of Miriam's own slot, which has just begun."""
    page = demo(size=(request.param, 780))
    reserve_now(page)
    return page


def test_three_taps_log_a_conversation(slot: Page) -> None:
    slot.get_by_text("Antwort", exact=True).click()
    slot.get_by_text("Hilfe: trägt Wissen").click()
    slot.get_by_role("button", name="Interaktion speichern").click()

    expect(logged(slot)).to_have_count(1)
    expect(logged(slot)).to_contain_text("Antwort")


def test_whatever_is_tapped_is_as_large_as_a_thumb(slot: Page) -> None:
    slot.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")

    small = slot.locator(
        ".phone :is(button, summary, select, .tap, .button), .phone-foot .button"
    ).evaluate_all(
        "all => all.filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)"
        ".map((each) => each.outerHTML)"
    )

    assert small == []


def test_a_second_tap_logs_nothing_more(slot: Page) -> None:
    slot.get_by_text("Antwort", exact=True).click()
    slot.get_by_text("Hilfe: trägt Wissen").click()

    slot.get_by_role("button", name="Interaktion speichern").dblclick()

    expect(logged(slot)).to_have_count(1)
    slot.reload()
    expect(logged(slot)).to_have_count(1)


def test_done_is_done_in_every_tab(slot: Page) -> None:
    twin = slot.context.new_page()
    twin.goto(slot.url)

    slot.get_by_role("button", name="Erledigt").dblclick()

    for page in (slot, twin):
        expect(page.get_by_role("heading", name="Erledigt")).to_be_visible()
        expect(page.get_by_role("button", name="Erledigt")).to_have_count(0)
        expect(page.locator(".phone-time")).to_have_count(0)


def logged(page: Page) -> Locator:
    return page.get_by_role("region", name="Bisher erfasst").get_by_role("listitem")
