"""What campaigns show of the room above them: the posts that belong to one. The app hands it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.rules.facts import Status


@dataclass(frozen=True, slots=True)
class PostLine:
    """A variant in one line, with the wall time of its channel that it is planned for."""

    variant_id: int
    called: str
    channel: Channel
    status: Status
    planned_wall: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many variants a campaign has, and how many of them are held."""

    posts: int = 0
    held: int = 0


PostsOf = Callable[[Session, int], Sequence[PostLine]]
Tallies = Callable[[Session], Mapping[int, Tally]]


def install(app: Flask, *, posts_of: PostsOf, tallies: Tallies) -> None:
    app.extensions["campaigns.posts"] = (posts_of, tallies)


def posts_of(session: Session, campaign_id: int) -> Sequence[PostLine]:
    """What belongs to a campaign, by channel and time."""
    read, _tallies = current_app.extensions["campaigns.posts"]
    lines: Sequence[PostLine] = read(session, campaign_id)
    return lines


def tallies(session: Session) -> Mapping[int, Tally]:
    """Campaign id → its numbers, for campaigns that have posts."""
    _read, count = current_app.extensions["campaigns.posts"]
    numbers: Mapping[int, Tally] = count(session)
    return numbers
