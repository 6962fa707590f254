"""What channels show of the rooms above them: when somebody last posted or talked. The app hands it in."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.channels.health import Activity

# Channel id → the last time something happened there.
LastTimes = Callable[[Session], Mapping[int, datetime]]


def install(app: Flask, *, last_posts: LastTimes, last_talks: LastTimes) -> None:
    app.extensions["channels.activity"] = (last_posts, last_talks)


def activities(session: Session) -> Mapping[int, Activity]:
    """The activity of every channel on which anything ever happened."""
    last_posts, last_talks = (read(session) for read in current_app.extensions["channels.activity"])
    return {
        channel_id: Activity(last_posts.get(channel_id), last_talks.get(channel_id))
        for channel_id in last_posts.keys() | last_talks.keys()
    }
