"""Labels that keep a text from being compared: who sets them, how long they hold, who gets to see it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts import writing
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.models import Status, Variant
from calendar_app.rules.facts import Label
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]

RECALL = "Please bring back kettles bought since May: the handle can break. We pay you back in full."


@pytest.fixture
def lead(session: Session, bob: Person) -> Person:
    bob.role = Role.LEAD
    session.commit()
    return bob


@pytest.fixture
def author(session: Session, alice: Person) -> Person:
    alice.role = Role.AUTHOR
    session.commit()
    return alice


@pytest.fixture
def copy(session: Session, alice: Person) -> Variant:
    """Alice's draft of a recall that also stands on another channel."""
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=RECALL)
    mastodon = make_channel(session, "Mastodon", "mastodon")
    copy = make_variant(session, mastodon, text=RECALL, author=alice, status=Status.DRAFT)
    session.commit()
    return copy


def save(session: Session, variant: Variant, person: Person, *labels: Label, text: str = RECALL) -> None:
    content = replace(content_of(variant), labels=labels, text=text)
    writing.edit_variant(session, variant, content, revision=variant.revision, person=person, now=NOW)


def noted(session: Session) -> list[str]:
    return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.TRAINEE, Role.AUTHOR, Role.APPROVER])
def test_these_roles_prescribe_no_wording(session: Session, copy: Variant, role: Role) -> None:
    somebody = make_person(session, "Toni Traub", role)

    with pytest.raises(RefusedError):
        save(session, copy, somebody, Label.MANDATED)

    assert copy.labels == []


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMIN])
def test_these_roles_prescribe_it_and_the_journal_says_so(
    session: Session, copy: Variant, role: Role
) -> None:
    somebody = make_person(session, "Toni Traub", role)

    save(session, copy, somebody, Label.MANDATED)

    entry = session.scalars(select(JournalEntry)).one()
    assert copy.labels == [Label.MANDATED]
    assert entry.action == "marked as prescribed wording"
    assert (entry.person, entry.subject, entry.subject_id) == (somebody, "variant", copy.id)


def test_it_stays_when_somebody_else_changes_something_besides_the_text(
    session: Session, copy: Variant, lead: Person, author: Person
) -> None:
    save(session, copy, lead, Label.MANDATED)

    save(session, copy, author, Label.MANDATED, Label.SERVICE)

    assert copy.labels == [Label.MANDATED, Label.SERVICE]
    assert noted(session) == ["marked as prescribed wording"]


def test_another_text_is_no_longer_the_prescribed_one(
    session: Session, copy: Variant, lead: Person, author: Person
) -> None:
    save(session, copy, lead, Label.MANDATED)

    save(session, copy, author, Label.MANDATED, text=f"{RECALL} Sorry!")

    assert copy.text.endswith("Sorry!")
    assert copy.labels == []
    assert noted(session)[-1] == "no longer prescribed wording"


def test_a_lead_who_edits_the_text_prescribes_the_new_one(
    session: Session, copy: Variant, lead: Person
) -> None:
    save(session, copy, lead, Label.MANDATED)

    save(session, copy, lead, Label.MANDATED, text=f"{RECALL} Sorry!")

    assert copy.labels == [Label.MANDATED]
    assert noted(session) == ["marked as prescribed wording"] * 2


def test_a_repost_is_written_down_once(session: Session, copy: Variant, author: Person) -> None:
    save(session, copy, author, Label.RESHARE)
    save(session, copy, author, Label.RESHARE, Label.SERVICE)

    assert noted(session) == ["marked as the platform's own repost"]


def page_of(variant: Variant) -> str:
    return f"/posts/{variant.post_id}/variants/{variant.id}"


def mandated_form(variant: Variant, text: str) -> dict[str, object]:
    return {
        "revision": variant.revision,
        "text": text,
        "language": variant.language,
        "mode": variant.mode.value,
        "answer_person_id": 0,
        "labels": ["mandated"],
    }


def test_whoever_may_not_prescribe_is_told_and_keeps_what_was_typed(
    sign_in: SignIn, copy: Variant, author: Person
) -> None:
    answer = sign_in(author).post(page_of(copy), data=mandated_form(copy, "Kettles: bring them back."))

    assert answer.status_code == 422
    assert "Untick it or ask them." in answer.text
    assert "Kettles: bring them back.</textarea>" in answer.text


def test_the_page_says_that_the_edit_took_the_label_away(
    session: Session, sign_in: SignIn, copy: Variant, lead: Person, author: Person
) -> None:
    save(session, copy, lead, Label.MANDATED)
    session.commit()

    answer = sign_in(author).post(
        page_of(copy), data=mandated_form(copy, f"{RECALL} Sorry!"), follow_redirects=True
    )

    assert "no longer marked as prescribed wording" in answer.text


def test_whoever_approves_sees_that_nothing_was_compared(
    session: Session, sign_in: SignIn, copy: Variant, lead: Person
) -> None:
    save(session, copy, lead, Label.MANDATED)
    copy.status = Status.IN_REVIEW
    session.commit()

    page = sign_in(lead).get(page_of(copy)).text

    assert "Labelled as prescribed wording" in page
    assert "Same text as on" not in page
