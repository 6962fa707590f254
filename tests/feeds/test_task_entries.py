"""What campaigns ask of a person stands in the person's own calendar, for every reader, until it is done."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from calendar_app.campaigns import aftercare, premortem
from calendar_app.campaigns.aftercare import add_task, finish
from calendar_app.campaigns.models import AftercareTask, Campaign, OnCall
from calendar_app.campaigns.services import settle
from calendar_app.feeds.lines import clean
from calendar_app.people.models import Person, Role, Workspace
from tests.factories import NOW, make_campaign, make_channel, make_person, make_variant
from tests.feeds import readers
from tests.feeds.reading import built, events, page, titles
from tests.feeds.samples import HOSTILE, wall

DAY = date(2026, 5, 24)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def campaign(session: Session, workspace: Workspace, bob: Person) -> Campaign:
    """Bob's, with nobody on call."""
    row = make_campaign(session, bob)
    row.on_call.clear()
    session.flush()
    return row


def on_call(session: Session, campaign: Campaign, person: Person) -> OnCall:
    starts = wall(2026, 4, 10, 8)
    turn = OnCall(person=person, starts_wall=starts, ends_wall=starts + timedelta(hours=24))
    premortem.put_on_call(session, campaign, turn, by=person, now=NOW)
    return turn


def task(
    session: Session, campaign: Campaign, person: Person | None, what: str = "Thank all"
) -> AftercareTask:
    row = AftercareTask(what=what, due_on=DAY, person=person)
    add_task(session, campaign, row, by=campaign.owner or person, now=NOW)  # type: ignore[arg-type]  # owned
    return row


def mine(session: Session, person: Person, **contents: Any) -> dict[str, Any]:
    return events(built(session, person, "mine", **contents))


def test_my_turn_on_call_stands_at_its_hours_and_blocks_nobody(
    session: Session, campaign: Campaign, alice: Person, bob: Person
) -> None:
    turn = on_call(session, campaign, alice)

    (shown,) = mine(session, alice, alarm_minutes=10).values()

    assert str(shown["SUMMARY"]) == "On call: Show us your chair"
    assert shown.decoded("DTSTART") == datetime(2026, 4, 10, 6, tzinfo=UTC)
    assert shown.decoded("DTEND") == turn.span.end
    assert shown["TRANSP"] == "TRANSPARENT"
    assert shown["URL"] == page("campaigns.show", campaign_id=campaign.id)
    assert shown["DESCRIPTION"].startswith("At which point is it stopped?\nSomebody is hurt or mocked.\n\n")
    assert len(shown.alarms.times) == 1
    assert mine(session, bob) == {}


def test_my_aftercare_stands_on_its_day_without_an_alarm(
    session: Session, campaign: Campaign, alice: Person
) -> None:
    row = task(session, campaign, alice)

    shown = mine(session, alice, alarm_minutes=10)[f"aftercare-{row.id}"]

    assert str(shown["SUMMARY"]) == "Show us your chair: Thank all"
    assert (shown.decoded("DTSTART"), shown.decoded("DTEND")) == (DAY, DAY + timedelta(days=1))
    assert not shown.alarms.times
    assert shown["TRANSP"] == "TRANSPARENT"


def test_what_nobody_is_named_for_falls_to_the_owner(
    session: Session, campaign: Campaign, alice: Person, bob: Person
) -> None:
    task(session, campaign, None)
    left = make_person(session, "Left")
    task(session, campaign, left, "Was theirs")
    left.left_at = NOW

    assert len(mine(session, bob)) == 2
    assert mine(session, alice) == {}


def test_the_tasks_of_every_campaign_speak_the_readers_language(
    session: Session, campaign: Campaign, bob: Person
) -> None:
    aftercare.follow_the_end(session, campaign, now=NOW)

    shown = {str(each["SUMMARY"]) for each in mine(session, bob, language="de").values()}

    assert "Show us your chair: Schau" not in shown
    assert any("Hashtag" in title for title in shown)
    assert len(shown) == 2  # the look a year later is beyond the window


def test_what_is_done_leaves_the_calendar(session: Session, campaign: Campaign, alice: Person) -> None:
    row = task(session, campaign, alice)
    finish(session, row, campaign, by=alice, now=LATER)

    assert mine(session, alice) == {}


def test_a_feed_of_posts_or_of_dialog_time_alone_holds_no_tasks(
    session: Session, campaign: Campaign, alice: Person
) -> None:
    task(session, campaign, alice)

    assert mine(session, alice, slots=False) == mine(session, alice, posts=False) == {}
    assert titles(built(session, alice, "team")) == set()


def test_an_external_person_on_call_gets_no_link_to_a_page_that_is_closed(
    session: Session, campaign: Campaign
) -> None:
    guest = make_person(session, "Guest", Role.EXTERNAL)
    on_call(session, campaign, guest)

    (shown,) = mine(session, guest).values()

    assert "URL" not in shown
    assert "Open in Parley" not in shown["DESCRIPTION"]


@pytest.mark.parametrize(("days", "is_shown"), [(-31, False), (-30, True), (364, True), (365, False)])
def test_tasks_stand_in_the_same_window_as_posts(
    session: Session, campaign: Campaign, alice: Person, days: int, is_shown: bool
) -> None:
    task(session, campaign, alice).due_on = NOW.date() + timedelta(days=days)

    assert bool(mine(session, alice)) == is_shown


def test_busy_only_tells_no_names(session: Session, campaign: Campaign, alice: Person) -> None:
    on_call(session, campaign, alice)
    task(session, campaign, alice)

    octets = built(session, alice, "mine", detail="busy")

    assert titles(octets) == {"On call", "Task"}
    assert b"chair" not in octets
    assert b"campaigns" not in octets


def _due_later(session: Session, campaign: Campaign, row: AftercareTask) -> None:
    row.due_on, row.updated_at = DAY + timedelta(days=1), LATER


def _renamed(session: Session, campaign: Campaign, row: AftercareTask) -> None:
    campaign.name = "Another name"
    settle(session, campaign, "changed", by=campaign.owner, now=LATER)  # type: ignore[arg-type]  # it has one


@pytest.mark.parametrize("change", [_due_later, _renamed])
def test_an_edit_raises_sequence_and_last_modified(
    session: Session,
    campaign: Campaign,
    alice: Person,
    change: Callable[[Session, Campaign, AftercareTask], None],
) -> None:
    row = task(session, campaign, alice)
    before = mine(session, alice)[f"aftercare-{row.id}"]

    change(session, campaign, row)
    after = mine(session, alice)[f"aftercare-{row.id}"]

    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") == after.decoded("DTSTAMP") == LATER


def test_a_new_end_moves_the_tasks_and_says_when(session: Session, campaign: Campaign, bob: Person) -> None:
    aftercare.follow_the_end(session, campaign, now=NOW)
    session.flush()
    (first, *_) = campaign.aftercare
    before = mine(session, bob)[f"aftercare-{first.id}"]
    assert campaign.ends_wall is not None

    campaign.ends_wall += timedelta(days=2)
    aftercare.follow_the_end(session, campaign, now=LATER)
    after = mine(session, bob)[f"aftercare-{first.id}"]

    assert after.decoded("DTSTART") == before.decoded("DTSTART") + timedelta(days=2)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") == LATER


def test_the_plan_has_changed_whenever_a_task_does(
    session: Session, campaign: Campaign, workspace: Workspace, alice: Person
) -> None:
    revisions = []
    changes: tuple[Callable[[], None], ...] = (
        lambda: add_task(session, campaign, row, by=alice, now=NOW),
        lambda: finish(session, row, campaign, by=alice, now=NOW),
        lambda: aftercare.follow_the_end(session, campaign, now=NOW),
    )
    row = AftercareTask(what="Thank all", due_on=DAY, person=alice)
    for change in changes:
        change()
        session.refresh(workspace)
        revisions.append(workspace.plan_revision)

    assert revisions == sorted(set(revisions))


def test_no_uid_is_given_twice(session: Session, campaign: Campaign, alice: Person) -> None:
    """On SQLite the number of the last row would be free again."""
    old_turn, old_task = on_call(session, campaign, alice), task(session, campaign, alice)
    gone = mine(session, alice).keys()
    campaign.on_call.remove(old_turn)
    campaign.aftercare.remove(old_task)
    session.flush()

    on_call(session, campaign, alice)
    task(session, campaign, alice)

    assert len(mine(session, alice)) == 2
    assert not gone & mine(session, alice).keys()


@pytest.mark.parametrize("reader", readers.READERS)
def test_every_reader_shows_tasks_beside_posts(
    session: Session, campaign: Campaign, alice: Person, reader: readers.Reader
) -> None:
    """A turn over the night in which the clocks change, tasks with every hostile title."""
    campaign.name = "Chairs"
    turn = OnCall(person=alice, starts_wall=wall(2026, 10, 24, 22), ends_wall=wall(2026, 10, 25, 22))
    premortem.put_on_call(session, campaign, turn, by=alice, now=NOW)
    for hostile in HOSTILE:
        task(session, campaign, alice, clean(hostile))
    post = make_variant(session, make_channel(session), text="A post.", author=alice)

    rows = reader(
        built(session, alice, "mine"), datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    )

    spans = {(uid.partition("-")[0], start, end) for uid, start, end, _ in rows}
    midnight = datetime(2026, 5, 24, tzinfo=UTC)
    assert post.planned_at is not None
    assert spans == {
        ("on", datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 21, tzinfo=UTC)),
        ("aftercare", midnight, midnight + timedelta(days=1)),
        ("post", post.planned_at, post.planned_at + timedelta(minutes=15)),
    }
    assert len(rows) == len(HOSTILE) + 2
    assert all(title.startswith(("Chairs: ", "On call: Chairs", "Mastodon: ")) for *_, title in rows)


def test_a_database_from_before_gets_revisions_to_begin_with(session: Session, campaign: Campaign) -> None:
    """What an older version wrote knows neither column."""
    session.execute(
        text(
            "INSERT INTO on_call (workspace_id, campaign_id, person_id, starts_wall, ends_wall)"
            " SELECT workspace_id, id, owner_id, starts_wall, ends_wall FROM campaign"
        )
    )
    session.flush()
    assert campaign.owner is not None

    (shown,) = mine(session, campaign.owner).values()

    assert shown["SEQUENCE"] == 2
    assert shown.decoded("LAST-MODIFIED") == NOW
