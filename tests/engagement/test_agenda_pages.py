"""Whom to visit."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from tests.engagement.booking import SignIn
from tests.factories import make_channel


def test_an_agenda_item_is_added_changed_visited_and_removed(
    sign_in: SignIn, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)
    karin = {"kind": "person", "name": "Karin", "channel": channel.id, "url": "https://example.org/karin"}

    assert client.post("/dialog/agenda", data=karin).status_code == 303
    assert "never visited" in client.get("/dialog/agenda").text
    assert client.post("/dialog/agenda/1/visited").status_code == 303
    assert "never visited" not in client.get("/dialog/agenda").text
    assert client.post("/dialog/agenda/1", data={**karin, "name": "Karin H."}).status_code == 303
    assert "Karin H." in client.get("/dialog/agenda/1").text
    assert client.post("/dialog/agenda/1/remove").status_code == 303
    assert client.post("/dialog/agenda/1/remove").status_code == 303
    assert client.get("/dialog/agenda/1").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"url": "javascript:alert(1)"}, {"channel": "999"}, {"kind": "x"}]
)
def test_what_is_no_agenda_item_is_refused_and_kept_in_the_form(
    sign_in: SignIn, bob: Person, channel: Channel, wrong: dict[str, str]
) -> None:
    item = {"kind": "topic", "name": "Chairs", "channel": channel.id, "note": "My thought", **wrong}

    answer = sign_in(bob).post("/dialog/agenda", data=item)

    assert answer.status_code == 422
    assert "My thought" in answer.text


def test_the_form_of_an_item_shows_its_own_channel(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    make_channel(session, "A first one", "linkedin")
    session.commit()
    client = sign_in(bob)
    client.post("/dialog/agenda", data={"kind": "topic", "name": "Chairs", "channel": channel.id})

    page = client.get("/dialog/agenda/1").text

    assert f'<option selected value="{channel.id}">{channel.name}' in page


def test_words_to_look_for_lead_to_the_search_of_the_platform(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    channel.url = "https://social.example/@parley"
    session.commit()
    client = sign_in(bob)
    words = {"kind": "search", "name": "Parlay & Co", "channel": channel.id}

    assert client.post("/dialog/agenda", data=words).status_code == 303
    assert "never searched" in (text := client.get("/dialog/agenda").text)
    assert 'href="https://social.example/search?q=Parlay%20%26%20Co"' in text
    assert "Searched today: Parlay &amp; Co." in (
        client.post("/dialog/agenda/1/visited", follow_redirects=True).text
    )
