"""Drafts on attended channels, and hands that take a step."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import JournalEntry, Person
from calendar_app.posts.models import Mode, Status, Variant
from tests.factories import NOW, make_channel, make_slot, make_variant

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."

OWN = "Last month thirty-eight chairs were saved from the bin. Which one of yours should be next?"

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time


def attended(session: Session, name: str, platform: str, person: Person) -> Channel:
    """A channel with an hour of talk on every weekday, so that neither R08 nor R10 finds anything."""
    channel = make_channel(session, name, platform)
    make_slot(session, person, [channel], minutes=60, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    return channel


def draft(
    session: Session, channel: Channel, author: Person, text: str = OWN, mode: Mode = Mode.SCHEDULED
) -> Variant:
    return make_variant(
        session, channel, text=text, status=Status.DRAFT, author=author, answer_person=author, mode=mode
    )


def copied(session: Session, channel: Channel, other: Channel, author: Person, status: Status) -> Variant:
    """A variant whose text already stands on another channel."""
    make_variant(session, other, text=TEXT, answer_person=author)
    return make_variant(
        session, channel, text=TEXT, status=status, author=author, answer_person=author, mode=Mode.LIVE
    )


class Hand(TypedDict):
    """Who takes a step, when, and which state of the variant they had before them."""

    revision: int
    person: Person
    now: datetime


def hand(variant: Variant, person: Person) -> Hand:
    return {"revision": variant.revision, "person": person, "now": NOW}


def actions(session: Session, variant: Variant) -> list[str]:
    query = select(JournalEntry.action).where(JournalEntry.subject_id == variant.id)
    return list(session.scalars(query.where(JournalEntry.subject == "variant").order_by(JournalEntry.id)))
