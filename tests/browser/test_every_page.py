"""Every page, light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways or fails."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import Campaign, WorstCase
from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.links import Link, seal
from calendar_app.engagement.materials.models import Material
from calendar_app.engagement.models import AgendaItem, Slot
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.engagement.recurrence import KEY
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.models import Feed
from calendar_app.feeds.sharing import share
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.themes.models import Theme
from calendar_app.reminders.models import MailCopy
from calendar_app.rulebook.models import Boilerplate
from tests.browser.conftest import NARROW, WIDE
from tests.browser.furnishing import furnish
from tests.browser.looking import faults_in_all_looks, look, speak
from tests.browser.serving import Newsroom, Site, serving
from tests.factories import NOW

LOOKS = [pytest.param(WIDE, "de", id="wide-de"), pytest.param(NARROW, "en", id="narrow-en")]
"""Each in the light and in the dark. German has the longer words: its pages are made narrow, too."""

NO_PAGES = {
    "static",
    "feeds.calendar",
    "service.health",
    "service.metrics",
    "service.worker",
    "copies.export",
    "copies.progress",
    "posts.open_stop",
    "posts.open_variant",
    "posts.small_picture",
    "posts.whole_picture",
    "reminders.body",
    "rulebook.open_change",
}
"""What answers a GET with no page of its own: files, parts of pages, ways to another page.

A mail's body runs no script, not even axe.
"""
SIGNED_OUT = ("/welcome", "/sign-in", "/nowhere", "/join/no-such-invitation")


@pytest.fixture(scope="module")
def house(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on a Wednesday morning, after a first reminder has left."""
    with serving(tmp_path_factory.mktemp("house"), newsroom.database) as site:
        site.tick()
        site.clock.moment += timedelta(hours=7, minutes=50)
        site.tick()
        furnish(site)
        yield site


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_nothing_is_wrong_on_any_page(
    browser: Browser, house: Site, newsroom: Newsroom, size: tuple[int, int], language: str
) -> None:
    page, errors = look(browser, house, size=size, dark=False, language=language)
    page.context.add_cookies(newsroom.cookies)
    speak(page, language)

    found = {address: faults_in_all_looks(page, address) for address in addresses(house)}

    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert errors == []


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_nothing_is_wrong_at_the_door(
    browser: Browser,
    tmp_path: Path,
    empty_database: bytes,
    size: tuple[int, int],
    language: str,
) -> None:
    with serving(tmp_path, empty_database) as site:
        page, errors = look(browser, site, size=size, dark=False, language=language, refused=True)

        found = {address: faults_in_all_looks(page, address) for address in SIGNED_OUT}

        page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert errors == []


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_nothing_is_wrong_behind_a_link_that_is_a_key(
    browser: Browser, house: Site, size: tuple[int, int], language: str
) -> None:
    """Nobody is signed in: a time that is on, one that nobody gives any more, one that is long over; what is
    shared with outsiders, and what is not any more.
    """
    database: Database = house.app.extensions["parley"]["database"]
    with database.reading() as session, everywhere(session):
        slot = session.scalars(select(Slot).where(Slot.rrule != "").order_by(Slot.id)).first()
        assert slot is not None
        keys = (f"{slot.starts_wall:{KEY}}", "2026-04-08T03:33", "2026-04-09T11:00")
        sealed = [f"/now/{seal('for tests only', Link(slot.person_id, slot.id, key))}" for key in keys]
    with database.session() as session:
        scope_to(session, slot.workspace_id)
        person = session.get_one(Person, slot.person_id)
        person.role = Role.ADMIN
        _, token = share(session, person, "team", shared_with="-", days=7, now=NOW, contents=Contents())
        session.commit()
    sealed += [f"/shared/{token}", "/shared/nothing"]
    page, errors = look(browser, house, size=size, dark=False, language=language, refused=True)

    found = {address: faults_in_all_looks(page, address) for address in sealed}

    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert errors == []


def addresses(site: Site) -> list[str]:
    """Each page of the app once: every endpoint that answers GET, with the demo's things in its address."""
    database: Database = site.app.extensions["parley"]["database"]
    with database.reading() as session, everywhere(session):
        things = examples(session)
    return sorted(set(_addresses(site.app, things)))


def _addresses(app: Flask, things: dict[str, list[Any]]) -> Iterator[str]:
    urls = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES and rule.arguments != {"token"}:
            named = "2026-04" if rule.endpoint == "board.month" else "2026-W16"
            found = {"name": [named]} | things
            for number in range(max((len(found[each]) for each in rule.arguments), default=1)):
                values = {each: found[each][number % len(found[each])] for each in rule.arguments}
                yield urls.build(rule.endpoint, values)


def examples(session: Session) -> dict[str, list[Any]]:
    """What may stand in an address, by the name of the argument; several where pages differ by state."""
    one_each = [
        session.scalars(select(Variant).where(Variant.status == status).order_by(Variant.id)).first()
        for status in (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)
    ]
    variants = [variant for variant in one_each if variant is not None]
    slot = session.scalars(select(Slot).order_by(Slot.id)).first()
    on_probation = session.scalars(select(Channel).where(Channel.launched_on.is_not(None))).first()
    assert slot is not None
    assert on_probation is not None  # its page has all that another one's has, and plan and reality
    return {
        "variant_id": [variant.id for variant in variants],
        "post_id": [variant.post_id for variant in variants],
        "other_id": list(session.scalars(select(Variant.id).order_by(Variant.id.desc()).limit(1))),
        "channel_id": [on_probation.id],
        "access_id": list(session.scalars(select(AccessEntry.id).order_by(AccessEntry.id).limit(1))),
        "feed_id": list(session.scalars(select(Feed.id).where(Feed.expires_at.is_(None)).limit(1))),
        "step": ["pause", "relaunch", "close"],
        "campaign_id": list(session.scalars(select(Campaign.id).order_by(Campaign.id))),
        "theme_id": list(session.scalars(select(Theme.id).order_by(Theme.id).limit(1))),
        "quarter": ["2026-Q2", "2027-Q1"],
        "case_id": list(session.scalars(select(WorstCase.id).limit(1))),
        "slot_id": [slot.id],
        "key": ["2026-04-09T11:00"],
        "item_id": list(session.scalars(select(AgendaItem.id).limit(1))),
        "snippet_id": list(session.scalars(select(Snippet.id).order_by(Snippet.id).limit(1))),
        "material_id": list(session.scalars(select(Material.id).order_by(Material.id).limit(1))),
        "occasion_id": list(session.scalars(select(Occasion.id).order_by(Occasion.id).limit(1))),
        "inbound_id": list(session.scalars(select(InboundItem.id).order_by(InboundItem.id).limit(1))),
        "calendar_id": list(session.scalars(select(ImportedCalendar.id).order_by(ImportedCalendar.id))),
        "person_id": list(session.scalars(select(Person.id).limit(1))),
        "rule_key": ["identical-cross-post", "posting-burst"],
        "boilerplate_id": list(session.scalars(select(Boilerplate.id).limit(1))),
        "reminder_id": list(session.scalars(select(MailCopy.reminder_id).limit(1))),
    }
