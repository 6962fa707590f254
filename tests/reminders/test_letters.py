"""The mails as they read, kept as files: a change of wording shows in the diff.

After an intended change: `SNAPSHOTS=write pytest tests/reminders/test_letters.py`, then read them.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.engagement.models import AgendaItem, AgendaKind
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.mail import Letter
from calendar_app.foundation.mime import octets
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders.addressing import mail_of
from calendar_app.reminders.choices import keep_habits
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.hours import Quiet
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan
from tests.factories import NOW, make_channel, make_slot
from tests.reminders.conftest import STARTS
from tests.reminders.letter_cases import (
    CASES,
    SNAPSHOTS,
    post_that_is_held,
    post_that_is_held_on_call,
    post_that_is_held_without_an_owner,
    slot_with_visits,
)

pytestmark = pytest.mark.usefixtures("app")  # what a mail says is the same on every database


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written(session: Session, reminder: Reminder, courier: Courier) -> Letter:
    letter = compose(session, reminder, courier.page)
    assert letter is not None
    return letter


@pytest.fixture
def owed(
    case: str,
    language: str,
    session: Session,
    courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    bob: Person,
) -> Reminder:
    bob.language = language
    CASES[case](session, bob)
    session.commit()
    if case.startswith("weekly"):
        clock.moment = NOW + timedelta(days=4)  # Sunday
    if case.startswith("missed"):
        clock.moment = NOW + timedelta(days=2, minutes=-30)  # the morning after it was a day past
    plan(courier, workspace.id)
    of_this_kind = Reminder.kind == case.partition(".")[0]
    reminder = session.scalars(select(Reminder).where(of_this_kind).order_by(Reminder.due_at)).first()
    assert reminder is not None
    return reminder


@pytest.fixture
def letter(session: Session, owed: Reminder, courier: Courier) -> Letter:
    return written(session, owed, courier)


def test_a_mail_reads_as_it_was_agreed_on(letter: Letter, case: str, language: str) -> None:
    kept = {
        SNAPSHOTS / f"{case}.{language}.txt": f"Subject: {letter.subject}\n\n{letter.text}",
        SNAPSHOTS / f"{case}.{language}.html": letter.html,
    }
    if os.environ.get("SNAPSHOTS") == "write":
        for path, content in kept.items():
            path.write_text(content)

    assert {path: path.read_text() for path in kept} == kept


def test_every_mail_has_one_main_link_a_way_to_end_it_and_a_reason_and_fetches_nothing(
    session: Session, owed: Reminder, courier: Courier, language: str
) -> None:
    page = page_address("https://parley.example")
    letter = written(session, owed, replace(courier, page=page))
    mail = mail_of(letter, owed, NOW, sender=courier.sender, secret=courier.secret, page=page)
    message = message_from_bytes(octets(mail), policy=policy.default)

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].startswith("<https://parley.example/mails/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.html.count('class="button"') == 1
    assert letter.url in letter.html
    assert f"\n{letter.url}\n" in letter.text
    reason = letter.text.partition("\n-- \n")[2]
    assert {"en": "This mail comes", "de": "Diese Mail kommt"}[language] in reason
    attached = [part.get_content_type() for part in message.iter_attachments()]
    assert attached == (["text/calendar"] if owed.kind == "slot_starts" else [])
    for telltale in ("<img", "<script", "src=", "url(", "@import", "<link", "<form"):
        assert telltale not in letter.html


def test_every_kind_has_a_letter_that_is_read_in_a_test() -> None:
    assert {name.partition(".")[0] for name in CASES} == set(all_kinds())


def test_what_people_typed_is_text_and_no_markup(
    session: Session, courier: Courier, workspace: Workspace, bob: Person
) -> None:
    channel = make_channel(session, "<b>Mastodon</b>")
    channel.url = "javascript:alert(1)"
    slot = make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")
    slot.note = "<script>alert(1)</script>"
    session.commit()
    plan(courier, workspace.id)

    letter = written(session, session.scalars(select(Reminder)).one(), courier)

    assert "<b>Mastodon</b>" not in letter.html
    assert "<script>" not in letter.html
    assert 'href="javascript' not in letter.html
    assert "<b>Mastodon</b>" in letter.text


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        (post_that_is_held, "because Bob Brandt looks after its channel"),
        (post_that_is_held_on_call, "because Bob Brandt is on call for its campaign"),
        (post_that_is_held_without_an_owner, "because a post that Bob Brandt wrote is held and nobody looks"),
    ],
)
def test_who_is_told_of_a_held_post_reads_their_own_reason(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    bob: Person,
    happened: Callable[[Session, Person], None],
    reason: str,
) -> None:
    happened(session, bob)
    session.commit()
    plan(courier, workspace.id)

    letter = written(session, session.scalars(select(Reminder).where(Reminder.kind == "held")).one(), courier)

    assert reason in letter.text
    assert reason in letter.html


@pytest.mark.parametrize("is_new", [False, True])
def test_whoever_was_visited_lately_is_not_worth_a_visit_again_as_on_the_page_of_the_dialog_time(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, *, is_new: bool
) -> None:
    slot_with_visits(session, bob)
    lately, other = session.scalars(select(AgendaItem).where(AgendaItem.kind == AgendaKind.PERSON)).all()
    lately.visited_at = NOW - timedelta(days=2)
    other.visited_at = None if is_new else NOW - timedelta(days=89)
    session.commit()
    plan(courier, workspace.id)

    letter = written(session, session.scalars(select(Reminder)).one(), courier)

    for said in (letter.text, letter.html.replace("&amp;", "&")):
        assert lately.name not in said
        assert (other.name in said) == is_new
        assert ("All on the list were visited within ninety days." in said) != is_new


def test_a_mail_that_quiet_hours_have_moved_says_so(
    session: Session, courier: Courier, workspace: Workspace, bob: Person
) -> None:
    keep_habits(session, bob, [15], in_hours=False, quiet=Quiet(time(9, 30), time(11)))
    make_slot(session, bob, [make_channel(session)], starts_wall=STARTS, rrule="")
    session.commit()
    plan(courier, workspace.id)

    letter = written(session, session.scalars(select(Reminder)).one(), courier)

    reason = letter.text.partition("\n-- \n")[2]
    assert "This mail comes 15 minutes before each dialog time" in reason
    assert "It comes at another time than usual, as Bob Brandt has chosen." in reason


def test_the_readers_own_zone_counts(
    session: Session, courier: Courier, workspace: Workspace, bob: Person
) -> None:
    bob.zone = "Europe/London"
    make_slot(session, bob, [make_channel(session)], starts_wall=datetime(2026, 4, 8, 10, 0), rrule="")  # noqa: DTZ001
    session.commit()
    plan(courier, workspace.id)

    letter = written(session, session.scalars(select(Reminder)).one(), courier)

    assert letter.subject.startswith("09:00 ")
