"""A month's figures from the log, the audience that is typed in, and who wants to see their own figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.services import channels
from calendar_app.engagement.models import Interaction
from calendar_app.engagement.months.figures import Figures, figures
from calendar_app.engagement.months.models import Audience, OwnFigures
from calendar_app.engagement.readers import Published, WentOut
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns

DAY = timedelta(days=1)
YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class ChannelMonth:
    """A channel's month on its own clock."""

    channel: Channel
    figures: Figures


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + 4 * DAY).replace(day=1)


def logged_in(session: Session, month: date) -> Sequence[Interaction]:
    """What was logged in a month, on each channel's clock."""
    return [each for _, each in _logged(session, month, month)]


def month_of(moment: datetime, zone: str) -> date:
    """The first day of the month in which a moment lies, on the clock of a zone."""
    return to_wall(moment, zone).date().replace(day=1)


def by_channel(session: Session, month: date, went_out: WentOut) -> Sequence[ChannelMonth]:
    """Every channel's month, by name, named by its first day; four queries."""
    logged, published = defaultdict(list), defaultdict(list)
    for _, each in _logged(session, month, month):
        logged[each.channel_id].append(each)
    for _, post in _published(session, went_out, month, month):
        published[post.channel_id].append(post)
    audience = {
        row.channel_id: row for row in session.scalars(select(Audience).where(Audience.month == month))
    }
    found = []
    for channel in channels(session):
        row = audience.get(channel.id)
        known = (row.followers, row.engaged) if row else (None, None)
        found.append(ChannelMonth(channel, figures(logged[channel.id], published[channel.id], *known)))
    return found


def of_person(session: Session, person: Person, month: date) -> Figures | None:
    """One's own month, on all channels; None for who has not asked for it."""
    if not wants_own(session, person):
        return None
    return figures(each for _, each in _logged(session, month, month) if each.person_id == person.id)


def year_until(session: Session, month: date, went_out: WentOut) -> Mapping[date, Figures]:
    """The twelve months up to one, the oldest first, named by their first days: all channels together."""
    months = [month]
    while len(months) < YEAR:
        months.insert(0, (months[0] - DAY).replace(day=1))
    logged: dict[date, list[Interaction]] = {each: [] for each in months}
    for when, each in _logged(session, months[0], month):
        logged[when].append(each)
    published: dict[date, list[Published]] = {each: [] for each in months}
    for when, post in _published(session, went_out, months[0], month):
        published[when].append(post)
    return {when: figures(known, published[when]) for when, known in logged.items()}


def wants_own(session: Session, person: Person) -> bool:
    return session.get(OwnFigures, person.id) is not None


def show_own(session: Session, person: Person, *, wanted: bool) -> None:
    """Show somebody their own figures from now on, or not."""
    take_turns(session)
    row = session.get(OwnFigures, person.id)
    if wanted and row is None:
        session.add(OwnFigures(person_id=person.id))
    elif not wanted and row is not None:
        session.delete(row)
    session.flush()


def keep_audience(
    session: Session, channel: Channel, month: date, followers: int | None, engaged: int | None
) -> None:
    """Write down how many follow a channel, and how many of them took part."""
    take_turns(session)
    row = session.scalar(select(Audience).where(Audience.channel_id == channel.id, Audience.month == month))
    if row is None:
        row = Audience(channel_id=channel.id, month=month)
        session.add(row)
    row.followers, row.engaged = followers, engaged
    session.flush()


def _logged(session: Session, first: date, last: date) -> Iterator[tuple[date, Interaction]]:
    """What was logged from one month to another, both included, with its month on its channel's clock.

    A month begins at another moment in each zone: more is read at both ends, and sorted out.
    """
    start, end = _reach_of(first, last)
    rows = session.execute(
        select(Interaction, Channel.zone)
        .join(Channel, Channel.id == Interaction.channel_id)
        .where(Interaction.at >= start, Interaction.at < end)
    )
    for logged, zone in rows:
        month = month_of(logged.at, zone)
        if first <= month <= last:
            yield month, logged


def _published(
    session: Session, went_out: WentOut, first: date, last: date
) -> Iterator[tuple[date, Published]]:
    """The same for what went out."""
    for post in went_out(session, *_reach_of(first, last)):
        month = month_of(post.at, post.zone)
        if first <= month <= last:
            yield month, post


def _reach_of(first: date, last: date) -> tuple[datetime, datetime]:
    """From one month to another, both included, on every clock there is."""
    start, end = (to_utc(datetime.combine(day, time()), "UTC") for day in (first, following(last)))
    return start - DAY, end + DAY
