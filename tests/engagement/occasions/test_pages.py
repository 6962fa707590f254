"""Occasions: entered once, there every year, where somebody plans and where somebody talks."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.engagement.occasions.services import occasion_days
from calendar_app.people.models import JournalEntry, Person, Role
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_channel, make_person

TYPED = {"name": "Oak day", "day": "2026-04-13", "channel": "0", "note": "Bring acorns", "link": ""}


def kept(session: Session, name: str, day: date, **more: object) -> Occasion:
    occasion = Occasion(name=name, day=day, created_at=NOW, **more)
    session.add(occasion)
    session.commit()
    return occasion


def test_an_occasion_is_kept_once_changed_and_removed(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)

    assert [client.post("/dialog/occasions", data=TYPED).status_code for _ in range(2)] == [303, 303]
    assert client.get("/dialog/occasions").text.count("Edit Oak day") == 1
    changed = {**TYPED, "name": "Beech day", "is_yearly": "y", "channel": channel.id}
    assert client.post("/dialog/occasions/1", data=changed).status_code == 303
    assert "every year" in client.get("/dialog/occasions").text
    assert client.post("/dialog/occasions/1/remove").status_code == 303
    assert client.get("/dialog/occasions/1").status_code == 404
    written = session.scalars(select(JournalEntry.action).where(JournalEntry.subject == "occasion"))
    assert list(written) == ["added", "added", "edited", "deleted"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"day": "soon"}, {"day": "9999-01-01"}, {"link": "javascript:1"}]
)
def test_what_is_no_occasion_is_refused_and_kept_in_the_form(
    sign_in: SignIn, session: Session, bob: Person, wrong: dict[str, str]
) -> None:
    answer = sign_in(bob).post("/dialog/occasions", data=TYPED | wrong)

    assert answer.status_code == 422
    assert "Bring acorns" in answer.text
    assert session.scalars(select(Occasion)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-12-31", ["2026-04-13"]),
        ("2025-01-01", "2026-04-12", []),
        ("2026-12-01", "2028-04-13", ["2027-04-13", "2028-04-13"]),
    ],
)
def test_a_yearly_occasion_comes_every_year_from_its_first(
    first: str, last: str, expected: list[str]
) -> None:
    oak = Occasion(name="Oak day", day=date(2026, 4, 13), is_yearly=True)
    years = range(int(first[:4]), int(last[:4]) + 1)

    days = [day.isoformat() for year in years if (day := oak.in_year(year))]

    assert [day for day in days if first <= day <= last] == expected


def test_the_last_day_of_february_is_never_missing() -> None:
    leap = Occasion(name="Leap day", day=date(2024, 2, 29), is_yearly=True)

    assert [leap.in_year(year) for year in (2024, 2025, 2028)] == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2028, 2, 29),
    ]
    assert Occasion(name="Once", day=date(2024, 2, 29), is_yearly=False).in_year(2025) is None


def test_the_days_of_a_span_are_those_of_the_channels_asked_for(session: Session, channel: Channel) -> None:
    elsewhere = make_channel(session, "Instagram", "instagram")
    kept(session, "For all", date(2025, 4, 14), is_yearly=True)
    kept(session, "Here", date(2026, 4, 13), channel=channel)
    kept(session, "Elsewhere", date(2026, 4, 13), channel=elsewhere)
    span = date(2026, 4, 13), date(2026, 4, 19)

    def names(channel_ids: list[int] | None) -> list[str]:
        return [each.occasion.name for each in occasion_days(session, *span, channel_ids)]

    assert names(None) == ["Elsewhere", "Here", "For all"]
    assert names([channel.id]) == ["Here", "For all"]


def test_a_recurring_occasion_is_an_idea_for_dialog_time_and_stands_on_the_phone_on_its_day(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, slot: Slot
) -> None:
    kept(session, "Oak <day>", date(2025, 4, 13), is_yearly=True, note="Bring acorns")

    plan = sign_in(alice).get("/dialog/plan").text
    phone = sign_in(bob).get(f"/dialog/{slot.id}/2026-04-13T09:00").text
    week = sign_in(alice).get("/week/2026-W16").text
    other_day = sign_in(bob).get(f"/dialog/{slot.id}/2026-04-20T09:00").text

    assert "Reserve time for it: Oak &lt;day&gt;" in plan
    assert "/dialog/new?kind=equip&amp;day=2026-04-13" in plan
    assert "Oak &lt;day&gt;" in phone
    assert "Bring acorns" in phone
    assert "Oak &lt;day&gt;" in week
    assert "Oak" not in other_day


def test_somebody_from_outside_sees_what_is_for_all_and_for_their_channels(
    sign_in: SignIn, session: Session, channel: Channel
) -> None:
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [channel.id]
    for name, where in (("For all", None), ("Theirs", channel), ("Others", make_channel(session, "X", "x"))):
        kept(session, name, date(2026, 4, 13), channel=where)

    text = sign_in(agency).get("/dialog/occasions").text

    assert ("For all" in text, "Theirs" in text, "Others" in text) == (True, True, False)
