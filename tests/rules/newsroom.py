"""Small facts for the rules: one week in March 2027, channels in Berlin unless said otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any

from calendar_app.rules.engine import check
from calendar_app.rules.facts import (
    Channel,
    Facts,
    Interaction,
    ItemId,
    Mode,
    Person,
    Role,
    Slot,
    Span,
    Status,
    Variant,
)
from calendar_app.rules.moves import with_moves
from calendar_app.rules.rule import Severity, Verdict
from calendar_app.rules.weeks import zone_of

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
NOW = MONDAY - timedelta(days=3)

STUDY_SHORT = (
    "Unsere neue Studie zeigt: Wer Kundinnen und Kunden innerhalb einer Stunde antwortet, hört öfter wieder "
    "von ihnen. Wir haben dafür zwölf Teams ein halbes Jahr lang begleitet. Alle Ergebnisse stehen jetzt "
    "im Bericht."
)
STUDY_ANEW = (
    "Wie schnell antwortet ihr eigentlich, wenn jemand fragt? Zwölf Redaktionen haben uns sechs Monate über "
    "die Schulter schauen lassen. Was uns überrascht hat: Tempo schlägt Ausführlichkeit. Wie ist das bei "
    "euch?"
)


def at(text: str, zone: str = "Europe/Berlin") -> datetime:
    """A local time like "2027-03-01 09:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(zone)).astimezone(UTC)


def channel(id: ItemId = "mastodon", platform: str | None = None, **more: Any) -> Channel:
    return Channel(id=id, name=more.pop("name", str(id).title()), platform=platform or str(id), **more)


def person(id: ItemId = "anna", **more: Any) -> Person:
    return Person(id=id, name=more.pop("name", str(id).title()), role=more.pop("role", Role.AUTHOR), **more)


def variant(id: ItemId = "v", on: ItemId = "mastodon", **more: Any) -> Variant:
    return Variant(
        id=id,
        channel_id=on,
        text=more.pop("text", STUDY_SHORT),
        at=more.pop("at", at("2027-03-03 09:00")),
        mode=more.pop("mode", Mode.LIVE),
        status=more.pop("status", Status.SCHEDULED),
        **more,
    )


def slot(start: str, minutes: int, *on: ItemId, id: ItemId = "s", **more: Any) -> Slot:
    begin = at(start)
    return Slot(
        id=id,
        start=begin,
        end=begin + timedelta(minutes=minutes),
        channel_ids=on or ("mastodon",),
        person_id=more.pop("person_id", "anna"),
        **more,
    )


def talk(when: str, on: ItemId = "mastodon", **more: Any) -> Interaction:
    return Interaction(id=more.pop("id", when), channel_id=on, at=at(when), **more)


def absence(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def facts(*items: Channel | Person | Variant | Slot | Interaction, now: datetime = NOW, **more: Any) -> Facts:
    """Facts of the given things; without a channel there is a Mastodon channel, without a person Anna."""
    return Facts(
        now=now,
        channels=tuple(each for each in items if isinstance(each, Channel)) or (channel(),),
        people=tuple(each for each in items if isinstance(each, Person)) or (person(),),
        variants=tuple(each for each in items if isinstance(each, Variant)),
        slots=tuple(each for each in items if isinstance(each, Slot)),
        interactions=tuple(each for each in items if isinstance(each, Interaction)),
        **more,
    )


def verdict(number: str, world: Facts, checked: Variant) -> Verdict:
    """What a rule says, with a free time where it asked for a move."""
    verdicts = with_moves(world, checked, check(world, checked))
    return next(each for each in verdicts if each.number == number)


def severity(number: str, world: Facts, checked: Variant) -> Severity:
    return next(each for each in check(world, checked) if each.number == number).severity
