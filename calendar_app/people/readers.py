"""What people's pages show of the rooms above them, which they do not know: the app hands readers in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in one line, and in whose care it is."""

    id: int
    name: str
    platform: str
    stripe: int
    owner_id: int | None
    deputy_id: int | None


ChannelReader = Callable[[Session], Sequence[ChannelLine]]


def install(app: Flask, *, channels: ChannelReader) -> None:
    app.extensions["people.channels"] = channels


def channel_lines(session: Session) -> Sequence[ChannelLine]:
    """All channels of the session's workspace."""
    reader: ChannelReader = current_app.extensions["people.channels"]
    return reader(session)
