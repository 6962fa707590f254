"""Words that no comparison counts: registering, suggesting, and what the rules make of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import Reach, limit_to_channels, scope_to
from calendar_app.people.models import JournalEntry, Person
from calendar_app.rulebook import boilerplate
from calendar_app.rulebook.models import Boilerplate
from calendar_app.rules.boilerplate import OftenSaid
from tests.factories import NOW, make_channel

SIGNATURE = "Your city library, at the market since 1912"


def suggest(session: Session, *found: OftenSaid) -> None:
    boilerplate.keep_suggestions(session, found, 100, plan_revision=1, now=NOW)
    session.flush()


def suggested(session: Session) -> list[str]:
    return [each.text for each in boilerplate.suggestions(session)]


def test_a_phrase_says_who_registered_it_and_when(session: Session, alice: Person) -> None:
    channel = make_channel(session)

    row = boilerplate.register(session, SIGNATURE, channel, person=alice, now=NOW)

    assert (row.person, row.channel, row.created_at) == (alice, channel, NOW)
    [phrase] = boilerplate.phrases(session)
    assert (phrase.text, phrase.channel_id) == (SIGNATURE, channel.id)


def test_every_change_stands_in_the_journal(session: Session, alice: Person) -> None:
    row = boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)
    boilerplate.change(session, row, SIGNATURE + "!", None, person=alice, now=NOW)
    boilerplate.remove(session, row, person=alice, now=NOW)
    session.flush()

    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [(each.action, each.person_id) for each in entries] == [
        ("boilerplate added", alice.id),
        ("boilerplate changed", alice.id),
        ("boilerplate removed", alice.id),
    ]
    assert boilerplate.phrases(session) == ()


@pytest.mark.parametrize("text", ["", "Hello there", "👍" * 40, "Hello https://example.org/a/way"])
def test_what_would_fit_by_chance_is_refused(session: Session, alice: Person, text: str) -> None:
    with pytest.raises(boilerplate.TooFewLettersError):
        boilerplate.register(session, text, None, person=alice, now=NOW)


def test_the_same_letters_are_registered_once_for_a_place(session: Session, alice: Person) -> None:
    one, other = make_channel(session), make_channel(session, "X", "x")
    boilerplate.register(session, SIGNATURE, one, person=alice, now=NOW)

    boilerplate.register(session, SIGNATURE, other, person=alice, now=NOW)
    with pytest.raises(boilerplate.AlreadyRegisteredError):
        boilerplate.register(session, SIGNATURE.upper() + " 👋", one, person=alice, now=NOW)


def test_a_phrase_may_be_saved_unchanged(session: Session, alice: Person) -> None:
    row = boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)

    boilerplate.change(session, row, SIGNATURE, None, person=alice, now=NOW)

    assert row.text == SIGNATURE


def test_there_is_a_most(session: Session, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boilerplate, "MOST", 1)
    boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)

    with pytest.raises(boilerplate.TooManyError):
        boilerplate.register(session, "Quite another thing to say", None, person=alice, now=NOW)


def test_suggestions_are_replaced_by_the_next_search(session: Session, alice: Person) -> None:
    suggest(session, OftenSaid("Subscribe to our letter", 40), OftenSaid(SIGNATURE, 60))
    assert suggested(session) == [SIGNATURE, "Subscribe to our letter"]

    suggest(session, OftenSaid(SIGNATURE, 61))

    assert [(each.text, each.posts) for each in boilerplate.suggestions(session)] == [(SIGNATURE, 61)]


def test_what_is_registered_is_suggested_no_more(session: Session, alice: Person) -> None:
    suggest(session, OftenSaid(SIGNATURE, 60))

    boilerplate.register(session, SIGNATURE.upper(), None, person=alice, now=NOW)

    assert suggested(session) == []


def test_what_was_waved_aside_does_not_come_again(session: Session, alice: Person) -> None:
    suggest(session, OftenSaid(SIGNATURE, 60))
    boilerplate.dismiss(session, boilerplate.suggestions(session)[0], now=NOW)

    suggest(session, OftenSaid(SIGNATURE.upper(), 70))

    assert suggested(session) == []


def test_rules_know_phrases_of_channels_that_the_reader_does_not(session: Session, alice: Person) -> None:
    mine, theirs = make_channel(session), make_channel(session, "X", "x")
    boilerplate.register(session, SIGNATURE, theirs, person=alice, now=NOW)
    boilerplate.register(session, "Ask us at the market", None, person=alice, now=NOW)
    session.commit()
    limit_to_channels(session, Reach((mine.id,), alice.id))

    assert len(boilerplate.phrases(session)) == 2
    assert [row.text for row in boilerplate.registered(session)] == ["Ask us at the market"]


def test_another_workspace_has_its_own_phrases(session: Session, alice: Person, charlie: Person) -> None:
    boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)
    session.flush()

    scope_to(session, charlie.workspace_id)

    assert boilerplate.phrases(session) == ()


def test_a_channel_takes_its_phrases_along(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    boilerplate.register(session, SIGNATURE, channel, person=alice, now=NOW + timedelta(days=1))
    session.flush()

    session.delete(channel)
    session.flush()
    session.expire_all()

    assert session.scalars(select(Boilerplate)).all() == []
