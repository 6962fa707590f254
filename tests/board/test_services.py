"""What stands on the board: which posts and slots, on which day, in which state."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.board.periods import Span, Week
from calendar_app.board.services import Day, PostItem, SlotItem, balances, days, undated
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.models import OutcomeKind, SlotException, SlotOutcome
from calendar_app.people.models import Person, Workspace
from calendar_app.posts.facts import facts_between
from calendar_app.posts.models import Mode, Status
from calendar_app.rules.engine import week_summary
from calendar_app.rules.weeks import week_from
from calendar_app.sights.filters import Filters
from tests.factories import NOW, make_channel, make_slot, make_variant

WEEK = Week(date(2026, 4, 6))
BERLIN = "Europe/Berlin"


@pytest.fixture
def channel(session: Session, workspace: Workspace) -> Channel:
    return make_channel(session)


def wall(day: int, hour: int = 9, minute: int = 0, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001 wall time


def board(
    session: Session,
    *,
    span: Span = WEEK.span,
    zone: str = BERLIN,
    filters: Filters = Filters(),  # noqa: B008 frozen
    now: datetime = NOW,
) -> list[Day]:
    return days(session, span, zone=zone, filters=filters, now=now)


def texts(found: list[Day]) -> list[tuple[int, str]]:
    """Day of the month and text of every post shown."""
    return [
        (day.date.day, item.variant.text) for day in found for item in day.items if isinstance(item, PostItem)
    ]


def slots(found: list[Day]) -> list[tuple[datetime, datetime, str]]:
    return [
        (item.at, item.until, item.state) for day in found for item in day.items if isinstance(item, SlotItem)
    ]


def test_every_day_is_there_even_an_empty_one(session: Session, workspace: Workspace) -> None:
    assert [day.date.day for day in board(session)] == [6, 7, 8, 9, 10, 11, 12]


def test_posts_and_slots_of_a_day_stand_in_order_of_time(
    session: Session, channel: Channel, alice: Person
) -> None:
    make_variant(session, channel, text="late", planned_wall=wall(6, 18))
    make_variant(session, channel, text="with the slot", planned_wall=wall(6, 9))
    make_slot(session, alice, [channel])

    monday = board(session)[0]

    assert [type(item) for item in monday.items] == [PostItem, SlotItem, PostItem]
    assert (monday.post_count, monday.talk_count) == (2, 1)


def test_the_edges_of_the_week_belong_to_it_as_the_clock_shows(session: Session, channel: Channel) -> None:
    make_variant(session, channel, text="before", planned_wall=wall(5, 23, 59))
    make_variant(session, channel, text="first", planned_wall=wall(6, 0))
    make_variant(session, channel, text="last", planned_wall=wall(12, 23, 59))
    make_variant(session, channel, text="after", planned_wall=wall(13, 0))

    assert texts(board(session)) == [(6, "first"), (12, "last")]


def test_a_reader_elsewhere_sees_the_own_clock(session: Session, workspace: Workspace, alice: Person) -> None:
    tokyo = make_channel(session, "Tokyo", zone="Asia/Tokyo")
    make_variant(session, tokyo, text="early in Tokyo", planned_wall=wall(6, 6))
    make_slot(session, alice, [tokyo], starts_wall=wall(6, 6), zone="Asia/Tokyo", rrule="")

    in_berlin = board(session, span=Span(date(2026, 4, 5), date(2026, 4, 6)))
    in_tokyo = board(session, span=Span(date(2026, 4, 5), date(2026, 4, 6)), zone="Asia/Tokyo")

    assert texts(in_berlin) == [(5, "early in Tokyo")]
    assert slots(in_berlin) == [(wall(5, 23), wall(5, 23, 30), "missed")]
    assert texts(in_tokyo) == [(6, "early in Tokyo")]


@pytest.mark.parametrize(("day", "month", "hour"), [(29, 3, 2), (25, 10, 2)])
def test_posts_in_the_night_of_a_clock_change_stand_on_their_day(
    day: int, month: int, hour: int, session: Session, channel: Channel
) -> None:
    make_variant(session, channel, text="at night", planned_wall=wall(day, hour, 30, month))
    span = Week.of(date(2026, month, day)).span

    assert texts(board(session, span=span)) == [(day, "at night")]


def test_a_published_post_stands_where_it_went_out(session: Session, channel: Channel) -> None:
    moved = make_variant(
        session, channel, text="went out later", planned_wall=wall(6), status=Status.PUBLISHED
    )
    moved.published_at = datetime(2026, 4, 8, 6, 0, tzinfo=UTC)
    gone = make_variant(
        session, channel, text="went out last week", planned_wall=wall(7), status=Status.PUBLISHED
    )
    gone.published_at = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
    session.flush()

    assert texts(board(session)) == [(8, "went out later")]


def test_a_cancelled_post_is_shown_to_whoever_asks_for_it(session: Session, channel: Channel) -> None:
    make_variant(session, channel, text="off", status=Status.CANCELLED)

    assert texts(board(session)) == []
    assert texts(board(session, filters=Filters(status=Status.CANCELLED))) == [(10, "off")]


def test_a_planned_post_whose_time_is_over_is_due(session: Session, channel: Channel) -> None:
    make_variant(session, channel, text="unconfirmed", planned_wall=wall(7))
    make_variant(session, channel, text="published", planned_wall=wall(7, 10), status=Status.PUBLISHED)
    make_variant(session, channel, text="only a draft", planned_wall=wall(7, 11), status=Status.DRAFT)
    make_variant(session, channel, text="to come", planned_wall=wall(10))

    shown = [item for day in board(session) for item in day.items if isinstance(item, PostItem)]

    assert [(item.variant.text, item.is_due) for item in shown] == [
        ("unconfirmed", True),
        ("published", False),
        ("only a draft", False),
        ("to come", False),
    ]


def test_a_slot_is_open_missed_or_what_became_of_it(
    session: Session, channel: Channel, alice: Person
) -> None:
    slot = make_slot(session, alice, [channel], rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    session.add_all(
        [
            SlotOutcome(slot_id=slot.id, occurrence=wall(7), kind=OutcomeKind.DONE, minutes=30, at=NOW),
            SlotException(slot_id=slot.id, occurrence=wall(9), updated_at=NOW),
            SlotException(
                slot_id=slot.id, occurrence=wall(10), moved_wall=wall(11, 15), minutes=45, updated_at=NOW
            ),
        ]
    )
    session.flush()

    assert slots(board(session)) == [
        (wall(6), wall(6, 9, 30), "missed"),
        (wall(7), wall(7, 9, 30), "done"),
        (wall(8), wall(8, 9, 30), "open"),  # it is just going on
        (wall(11, 15), wall(11, 15, 45), "open"),
    ]


def test_filters_show_a_part(session: Session, channel: Channel, alice: Person, bob: Person) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    make_variant(session, channel, text="alice writes", author=alice)
    make_variant(session, channel, text="bob answers", author=alice, answer_person=bob)
    make_variant(session, other, text="elsewhere", author=bob, status=Status.DRAFT)
    make_slot(session, bob, [channel], starts_wall=wall(10, 12), rrule="")
    make_slot(session, alice, [other], starts_wall=wall(10, 13), rrule="")

    def shown(filters: Filters) -> tuple[set[str], int]:
        found = board(session, filters=filters)
        return {text for _, text in texts(found)}, len(slots(found))

    assert shown(Filters()) == ({"alice writes", "bob answers", "elsewhere"}, 2)
    assert shown(Filters(channel_id=channel.id)) == ({"alice writes", "bob answers"}, 1)
    assert shown(Filters(person_id=bob.id)) == ({"bob answers", "elsewhere"}, 1)
    assert shown(Filters(status=Status.DRAFT)) == ({"elsewhere"}, 0)
    assert shown(Filters(only="posts")) == ({"alice writes", "bob answers", "elsewhere"}, 0)
    assert shown(Filters(only="dialog")) == (set(), 2)
    assert shown(Filters(channel_id=other.id, person_id=bob.id)) == ({"elsewhere"}, 0)
    assert shown(Filters(channel_id=999_999)) == (set(), 0)


def test_only_set_filters_are_set() -> None:
    assert not Filters().are_set
    assert Filters(only="posts").are_set


def test_what_has_no_time_is_listed_apart(session: Session, channel: Channel) -> None:
    idea = make_variant(session, channel, text="an idea", planned_wall=None, status=Status.DRAFT)
    make_variant(session, channel, text="given up", planned_wall=None, status=Status.CANCELLED)
    make_variant(session, channel, text="planned")

    assert undated(session, Filters()) == [idea]
    assert undated(session, Filters(only="dialog")) == []
    assert undated(session, Filters(channel_id=999_999)) == []


def test_another_workspace_is_not_on_the_board(session: Session, channel: Channel, charlie: Person) -> None:
    make_variant(session, channel, text="ours")
    session.info["scope"] = charlie.workspace_id

    assert texts(board(session)) == []
    assert balances(session, WEEK, zone=BERLIN, now=NOW) == []


def test_the_balance_is_the_rules_own_count(session: Session, channel: Channel, alice: Person) -> None:
    far = make_channel(session, "Kiribati", "x", zone="Pacific/Kiritimati")
    for place in (channel, far):
        make_variant(session, place, text="on the first minute of Monday", planned_wall=wall(6, 0))
        make_variant(
            session, place, text="on the last minute of Sunday", planned_wall=wall(12, 23, 59), mode=Mode.FEED
        )
        make_variant(session, place, text="next week", planned_wall=wall(13, 0))
        make_slot(session, alice, [place], starts_wall=wall(10, 9), zone=place.zone, minutes=45, rrule="")

    found = balances(session, WEEK, zone=BERLIN, now=NOW)

    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    everything = facts_between(session, start, end, now=NOW)
    assert {each.channel.name for each in found} == {channel.name, far.name}
    for each in found:
        known = everything.channel(each.channel.id)
        assert known is not None
        assert each.summary == week_summary(everything, known, week_from(WEEK.monday, each.channel.zone))
        assert (each.summary.posts, each.summary.minutes_booked, each.summary.minutes_needed) == (2, 45, 60)
        assert (each.warns_above, each.blocks_above) == (30, 50)


@pytest.mark.parametrize("name", ["2026-W13", "2026-W43"])
def test_the_balance_holds_in_weeks_of_a_clock_change(
    name: str, session: Session, channel: Channel, alice: Person
) -> None:
    week = Week.read(name)
    assert week is not None
    sunday = week.span.last
    make_variant(session, channel, planned_wall=datetime.combine(sunday, time(23, 30)))
    make_slot(
        session,
        alice,
        [channel],
        starts_wall=datetime.combine(sunday, time(2, 30)),
        rrule="",
    )

    [balance] = balances(session, week, zone=BERLIN, now=NOW - timedelta(days=60))

    assert (balance.summary.posts, balance.summary.minutes_booked) == (1, 30)


def test_only_channels_that_speak_have_a_balance(session: Session, workspace: Workspace) -> None:
    make_channel(session, "speaks")
    make_channel(session, "frozen", state=ChannelState.FROZEN)
    make_channel(session, "an idea", state=ChannelState.IDEA)

    assert [each.channel.name for each in balances(session, WEEK, zone=BERLIN, now=NOW)] == ["speaks"]
