"""The pages of a post: begun, given more channels, deleted."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Status, Variant
from tests.factories import make_channel
from tests.posts.composer import OWN, SignIn, page_of


def test_a_new_post_gets_an_empty_variant_for_each_chosen_channel(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    data = {
        "core": "We open on Saturday.",
        "channel_ids": [channel.id],
        "day": "2026-04-11",
        "time": "09:00",
        "form_key": "k",
    }

    answer = sign_in(bob).post("/posts/new", data=data)

    variant = session.scalars(select(Variant)).one()
    assert answer.status_code == 303
    assert answer.location.endswith(page_of(variant))
    assert (variant.text, variant.status, variant.author_id) == ("", Status.DRAFT, bob.id)
    assert str(variant.planned_wall) == "2026-04-11 09:00:00"


def test_the_same_form_sent_twice_makes_one_post(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    client = sign_in(bob)
    data = {"core": "We open on Saturday.", "channel_ids": [channel.id], "form_key": "k"}

    answers = [client.post("/posts/new", data=data) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert session.scalar(select(func.count()).select_from(Post)) == 1
    assert session.scalar(select(func.count()).select_from(Variant)) == 1


def test_a_post_without_a_core_message_keeps_what_was_typed(
    sign_in: SignIn, channel: Channel, bob: Person
) -> None:
    answer = sign_in(bob).post("/posts/new", data={"core": " ", "facts": "Ten places", "form_key": "k"})

    assert answer.status_code == 422
    assert "Ten places" in answer.get_data(as_text=True)


def test_the_calendar_hands_in_day_and_channel(sign_in: SignIn, channel: Channel, bob: Person) -> None:
    page = sign_in(bob).get(f"/posts/new?date=2026-04-11&channel={channel.id}").get_data(as_text=True)

    assert 'value="2026-04-11"' in page
    assert "checked" in page


@pytest.mark.parametrize("query", ["date=nonsense", "channel=999", "channel=x", "date=2026-13-45"])
def test_nonsense_in_the_address_is_left_out(
    sign_in: SignIn, channel: Channel, bob: Person, query: str
) -> None:
    assert sign_in(bob).get(f"/posts/new?{query}").status_code == 200


def test_a_link_must_lead_to_the_web(sign_in: SignIn, channel: Channel, bob: Person) -> None:
    answer = sign_in(bob).post(
        "/posts/new", data={"core": "Hello", "link": "javascript:alert(1)", "form_key": "k"}
    )

    assert answer.status_code == 422


def test_one_more_channel_for_a_post(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    session.commit()
    client = sign_in(bob)

    client.post(f"/posts/{variant.post_id}/variants", data={"channel_id": other.id, "start": "empty"})
    twice = client.post(f"/posts/{variant.post_id}/variants", data={"channel_id": other.id, "start": "empty"})

    assert twice.status_code == 303
    texts = session.scalars(select(Variant.text).where(Variant.channel_id == other.id)).all()
    assert texts == [""]


def test_deleting_asks_first_and_names_what_goes(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    question = client.get(f"/variants/{variant.id}/delete").get_data(as_text=True)
    answer = client.post(f"/variants/{variant.id}/delete", data={"revision": variant.revision})

    assert OWN[:40] in question
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Variant)) == 0
