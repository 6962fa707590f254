"""What channels show of the rooms above them: who spoke when, what the team tuned. The app hands it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.channels.entry import Known
from calendar_app.channels.gate.capacity import Room, Week, minutes_asked
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.health import Activity, Silence, silence_of
from calendar_app.channels.models import Channel
from calendar_app.channels.probation import Record
from calendar_app.channels.register.standing import Intervals
from calendar_app.foundation.zones import to_utc
from calendar_app.rules.facts import Tuning

# Channel id → the last time something happened there.
LastTimes = Callable[[Session], Mapping[int, datetime]]
ReadIntervals = Callable[[Session], Intervals]
# What the team decided about the rules.
ReadTunings = Callable[[Session], Sequence[Tuning]]
# Channel id → how many posts say goodbye there until its last day; only channels that are closing.
Farewells = Callable[[Session], Mapping[int, int]]
# The coming weeks of the team with so many minutes more to find in each.
WeeksOfLaunch = Callable[[Session, int, datetime], Sequence[Week]]

# How many posts went out on a channel since a moment; how many conversations were logged there, and the
# minutes of dialog time that took place.
PostsSince = Callable[[Session, Channel, datetime], int]
TalkSince = Callable[[Session, Channel, datetime], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class OfPosts:
    """What the room of the posts tells of channels."""

    last: LastTimes
    since: PostsSince
    farewells: Farewells


def install(
    app: Flask,
    *,
    posts: OfPosts,
    last_talks: LastTimes,
    talk_since: TalkSince,
    tunings: ReadTunings,
    review_intervals: ReadIntervals,
    weeks_of_launch: WeeksOfLaunch,
) -> None:
    app.extensions["channels.activity"] = (posts.last, last_talks)
    app.extensions["channels.tunings"] = tunings
    app.extensions["channels.farewells"] = posts.farewells
    app.extensions["channels.reviews"] = review_intervals
    app.extensions["channels.launch"] = weeks_of_launch
    app.extensions["channels.record"] = (posts.since, talk_since)


def activities(session: Session) -> Mapping[int, Activity]:
    """The activity of every channel on which anything ever happened."""
    last_posts, last_talks = (read(session) for read in current_app.extensions["channels.activity"])
    return {
        channel_id: Activity(last_posts.get(channel_id), last_talks.get(channel_id))
        for channel_id in last_posts.keys() | last_talks.keys()
    }


def silences(session: Session, now: datetime) -> Callable[[Channel], Silence]:
    """For any channel how long nobody has spoken there, by the numbers the team gave the rule about it."""
    return _silences(session, tunings(session), now)


def tunings(session: Session) -> Sequence[Tuning]:
    """What the team decided about the rules."""
    read: ReadTunings = current_app.extensions["channels.tunings"]
    return read(session)


def known(session: Session, now: datetime) -> Known:
    """What the entries of channels are written from."""
    farewells: Farewells = current_app.extensions["channels.farewells"]
    decided = tunings(session)
    return Known(_silences(session, decided, now), decided, farewells(session))


def _silences(session: Session, decided: Sequence[Tuning], now: datetime) -> Callable[[Channel], Silence]:
    spoken = activities(session)
    return lambda channel: silence_of(channel, spoken.get(channel.id, Activity()), decided, now)


def review_intervals(session: Session) -> Intervals:
    """How often each channel's access is looked through."""
    read: ReadIntervals = current_app.extensions["channels.reviews"]
    return read(session)


def room_for_launch(session: Session, gate: LaunchGate | None, now: datetime) -> Room | None:
    """The team's coming weeks beside what a launch asks of them; None where it asks for nothing."""
    asked = minutes_asked(gate, now.date())
    if asked is None:
        return None
    weeks: WeeksOfLaunch = current_app.extensions["channels.launch"]
    return Room(asked, weeks(session, asked, now))


def record_since_launch(session: Session, channel: Channel, now: datetime) -> Record | None:
    """What became of a channel since its launch; None where none is recorded."""
    if channel.launched_on is None:
        return None
    posts_since: PostsSince
    talk_since: TalkSince
    posts_since, talk_since = current_app.extensions["channels.record"]
    start = to_utc(datetime.combine(channel.launched_on, time()), channel.zone)
    talks, minutes = talk_since(session, channel, start)
    return Record((now - start).days, posts_since(session, channel, start), talks, minutes)
