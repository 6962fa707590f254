"""What dialog time shows of posts: what goes and went out, what was made of a talk, who is to answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.people.models import Person


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes out on a channel and will be talked about: its name, when (aware), and where if known."""

    called: str
    at: datetime
    channel: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A post of our own that went out on a channel, when (aware), in which zone the channel lives, and
    whether the post answers what people had asked.
    """

    channel_id: int
    at: datetime
    zone: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class MadePost:
    """A post that somebody made of what was said; its state is a variant's status, or "idea"."""

    post_id: int
    called: str
    state: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A post ahead with somebody named who answers: its variant, its name, when (aware), its channel."""

    variant_id: int
    called: str
    at: datetime
    channel: str


# What goes out on some channels in [start, end), by time.
GoingOut = Callable[[Session, Collection[int], datetime, datetime], Sequence[Outgoing]]
# What went out in [start, end).
WentOut = Callable[[Session, datetime, datetime], Sequence[Published]]
# What somebody is to answer for in [start, end), by time.
Promises = Callable[[Session, Person, datetime, datetime], Sequence[Promise]]
# Id of an inquiry, or of something logged → the posts that came from it, the oldest first.
MadeOf = Callable[[Session, Collection[int]], Mapping[int, Sequence[MadePost]]]


@dataclass(frozen=True, slots=True)
class OfPosts:
    """What posts tell dialog time."""

    going_out: GoingOut
    went_out: WentOut
    promises: Promises
    made_of_inquiries: MadeOf
    made_of_talks: MadeOf


def install(app: Flask, posts: OfPosts) -> None:
    app.extensions["engagement.posts"] = posts


def of_posts() -> OfPosts:
    """What the room above tells; each reading takes a fixed number of queries."""
    told: OfPosts = current_app.extensions["engagement.posts"]
    return told
