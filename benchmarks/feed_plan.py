"""A newsroom whose year ahead is full: so many posts and eight weekly slots, around the present day."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import archive
from calendar_app.channels.models import Channel
from calendar_app.feeds.window import Window
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Status, Variant

NOW = datetime.now(UTC).replace(microsecond=0)
BATCH = 500


def fill(session: Session, events: int) -> Person:
    """A workspace with this many events in a feed's window; returns its admin. The caller commits."""
    person = archive.fill(session, 0)
    channels = list(session.scalars(select(Channel).order_by(Channel.id)))
    chance = random.Random(archive.SEED)  # noqa: S311 reproducible, not secret
    window = Window.of(NOW)
    posts = events - len(channels)  # the archive has a slot for each channel
    step = (window.end - window.start) / posts
    for first in range(0, posts, BATCH):
        numbers = range(first, min(first + BATCH, posts))
        session.add_all(_variant(window.start + step * n, channels[n % 8], person, chance) for n in numbers)
        session.flush()
    return person


def _variant(moment: datetime, channel: Channel, person: Person, chance: random.Random) -> Variant:
    planned_at = moment.replace(microsecond=0) + timedelta(seconds=1)
    return Variant(
        post=Post(core="Bench", created_at=NOW),
        channel=channel,
        text=archive.text(chance, 20),
        language="de",
        status=Status.SCHEDULED,
        labels=[],
        planned_wall=to_wall(planned_at, channel.zone),
        planned_at=planned_at,
        author=person,
        answer_person=person,
        created_at=NOW,
        updated_at=NOW,
    )
