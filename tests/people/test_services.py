"""The team: how people come, change and leave."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere
from calendar_app.foundation.models import BrowserSession
from calendar_app.people import accounts, services
from calendar_app.people.models import Invitation, JournalEntry, Person, Role, Workspace
from tests.factories import NOW, make_person, make_workspace


def particulars(**changes: object) -> services.Particulars:
    values: dict[str, object] = {
        "name": "Dora Dahl",
        "email": "Dora@example.org",
        "role": Role.AUTHOR,
        "language": "de",
        "zone": "Europe/Berlin",
        **changes,
    }
    return services.Particulars(**values)  # type: ignore[arg-type]


def test_whoever_begins_a_workspace_looks_after_it(session: Session) -> None:
    account = accounts.open_account(session, "ada@example.org", "seven grey geese", language="de", now=NOW)

    admin = services.begin_workspace(
        session, account, "Library", own_name="Ada Bell", language="de", zone="Europe/Vienna", now=NOW
    )

    assert (admin.role, admin.account, admin.workspace.name) == (Role.ADMIN, account, "Library")
    assert services.team(session) == [admin]


def test_a_person_is_added_and_the_journal_tells_by_whom(session: Session, alice: Person) -> None:
    dora = services.add_person(session, particulars(trained_until=date(2027, 1, 1)), by=alice, now=NOW)

    entry = session.scalars(select(JournalEntry)).one()
    assert (dora.email, dora.trained_until) == ("dora@example.org", date(2027, 1, 1))
    assert (entry.person, entry.action, entry.subject_id) == (alice, "added", dora.id)


def test_an_address_stands_on_the_list_once(session: Session, alice: Person, bob: Person) -> None:
    with pytest.raises(services.AlreadyHereError):
        services.add_person(session, particulars(email=bob.email.upper()), by=alice, now=NOW)


def test_the_same_address_may_be_in_two_workspaces(session: Session, alice: Person, charlie: Person) -> None:
    dora = services.add_person(session, particulars(email=charlie.email), by=alice, now=NOW)

    assert dora.workspace_id == alice.workspace_id


def test_only_an_external_person_keeps_a_list_of_channels(session: Session, alice: Person) -> None:
    dora = services.add_person(
        session, particulars(role=Role.EXTERNAL, channel_ids=[1, 2]), by=alice, now=NOW
    )
    before = dora.channel_ids

    services.change_person(session, dora, particulars(channel_ids=[1, 2]), by=alice, now=NOW)

    assert (before, dora.channel_ids) == ([1, 2], [])


def test_the_address_somebody_signs_in_with_is_not_changed_by_others(
    session: Session, alice: Person, bob: Person
) -> None:
    address = bob.email

    services.change_person(session, bob, particulars(email="trap@example.org"), by=alice, now=NOW)

    assert bob.email == address


def test_the_last_admin_neither_leaves_nor_steps_down(session: Session, alice: Person) -> None:
    make_person(session, "Not yet here", Role.ADMIN, with_account=False)

    with pytest.raises(services.LastAdminError):
        services.leave(session, alice, by=alice, now=NOW)
    with pytest.raises(services.LastAdminError):
        services.change_person(session, alice, particulars(role=Role.LEAD), by=alice, now=NOW)

    assert (alice.role, alice.left_at) == (Role.ADMIN, None)


def test_an_admin_may_leave_when_another_can_sign_in(session: Session, alice: Person) -> None:
    make_person(session, "Also here", Role.ADMIN)

    services.leave(session, alice, by=alice, now=NOW)

    assert alice.left_at == NOW


def test_leaving_ends_sessions_and_invitations(session: Session, alice: Person, bob: Person) -> None:
    session.add(_browser_session(bob))
    services.invite(session, bob, by=alice, now=NOW)

    services.leave(session, bob, by=alice, now=NOW)

    assert services.team(session) == [alice]
    assert services.gone(session) == [bob]
    assert session.scalars(select(BrowserSession)).all() == []
    assert session.scalars(select(Invitation)).all() == []


def test_leaving_one_workspace_keeps_the_session_for_the_other(
    session: Session, alice: Person, bob: Person
) -> None:
    home = bob.workspace_id
    make_workspace(session, "Elsewhere")
    there = make_person(session, "Bob there", with_account=False)
    there.account = bob.account
    session.add(_browser_session(bob))
    session.flush()
    session.info["scope"] = home

    services.leave(session, bob, by=alice, now=NOW)

    assert session.scalars(select(BrowserSession.account_id)).all() == [bob.account_id]


def test_who_is_readmitted_is_on_the_team_again(session: Session, alice: Person, bob: Person) -> None:
    services.leave(session, bob, by=alice, now=NOW)

    services.readmit(session, bob, by=alice, now=NOW)

    assert bob in services.team(session)


def test_an_invitation_works_for_seven_days(session: Session, alice: Person) -> None:
    dora = services.add_person(session, particulars(), by=alice, now=NOW)
    token = services.invite(session, dora, by=alice, now=NOW)

    invitation = services.invitation(session, token, NOW + timedelta(days=6, hours=23))

    assert invitation is not None
    assert invitation.person is dora
    assert services.invitation(session, token, NOW + timedelta(days=7)) is None


def test_only_the_hash_of_an_invitation_is_kept(session: Session, alice: Person) -> None:
    dora = services.add_person(session, particulars(), by=alice, now=NOW)

    token = services.invite(session, dora, by=alice, now=NOW)

    kept = session.scalars(select(Invitation)).one()
    assert len(token) >= 43  # 256 bits
    assert token not in kept.token_hash
    assert services.invitation(session, kept.token_hash, NOW) is None


def test_a_new_link_makes_the_one_before_void(session: Session, alice: Person) -> None:
    dora = services.add_person(session, particulars(), by=alice, now=NOW)
    first = services.invite(session, dora, by=alice, now=NOW)

    second = services.invite(session, dora, by=alice, now=NOW)

    assert services.invitation(session, first, NOW) is None
    assert services.invitation(session, second, NOW) is not None


def test_an_invitation_is_used_up_by_joining(session: Session, alice: Person) -> None:
    dora = services.add_person(session, particulars(), by=alice, now=NOW)
    token = services.invite(session, dora, by=alice, now=NOW)
    account = accounts.open_account(session, dora.email, "seven grey geese", language="de", now=NOW)
    invitation = services.invitation(session, token, NOW)
    assert invitation

    services.accept(session, invitation, account, name="Dora D.", now=NOW)
    session.flush()

    assert (dora.account, dora.name) == (account, "Dora D.")
    assert services.invitation(session, token, NOW) is None


def test_every_change_of_the_team_moves_the_plan_on(session: Session, alice: Person, bob: Person) -> None:
    before = _revision(session, alice)

    services.leave(session, bob, by=alice, now=NOW)

    assert _revision(session, alice) == before + 1


def test_the_journal_is_read_page_by_page(session: Session, alice: Person, charlie: Person) -> None:
    for number in range(5):
        services.note(session, alice, "changed", alice, now=NOW, text=str(number))
    session.flush()

    first = services.journal(session, most=3)
    rest = services.journal(session, before=first[-1].id)

    assert [entry.note for entry in first] == ["4", "3", "2"]
    assert [entry.note for entry in rest] == ["1", "0"]


def _revision(session: Session, person: Person) -> int:
    with everywhere(session):
        return session.scalars(
            select(Workspace.plan_revision).where(Workspace.id == person.workspace_id)
        ).one()


def _browser_session(person: Person) -> BrowserSession:
    return BrowserSession(
        token_hash="a" * 64,
        account_id=person.account_id,
        content={},
        client="",
        created_at=NOW,
        seen_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
