"""A browser that is to ring, as far as one comes without the push service of its maker."""

from contextlib import closing

from playwright.sync_api import Browser, expect

from tests.browser.serving import Site
from tests.browser.test_first_day import open_workspace


def test_ringing_is_offered_at_once_and_a_browser_that_refuses_is_told_of(
    site: Site, browser: Browser
) -> None:
    """A private window subscribes nowhere, and Chromium writes so into its console."""
    with closing(browser.new_context(base_url=site.address, locale="en-GB")) as context:
        page = context.new_page()
        open_workspace(page)
        page.goto("/account/mails")

        page.get_by_role("button", name="Let this device ring").click()

        expect(page.get_by_text("The browser does not allow it")).to_be_visible()


def test_a_push_service_that_never_answers_is_told_of(site: Site, browser: Browser) -> None:
    """A browser behind a firewall asks on for ever; here it is one that never settles."""
    with closing(
        browser.new_context(base_url=site.address, locale="en-GB", permissions=["notifications"])
    ) as context:
        context.add_init_script("PushManager.prototype.subscribe = () => new Promise(() => {})")
        page = context.new_page()
        open_workspace(page)
        page.clock.install()
        page.goto("/account/mails")

        page.get_by_role("button", name="Let this device ring").click()
        expect(page.get_by_text("is being asked")).to_be_visible()
        page.clock.fast_forward(20_000)

        expect(page.get_by_text("maker does not answer")).to_be_visible()
