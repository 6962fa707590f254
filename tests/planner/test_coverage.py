"""Who is there on which day; what a week asks for; for how many that is enough."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import ChannelState
from calendar_app.engagement.availability.models import Absence, Workweek
from calendar_app.engagement.availability.services import Week, be_away, keep_workweek
from calendar_app.engagement.availability.supply import Worker, office_hours, supply_around
from calendar_app.foundation.holidays import holidays_around
from calendar_app.people.models import Person, Workspace
from calendar_app.planner import services
from calendar_app.planner.coverage import capacity, coverage, serviceable_audience
from calendar_app.rules.facts import Channel, Facts, Mode, Slot, Variant, Workday, WorkingHours
from calendar_app.rules.facts import Person as Talker
from calendar_app.rules.rule import Severity
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_channel, make_slot, make_variant

MONDAY = date(2026, 4, 13)
START = datetime(2026, 4, 13, tzinfo=UTC)
MASTODON = Channel(1, "Mastodon", "mastodon", zone="UTC")


def at(days: int, hours: int) -> datetime:
    return START + timedelta(days=days, hours=hours)


def plan(*posts: Variant, supply: int | None = None) -> Facts:
    slot = Slot(1, at(1, 9), at(1, 9) + timedelta(minutes=45), (1,), person_id=1)
    return Facts(
        now=START,
        channels=(MASTODON,),
        people=(Talker(1, "Anna"),),
        variants=posts,
        slots=(slot,),
        supply={} if supply is None else {MONDAY: supply},
    )


def test_a_day_with_a_post_and_nobody_is_a_hole() -> None:
    known = plan(Variant(1, 1, "Tuesday", at=at(1, 10)), Variant(2, 1, "Thursday", at=at(3, 10)))

    [row] = coverage(known, known.channels, MONDAY)

    assert [cell.minutes for cell in row.cells] == [0, 45, 0, 0, 0, 0, 0]
    assert [cell.day.day for cell in row.cells if cell.is_hole] == [16]
    assert (row.have, row.needed, row.missing) == (45, 60, 15)


def test_a_day_that_is_over_is_no_hole() -> None:
    known = replace(plan(Variant(1, 1, "Thursday", at=at(3, 10))), now=at(4, 0))

    [row] = coverage(known, known.channels, MONDAY)

    assert [cell.day for cell in row.cells if cell.is_hole] == []


def test_a_days_minutes_are_those_of_the_channels_own_clock() -> None:
    auckland = Channel(1, "Radio", "mastodon", zone="Pacific/Auckland")
    slot = Slot(1, at(0, 13), at(0, 14), (1,), person_id=1)  # Tuesday morning there
    known = Facts(now=START, channels=(auckland,), people=(Talker(1, "Anna"),), slots=(slot,))

    [row] = coverage(known, known.channels, MONDAY)

    assert [cell.minutes for cell in row.cells] == [0, 60, 0, 0, 0, 0, 0]


def test_a_full_week_names_the_posts_to_do_without_feeds_first() -> None:
    posts = [
        Variant(n, 1, f"Post {n}", at=at(1, 8 + n), mode=Mode.FEED if n == 3 else Mode.LIVE) for n in range(5)
    ]

    [week] = capacity(plan(*posts, supply=200), [MONDAY])

    assert (week.load.demand, week.severity) == (225, Severity.BLOCK)
    assert [post.id for post in week.drop] == [3]
    assert list(capacity(plan(*posts), [MONDAY])) == []


def test_the_audience_that_minutes_are_enough_for() -> None:
    assert serviceable_audience(240) == 20_800
    assert serviceable_audience(0) == 0


def test_a_teams_minutes_leave_out_absences_and_holidays() -> None:
    half = Workweek(starts=time(9), ends=time(17), weekdays=[0, 1], own_days=[], minutes=100)
    away = Absence(person_id=1, first=date(2026, 4, 14), last=date(2026, 4, 20))

    found = supply_around(
        [Worker(half, [away], holidays_around("DE-BE", MONDAY)), Worker(None, [], ())], MONDAY
    )

    assert found[date(2026, 4, 6)] == 50  # Easter Monday
    assert found[date(2026, 4, 13)] == 50
    assert found[date(2026, 4, 20)] == 50
    assert found[date(2026, 4, 27)] == 100
    assert supply_around([Worker(None, [], ())], MONDAY) == {}


def test_a_short_day_holds_a_smaller_share_of_the_weeks_minutes() -> None:
    short_friday = Workweek(
        starts=time(9),
        ends=time(17),
        weekdays=[3],
        own_days=[[4, "09:00", "11:00"]],
        minutes=100,
    )
    away = Absence(person_id=1, first=date(2026, 4, 17), last=date(2026, 4, 17))

    found = supply_around([Worker(short_friday, [away], ())], MONDAY)

    assert (found[date(2026, 4, 13)], found[date(2026, 4, 20)]) == (80, 100)


def test_a_team_is_at_work_from_who_comes_first_to_who_leaves_last() -> None:
    early = Workweek(starts=time(7), ends=time(11), weekdays=[0], own_days=[[5, "10:00", "12:00"]])
    late = Workweek(starts=time(10), ends=time(18), weekdays=[0, 1], own_days=[])

    hours = office_hours([early, late])

    assert hours.week == (
        Workday(0, time(7), time(18)),
        Workday(1, time(10), time(18)),
        Workday(5, time(10), time(12)),
    )
    assert office_hours([]) == WorkingHours()


def test_the_survey_reads_the_plan(session: Session, workspace: Workspace, bob: Person) -> None:
    channel = make_channel(session, owner=bob)
    make_variant(session, channel)
    make_slot(session, bob, [channel], starts_wall=datetime(2026, 4, 9, 9))  # noqa: DTZ001 wall time
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(0, 1, 2, 3, 4), minutes=300))
    be_away(session, bob, date(2026, 4, 10), date(2026, 4, 10), now=NOW)

    found = services.survey(session, monday=date(2026, 4, 6), now=NOW)

    [row] = found.rows
    assert [cell.is_hole for cell in row.cells] == [False, False, False, False, True, False, False]
    assert found.capacity[0].load.supply == 240


def test_a_forum_without_posts_shows_its_coverage_too(
    session: Session, workspace: Workspace, bob: Person
) -> None:
    forum = make_channel(session, "The forum", "general", state=ChannelState.LISTEN_ONLY, owner=bob)
    forum.needs_dialog_base = True
    make_slot(session, bob, [forum], starts_wall=datetime(2026, 4, 9, 9), rrule="")  # noqa: DTZ001 wall time

    [row] = services.survey(session, monday=date(2026, 4, 6), now=NOW).rows

    assert [cell.minutes for cell in row.cells] == [0, 0, 0, 30, 0, 0, 0]
    assert row.have == 30
    assert row.missing == row.needed - 30


def test_the_page_shows_holes_and_turns_to_other_weeks(
    sign_in: SignIn, session: Session, bob: Person
) -> None:
    make_variant(session, make_channel(session, owner=bob))
    session.commit()
    client = sign_in(bob)

    page = client.get("/dialog/coverage").text
    assert "1 post, nobody" in page
    assert "Serviceable audience" in page
    assert "1 post, nobody" not in client.get("/dialog/coverage?week=2026-04-15").text
    assert client.get("/dialog/coverage?week=9999-99-99").status_code == 200
