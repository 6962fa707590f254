"""A workspace with a long archive: the present week is always equally full, only the past grows."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

import calendar_app.posts.index  # noqa: F401 keeps what copies are found by
from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Account, Person, Role, Workspace
from calendar_app.posts.models import Mode, Post, Status, Variant

SEED = 20261122
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
PLATFORMS = ("mastodon", "linkedin", "instagram", "facebook", "bluesky", "x", "threads", "youtube")
PER_WEEK = 40

_WORDS = """
abend anfang antwort archiv arbeit aufgabe ausflug bank baum bericht bild blatt boden brief brücke
bühne dach dorf ecke eingang erde fahrrad farbe feld fenster fluss frage garten gast gebäude gedanke
gespräch glas gruppe hafen halle handwerk haus herbst himmel holz idee insel jahr karte keller kind
kiste klang küche lager lampe land laune leben leiter licht lied markt maschine mauer meer mensch
minute monat morgen museum nachbar nacht name netz ofen ordnung papier pause pflanze platz probe rad
raum regal regen reise rest ruhe sache salz sand satz schatten schiff schule see seite sommer
sprache stadt stein stimme straße strom stunde tag tasche teil tisch ton treppe tür ufer uhr umweg
verein versuch vogel wagen wald wand wasser weg welt werkstatt wetter wind winter woche wolke wort
zahl zeit zettel
"""


def fill(session: Session, variants: int, *, channels: int = len(PLATFORMS), weeks_ahead: int = 1) -> Person:
    """A workspace with this many variants; returns its admin, who has an account. The caller commits.

    The present week and so many after it are full, the others are past.
    """
    chance = random.Random(SEED)  # noqa: S311 reproducible, not secret
    workspace = Workspace(name="Archive", language="de", zone=ZONE, created_at=NOW)
    session.add(workspace)
    session.flush()
    scope_to(session, workspace.id)
    people = [_person(number) for number in range(6)]
    places = [_channel(number) for number in range(channels)]
    session.add_all([*people, *places])
    session.flush()
    session.add_all(_slots(people, places))
    first = datetime(2026, 11, 16) + timedelta(weeks=weeks_ahead)  # noqa: DTZ001 wall time, a Monday
    for start in range(0, variants, 500):
        _some_variants(session, range(start, min(start + 500, variants)), first, places, people, chance)
    return people[0]


def text(chance: random.Random, words: int = 45) -> str:
    """About 300 characters that nobody else has written."""
    vocabulary = _WORDS.split()
    return " ".join(chance.choice(vocabulary) for _ in range(words)).capitalize() + "?"


def _person(number: int) -> Person:
    account = Account(email=f"bench-{uuid4().hex}@example.org", language="de", created_at=NOW)
    return Person(
        name=f"Person {number}",
        email=f"person-{number}@example.org",
        role=Role.ADMIN if number == 0 else Role.AUTHOR,
        account=account,
        zone=ZONE,
        language="de",
        trained_until=NOW.date() + timedelta(days=900),
        channel_ids=[],
        created_at=NOW,
    )


def _channel(number: int) -> Channel:
    platform = PLATFORMS[number % len(PLATFORMS)]
    return Channel(
        name=platform.title(),
        platform=platform,
        zone=ZONE,
        languages=["de"],
        stripe=number % 12 + 1,
        created_at=NOW,
    )


def _slots(people: list[Person], channels: list[Channel]) -> list[Slot]:
    monday = datetime(2025, 1, 6, 9, 0)  # noqa: DTZ001 wall time
    return [
        Slot(
            person=people[number % len(people)],
            channels=[channel],
            starts_wall=monday + timedelta(minutes=30 * number),
            zone=ZONE,
            minutes=30,
            rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR",
            created_at=NOW,
            updated_at=NOW,
        )
        for number, channel in enumerate(channels)
    ]


def _some_variants(
    session: Session,
    numbers: range,
    first: datetime,
    channels: list[Channel],
    people: list[Person],
    chance: random.Random,
) -> None:
    session.add_all([_variant(number, first, channels, people, chance) for number in numbers])
    session.flush()
    session.expunge_all()
    session.add_all([*channels, *people])


def _variant(
    number: int, first: datetime, channels: list[Channel], people: list[Person], chance: random.Random
) -> Variant:
    """Number 0 to 39 stand in the week that begins first, the next 40 a week before, and so on."""
    weeks_back, place = divmod(number, PER_WEEK)
    monday = first - timedelta(weeks=weeks_back)
    wall = monday + timedelta(days=place % 7, hours=8 + place % 10, minutes=5 * (place % 12))
    planned_at = to_utc(wall, ZONE)
    published = planned_at < NOW
    return Variant(
        post=Post(core="Bench", created_at=NOW),
        channel=channels[place % len(channels)],
        text=text(chance),
        language="de",
        mode=Mode.SCHEDULED if place % 2 else Mode.LIVE,
        status=Status.PUBLISHED if published else Status.SCHEDULED,
        labels=[],
        planned_wall=wall,
        planned_at=planned_at,
        published_at=planned_at if published else None,
        author=people[place % len(people)],
        answer_person=people[place % len(people)] if place % 3 else None,
        created_at=NOW,
        updated_at=NOW,
    )
