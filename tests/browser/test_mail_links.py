"""What opens every link of a mail changes nothing, as scanners and previews do; a person who presses does."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.posts.models import Mode
from tests.browser.serving import Site
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant, make_workspace

ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
PREFETCH = """async (addresses) => {
  for (const [rel, href] of addresses.flatMap((each) => [["prefetch", each], ["prerender", each]])) {
    document.head.append(Object.assign(document.createElement("link"), { rel, href }));
  }
  await Promise.all(addresses.map((each) => fetch(each, { mode: "no-cors" })));
}"""


@pytest.fixture
def mails(site: Site) -> list[EmailMessage]:
    """To Bob: a dialog time and a post by hand, both in fifteen minutes."""
    database: Database = site.app.extensions["parley"]["database"]
    with database.session() as session:
        make_workspace(session)
        bob, channel = make_person(session, "Bob Brandt"), make_channel(session)
        at = NOW.replace(hour=10, tzinfo=None)
        make_slot(session, bob, [channel], starts_wall=at, rrule="")
        make_variant(session, channel, planned_wall=at, mode=Mode.LIVE, author=bob)
        session.commit()
    site.tick()
    site.clock.moment += timedelta(minutes=45)
    site.tick()
    settings: Settings = site.app.extensions["parley"]["settings"]
    paths = settings.data_dir.glob("outbox/*/*.eml")
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def links_of(mails: list[EmailMessage], site: Site) -> list[str]:
    """All that may be opened by who reads mails whole: words, buttons, headers and the calendar's file."""
    words = [mail["List-Unsubscribe"] for mail in mails]
    for part in (part for mail in mails for part in mail.walk() if not part.is_multipart()):
        words.append(str(part.get_content()))
    base: str = site.app.extensions["parley"]["settings"].base_url
    return sorted({link.replace(base, site.address) for link in ADDRESS.findall(" ".join(words))})


def rows_of(site: Site) -> list[str]:
    """All that Parley knows, but sessions: whoever is shown a form has one, for its token."""
    path = site.app.extensions["parley"]["settings"].data_dir / "parley.db"
    with closing(sqlite3.connect(path)) as connection:
        return [
            line for line in connection.iterdump() if not line.startswith('INSERT INTO "browser_session"')
        ]


def test_what_opens_every_link_changes_nothing_and_a_person_who_presses_does(
    site: Site, open_page: Callable[..., Page], mails: list[EmailMessage]
) -> None:
    links = links_of(mails, site)
    [now] = [link for link in links if "/now/" in link]
    stop = next(link for link in links if "/mails/stop/" in link)
    before, page = rows_of(site), open_page(refused=True)

    for link in links:
        assert page.request.head(link).ok
        assert page.request.get(link).ok
        page.goto(link)
    page.evaluate(PREFETCH, links)
    after_machines = rows_of(site)
    page.goto(stop)
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_role("heading", name="These mails no longer come")).to_be_visible()
    after_stopping = rows_of(site)
    page.goto(now)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()

    assert len(mails) == 2
    assert after_machines == before
    assert before != after_stopping != rows_of(site)
