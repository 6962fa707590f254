"""A feed as a whole: for whom, how far it reaches, how large it may be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Session

from calendar_app.feeds.building import KINDS
from calendar_app.feeds.composing import compose
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import act_for
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds.reading import built, events, page, titles
from tests.feeds.samples import HOSTILE, wall


def queries_of(session: Session, action: Callable[[], object]) -> int:
    statements = []
    bind = session.get_bind()
    listener = lambda *arguments: statements.append(arguments[2])  # noqa: E731
    sa_event.listen(bind, "before_cursor_execute", listener)
    action()
    sa_event.remove(bind, "before_cursor_execute", listener)
    return len(statements)


def test_an_external_person_sees_posts_slots_and_names_of_their_channels_only(
    session: Session, workspace: Workspace, bob: Person
) -> None:
    shared, hidden = make_channel(session, "Shared"), make_channel(session, "Hidden")
    make_variant(session, shared, text="For all.", author=bob)
    make_variant(session, hidden, text="Not for outsiders.", author=bob)
    make_slot(session, bob, [shared, hidden])
    make_slot(session, bob, [hidden])
    guest = make_person(session, "Guest", Role.EXTERNAL)
    guest.channel_ids = [shared.id]
    session.flush()
    act_for(session, guest)

    octets = built(session, guest)

    assert titles(octets) == {"Shared: For all.", "Dialog time of Bob Brandt: Shared"}
    assert b"Hidden" not in octets
    assert b"outsiders" not in octets


def test_the_window_reaches_thirty_days_back_and_a_year_ahead(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    for text, days in (("too old", -31), ("old", -29), ("far", 364), ("too far", 366)):
        make_variant(session, mastodon, text=text, planned_wall=wall(2026, 4, 8, 9) + timedelta(days=days))

    assert titles(built(session, alice)) == {"Mastodon: old", "Mastodon: far"}


def test_a_feed_speaks_its_readers_language(session: Session, workspace: Workspace, alice: Person) -> None:
    mastodon = make_channel(session)
    make_slot(session, alice, [mastodon])
    make_variant(session, mastodon, answer_person=alice)
    alice.language = "de"

    octets = built(session, alice)

    assert "Dialogzeit: Mastodon" in titles(octets)
    assert "Teamkalender" in octets.decode()
    assert "Antwortet: Alice Adler" in octets.decode().replace("\r\n ", "")


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 1_000_000])
def test_hostile_text_stays_inside_its_event(
    session: Session, workspace: Workspace, alice: Person, text: str
) -> None:
    variant = make_variant(session, make_channel(session))
    slot = make_slot(session, alice, [variant.channel])
    with session.no_autoflush:  # kept as it is, as if the form had let it pass; PostgreSQL would refuse a NUL
        variant.text = variant.title = slot.note = variant.channel.name = text
        octets = compose(session, KINDS["team"], alice, Contents(), NOW, page).octets

    assert set(events(octets)) == {f"post-{variant.id}", f"slot-{slot.id}"}
    assert not [code for code in octets if code < 0x20 and code not in b"\r\n\t"]


def test_the_same_plan_gives_the_same_bytes_all_day(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon, other = make_channel(session), make_channel(session, "LinkedIn", "linkedin")
    make_slot(session, alice, [mastodon, other])
    make_slot(session, bob, [other], zone="Australia/Lord_Howe")
    make_variant(session, mastodon)

    morning = built(session, alice, now=NOW)
    session.expire_all()
    evening = built(session, alice, now=NOW + timedelta(hours=15))

    assert morning == evening


def test_uids_tell_workspaces_apart_and_name_nobody(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session))
    here = str(next(iter(events(built(session, alice)).values()))["UID"])
    elsewhere = make_workspace(session, "Elsewhere")
    elsewhere.created_at = NOW + timedelta(microseconds=1)
    zoe = make_person(session, "Zoe", Role.ADMIN)
    make_variant(session, make_channel(session))

    there = str(next(iter(events(built(session, zoe)).values()))["UID"])

    assert here.partition("@")[2] != there.partition("@")[2]
    assert here.endswith(".parley")


def test_too_much_for_google_loses_descriptions_first_and_then_what_is_furthest_ahead(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    planned = [
        make_variant(
            session, mastodon, text=f"{n} " * 150, planned_wall=wall(2026, 5, 30, 9) - timedelta(days=n)
        )
        for n in range(40)
    ]
    slot = make_slot(session, alice, [mastodon])

    whole = built(session, alice)
    brief = built(session, alice, most=24_000)
    cut = built(session, alice, most=14_000)

    assert len(whole) > 24_000 >= len(brief) > 14_000 >= len(cut) > 13_000
    assert set(events(brief)) == set(events(whole))
    assert not [event for event in events(brief).values() if "DESCRIPTION" in event]
    kept = set(events(cut)) - {f"slot-{slot.id}"}
    assert len(kept) == len(events(cut)) - 1
    assert kept == {f"post-{variant.id}" for variant in planned[-len(kept) :]}


def test_the_number_of_queries_does_not_grow_with_the_plan(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    make_slot(session, alice, [mastodon])
    make_slot(session, make_person(session), [mastodon])
    make_variant(session, mastodon, answer_person=alice)
    session.flush()
    few = queries_of(session, lambda: built(session, alice))
    for _ in range(20):
        make_variant(session, make_channel(session), answer_person=make_person(session))
        make_slot(session, make_person(session), [make_channel(session)])
    session.flush()
    session.expunge_all()
    reader = session.get_one(Person, alice.id)

    many = queries_of(session, lambda: built(session, reader))

    assert many <= few + 2
