"""Coming in, being out, and the pages for what is not there."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.models import Person, Role
from tests.browser.serving import Site
from tests.browser.test_first_day import open_workspace


def test_who_signed_out_is_out(open_page: Callable[..., Page]) -> None:
    page = open_page()
    open_workspace(page)

    page.locator(".menu-account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Signed out.")).to_be_visible()
    page.goto("/channels")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_after_the_session_ended_one_comes_back_to_where_one_was(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    open_workspace(page)
    page.goto("/month/2026-05?only=posts")
    site.clock.moment += timedelta(days=15)

    page.reload()
    page.get_by_label("E-mail").fill("nora@example.org")
    page.get_by_label("Password").fill("seven grey whales")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url("/month/2026-05?only=posts")


def test_what_is_not_there_is_said_in_the_readers_language(open_page: Callable[..., Page]) -> None:
    for language, sentence in (("en-GB", "There is nothing here"), ("de-DE", "Hier ist nichts")):
        page = open_page(language=language, refused=True)

        page.goto("/nowhere")

        expect(page.get_by_role("heading", name=sentence)).to_be_visible()


def test_what_another_role_may_do_is_said_in_the_readers_language(
    site: Site, demo: Callable[..., Page]
) -> None:
    page = demo(refused=True)
    make_everybody_an_author(site)

    page.goto("/people/new")
    expect(page.get_by_role("heading", name="Dafür braucht es eine andere Rolle")).to_be_visible()
    page.get_by_role("button", name="English").click()
    page.goto("/people/new")

    expect(page.get_by_role("heading", name="This needs another role")).to_be_visible()


def make_everybody_an_author(site: Site) -> None:
    database: Database = site.app.extensions["parley"]["database"]
    with database.session() as session, everywhere(session):
        session.execute(update(Person).values(role=Role.AUTHOR))
        session.commit()
