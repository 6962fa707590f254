"""From the plan and the team to proposals, and from proposals to reserved time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.gate.capacity import Week
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.services import channels, is_speaking
from calendar_app.engagement.almanac.days import closed_days
from calendar_app.engagement.availability.busy import busy_by_person
from calendar_app.engagement.availability.diary import DAY, Holder, whole_days
from calendar_app.engagement.availability.services import workweeks
from calendar_app.engagement.models import Slot, SlotKind
from calendar_app.engagement.services import Reservation, reserve
from calendar_app.foundation.holidays import holidays_around
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Role
from calendar_app.people.services import take_turns, team
from calendar_app.planner.coverage import Capacity, Row, capacity, coverage
from calendar_app.planner.needs import answer_needs, week_needs
from calendar_app.planner.proposing import Nearness, Proposal, Proposals, propose
from calendar_app.posts.facts import facts_between
from calendar_app.rules.facts import Facts, ItemId, Span, WorkingHours
from calendar_app.rules.weeks import midnight

WEEKS = 4
ZONES_APART = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is proposed for some weeks, each named by its Monday, and the channels it is about."""

    mondays: tuple[date, ...]
    proposals: Proposals
    channels: Mapping[ItemId, Channel]
    people: Mapping[ItemId, Person]
    has_posts: bool  # whether anything goes out in these weeks that could lack dialog


@dataclass(frozen=True, slots=True)
class Survey:
    """A week of all channels, and the capacity of it and the next ones."""

    rows: Sequence[Row]
    capacity: Sequence[Capacity]
    channels: Mapping[ItemId, Channel]


def survey(session: Session, *, monday: date, now: datetime, weeks: int = WEEKS) -> Survey:
    """Who is there on which day of a week, and what the weeks from it on ask of the team."""
    mondays = [monday + timedelta(weeks=number) for number in range(weeks)]
    _, facts = _known(session, mondays, now)
    rows: dict[ItemId, Channel] = {row.id: row for row in channels(session) if _is_tended(row)}
    tended = [each for each in facts.channels if each.id in rows]
    return Survey(coverage(facts, tended, monday), list(capacity(facts, mondays)), rows)


def weeks_of_launch(session: Session, more: int, now: datetime) -> Sequence[Week]:
    """The team's coming whole weeks, judged with a new channel that asks for so many minutes in each."""
    monday = now.date() + timedelta(days=7 - now.weekday())
    mondays = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    _, facts = _known(session, mondays, now)
    return [
        Week(each.monday, each.load.supply, each.load.demand, each.severity)
        for each in capacity(facts, mondays, more=more)
    ]


def outlook(session: Session, *, monday: date, now: datetime, weeks: int = WEEKS) -> Outlook:
    """Proposals for the weeks from a Monday on; each channel's week is that of its own zone.

    Drafts with a time count too: dialog time has to be there before a post may go into the plan.
    """
    mondays = tuple(monday + timedelta(weeks=number) for number in range(weeks))
    span, facts = _known(session, mondays, now, with_drafts=True)
    rows, people = [row for row in channels(session) if is_speaking(row)], team(session)
    asked = [known for row in rows if (known := facts.channel(row.id))]
    proposals = propose(
        facts,
        list(_holders(session, people, facts, span)),
        _nearness(rows, facts),
        answer_needs(facts, asked, span),
        week_needs(facts, asked, mondays),
    )
    return Outlook(
        mondays,
        proposals,
        {row.id: row for row in rows},
        {each.id: each for each in people},
        has_posts=any(each.is_counted and each.at is not None and each.at >= now for each in facts.variants),
    )


def book(session: Session, keys: Collection[str] | None, *, monday: date, now: datetime) -> list[Slot]:
    """Reserve what was proposed under these keys, or all; what cannot be any more is left out."""
    take_turns(session)
    found = outlook(session, monday=monday, now=now)
    chosen = [each for each in found.proposals.booked if keys is None or each.key in keys]
    return [reserve(session, _reservation(each, found), now=now) for each in chosen]


def _known(
    session: Session, mondays: Sequence[date], now: datetime, *, with_drafts: bool = False
) -> tuple[Span, Facts]:
    """The facts of whole weeks, wherever they begin first and end last."""
    start, end = midnight(mondays[0], "UTC"), midnight(mondays[-1], "UTC") + 7 * DAY
    span = Span(start - ZONES_APART, end + ZONES_APART)
    return span, facts_between(session, span.start, span.end, now=now, with_drafts=with_drafts)


def _is_tended(channel: Channel) -> bool:
    """Whether somebody should be there: the team talks, or at least listens."""
    return is_speaking(channel) or channel.state == ChannelState.LISTEN_ONLY


def _reservation(proposal: Proposal, found: Outlook) -> Reservation:
    holder = found.people[proposal.holder.id]
    return Reservation(
        person=holder,
        channels=(found.channels[proposal.channel.id],),
        kind=SlotKind.ENGAGE if proposal.post else SlotKind.VISIT,
        starts_wall=to_wall(proposal.span.start, holder.zone),
        zone=holder.zone,
        minutes=proposal.minutes,
    )


def _holders(session: Session, people: Sequence[Person], facts: Facts, span: Span) -> Iterator[Holder]:
    weeks, busy = workweeks(session), busy_by_person(session)
    closed = closed_days(session, span.start.date())
    reserved = defaultdict(list)
    for slot in facts.slots:
        if not slot.is_cancelled:
            reserved[slot.person_id].append(slot.span)
    for person in people:
        known, week = facts.person(person.id), weeks.get(person.id)
        if known is None:
            continue
        region = (week.region if week else "") or person.workspace.region
        free = whole_days({**closed, **holidays_around(region, span.start.date())}, person.zone, span)
        yield Holder(
            id=person.id,
            name=person.name,
            zone=person.zone,
            hours=known.hours or WorkingHours(),
            taken=(*known.absences, *free, *busy.get(person.id, ())),
            reserved=tuple(reserved[person.id]),
            minutes=week.minutes if week else None,
            may_answer_alone=known.may_answer_alone,
            channel_ids=frozenset(person.channel_ids) if person.role == Role.EXTERNAL else None,
        )


def _nearness(rows: Sequence[Channel], facts: Facts) -> Nearness:
    near: dict[tuple[ItemId, ItemId], int] = {}
    for slot in facts.slots:
        if slot.person_id is not None:
            near |= {(slot.person_id, channel_id): 2 for channel_id in slot.channel_ids}
    for row in rows:
        for distance, person_id in ((1, row.deputy_id), (0, row.owner_id)):
            if person_id is not None:
                near[person_id, row.id] = distance
    return near
