"""The calendar's pages: the same posts in each view, addresses that hold, and no query per post."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from calendar_app.posts.relatives import TOGETHER
from tests.factories import make_channel, make_person, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

VIEWS = ["/week", "/month", "/list"]


def wall(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 4, day, hour)  # noqa: DTZ001 wall time


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session)
    session.commit()
    return channel


def links(page: str) -> set[str]:
    """The posts and slots a page leads to."""
    return set(re.findall(r'href="(/posts/\d+/variants/\d+|/dialog/\d+/[^"/]+)"', page))


def test_week_month_and_list_show_the_same(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    for day in (6, 8, 12):
        make_variant(session, channel, text=f"on the {day}th", planned_wall=wall(day))
    make_variant(session, channel, text="cancelled", planned_wall=wall(9), status=Status.CANCELLED)
    make_slot(session, alice, [channel], starts_wall=wall(7), rrule="")
    session.commit()
    browser = sign_in(alice)

    week, month, listing = (links(browser.get(view).text) for view in VIEWS)

    assert len(week) == 4
    assert week == month == listing


@pytest.mark.parametrize("view", VIEWS)
def test_posts_and_dialog_time_stand_under_the_balance(
    view: str, session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    make_variant(session, channel, text="Who has built a chair?", planned_wall=wall(8))
    make_slot(session, alice, [channel], starts_wall=wall(8, 10), rrule="")
    session.commit()

    page = sign_in(alice).get(view).text

    assert "Who has built a chair?" in page
    assert page.index('class="balance"') < page.index('class="post-card')
    assert "slot-card" in page


def test_a_busy_day_of_the_month_says_how_much_more_there_is(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    for hour in range(8, 15):
        make_variant(session, channel, text=f"at {hour}", planned_wall=wall(8, hour))
    session.commit()

    page = sign_in(alice).get("/month").text

    assert len(links(page)) == 4
    assert "+ 3 more" in page
    assert 'href="/list/2026-W15#day-2026-04-08"' in page


def test_a_post_past_its_time_is_marked_due(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    make_variant(session, channel, text="unconfirmed", planned_wall=wall(7))
    session.commit()

    assert "is-due" in sign_in(alice).get("/week").text


@pytest.mark.parametrize("view", ["/week", "/list"])
def test_a_line_tells_what_was_from_what_comes(
    view: str, session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    make_variant(session, channel, text="Already over", planned_wall=wall(8, 8))
    make_variant(session, channel, text="Still to come", planned_wall=wall(8, 10))
    make_variant(session, channel, text="Another day", planned_wall=wall(9, 8))
    session.commit()

    page = sign_in(alice).get(view).text

    assert page.count("now-line") == 1
    assert page.index("Already over") < page.index("now-line") < page.index("Still to come")


def test_undated_ideas_stand_at_the_end_of_the_list(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    make_variant(session, channel, text="some day", planned_wall=None, status=Status.DRAFT)
    session.commit()
    browser = sign_in(alice)

    assert "some day" in browser.get("/list").text
    assert "some day" not in browser.get("/week").text


@pytest.mark.parametrize(
    "path",
    [
        "/week/2025-W53",
        "/week/2026-W54",
        "/week/next",
        "/week/2026-15",
        "/week/" + "9" * 3000,
        "/month/2026-13",
        "/month/april",
        "/list/2026-W00",
        "/week/2026-W15/more",
        "/week/1850-W01",
        "/month/2200-01",
    ],
)
def test_a_time_that_does_not_exist_is_not_found(path: str, alice: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "earlier", "later"),
    [
        ("/week/2026-W53", "/week/2026-W52", "/week/2027-W01"),
        ("/week/2025-W52", "/week/2025-W51", "/week/2026-W01"),
        ("/month/2026-12", "/month/2026-11", "/month/2027-01"),
        ("/list/2026-W53", "/list/2026-W49", "/list/2027-W04"),
    ],
)
def test_one_leafs_through_the_turn_of_the_year(
    path: str, earlier: str, later: str, alice: Person, sign_in: SignIn
) -> None:
    page = sign_in(alice).get(path).text

    assert f'href="{earlier}"' in page
    assert f'href="{later}"' in page


@pytest.mark.parametrize("path", ["/week/2000-W01", "/month/2099-12", "/list/2099-W52", "/month/2000-02"])
def test_the_ends_of_the_calendar_are_pages(path: str, alice: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get(path).status_code == 200


def test_filters_stay_when_one_leafs_or_changes_the_view(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    page = sign_in(alice).get(f"/week/2026-W15?channel={channel.id}&only=posts&status=&else=x").text

    for target in ("/week/2026-W14", "/week/2026-W16", "/month/2026-04", "/list/2026-W15"):
        assert f'href="{target}?channel={channel.id}&amp;only=posts"' in page


@pytest.mark.parametrize(
    "query",
    [
        "channel=abc",
        "channel=-1",
        "channel=99999999999999999999",
        "person=%00",
        "status=gone",
        "only=everything",
        "channel=1&channel=2",
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_filters_that_mean_nothing_do_no_harm(view: str, query: str, alice: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get(f"{view}?{query}").status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_the_team_sees_it_another_workspace_does_not(
    view: str,
    session: Session,
    channel: Channel,
    alice: Person,
    bob: Person,
    charlie: Person,
    sign_in: SignIn,
) -> None:
    make_variant(session, channel, text="among ourselves", planned_wall=wall(8))
    session.commit()

    assert "among ourselves" in sign_in(alice).get(view).text
    assert "among ourselves" in sign_in(bob).get(view).text
    assert "among ourselves" not in sign_in(charlie).get(f"{view}?channel={channel.id}").text


@pytest.mark.parametrize("view", VIEWS)
def test_an_external_person_sees_the_own_channels(
    view: str, session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    other = make_channel(session, "Not theirs", "linkedin")
    erna = make_person(session, "Erna", Role.EXTERNAL)
    erna.channel_ids = [channel.id]
    make_variant(session, channel, text="on their channel", planned_wall=wall(8))
    make_variant(session, other, text="on another channel", planned_wall=wall(8))
    session.commit()

    page = sign_in(erna).get(view).text

    assert "on their channel" in page
    assert "on another channel" not in page
    assert "Not theirs" not in page


def test_trainees_may_look_and_write(session: Session, channel: Channel, sign_in: SignIn) -> None:
    trainee = make_person(session, "Tilda", Role.TRAINEE)
    session.commit()

    assert "/posts/new?date=2026-04-08" in sign_in(trainee).get("/week").text


@pytest.mark.parametrize("view", VIEWS)
def test_the_number_of_queries_grows_with_the_plan_by_relatives_alone(
    view: str,
    session: Session,
    channel: Channel,
    alice: Person,
    sign_in: SignIn,
    count_queries: Callable[[], int],
) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            author = make_person(session, f"Author {number}")
            place = make_channel(session, f"Channel {number}")
            for day in (6, 8, 10):
                make_variant(session, place, planned_wall=wall(day), author=author, answer_person=author)
            make_variant(session, place, planned_wall=None, status=Status.DRAFT)
            make_slot(session, author, [place, channel])
        session.commit()

    browser = sign_in(alice)
    fill(2)
    browser.get(view)
    count_queries()
    browser.get(view)
    few = count_queries()

    fill(20)
    count_queries()
    browser.get(view)

    assert few < 57
    assert count_queries() <= few + 4 * (60 // TOGETHER)  # relatives are looked for in portions


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_today_is_the_readers(
    view: str, moment: datetime, alice: Person, clock: FixedClock, sign_in: SignIn
) -> None:
    clock.moment = moment

    assert sign_in(alice).get(view).status_code == 200


def test_the_reader_in_another_zone_has_another_today(
    session: Session, channel: Channel, alice: Person, clock: FixedClock, sign_in: SignIn
) -> None:
    alice.zone = "Pacific/Kiritimati"
    session.commit()
    clock.moment = datetime(2026, 4, 12, 11, 0, tzinfo=UTC)

    page = sign_in(alice).get("/week").text

    assert 'href="/posts/new?date=2026-04-13"' in page
    assert "Times in Pacific/Kiritimati" in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_post_that_a_rule_blocks_or_warns_of_says_so_in_words(
    view: str, session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    busy = make_channel(session, "Busy", "x")
    make_slot(session, alice, [busy], starts_wall=wall(10), rrule="", minutes=60)
    make_variant(session, busy, text="word " * 80, planned_wall=wall(10), status=Status.DRAFT)
    session.commit()

    cards = re.findall(r'<article class="post-card.*?</article>', sign_in(alice).get(view).text, re.DOTALL)

    (card,) = (each for each in cards if "word word" in each)
    assert "Block" in card


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CANCELLED])
def test_what_is_out_or_called_off_is_not_judged(
    status: Status, session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    variant = make_variant(session, channel, text="word " * 300, planned_wall=wall(10), status=status)
    variant.published_at = variant.planned_at if status == Status.PUBLISHED else None
    session.commit()

    page = sign_in(alice).get(f"/week?status={status}").text

    assert "word word" in page
    assert ">Block<" not in page


def test_a_card_says_that_a_post_is_urgent(sign_in: SignIn, session: Session, bob: Person) -> None:
    urgent, plain = (make_variant(session, make_channel(session), text=text) for text in ("Storm", "Chairs"))
    urgent.circumstances = {"urgent_because": "The storm closes the house."}
    session.commit()
    browser = sign_in(bob)

    week, month = browser.get("/week/2026-W15").text, browser.get("/month/2026-04").text

    assert urgent.planned_at == plain.planned_at
    assert week.count("<span>Urgent</span>") == 1
    assert month.count("<title>Urgent</title>") == 1


def test_nobody_is_offered_to_plan_a_post_for_a_day_that_is_over(
    sign_in: SignIn, session: Session, bob: Person
) -> None:
    make_channel(session)
    session.commit()

    week = sign_in(bob).get("/week/2026-W15").text

    assert "/posts/new?date=2026-04-07" not in week
    assert "/posts/new?date=2026-04-08" in week
