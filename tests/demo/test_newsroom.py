"""What the demo newsroom shows, at whatever hour of whatever week it is opened."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.board.periods import Week
from calendar_app.board.services import PostItem, SlotItem, balances, days
from calendar_app.channels.health import Activity, Health, silence_of
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.demo.services import ZONE, open_demo, visitor_account
from calendar_app.engagement.activity import last_talks
from calendar_app.engagement.models import SlotOutcome
from calendar_app.foundation.db import Database, scope_to
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person, Role
from calendar_app.posts.activity import last_posts
from calendar_app.posts.ideas import ideas
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Post, Source, Status, Variant
from calendar_app.sights.filters import Filters

MOMENTS = [
    datetime(2026, 4, 6, 0, 0, tzinfo=UTC),  # Monday, two in the morning: nothing of the week is over
    datetime(2026, 4, 8, 7, 0, tzinfo=UTC),  # Wednesday
    datetime(2026, 3, 29, 21, 59, tzinfo=UTC),  # the last minute of the week in which the clocks jump
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that comes twice
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # already next year in Berlin
]


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: f"{moment:%a %d %b %H:%M}")
def now(request: pytest.FixtureRequest) -> datetime:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def opened(
    now: datetime, empty_database: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, int]]:
    """The newsroom that was opened now, once for all tests of the moment, and its number."""
    path = tmp_path_factory.mktemp("newsroom") / "parley.db"
    path.write_bytes(empty_database)
    database = Database(f"sqlite:///{path}")
    with database.session() as session:
        account = visitor_account(session, language="de", now=now)
        workspace_id = open_demo(session, account, now=now).workspace_id
        session.commit()
    yield database, workspace_id
    database.engine.dispose()


@pytest.fixture
def newsroom(opened: tuple[Database, int]) -> Iterator[Session]:
    """A session in it; what a test would write is gone with the test."""
    database, workspace_id = opened
    with database.session() as session:
        scope_to(session, workspace_id)
        yield session


def this_week(now: datetime) -> Week:
    return Week.of(to_wall(now, ZONE).date())


def test_six_people_of_all_roles_run_five_channels_on_five_platforms(newsroom: Session) -> None:
    people = list(newsroom.scalars(select(Person)))
    channels = list(newsroom.scalars(select(Channel)))

    assert len(people) == 6
    assert {person.role for person in people} == set(Role) - {Role.EXTERNAL}
    assert len({channel.platform for channel in channels}) == len(channels) == 6
    assert len({channel.stripe for channel in channels}) == 6


def test_one_channel_closes_one_is_on_probation_and_nobody_has_spoken_on_another(
    newsroom: Session, now: datetime
) -> None:
    channels = list(newsroom.scalars(select(Channel)))
    posts, talks = last_posts(newsroom), last_talks(newsroom)

    states = {channel.name: channel.state for channel in channels}
    found = {
        channel.name: silence_of(
            channel, Activity(posts.get(channel.id), talks.get(channel.id)), (), now
        ).health
        for channel in channels
    }

    assert [name for name, state in states.items() if state is ChannelState.CLOSING] == ["X"]
    assert [name for name, state in states.items() if state is ChannelState.PROBATION] == ["Instagram"]
    assert [name for name, state in found.items() if state is Health.INACTIVE] == ["Facebook-Seite"]
    assert list(found.values()).count(Health.LIVELY) >= 3


def test_the_rules_find_every_mistake_that_was_made_on_purpose(newsroom: Session, now: datetime) -> None:
    start = to_utc(datetime.combine(this_week(now).shifted(-1).monday, datetime.min.time()), ZONE)
    found = defaultdict(set)

    for variant in newsroom.scalars(select(Variant).where(Variant.planned_at >= start)):
        for verdict in judge(newsroom, variant, now=now).findings:
            found[verdict.number].add((variant.channel.name, verdict.severity.value))

    assert ("Instagram", "block") in found["R01"]  # the Long Night's text of LinkedIn
    assert ("Mastodon", "block") in found["R02"]  # the same with another opening
    assert found["R03"] == {("LinkedIn-Seite", "block")}  # last week's search for people who solder
    assert ("X", "block") in found["R06"]  # four of five posts come from the catalogue's feed
    assert ("X", "block") in found["R07"]  # and the same four count as a feed
    assert ("Instagram", "warn") in found["R22"]  # Friday at a quarter past eight, unattended
    assert ("LinkedIn-Seite", "info") in found["R04"]  # its drafts for two other channels go out with it
    assert ("Instagram", "warn") in found["R08"]  # Friday evening, and nobody is there
    assert {name for name, _ in found["R10"]} >= {"X", "Instagram", "LinkedIn-Seite"}
    assert ("LinkedIn-Seite", "warn") in found["R11"]  # last Wednesday's dialog time was not held
    assert ("X", "warn") in found["R12"]  # nobody visits others there
    assert ("X", "block") in found["R14"]  # 309 of 280
    assert ("X", "block") in found["R26"]  # no farewell, on a channel that closes


def test_what_went_well_is_not_blamed(newsroom: Session, now: datetime) -> None:
    """Posts on the two channels that are looked after pass without a warning."""
    looked_after = newsroom.scalars(
        select(Variant).join(Channel).where(Channel.name == "Mastodon", Variant.status != Status.DRAFT)
    ).all()

    assert len(looked_after) >= 4
    for variant in looked_after:
        assert judge(newsroom, variant, now=now).findings == (), variant.text


@pytest.mark.parametrize("weeks", [-1, 0, 1])
def test_last_this_and_next_week_hold_posts_and_dialog_time(
    weeks: int, newsroom: Session, now: datetime
) -> None:
    week = this_week(now).shifted(weeks)

    shown = [
        item for day in days(newsroom, week.span, zone=ZONE, filters=Filters(), now=now) for item in day.items
    ]

    assert sum(isinstance(item, PostItem) for item in shown) >= 5
    assert sum(isinstance(item, SlotItem) for item in shown) >= 8
    assert len(balances(newsroom, week, zone=ZONE, now=now)) == 5


def test_nothing_has_happened_that_is_yet_to_come(newsroom: Session, now: datetime) -> None:
    out = newsroom.scalars(select(Variant).where(Variant.status == Status.PUBLISHED)).all()
    ended = newsroom.scalars(select(SlotOutcome.at)).all()

    assert all(variant.published_at and variant.published_at <= now for variant in out)
    assert all(at <= now for at in ended)
    assert max(ended) <= now


def test_planned_posts_ahead_are_still_planned(newsroom: Session, now: datetime) -> None:
    ahead = newsroom.scalars(select(Variant).where(Variant.planned_at > now + timedelta(days=7))).all()

    assert {variant.status for variant in ahead} <= {Status.SCHEDULED, Status.IN_REVIEW, Status.DRAFT}


def test_ideas_wait_that_people_gave_and_one_answer_is_out(newsroom: Session, now: datetime) -> None:
    waiting = ideas(newsroom).posts
    [answer] = newsroom.scalars(select(Variant).join(Post).where(Post.source == Source.QUESTION))

    assert Counter(post.source for post in waiting) == {
        Source.QUESTION: 2,
        Source.CONVERSATION: 1,
        Source.OWN: 1,
    }
    assert all((post.inbound_id or post.interaction_id) for post in waiting if post.source != Source.OWN)
    assert answer.status is Status.PUBLISHED
    assert answer.post.inbound_id
    assert all(post.created_at <= now for post in waiting)


def test_the_closing_channel_keeps_to_the_notice_it_owes(newsroom: Session, now: datetime) -> None:
    closing = newsroom.scalars(select(Channel).where(Channel.state == ChannelState.CLOSING)).one()

    assert closing.closes_on is not None
    assert closing.closes_on > to_wall(now, ZONE).date() + timedelta(days=25)
    assert closing.successor is not None
    assert closing.successor.is_open
