"""What dialog time shows of the rooms above it: what goes out that day and gives people something to say."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that people talk about on a channel: what it is called, when (aware), and where if known."""

    called: str
    at: datetime
    channel: str
    link: str = ""


# The occasions on some channels in [start, end), by time.
Occasions = Callable[[Session, Collection[int], datetime, datetime], Sequence[Occasion]]


def install(app: Flask, *, occasions: Occasions) -> None:
    app.extensions["engagement.occasions"] = occasions


def occasions(
    session: Session, channel_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Occasion]:
    """The occasions on some channels in [start, end), by time."""
    read: Occasions = current_app.extensions["engagement.occasions"]
    return read(session, channel_ids, start, end)
