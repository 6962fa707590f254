"""A team, its channels and its posts, made up from a seed: the same for the same seed."""

from datetime import UTC, datetime, time, timedelta
from random import Random

from calendar_app.engagement.availability.diary import Holder
from calendar_app.rules.facts import Channel, Facts, Mode, Person, Slot, Span, Variant, Workday, WorkingHours

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # the clocks change on Sunday
ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/London", "America/New_York")
PLATFORMS = ("mastodon", "linkedin", "instagram", "x", "youtube", "facebook")
MODES = (Mode.SCHEDULED, Mode.SCHEDULED, Mode.LIVE, Mode.FEED)


class Newsroom:
    """So many people, channels and weeks; `busy` is how much of everybody's time is taken."""

    def __init__(self, seed: int, *, people: int, channels: int, weeks: int = 4, busy: int = 3) -> None:
        chance = Random(seed)
        self.now = MONDAY + timedelta(hours=6)
        self.holders = [_holder(chance, number, weeks, busy) for number in range(people)]
        self.channels = tuple(
            Channel(number, f"Channel {number}", chance.choice(PLATFORMS), zone=chance.choice(ZONES))
            for number in range(channels)
        )
        self.mondays = [(MONDAY + timedelta(weeks=number)).date() for number in range(weeks)]
        self.span = Span(MONDAY, MONDAY + timedelta(weeks=weeks))
        self.facts = Facts(
            now=self.now,
            channels=self.channels,
            people=tuple(
                Person(each.id, each.name, is_trained=each.may_answer_alone, absences=each.taken)
                for each in self.holders
            ),
            variants=tuple(_posts(chance, self.channels, weeks)),
            slots=tuple(
                Slot(number, span.start, span.end, (chance.choice(self.channels).id,), holder.id)
                for number, (holder, span) in enumerate(
                    (holder, span) for holder in self.holders for span in holder.reserved
                )
            ),
        )
        self.near = {
            (holder.id, channel.id): chance.randrange(3)
            for channel in self.channels
            for holder in chance.sample(self.holders, min(2, people))
        }


def _holder(chance: Random, number: int, weeks: int, busy: int) -> Holder:
    starts = chance.randrange(6, 11)
    away = MONDAY + timedelta(days=chance.randrange(7 * weeks))
    appointments = tuple(_appointment(chance, weeks) for _ in range(busy * weeks))
    return Holder(
        id=number,
        name=f"Person {number}",
        zone=chance.choice(ZONES),
        hours=WorkingHours(
            time(starts),
            time(starts + chance.randrange(3, 9)),
            frozenset(chance.sample(range(7), 4)),
            (Workday(chance.randrange(7), time(starts + 2), time(starts + 4)),),
        ),
        taken=(Span(away, away + timedelta(days=chance.randrange(1, 9))), *appointments),
        reserved=tuple(_appointment(chance, weeks) for _ in range(weeks)),
        minutes=chance.choice((None, 120, 600)),
        may_answer_alone=chance.random() < 0.8,
    )


def _appointment(chance: Random, weeks: int) -> Span:
    start = MONDAY + timedelta(minutes=chance.randrange(weeks * 7 * 24 * 60))
    return Span(start, start + timedelta(minutes=chance.randrange(10, 200)))


def _posts(chance: Random, channels: tuple[Channel, ...], weeks: int) -> list[Variant]:
    return [
        Variant(
            number,
            chance.choice(channels).id,
            f"Post {number}",
            at=MONDAY
            + timedelta(days=chance.randrange(7 * weeks), minutes=chance.randrange(7 * 60, 19 * 60)),
            mode=chance.choice(MODES),
        )
        for number in range(3 * weeks * len(channels))
    ]
