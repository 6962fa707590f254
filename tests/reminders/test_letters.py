"""The mails as they read, kept as files: a change of wording shows in the diff.

After an intended change: `SNAPSHOTS=write pytest tests/reminders/test_letters.py`, then read them.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.campaigns.models import AftercareTask
from calendar_app.channels.models import ChannelState
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.availability.services import be_away
from calendar_app.engagement.inbound.services import Message, enter
from calendar_app.engagement.models import AgendaItem, Interaction, InteractionKind
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.mail import Letter
from calendar_app.foundation.mime import octets
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Mode, PublishingStop, Status, Variant
from calendar_app.reminders.addressing import mail_of
from calendar_app.reminders.choices import choose, keep_habits
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.hours import Quiet
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan
from calendar_app.rulebook.services import Binding, record_override
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_campaign, make_channel, make_person, make_post, make_slot, make_variant
from tests.reminders.conftest import STARTS

pytestmark = pytest.mark.usefixtures("app")  # what a mail says is the same on every database

SNAPSHOTS = Path(__file__).parent / "letters"


def slot_with_visits(session: Session, bob: Person) -> None:
    mastodon, linkedin = make_channel(session, "Mastodon"), make_channel(session, "LinkedIn", "linkedin")
    mastodon.url = "https://social.example/@werkstatt"
    for name, url, note in (
        ("Repair café Altona", "https://social.example/@repair", "Asked how we oil old hinges."),
        ("Wood & more", "", ""),
    ):
        session.add(AgendaItem(channel=mastodon, name=name, url=url, note=note, created_at=NOW))
    slot = make_slot(session, bob, [mastodon, linkedin], starts_wall=STARTS, minutes=25, rrule="")
    slot.note = "Answer the two open questions first."


def slot_without_visits(session: Session, bob: Person) -> None:
    make_slot(session, bob, [make_channel(session, "Mastodon")], starts_wall=STARTS, rrule="")


def slot_that_was_missed(session: Session, bob: Person) -> None:
    make_slot(session, bob, [make_channel(session, "Mastodon")], starts_wall=STARTS, rrule="")


def slot_without_time_to_make_up(session: Session, bob: Person) -> None:
    slot_that_was_missed(session, bob)
    be_away(session, bob, STARTS.date() + timedelta(days=2), STARTS.date() + timedelta(days=20), now=NOW)


def post_by_hand(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon")
    channel.url = "https://social.example/@werkstatt"
    post = make_post(session, "We open the workshop on Saturday.", author=bob)
    post.link = "https://werkstatt.example/open?day=sat&year=2026"
    text = "Who has ever built a chair?\n\nOn Saturday we show <where> it usually goes wrong & why."
    make_variant(session, channel, post=post, text=text, planned_wall=STARTS, mode=Mode.LIVE, author=bob)


def post_with_answers(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Werkstatt-Kanal", "youtube")
    variant = make_variant(session, channel, planned_wall=STARTS, answer_person=bob)
    variant.title = "How a chair is built"


def post_for_the_deputy(session: Session, bob: Person) -> None:
    author = make_person(session, "Dora Dietrich")
    be_away(session, author, STARTS.date(), STARTS.date(), now=NOW)
    channel = make_channel(session, "Mastodon")
    channel.deputy = bob
    make_variant(session, channel, planned_wall=STARTS, mode=Mode.LIVE, author=author)


def post_nobody_confirmed(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon")
    channel.url = "https://social.example/@werkstatt"
    make_variant(session, channel, planned_wall=STARTS, author=bob)


def post_in_review(session: Session, bob: Person, planned: datetime = STARTS) -> None:
    bob.role = Role.APPROVER
    post = make_post(session, "We open the workshop on Saturday.")
    author = make_person(session, "Dora Dietrich")
    channel = make_channel(session, "Mastodon")
    review = Status.IN_REVIEW
    make_variant(session, channel, post=post, planned_wall=planned, author=author, status=review)


def quiet_channel(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon", owner=bob)
    channel.url = "https://social.example/@werkstatt"
    quiet = platform("mastodon").quiet_days or 0
    channel.created_at = NOW - timedelta(days=quiet)


def inactive_channel(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon")
    channel.deputy = bob
    days = platform("mastodon").inactive_days or 0
    make_variant(session, channel, status=Status.PUBLISHED, planned_wall=None).published_at = NOW - timedelta(
        days=days
    )


def access_to_review(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon", owner=bob)
    reviewed, gone = NOW.date() - timedelta(days=91), NOW.date() - timedelta(days=2)
    for holder, expires in (("", None), ("Agency Bright Eye", gone)):
        session.add(
            AccessEntry(
                channel=channel,
                person=None if holder else bob,
                holder=holder,
                expires_on=expires,
                reviewed_on=reviewed + timedelta(days=1),
                created_at=NOW,
            )
        )


def probation_to_decide(session: Session, bob: Person) -> None:
    bob.role = Role.LEAD
    channel = make_channel(session, "Mastodon", owner=bob, state=ChannelState.PROBATION)
    channel.launched_on = NOW.date() - timedelta(days=89)


def campaign_to_look_at(session: Session, bob: Person) -> None:
    campaign = make_campaign(session, bob)
    due_on = NOW.date() + timedelta(days=1)
    campaign.aftercare = [AftercareTask(days_after=30, due_on=due_on, person=bob)]


def colleague_who_leaves(session: Session, bob: Person) -> None:
    bob.role = Role.ADMIN
    make_person(session, "Dora Dietrich").leaves_on = NOW.date() + timedelta(days=15)


def day_with_all(session: Session, bob: Person) -> None:
    choose(session, bob, ["daily_plan"])
    channel, tomorrow = make_channel(session, "Mastodon"), STARTS + timedelta(days=1)
    make_slot(session, bob, [channel], starts_wall=tomorrow, rrule="")
    make_variant(session, channel, planned_wall=tomorrow + timedelta(hours=4), author=bob)


def week_with_conversations(session: Session, bob: Person) -> None:
    choose(session, bob, ["weekly_digest"])
    channel = make_channel(session, "Mastodon")
    for number, (quality, note) in enumerate(
        [(1, "Thanked for the visit."), (3, "Two readers mend <their> chairs together."), (2, "")]
    ):
        session.add(
            Interaction(
                channel=channel,
                person_id=bob.id,
                kind=InteractionKind.ANSWER,
                quality=quality,
                note=note,
                link="https://social.example/1",
                entry_key=f"{number}",
                at=NOW + timedelta(hours=number),
            )
        )
    published = make_variant(session, channel, status=Status.PUBLISHED, planned_wall=None)
    published.published_at = NOW
    reason = "Agreed with the <fire brigade> & the mayor."
    binding = Binding(published.id, channel.id, "abc", None)
    record_override(session, "near-identical-cross-post", binding, reason, person=bob, now=NOW)


def morning_with_much_waiting(session: Session, bob: Person) -> None:
    choose(session, bob, ["gathered", "post_unconfirmed", "approval_waits", "channel_silent"])
    post_in_review(session, bob, STARTS + timedelta(days=1, hours=2))
    mastodon = make_channel(session, "Werkstatt-Kanal", "youtube", owner=bob)
    make_variant(session, mastodon, planned_wall=STARTS, author=bob)
    make_variant(session, mastodon, planned_wall=STARTS + timedelta(hours=3), author=bob)


def complaint_that_waits(session: Session, bob: Person) -> None:
    bob.role = Role.LEAD
    channel = make_channel(session, "Mastodon", owner=bob)
    for text in ("The chair broke on the second day, nobody answers.", "Two screws are <missing> & bent."):
        message = Message(channel=channel, kind=InboundKind.COMPLAINT, text=text, received_at=NOW)
        enter(session, message, now=NOW)


def post_that_is_held(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon", owner=bob)
    post = make_post(session, "We open the workshop on Saturday.", author=bob)
    variant = make_variant(session, channel, post=post, planned_wall=STARTS, status=Status.HELD)
    variant.held_at, variant.held_for = NOW, ["channel-state", "posting-burst"]


def post_that_is_held_on_call(session: Session, bob: Person) -> None:
    campaign = make_campaign(session, make_person(session, "Dora Dietrich"))
    (turn,) = campaign.on_call
    turn.person, turn.starts_wall = bob, to_wall(NOW, campaign.zone)
    post_that_is_held_without_an_owner(session, make_person(session, "Emil Ernst"))
    session.scalars(select(Variant)).one().campaign = campaign


def post_that_is_held_without_an_owner(session: Session, author: Person) -> None:
    variant = make_variant(session, make_channel(session, "Mastodon"), author=author, status=Status.HELD)
    variant.held_at, variant.held_for = NOW, ["posting-burst"]


def post_that_was_stopped(session: Session, bob: Person) -> None:
    channel = make_channel(session, "Mastodon", owner=bob)
    variant = make_variant(session, channel, planned_wall=STARTS, author=bob, status=Status.HELD)
    variant.held_at, variant.held_for = NOW, ["channel-state"]
    reason = "A fire next door, nobody is hurt."
    session.add(PublishingStop(level=4, reason=reason, person=bob, stopped_at=NOW))


CASES: dict[str, Callable[[Session, Person], None]] = {
    "slot_starts.visits": slot_with_visits,
    "slot_starts.no_visits": slot_without_visits,
    "missed_slot.proposals": slot_that_was_missed,
    "missed_slot.no_time": slot_without_time_to_make_up,
    "post_wants_person.by_hand": post_by_hand,
    "post_wants_person.answers": post_with_answers,
    "post_wants_person.deputy": post_for_the_deputy,
    "post_unconfirmed.scheduled": post_nobody_confirmed,
    "approval_waits.in_review": post_in_review,
    "channel_silent.quiet": quiet_channel,
    "access_review.due": access_to_review,
    "probation_over.due": probation_to_decide,
    "aftercare.due": campaign_to_look_at,
    "somebody_leaves.soon": colleague_who_leaves,
    "daily_plan.both": day_with_all,
    "gathered.several": morning_with_much_waiting,
    "weekly_digest.good": week_with_conversations,
    "channel_silent.inactive": inactive_channel,
    "complaint_overdue.two": complaint_that_waits,
    "held.by_rules": post_that_is_held,
    "held.by_stop": post_that_was_stopped,
}


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
