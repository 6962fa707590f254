"""Who may open and do what with reserved time."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import AgendaItem, Slot
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_person

ADDRESSES = [
    ("GET", "/dialog/{slot}/edit"),
    ("POST", "/dialog/{slot}/edit"),
    ("POST", "/dialog/{slot}/end"),
    ("GET", "/dialog/{slot}/2026-04-13T09:00"),
    ("GET", "/dialog/{slot}/2026-04-13T09:00/adjust"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/skip"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/move"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/restore"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/log"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/remove"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/outcome"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/reopen"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/visit"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/visited"),
    ("GET", "/dialog/agenda/{item}"),
    ("POST", "/dialog/agenda/{item}"),
    ("POST", "/dialog/agenda/{item}/visited"),
]


@pytest.fixture
def places(session: Session, slot: Slot, channel: Channel) -> dict[str, int]:
    item = AgendaItem(channel=channel, name="Karin", created_at=NOW)
    session.add(item)
    session.commit()
    return {"slot": slot.id, "item": item.id}


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_stranger_finds_nothing(
    sign_in: SignIn, charlie: Person, places: dict[str, int], method: str, address: str
) -> None:
    assert sign_in(charlie).open(address.format(**places), method=method).status_code == 404


@pytest.mark.parametrize(("method", "address"), [*ADDRESSES, ("GET", "/dialog"), ("GET", "/dialog/new")])
def test_who_is_not_signed_in_is_sent_to_sign_in(
    app: Flask, places: dict[str, int], method: str, address: str
) -> None:
    answer = app.test_client().open(address.format(**places), method=method)

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/dialog/new"),
        ("POST", "/dialog/new"),
        *(each for each in ADDRESSES[:8] if each[1][-1] != "0"),
    ],
)
def test_a_trainee_reserves_and_changes_nothing(
    sign_in: SignIn, places: dict[str, int], session: Session, method: str, address: str
) -> None:
    trainee = make_person(session, "Tina", Role.TRAINEE)
    session.commit()

    assert sign_in(trainee).open(address.format(**places), method=method).status_code == 403


def test_a_stranger_removes_nothing(
    sign_in: SignIn, charlie: Person, bob: Person, places: dict[str, int]
) -> None:
    sign_in(charlie).post(f"/dialog/agenda/{places['item']}/remove")

    assert sign_in(bob).get(f"/dialog/agenda/{places['item']}").status_code == 200


def test_nothing_changes_by_looking(sign_in: SignIn, bob: Person, places: dict[str, int]) -> None:
    client = sign_in(bob)

    for tail in ("end", "2026-04-13T09:00/skip", "2026-04-13T09:00/outcome", "2026-04-13T09:00/log"):
        assert client.get(f"/dialog/{places['slot']}/{tail}").status_code in {404, 405}


def test_the_pages_speak_german(
    sign_in: SignIn, session: Session, bob: Person, places: dict[str, int]
) -> None:
    reader = make_person(session, "Greta", language="de")
    session.commit()
    client = sign_in(reader)

    assert "Die nächsten zwei Wochen" in client.get("/dialog").text
    assert "Andere besuchen" in client.get(f"/dialog/{places['slot']}/2026-04-13T09:00").text
    assert "Jede Woche: Montag" in client.get(f"/dialog/{places['slot']}/edit").text
