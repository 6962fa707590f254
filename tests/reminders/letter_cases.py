"""What has happened before each of the kept mails, and where they are kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import AftercareTask
from calendar_app.channels.models import ChannelState
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.availability.services import be_away
from calendar_app.engagement.inbound.services import Message, enter
from calendar_app.engagement.models import AgendaItem, AgendaKind, Interaction, InteractionKind
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Role
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Mode, PublishingStop, Status, Variant
from calendar_app.reminders.choices import choose
from calendar_app.rulebook.services import Binding, record_override
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_campaign, make_channel, make_person, make_post, make_slot, make_variant
from tests.reminders.conftest import STARTS

SNAPSHOTS = Path(__file__).parent / "letters"


def slot_with_visits(session: Session, bob: Person) -> None:
    mastodon, linkedin = make_channel(session, "Mastodon"), make_channel(session, "LinkedIn", "linkedin")
    mastodon.url = "https://social.example/@werkstatt"
    for name, url, note in (
        ("Repair café Altona", "https://social.example/@repair", "Asked how we oil old hinges."),
        ("Wood & more", "", ""),
    ):
        session.add(AgendaItem(channel=mastodon, name=name, url=url, note=note, created_at=NOW))
    for channel, words in ((mastodon, "Werkstadt & Sohn"), (linkedin, "Werkstatt Altona")):
        search = AgendaItem(channel=channel, kind=AgendaKind.SEARCH, name=words, created_at=NOW)
        session.add(search)
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


def post_that_waits_after_a_stop(session: Session, bob: Person) -> None:
    post_that_was_stopped(session, bob)
    session.scalars(select(PublishingStop)).one().lifted_at = NOW + timedelta(minutes=5)


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
    "held.stop_lifted": post_that_waits_after_a_stop,
}
