"""Every kind of thing that can hang on a person: where it is found, who gets it, how it is handed over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from calendar_app.campaigns import services as campaigns
from calendar_app.campaigns.models import AftercareTask, Campaign, OnCall, WorstCase
from calendar_app.campaigns.wording import AFTERCARE, SCENARIOS
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement import booking
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Slot
from calendar_app.engagement.overlaps import clashes
from calendar_app.engagement.recurrence import Occurrence, wall_times
from calendar_app.engagement.reservation import Reservation
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.engagement.timetable import next_date
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_wall
from calendar_app.offboarding.duties import Handing, Sort
from calendar_app.people.models import Person
from calendar_app.posts.content import content_of
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.writing import write

# A series that ends after a number of times does so within these years.
LONGEST_SERIES = timedelta(days=3660)

UNFINISHED = (Status.DRAFT, Status.IN_REVIEW, Status.HELD)


def _owned_channels(handing: Handing) -> Sequence[Channel]:
    return _channels(handing, Channel.owner_id == handing.leaver.id)


def _deputised_channels(handing: Handing) -> Sequence[Channel]:
    return _channels(handing, Channel.deputy_id == handing.leaver.id)


def _channels(handing: Handing, theirs: ColumnElement[bool]) -> Sequence[Channel]:
    there = select(Channel).where(theirs, Channel.state != ChannelState.DELETED).order_by(Channel.name)
    return handing.session.scalars(there).all()


def _own_channel(handing: Handing, channel: Channel, to: Person) -> None:
    """Whoever was the deputy of what is theirs now leaves a place open, which the channel's page names."""
    channel.owner = to
    if channel.deputy is to:
        channel.deputy = None


def _deputise_channel(handing: Handing, channel: Channel, to: Person) -> None:
    channel.deputy = to


def _held_slots(handing: Handing) -> list[Slot]:
    return _slots(handing, Slot.person_id == handing.leaver.id)


def _deputised_slots(handing: Handing) -> list[Slot]:
    return _slots(handing, Slot.deputy_id == handing.leaver.id)


def _slots(handing: Handing, theirs: ColumnElement[bool]) -> list[Slot]:
    """Of theirs, what takes place after they have gone."""
    found = handing.session.scalars(select(Slot).where(theirs).order_by(Slot.id))
    return [slot for slot in found if next_date(handing.session, slot, handing.since) is not None]


def _slot_heirs(slot: Slot) -> list[Person | None]:
    return [slot.deputy, *(each for channel in slot.channels for each in (channel.deputy, channel.owner))]


def _hold_slot(handing: Handing, slot: Slot, to: Person) -> None:
    booking.change(handing.session, slot, _handed_on(handing, slot, to), now=handing.now)


def _taken_by(handing: Handing, slot: Slot, to: Person) -> Sequence[Occurrence]:
    return clashes(handing.session, _handed_on(handing, slot, to), but=slot, now=handing.now)


def _handed_on(handing: Handing, slot: Slot, to: Person) -> Reservation:
    """From the day after the last one on; what took place before stays the leaver's."""
    earliest = to_wall(handing.since, slot.zone)
    start = slot.starts_wall if slot.starts_wall >= earliest else _same_time(slot, earliest)
    return Reservation(
        person=to,
        channels=tuple(slot.channels),
        kind=slot.kind,
        starts_wall=start,
        zone=slot.zone,
        minutes=slot.minutes,
        rhythm=_what_remains(slot),
        deputy=None if slot.deputy in (to, handing.leaver) else slot.deputy,
        note=slot.note,
    )


def _what_remains(slot: Slot) -> Rhythm:
    """A series of so many times ends when it would have: handing it on does not make it longer."""
    said = Rhythm.read(slot.rrule)
    if not said.times:
        return said
    dates = wall_times(slot.starts_wall, slot.rrule, slot.starts_wall, slot.starts_wall + LONGEST_SERIES)
    return replace(said, times=None, until=max(dates).date())


def _same_time(slot: Slot, day: datetime) -> datetime:
    return datetime.combine(day.date(), time(slot.starts_wall.hour, slot.starts_wall.minute))


def _slot_called(slot: Slot) -> str:
    return f"{slot.called}: {described(slot)}"


def _deputise_slot(handing: Handing, slot: Slot, to: Person) -> None:
    slot.deputy = to
    booking.touch(handing.session, slot, handing.now)


def _begun_texts(handing: Handing) -> Sequence[Variant]:
    return _variants(handing, Variant.author_id == handing.leaver.id, Variant.status.in_(UNFINISHED))


def _answered_texts(handing: Handing) -> Sequence[Variant]:
    return _variants(
        handing,
        Variant.answer_person_id == handing.leaver.id,
        Variant.status.in_((*UNFINISHED, Status.SCHEDULED)),
        or_(Variant.planned_at.is_(None), Variant.planned_at >= handing.since),
    )


def _variants(handing: Handing, *theirs: ColumnElement[bool]) -> Sequence[Variant]:
    return handing.session.scalars(
        select(Variant).where(*theirs).order_by(Variant.planned_at.nulls_last(), Variant.id)
    ).all()


def _go_on_writing(handing: Handing, variant: Variant, to: Person) -> None:
    variant.author = to


def _answer(handing: Handing, variant: Variant, to: Person) -> None:
    content = replace(content_of(variant), answer_person_id=to.id)
    write(handing.session, variant, content, person=handing.by, now=handing.now)


def _open_inquiries(handing: Handing) -> Sequence[InboundItem]:
    theirs = select(InboundItem).where(
        InboundItem.owner_id == handing.leaver.id, InboundItem.closed_at.is_(None)
    )
    return handing.session.scalars(theirs.order_by(InboundItem.received_at)).all()


def _answer_inquiry(handing: Handing, item: InboundItem, to: Person) -> None:
    item.owner = to


def _of_channel(row: Variant | InboundItem) -> list[Person | None]:
    return [row.channel.deputy, row.channel.owner]


def _running_campaigns(handing: Handing) -> list[Campaign]:
    theirs = select(Campaign).where(Campaign.owner_id == handing.leaver.id).order_by(Campaign.id)
    return [each for each in handing.session.scalars(theirs) if _is_ahead(handing, each)]


def _is_ahead(handing: Handing, row: Campaign) -> bool:
    return row.ends_at is None or row.ends_at > handing.now


def _own_campaign(handing: Handing, row: Campaign, to: Person) -> None:
    row.owner = to
    _settle(handing, row)


def _turns_on_call(handing: Handing) -> list[OnCall]:
    theirs = select(OnCall).where(OnCall.person_id == handing.leaver.id).order_by(OnCall.starts_wall)
    return [turn for turn in handing.session.scalars(theirs) if turn.span.end > handing.since]


def _be_on_call(handing: Handing, turn: OnCall, to: Person) -> None:
    turn.person, turn.updated_at = to, handing.now
    _settle(handing, turn.campaign)


def _worst_cases(handing: Handing) -> list[WorstCase]:
    theirs = select(WorstCase).where(WorstCase.person_id == handing.leaver.id).order_by(WorstCase.id)
    return [
        each for each in handing.session.scalars(theirs) if _is_ahead(handing, _campaign_of(handing, each))
    ]


def _campaign_of(handing: Handing, case: WorstCase) -> Campaign:
    return handing.session.get_one(Campaign, case.campaign_id)


def _answer_worst_case(handing: Handing, case: WorstCase, to: Person) -> None:
    case.person = to
    _settle(handing, _campaign_of(handing, case))


def _settle(handing: Handing, row: Campaign) -> None:
    campaigns.settle(handing.session, row, mark("handed over"), by=handing.by, now=handing.now)


def _open_tasks(handing: Handing) -> Sequence[AftercareTask]:
    theirs = select(AftercareTask).where(
        AftercareTask.person_id == handing.leaver.id, AftercareTask.done_at.is_(None)
    )
    return handing.session.scalars(theirs.order_by(AftercareTask.due_on)).all()


def _do_task(handing: Handing, task: AftercareTask, to: Person) -> None:
    task.person, task.updated_at = to, handing.now


def _task_called(task: AftercareTask) -> str:
    return task.what or gettext(AFTERCARE[task.days_after or min(AFTERCARE)])


SORTS = (
    Sort(
        "channel",
        mark("Channels in their care"),
        _owned_channels,
        lambda row: row.name,
        lambda row: [row.deputy],
        _own_channel,
        "channels.show",
        "channel_id",
    ),
    Sort(
        "deputy",
        mark("Deputy for channels"),
        _deputised_channels,
        lambda row: row.name,
        lambda row: [],
        _deputise_channel,
        "channels.show",
        "channel_id",
        unwanted=lambda row: row.owner,
    ),
    Sort(
        "slot",
        mark("Dialog time"),
        _held_slots,
        _slot_called,
        _slot_heirs,
        _hold_slot,
        "engagement.edit",
        "slot_id",
        taken=_taken_by,
    ),
    Sort(
        "stand-in",
        mark("Deputy for dialog time"),
        _deputised_slots,
        _slot_called,
        lambda row: _slot_heirs(row)[1:],
        _deputise_slot,
        "engagement.edit",
        "slot_id",
        unwanted=lambda row: row.person,
    ),
    Sort(
        "text",
        mark("Begun texts"),
        _begun_texts,
        lambda row: row.called,
        _of_channel,
        _go_on_writing,
        "posts.open_variant",
        "variant_id",
    ),
    Sort(
        "answers",
        mark("Answers under posts"),
        _answered_texts,
        lambda row: row.called,
        _of_channel,
        _answer,
        "posts.open_variant",
        "variant_id",
    ),
    Sort(
        "inquiry",
        mark("Inquiries to answer"),
        _open_inquiries,
        lambda row: row.called,
        _of_channel,
        _answer_inquiry,
        "engagement.inbound_item",
        "inbound_id",
    ),
    Sort(
        "campaign",
        mark("Campaigns"),
        _running_campaigns,
        lambda row: row.name,
        lambda row: [],
        _own_campaign,
        "campaigns.show",
        "campaign_id",
    ),
    Sort(
        "on-call",
        mark("On call"),
        _turns_on_call,
        lambda row: row.campaign.name,
        lambda row: [row.campaign.owner],
        _be_on_call,
        "campaigns.show",
        "campaign_id",
        shown=lambda row: int(row.campaign_id),
    ),
    Sort(
        "worst-case",
        mark("First answers in a worst case"),
        _worst_cases,
        lambda row: gettext(SCENARIOS[row.scenario]),
        lambda row: [],
        _answer_worst_case,
        "campaigns.show",
        "campaign_id",
        shown=lambda row: int(row.campaign_id),
    ),
    Sort(
        "task",
        mark("Aftercare"),
        _open_tasks,
        _task_called,
        lambda row: [],
        _do_task,
        "campaigns.show",
        "campaign_id",
        shown=lambda row: int(row.campaign_id),
    ),
)
"""In the order in which they weigh."""
