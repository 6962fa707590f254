"""From the journal to what it speaks about."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.people.services import note
from calendar_app.posts import writing
from calendar_app.posts.fixes import mend
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]


def test_each_entry_names_its_subject_and_leads_there(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    channel = make_channel(session, "House account")
    variant = make_variant(session, channel, text="What would you plant on the market square?")
    slot = make_slot(session, bob, [channel])
    for subject in (channel, variant, variant.post, slot, bob):
        note(session, alice, "changed", subject, now=NOW)
    session.commit()

    page = sign_in(alice).get("/journal").text

    assert f'<a href="/channels/{channel.id}" dir="auto">House account</a>' in page
    assert f'<a href="/variants/{variant.id}" dir="auto">What would you plant on the' in page
    assert f'<a href="/posts/{variant.post_id}" dir="auto">We open the workshop' in page
    assert f'<a href="/dialog/{slot.id}/edit" dir="auto">House account</a>' in page
    assert f'<a href="/people/{bob.id}" dir="auto">Bob Brandt</a>' in page


def test_what_was_deleted_is_named_without_a_link(sign_in: SignIn, session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), text="Wrong day", status=Status.DRAFT)
    session.flush()
    writing.delete_variant(session, variant, revision=variant.revision, person=alice, now=NOW)
    session.commit()

    page = sign_in(alice).get("/journal").text

    assert "Wrong day" in page
    assert 'href="/variants/' not in page


def test_a_lead_is_led_to_no_page_for_admins(sign_in: SignIn, session: Session, alice: Person) -> None:
    lead = make_person(session, "Lea Lang", Role.LEAD)
    note(session, alice, "changed", alice, now=NOW)
    session.commit()

    page = sign_in(lead).get("/journal").text

    assert "Alice Adler" in page
    assert f'href="/people/{alice.id}"' not in page


def test_why_an_approval_is_void_is_told_in_the_readers_language(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    variant = make_variant(session, make_channel(session))
    session.flush()
    note(session, alice, "approval void", variant, now=NOW, text="The text was changed.")
    assert alice.account is not None
    alice.account.language = "de"
    session.commit()

    page = sign_in(alice).get("/journal").text

    assert "The text was changed." not in page


def test_dialog_time_that_a_finding_reserves_stands_in_the_journal(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    channel = make_channel(session, "House account")
    variant = make_variant(session, channel, status=Status.DRAFT)
    session.flush()

    mend(
        session,
        variant,
        "dialog-time-reserved",
        "book_slot",
        revision=variant.revision,
        person=alice,
        now=NOW,
    )
    session.commit()

    page = sign_in(alice).get("/journal").text
    assert "Dialog time · reserved" in page
    assert ">House account</a>" in page
