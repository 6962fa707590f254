"""Shared wording: kept for all, copied by nobody without a sentence of their own."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.signing import Signing
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.people.models import JournalEntry, Person, Role
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_channel, make_person

TEXT = "We open at ten. On Sundays we are closed."


@pytest.fixture
def snippet(session: Session, channel: Channel) -> Snippet:
    snippet = Snippet(name="Opening hours", text=TEXT, created_at=NOW)
    session.add(snippet)
    session.commit()
    return snippet


def test_a_snippet_is_kept_once_changed_and_removed(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    client, typed = sign_in(bob), {"name": "Hours", "text": TEXT, "channel": channel.id}

    assert [client.post("/dialog/snippets", data=typed).status_code for _ in range(2)] == [303, 303]
    assert client.get("/dialog/snippets").text.count("Use Hours") == 1
    assert f'<option selected value="{channel.id}">' in client.get("/dialog/snippets/1/edit").text
    assert client.post("/dialog/snippets/1/edit", data={**typed, "name": "Opening"}).status_code == 303
    assert "Use Opening" in client.get("/dialog/snippets").text
    assert client.post("/dialog/snippets/1/remove").status_code == 303
    assert client.get("/dialog/snippets/1").status_code == 404
    written = session.scalars(select(JournalEntry.action).where(JournalEntry.subject == "snippet"))
    assert list(written) == ["added", "added", "edited", "deleted"]


def test_nothing_can_be_copied_before_a_sentence_stands_there(
    sign_in: SignIn, bob: Person, snippet: Snippet
) -> None:
    page = sign_in(bob).get("/dialog/snippets/1").text

    assert "data-copies" not in page
    assert "disabled" in page


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "   ",
        "Hello!",
        "We open at ten.",
        "on sundays we are closed at ten",
        "\u200b \u200b \u200b \u200b",
    ],
)
def test_what_is_not_personal_is_refused(
    sign_in: SignIn, bob: Person, snippet: Snippet, sentence: str
) -> None:
    answer = sign_in(bob).post("/dialog/snippets/1", data={"sentence": sentence})

    assert answer.status_code == 422
    assert "data-copies" not in answer.text


def test_with_a_sentence_of_ones_own_the_answer_is_ready(
    sign_in: SignIn, bob: Person, snippet: Snippet
) -> None:
    sentence = "Dear Mira, thanks for asking so early."

    answer = sign_in(bob).post("/dialog/snippets/1", data={"sentence": sentence})

    assert answer.status_code == 200
    assert f"{sentence}\n\n{TEXT}" in answer.text
    assert 'data-copies="answer"' in answer.text


def test_who_answers_signs_as_it_is_done_on_the_channel(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel, snippet: Snippet
) -> None:
    snippet.channel, channel.signing = channel, Signing.FULL_NAME
    session.commit()

    answer = sign_in(bob).post("/dialog/snippets/1", data={"sentence": "Dear Mira, thanks for asking."})

    assert f"{TEXT}\n\n– {bob.name}</textarea>" in answer.text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"text": ""}, {"text": "x" * 5_001}, {"channel": "999"}])
def test_what_is_no_snippet_is_refused_and_kept_in_the_form(
    sign_in: SignIn, bob: Person, channel: Channel, wrong: dict[str, str]
) -> None:
    typed = {"name": "Hours", "text": TEXT, "channel": "0", **wrong}

    assert sign_in(bob).post("/dialog/snippets", data=typed).status_code == 422


def test_somebody_from_outside_sees_what_is_for_all_and_for_their_channels(
    sign_in: SignIn, session: Session, channel: Channel, snippet: Snippet
) -> None:
    elsewhere = make_channel(session, "Elsewhere", "linkedin")
    session.add(Snippet(name="Only here", text=TEXT, channel_id=channel.id, created_at=NOW))
    external = make_person(session, "Erna", Role.EXTERNAL)
    external.channel_ids = [elsewhere.id]
    session.commit()

    page = sign_in(external).get("/dialog/snippets").text

    assert "Opening hours" in page
    assert "Only here" not in page
