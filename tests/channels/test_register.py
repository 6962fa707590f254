"""The access register: its pages, what they refuse, and what a rule makes of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry, AccessKind
from calendar_app.channels.register.secrets import looks_like_secret
from calendar_app.channels.register.standing import standing
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts.exceptions import make_exception
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import access_stale
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]
Stored = Callable[[], AbstractContextManager[Session]]

ENTRY = {"person_id": "", "holder": "", "kind": "shared", "may": "post", "has_two_factor": "y"}


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session, "Mastodon", owner=alice)
    session.commit()
    return channel


def make_access(session: Session, channel: Channel, person: Person | str, **more: object) -> AccessEntry:
    entry = AccessEntry(
        channel=channel,
        person=person if isinstance(person, Person) else None,
        holder=person if isinstance(person, str) else "",
        has_two_factor=True,
        reviewed_on=NOW.date(),
        created_at=NOW,
    )
    for name, value in more.items():
        setattr(entry, name, value)
    session.add(entry)
    session.flush()
    return entry


@pytest.mark.parametrize(
    "text",
    [
        "Tr0ub4dor&3",
        "Mastodon, password: hunter2",
        "Passwort: geheim",
        "h8Kd92mLqPz1",
        "4f3c2b1a9d8e7f6a5b4c3d2e",
        "https://jonas:geheim@example.org",
    ],
)
def test_what_looks_like_a_secret_is_noticed(text: str) -> None:
    assert looks_like_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "KeePass, Social Media, Mastodon",
        "Bitwarden/Social-Media/Konto 2026",
        "op://Redaktion/Mastodon",
        "Agentur Blickfang GmbH & Co. KG",
        "https://safe.example/entries/4711abc",
        "Umschlag im Tresor, Raum 2.14",
        "1Password, Team, LinkedIn",
    ],
)
def test_the_name_of_a_place_is_no_secret(text: str) -> None:
    assert not looks_like_secret(text)


def test_who_can_post_where_stands_on_one_page(
    session: Session, alice: Person, bob: Person, channel: Channel, sign_in: SignIn
) -> None:
    make_access(session, channel, alice)
    make_access(session, channel, "Agency Bright Eye")
    make_access(session, make_channel(session, "Forum"), bob, may="read")
    session.commit()

    page = sign_in(bob).get("/access").text

    assert "<bdi>Alice Adler</bdi>, <bdi>Agency Bright Eye</bdi>" in page
    assert "<bdi>Bob Brandt</bdi>" not in page


def test_a_lead_records_changes_and_withdraws(
    alice: Person, bob: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(alice)
    for person in (alice, bob):
        browser.post(f"/channels/{channel.id}/access/new", data=ENTRY | {"person_id": str(person.id)})
    with stored() as db:
        kept = {entry.person_id: entry.id for entry in db.scalars(select(AccessEntry))}

    browser.post(
        f"/access/{kept[alice.id]}", data=ENTRY | {"person_id": str(alice.id), "vault": "KeePass, Mastodon"}
    )
    answer = browser.post(f"/access/{kept[bob.id]}/withdraw", data={"back": "all"})

    assert (answer.status_code, answer.location) == (303, "/access")
    with stored() as db:
        (left,) = db.scalars(select(AccessEntry))
        said = [(entry.action, entry.name, entry.note) for entry in db.scalars(select(JournalEntry))]
    assert (left.person_id, left.vault, left.rotated_on) == (alice.id, "KeePass, Mastodon", NOW.date())
    assert said[-1] == ("access withdrawn, password changed", "Mastodon", "Bob Brandt")


@pytest.mark.parametrize("field", ["vault", "holder"])
def test_a_password_is_refused_and_stays_in_the_form_only(
    field: str, alice: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    words = ENTRY | {"person_id": str(alice.id)} if field == "vault" else ENTRY

    answer = sign_in(alice).post(f"/channels/{channel.id}/access/new", data=words | {field: "Tr0ub4dor&3x"})

    assert answer.status_code == 422
    assert "This looks like a password." in answer.text
    with stored() as db:
        assert db.scalars(select(AccessEntry)).all() == []


def test_an_entry_names_somebody(alice: Person, channel: Channel, sign_in: SignIn) -> None:
    answer = sign_in(alice).post(f"/channels/{channel.id}/access/new", data=ENTRY)

    assert answer.status_code == 422
    assert "Choose a person, or name the agency or the tool." in answer.text


def test_a_right_does_not_end_in_the_year_9999(alice: Person, channel: Channel, sign_in: SignIn) -> None:
    words = ENTRY | {"person_id": str(alice.id), "expires_on": "9999-12-31"}

    answer = sign_in(alice).post(f"/channels/{channel.id}/access/new", data=words)

    assert answer.status_code == 422
    assert "within five years" in answer.text


def test_an_author_looks_and_changes_nothing(
    session: Session, alice: Person, bob: Person, channel: Channel, sign_in: SignIn
) -> None:
    entry = make_access(session, channel, alice, vault="KeePass, Mastodon")
    session.commit()
    browser = sign_in(bob)

    page = browser.get(f"/channels/{channel.id}/access")

    assert "Alice Adler" in page.text
    assert "KeePass" not in page.text
    assert browser.get(f"/channels/{channel.id}/access/new").status_code == 403
    assert browser.post(f"/access/{entry.id}/withdraw").status_code == 403


def test_a_review_counts_from_today_on(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn, stored: Stored
) -> None:
    make_access(session, channel, alice, reviewed_on=NOW.date() - timedelta(days=91))
    session.commit()
    browser = sign_in(alice)
    assert "Review overdue" in browser.get("/access").text

    browser.post(f"/channels/{channel.id}/access/reviewed")

    assert "Review overdue" not in browser.get("/access").text
    with stored() as db:
        assert db.scalars(select(AccessEntry.reviewed_on)).all() == [NOW.date()]


def test_ninety_days_are_in_time_and_one_more_is_late(session: Session, channel: Channel) -> None:
    days = {90: False, 91: True}

    late = {
        ago: standing(
            channel,
            [make_access(session, channel, "A", reviewed_on=NOW.date() - timedelta(days=ago))],
            NOW,
            lambda _channel: timedelta(days=90),
        ).is_review_due
        for ago in days
    }

    assert late == days


def test_the_mark_follows_the_interval_that_the_team_tuned(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    make_access(session, channel, "Agency", reviewed_on=NOW.date() - timedelta(days=31))
    session.commit()
    browser = sign_in(alice)

    before = browser.get("/access").text
    tuned = Decision(values={"review_days": 30})
    decide(session, access_stale.RULE, Place(channel=channel), tuned, person=alice, now=NOW)
    session.commit()
    after = browser.get("/access").text

    assert "Review overdue" not in before
    assert "Review overdue" in after


def test_who_leaves_is_listed_with_what_to_withdraw(
    session: Session, alice: Person, bob: Person, channel: Channel, sign_in: SignIn
) -> None:
    make_access(session, channel, alice)
    make_access(session, channel, bob, kind=AccessKind.TOOL, holds_recovery=True)
    bob.leaves_on = NOW.date() + timedelta(days=3)
    session.commit()

    page = sign_in(alice).get("/access").text

    leaving = page.split("To be withdrawn")[1].split("</section>")[0]
    assert "<bdi>Bob Brandt</bdi>" in leaving
    assert "The token is revoked" in leaving
    assert "put another one there" in leaving
    assert "Alice Adler" not in leaving


def test_a_last_day_ends_at_midnight_where_the_person_is(session: Session, alice: Person) -> None:
    alice.leaves_on, alice.zone = date(2026, 4, 10), "America/New_York"

    assert alice.leaves_at == datetime(2026, 4, 11, 4, 0, tzinfo=UTC)


def test_a_right_for_a_time_ends_with_its_last_day(session: Session, channel: Channel) -> None:
    entry = make_access(session, channel, "Agency", expires_on=date(2026, 4, 7))

    assert entry.ends_at == datetime(2026, 4, 7, 22, 0, tzinfo=UTC)
    assert entry.is_over(NOW)


def test_whoever_left_a_day_ago_blocks_what_is_new_until_taken_out_on_the_page(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    gone = make_person(session, "Gone Gustav", Role.AUTHOR)
    gone.left_at = NOW - timedelta(hours=25)
    make_access(session, channel, alice)
    make_access(session, channel, make_person(session, "Second"))
    leftover = make_access(session, channel, gone)
    draft = make_variant(session, channel, status=Status.DRAFT)
    scheduled = make_variant(session, channel)
    session.commit()
    before = {each.status: severity(session, each) for each in (draft, scheduled)}
    session.commit()

    sign_in(alice).post(f"/access/{leftover.id}/withdraw")

    session.expire_all()
    assert before == {Status.DRAFT: Severity.BLOCK, Status.SCHEDULED: Severity.WARN}
    assert severity(session, draft) is Severity.PASS


def test_an_exception_from_open_access_is_over_after_three_days(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_access(session, channel, "Agency", expires_on=NOW.date() - timedelta(days=3))
    variant = make_variant(session, channel, status=Status.DRAFT, author=make_person(session))
    session.flush()
    make_exception(
        session,
        variant,
        "access-stale",
        "The agency confirms the change tomorrow.",
        revision=variant.revision,
        person=alice,
        now=NOW,
    )

    blocked = {
        hours: "R28"
        in [each.number for each in judge(session, variant, now=NOW + timedelta(hours=hours)).blocks]
        for hours in (72, 73)
    }

    assert blocked == {72: False, 73: True}


def severity(session: Session, variant: object) -> Severity:
    verdicts = judge(session, variant, now=NOW).verdicts  # type: ignore[arg-type]
    return next(each.severity for each in verdicts if each.number == "R28")
