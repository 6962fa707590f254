"""What channels show of the rooms above them: who spoke when, what the team tuned. The app hands it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.channels.health import Activity
from calendar_app.channels.register.standing import Intervals

# Channel id → the last time something happened there.
LastTimes = Callable[[Session], Mapping[int, datetime]]
ReadIntervals = Callable[[Session], Intervals]


def install(
    app: Flask, *, last_posts: LastTimes, last_talks: LastTimes, review_intervals: ReadIntervals
) -> None:
    app.extensions["channels.activity"] = (last_posts, last_talks)
    app.extensions["channels.reviews"] = review_intervals


def activities(session: Session) -> Mapping[int, Activity]:
    """The activity of every channel on which anything ever happened."""
    last_posts, last_talks = (read(session) for read in current_app.extensions["channels.activity"])
    return {
        channel_id: Activity(last_posts.get(channel_id), last_talks.get(channel_id))
        for channel_id in last_posts.keys() | last_talks.keys()
    }


def review_intervals(session: Session) -> Intervals:
    """How often each channel's access is looked through."""
    read: ReadIntervals = current_app.extensions["channels.reviews"]
    return read(session)
