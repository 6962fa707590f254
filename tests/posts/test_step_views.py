"""Steps without a text: moves, shifts, confirmations, and where they lead back to."""

from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Variant
from tests.factories import make_channel, make_slot, make_variant
from tests.posts.composer import OWN, SignIn, again, saved


def test_a_shift_does_not_leave_the_calendar(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    saved(client, variant, day="2099-12-31")

    answer = client.post(
        f"/variants/{variant.id}/shift", data={"revision": again(session, variant).revision, "days": 1}
    )

    assert answer.status_code == 422
    assert "between 2000 and 2099" in answer.get_data(as_text=True)
    assert str(again(session, variant).planned_wall) == "2099-12-31 09:00:00"


def test_a_move_from_the_calendar_goes_back_there(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    data = {"revision": variant.revision, "days": 7, "next": "/week/2026-W15"}

    answer = sign_in(bob).post(f"/variants/{variant.id}/shift", data=data)

    assert (answer.status_code, answer.location) == (303, "/week/2026-W15")
    assert str(again(session, variant).planned_wall) == "2026-04-17 09:00:00"


def test_a_refused_move_goes_back_too_and_says_why(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    data = {"revision": 99, "days": 7, "next": "/rules"}

    client.post(f"/variants/{variant.id}/shift", data=data)

    assert "Somebody changed this in the meantime" in client.get("/rules").get_data(as_text=True)


def test_a_step_leads_nowhere_else(sign_in: SignIn, variant: Variant, bob: Person) -> None:
    data = {"revision": variant.revision, "days": 1, "next": "//evil.example"}

    answer = sign_in(bob).post(f"/variants/{variant.id}/shift", data=data)

    assert "evil" not in answer.location


def test_a_move_into_a_block_says_for_which_time(sign_in: SignIn, session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="")
    variant = make_variant(session, channel, text=OWN, author=alice, answer_person=alice, mode=Mode.LIVE)
    session.commit()

    answer = sign_in(alice).post(
        f"/variants/{variant.id}/shift", data={"revision": variant.revision, "days": 7}
    )

    assert answer.status_code == 422
    assert "Not moved to Fri, 17 Apr 2026, 09:00." in answer.get_data(as_text=True)
