"""What dialog time shows of the rooms above it: what goes out that day and gives people something to say."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes out on a channel and will be talked about: its name, when (aware), and where if known."""

    called: str
    at: datetime
    channel: str
    link: str = ""


# What goes out on some channels in [start, end), by time.
GoingOut = Callable[[Session, Collection[int], datetime, datetime], Sequence[Outgoing]]


def install(app: Flask, *, going_out: GoingOut) -> None:
    app.extensions["engagement.going_out"] = going_out


def going_out(
    session: Session, channel_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Outgoing]:
    """What goes out on some channels in [start, end), by time."""
    read: GoingOut = current_app.extensions["engagement.going_out"]
    return read(session, channel_ids, start, end)
