"""Twelve ISO weeks in the team's zone, each with or without a post that has a theme."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.people.services import act_for
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.themes.gauge import Gauge, gauge
from calendar_app.posts.themes.models import Theme
from tests.factories import NOW, make_channel, make_person, make_theme, make_variant

BERLIN = "Europe/Berlin"
COUNTED = [Status.IN_REVIEW, Status.SCHEDULED, Status.HELD, Status.PUBLISHED]


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session)


@pytest.fixture
def theme(session: Session, alice: Person) -> Theme:
    return make_theme(session)


def planned(
    session: Session,
    channel: Channel,
    theme: Theme | None,
    at: datetime,
    status: Status = Status.SCHEDULED,
) -> Variant:
    variant = make_variant(session, channel, status=status)
    variant.post.theme, variant.planned_at = theme, at
    variant.published_at = at if status == Status.PUBLISHED else None
    session.flush()
    return variant


def states(found: Gauge) -> dict[str, str]:
    return {week.name: week.state for week in found.weeks if week.state != "empty"}


@pytest.mark.parametrize("status", COUNTED)
def test_a_week_with_a_post_that_counts_is_counted(
    status: Status, session: Session, channel: Channel, theme: Theme
) -> None:
    planned(session, channel, theme, NOW + timedelta(days=7), status)

    found = gauge(session, zone=BERLIN, now=NOW)

    assert len(found.weeks) == 12
    assert (found.counted, states(found)) == (1, {"2026-W16": "themed"})


def test_drafts_alone_are_told_apart_and_not_counted(
    session: Session, channel: Channel, theme: Theme
) -> None:
    planned(session, channel, theme, NOW, Status.DRAFT)
    planned(session, channel, theme, NOW + timedelta(days=7), Status.DRAFT)
    planned(session, channel, theme, NOW + timedelta(days=8))
    planned(session, channel, theme, NOW + timedelta(days=14), Status.CANCELLED)

    found = gauge(session, zone=BERLIN, now=NOW)

    assert (found.counted, states(found)) == (1, {"2026-W15": "drafts", "2026-W16": "themed"})
    assert [(week.posts, week.drafts) for week in found.weeks[:3]] == [(0, 1), (1, 1), (0, 0)]
    assert found.first_empty == found.weeks[2]


def test_posts_without_a_theme_or_a_time_do_not_count(
    session: Session, channel: Channel, theme: Theme
) -> None:
    planned(session, channel, None, NOW)
    make_variant(session, channel, planned_wall=None, status=Status.DRAFT).post.theme = theme
    session.flush()

    assert states(gauge(session, zone=BERLIN, now=NOW)) == {}


def test_a_post_counts_once_however_many_channels_say_it(session: Session, theme: Theme) -> None:
    first = planned(session, make_channel(session), theme, NOW)
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), post=first.post)

    assert gauge(session, zone=BERLIN, now=NOW).weeks[0].posts == 1


def test_a_moved_post_counts_where_it_stands_now(session: Session, channel: Channel, theme: Theme) -> None:
    variant = planned(session, channel, theme, NOW)
    variant.planned_at = NOW + timedelta(weeks=3)
    session.flush()

    assert states(gauge(session, zone=BERLIN, now=NOW)) == {"2026-W18": "themed"}


def test_what_went_out_counts_for_when_it_did(session: Session, channel: Channel, theme: Theme) -> None:
    early = planned(session, channel, theme, NOW - timedelta(days=1), Status.PUBLISHED)
    early.planned_at = NOW + timedelta(days=7)
    late = planned(session, channel, theme, NOW - timedelta(days=7), Status.PUBLISHED)
    late.planned_at = NOW + timedelta(days=14)
    session.flush()

    assert states(gauge(session, zone=BERLIN, now=NOW)) == {"2026-W15": "themed"}


def test_the_weeks_go_on_over_a_year_of_53(session: Session, channel: Channel, theme: Theme) -> None:
    monday = datetime(2026, 12, 28, 9, tzinfo=UTC)
    planned(session, channel, theme, monday + timedelta(days=6))
    planned(session, channel, theme, monday + timedelta(days=7))

    found = gauge(session, zone=BERLIN, now=monday)

    assert [week.name for week in found.weeks][:3] == ["2026-W53", "2027-W01", "2027-W02"]
    assert states(found) == {"2026-W53": "themed", "2027-W01": "themed"}
    assert found.weeks[-1].name == "2027-W11"


def test_a_week_begins_at_midnight_of_the_zone(session: Session, channel: Channel, theme: Theme) -> None:
    midnight = datetime(2026, 4, 12, 22, tzinfo=UTC)  # Monday, 00:00 in Berlin
    planned(session, channel, theme, midnight)

    assert states(gauge(session, zone=BERLIN, now=NOW)) == {"2026-W16": "themed"}
    assert states(gauge(session, zone="UTC", now=NOW)) == {"2026-W15": "themed"}
    assert gauge(session, zone=BERLIN, now=midnight).weeks[0].name == "2026-W16"
    assert gauge(session, zone=BERLIN, now=midnight - timedelta(seconds=1)).weeks[0].name == "2026-W15"


def test_whoever_is_limited_to_channels_sees_what_is_said_on_them(
    session: Session, channel: Channel, theme: Theme
) -> None:
    other = make_channel(session, "Agency's channel")
    planned(session, channel, theme, NOW)
    planned(session, other, theme, NOW + timedelta(days=7))
    erna = make_person(session, "Erna External", Role.EXTERNAL)
    erna.channel_ids = [other.id]
    session.flush()

    act_for(session, erna)

    assert states(gauge(session, zone=BERLIN, now=NOW)) == {"2026-W16": "themed"}


HOURS = st.integers(-24 * 30, 24 * 100)
POSTS = st.lists(st.tuples(HOURS, st.sampled_from(list(Status)), st.booleans()), max_size=12)


@given(posts=POSTS, zone=st.sampled_from([BERLIN, "Pacific/Auckland", "America/St_Johns"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_counts_what_one_counts_by_hand(
    session: Session, channel: Channel, theme: Theme, posts: list[tuple[int, Status, bool]], zone: str
) -> None:
    now = datetime(2026, 9, 9, 23, 30, tzinfo=UTC)  # clocks change within the twelve weeks
    step = session.begin_nested()
    for hours, status, has_theme in posts:
        planned(session, channel, theme if has_theme else None, now + timedelta(hours=hours), status)

    found = gauge(session, zone=zone, now=now)

    step.rollback()
    here = ZoneInfo(zone)
    by_hand = {
        (now + timedelta(hours=hours)).astimezone(here).isocalendar()[:2]
        for hours, status, has_theme in posts
        if has_theme and status in COUNTED
    }
    weeks = {(now.astimezone(here) + timedelta(weeks=number)).isocalendar()[:2] for number in range(12)}
    assert found.counted == len(by_hand & weeks) <= 12
    assert {week.monday.isocalendar()[:2] for week in found.weeks if week.posts} == by_hand & weeks
