"""Generated workspaces: whatever people plan and type, all readers show what stands in the database."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import AftercareTask, Campaign, OnCall
from calendar_app.engagement.models import SlotException
from calendar_app.engagement.recurrence import wall_times
from calendar_app.engagement.rhythm import weekly
from calendar_app.engagement.services import occurrences
from calendar_app.feeds import lines
from calendar_app.foundation import forms
from calendar_app.foundation.db import Database
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from calendar_app.sights.filters import Filters
from tests.factories import make_campaign, make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds import readers
from tests.feeds.reading import built
from tests.feeds.samples import HOSTILE, wall

Shown = tuple[datetime, datetime, str]

NOW = datetime(2026, 6, 10, 7, tzinfo=UTC)
FIRST, LAST = datetime(2026, 5, 20, tzinfo=UTC), datetime(2027, 4, 20, tzinfo=UTC)
RULES = (
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU;COUNT=7",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU;UNTIL=20270131T235959",
)
ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe")


@dataclass(frozen=True)
class PlannedSlot:
    zone: str
    starts: datetime
    minutes: int
    rule: str
    # The number of a date, and how many hours later it takes place instead; None: it is skipped.
    exceptions: dict[int, int | None]
    weeks: int | None


@dataclass(frozen=True)
class PlannedPost:
    title: str
    at: datetime
    status: Status
    in_campaign: bool


@dataclass(frozen=True)
class Asked:
    """A calendar that is asked for, and what is to stand in it."""

    kind: str
    posts: Callable[[PlannedPost], bool]
    slots: bool = False
    contents: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    is_of_campaign: bool = False
    tasks: bool = False


UNFINISHED = {Status.DRAFT, Status.IN_REVIEW}
ASKED = (
    Asked("team", lambda post: True, slots=True),
    Asked("team", lambda post: post.status not in UNFINISHED, slots=True, contents={"drafts": False}),
    Asked("mine", lambda post: post.status == Status.IN_REVIEW, tasks=True),
    Asked("campaign", lambda post: post.in_campaign, is_of_campaign=True),
    Asked("view", lambda post: post.in_campaign, filters={"only": "posts"}, is_of_campaign=True),
    Asked("view", lambda post: post.status == Status.DRAFT, filters={"status": Status.DRAFT}),
    Asked("view", lambda post: False, slots=True, filters={"only": "dialog"}),
)


walls = st.datetimes(wall(2026, 6, 1), wall(2027, 3, 31)).map(
    lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
)
slots = st.builds(
    PlannedSlot,
    zone=st.sampled_from(ZONES),
    starts=walls,
    minutes=st.sampled_from((5, 30, 90, 480)),
    rule=st.sampled_from(RULES) | st.lists(st.integers(0, 6), max_size=3, unique=True).map(weekly),
    exceptions=st.dictionaries(st.integers(0, 20), st.none() | st.integers(1, 30), max_size=4),
    weeks=st.none() | st.integers(1, 30),
)
titles = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=100))
posts = st.builds(
    PlannedPost, title=titles, at=walls, status=st.sampled_from(list(Status)), in_campaign=st.booleans()
)


tasks = st.tuples(titles, st.dates(date(2026, 5, 20), date(2027, 4, 19)))
turns = st.tuples(walls, st.timedeltas(timedelta(minutes=15), timedelta(days=4)))


@pytest.fixture
def newsroom(tmp_path: Path, empty_database: bytes) -> Iterator[Session]:
    """A session of an empty newsroom with one reader, the same for all examples."""
    (tmp_path / "parley.db").write_bytes(empty_database)
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    with database.session() as session:
        make_workspace(session)
        make_person(session, "Reader", Role.ADMIN)
        yield session
    database.engine.dispose()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slots=st.lists(slots, max_size=4),
    posts=st.lists(posts, max_size=6),
    asked=st.sampled_from(ASKED),
    tasks=st.lists(tasks, max_size=3),
    turns=st.lists(turns, max_size=2),
)
def test_all_readers_show_what_stands_in_the_database(
    newsroom: Session,
    slots: list[PlannedSlot],
    posts: list[PlannedPost],
    asked: Asked,
    tasks: list[tuple[str, date]],
    turns: list[tuple[datetime, timedelta]],
) -> None:
    reader = newsroom.scalars(select(Person)).one()
    with newsroom.begin_nested() as attempt:
        campaign = make_campaign(newsroom, reader)
        shown_posts = [row for post, row in _plan_posts(newsroom, posts, campaign) if asked.posts(post)]
        shown_slots = [row for row in _plan_slots(newsroom, slots) if asked.slots]
        shown_tasks = [row for row in _plan_tasks(campaign, reader, tasks, turns) if asked.tasks]
        planned = sorted((*shown_posts, *shown_slots, *shown_tasks))
        about = campaign.id if asked.is_of_campaign else None
        filters = Filters(campaign_id=about, **asked.filters)
        octets = built(
            newsroom,
            reader,
            asked.kind,
            now=NOW,
            alarm_minutes=10,
            campaign_id=about,
            filters=filters,
            **asked.contents,
        )
        attempt.rollback()
    newsroom.expire_all()

    for read in readers.READERS:
        shown = sorted((start, end, _plain(title)) for _, start, end, title in read(octets, FIRST, LAST))
        assert shown == planned, read.__name__
    uids = re.findall(rb"\r\nUID:(\S+)", octets)
    assert len(uids) == len(set(uids))


def _plan_posts(
    session: Session, posts: list[PlannedPost], campaign: Campaign
) -> Iterator[tuple[PlannedPost, Shown]]:
    channel = make_channel(session, zone="Europe/Vienna")
    for post in posts:
        title = forms.clean(post.title)[:80]
        variant = make_variant(session, channel, planned_wall=post.at, status=post.status)
        variant.text, variant.updated_at = title or "Untitled.", NOW
        variant.campaign = campaign if post.in_campaign else None
        session.flush()
        assert variant.planned_at is not None
        words = " ".join((title or "Untitled.").split())
        mark = "Held – " if post.status == Status.HELD else ""
        until = variant.planned_at + timedelta(minutes=15)
        yield post, (variant.planned_at, until, _plain(lines.clean(f"{mark}Mastodon: {words}")))


def _plan_slots(session: Session, slots: list[PlannedSlot]) -> Iterator[Shown]:
    for slot in slots:
        _plan_slot(session, slot)
    for each in occurrences(session, FIRST, LAST):
        yield each.start, each.end, "Dialog time of Bob: Blog"


def _plan_slot(session: Session, slot: PlannedSlot) -> None:
    dates = wall_times(slot.starts, slot.rule, slot.starts, slot.starts + timedelta(weeks=40))
    if not dates:
        return  # the rule ended before
    row = make_slot(
        session,
        make_person(session, "Bob"),
        [make_channel(session, "Blog")],
        starts_wall=dates[0],
        rrule=slot.rule,
        zone=slot.zone,
        minutes=slot.minutes,
    )
    row.ended_wall = slot.starts + timedelta(weeks=slot.weeks) if slot.weeks else None
    row.exceptions = [
        SlotException(
            occurrence=dates[number],
            moved_wall=None if hours is None else dates[number] + timedelta(hours=hours),
            updated_at=NOW,
        )
        for number, hours in slot.exceptions.items()
        if number < len(dates)
    ]
    session.flush()


def _plan_tasks(
    campaign: Campaign,
    person: Person,
    tasks: list[tuple[str, date]],
    turns: list[tuple[datetime, timedelta]],
) -> Iterator[Shown]:
    campaign.name, campaign.on_call = "Chairs", []
    for title, day in tasks:
        what = forms.clean(title)[:80] or "Untitled."
        campaign.aftercare.append(AftercareTask(what=what, due_on=day, person=person))
        midnight = datetime.combine(day, time(), UTC)
        words = " ".join(f"Chairs: {what}".split())
        yield midnight, midnight + timedelta(days=1), _plain(lines.clean(words))
    for starts, length in turns:
        ends = (starts + length).replace(second=0, microsecond=0)
        turn = OnCall(person=person, starts_wall=starts, ends_wall=ends)
        campaign.on_call.append(turn)
        if turn.span.start < turn.span.end:
            yield turn.span.start, turn.span.end, "On call: Chairs"


def _plain(title: str) -> str:
    """Without backslashes and what stands behind them: node-ical takes a written "\\N" for a new line."""
    return re.sub(r"\\[nN]|\\|\n", "", title)
