"""Back and Reload after a form was refused: a page, never an error of the browser, and no form sent twice."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_back_from_a_saved_form_shows_the_form_that_was_refused_before(demo: Callable[..., Page]) -> None:
    page = demo(refused=True)
    page.goto("/campaigns/new")
    page.get_by_label("Name", exact=True).fill("Lesesommer")
    page.locator("[name=kind]").last.check()
    page.get_by_label("Erster Tag").fill("2026-07-10")
    page.get_by_label("Letzter Tag").fill("2026-07-01")
    page.get_by_role("button", name="Sichern").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Lesesommer")
    page.get_by_label("Letzter Tag").fill("2026-07-20")
    page.get_by_role("button", name="Sichern").click()
    expect(page.get_by_role("heading", level=1, name="Lesesommer")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", level=1, name="Neue Kampagne")).to_be_visible()


def test_reloading_a_refusal_shows_the_page_that_the_form_stood_on(demo: Callable[..., Page]) -> None:
    page = demo(refused=True)
    page.goto("/campaigns")
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    shown = page.url
    form = page.locator("form[action$=tasks]")
    form.evaluate("form => { form.noValidate = true; form.closest('details').open = true }")
    form.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_count(1)

    page.reload()

    assert page.url == shown
    expect(page.get_by_role("alert")).to_have_count(0)
