"""Calendars shared with outsiders: made for somebody, listed, stopped, and shown as a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from re import finditer

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.feeds.building import KINDS
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.entries import EntryStatus, TimedEvent
from calendar_app.feeds.models import Feed
from calendar_app.feeds.post_entries import planned_posts, post_entries
from calendar_app.feeds.reader import Reader, names
from calendar_app.feeds.services import revoke, subscribe
from calendar_app.feeds.slot_entries import planned_slots, slot_dates
from calendar_app.feeds.window import Window
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import note

SHOWN = timedelta(weeks=6)
"""How far ahead the page of a shared calendar shows it; the feed goes on for a year."""


@dataclass(frozen=True)
class Shown:
    """One line of a shared calendar, by the clock of its workspace."""

    at: datetime
    until: datetime
    title: str
    text: str
    status: EntryStatus
    is_talk: bool


@dataclass(frozen=True)
class Day:
    date: date
    lines: list[Shown]


def share(
    session: Session,
    person: Person,
    kind: str,
    *,
    shared_with: str,
    days: int,
    now: datetime,
    contents: Contents,
    form_key: str | None = None,
) -> tuple[Feed, str]:
    """A calendar for outsiders, and its secret, which is nowhere kept.

    The same form sent again gives the calendar it has made another secret.
    """
    feed, token = subscribe(session, person, kind, now=now, contents=contents, form_key=form_key)
    is_new = not feed.is_shared
    feed.shared_with, feed.expires_at = shared_with, now + timedelta(days=days)
    session.flush()
    if is_new:
        note(session, person, mark("shared with outsiders"), feed, now=now)
    return feed, token


def shared_feeds(session: Session, now: datetime) -> list[Feed]:
    """All that is shared at present, whoever has made it; what ends soonest first."""
    query = select(Feed).options(joinedload(Feed.person)).where(Feed.revoked_at.is_(None))
    return list(session.scalars(query.where(Feed.expires_at > now).order_by(Feed.expires_at, Feed.id)))


def shared_feed(session: Session, feed_id: int, now: datetime) -> Feed | None:
    return next((feed for feed in shared_feeds(session, now) if feed.id == feed_id), None)


def stop_sharing(session: Session, feed: Feed, *, by: Person, now: datetime) -> None:
    """End it for good."""
    revoke(session, feed, now=now)
    note(session, by, mark("no longer shared"), feed, now=now)


def shown_days(session: Session, feed: Feed, now: datetime, page: PageAddress) -> list[Day]:
    """What a shared calendar holds from today on, day by day, in the current language.

    The session has the eyes of whoever shares it. The lines are made as the feed's events are.
    """
    zone = feed.person.workspace.zone
    today = datetime.combine(to_wall(now, zone).date(), time())
    window = Window(to_utc(today, zone), back=timedelta(), ahead=SHOWN)
    lines = sorted(_lines(session, feed, window, page), key=lambda line: (line.at, line.title))
    return [Day(day, list(of_day)) for day, of_day in groupby(lines, key=lambda line: line.at.date())]


def _lines(session: Session, feed: Feed, window: Window, page: PageAddress) -> Iterator[Shown]:
    person, contents, kind = feed.person, feed.contents, KINDS[feed.kind]
    reader, named = Reader.of(person, page, contents), names(session, person.workspace)
    posts = planned_posts(session, kind, person, contents, window)
    for _, post in post_entries(session, reader, named, posts, list(posts.stamps)):
        yield _line(post, person.workspace.zone, is_talk=False)
    slots = planned_slots(session, kind, person, contents, window)
    for date_of_slot in slot_dates(reader, named, slots, window):
        yield _line(date_of_slot, person.workspace.zone, is_talk=True)


def _line(event: TimedEvent, zone: str, *, is_talk: bool) -> Shown:
    return Shown(
        at=to_wall(event.starts_at, zone),
        until=to_wall(event.ends_at, zone),
        title=_heading(event.summary, event.description),
        text=event.description,
        status=event.status,
        is_talk=is_talk,
    )


def _heading(title: str, text: str) -> str:
    """A title without the first words of a text that stands below it."""
    words = " ".join(text.split())
    for colon in finditer(": ", title):
        if words.startswith(title[colon.end() :].removesuffix("…")):
            return title[: colon.start()]
    return title
