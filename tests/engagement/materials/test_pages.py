"""Shareable material: settled point by point, and offered only then."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.materials.models import Point
from calendar_app.engagement.models import SlotKind
from calendar_app.people.models import JournalEntry, Person
from tests.engagement.booking import SignIn, wall
from tests.engagement.phone import page
from tests.factories import make_slot

POSTER = {"name": "Poster of the open day", "link": "https://parley.example/poster"}
ALL = [str(point) for point in Point]


def test_material_is_kept_once_changed_and_removed(sign_in: SignIn, session: Session, bob: Person) -> None:
    client = sign_in(bob)

    assert [client.post("/dialog/materials", data=POSTER).status_code for _ in range(2)] == [303, 303]
    assert (text := client.get("/dialog/materials").text).count("Still to be settled") == 1
    assert "It says what others may do with it</li>" in text
    assert client.post("/dialog/materials/1", data={**POSTER, "settled": ALL}).status_code == 303
    assert "May be passed on" in client.get("/dialog/materials").text
    assert client.post("/dialog/materials/1/remove").status_code == 303
    assert client.get("/dialog/materials/1").status_code == 404
    written = session.scalars(select(JournalEntry.action).where(JournalEntry.subject == "material"))
    assert list(written) == ["added", "added", "edited", "deleted"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"link": ""}, {"link": "javascript:alert(1)"}, {"settled": "x"}]
)
def test_what_is_no_material_is_refused_and_kept_in_the_form(
    sign_in: SignIn, bob: Person, wrong: dict[str, str]
) -> None:
    answer = sign_in(bob).post("/dialog/materials", data={**POSTER, "note": "My thought", **wrong})

    assert answer.status_code == 422
    assert "My thought" in answer.text


@pytest.mark.parametrize(
    ("kind", "settled", "is_offered"),
    [
        (SlotKind.EQUIP, ALL, True),
        (SlotKind.EMPOWER, ALL, True),
        (SlotKind.EQUIP, ALL[1:], False),
        (SlotKind.VISIT, ALL, False),
    ],
)
def test_dialog_time_that_gives_offers_what_is_settled(
    sign_in: SignIn,
    session: Session,
    bob: Person,
    channel: Channel,
    kind: SlotKind,
    settled: list[str],
    is_offered: bool,
) -> None:
    slot = make_slot(session, bob, [channel], starts_wall=wall("2026-04-08T09:00"), rrule="")
    slot.kind = kind
    session.commit()
    client = sign_in(bob)
    client.post("/dialog/materials", data={**POSTER, "settled": settled})

    assert ('href="https://parley.example/poster"' in client.get(page(slot)).text) == is_offered
