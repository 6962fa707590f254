"""Events are written once and kept; an edit writes one event anew, not the feed."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.engagement.services import skip
from calendar_app.feeds import services
from calendar_app.feeds.building import bring_up_to_date
from calendar_app.feeds.models import Feed, WrittenEvent
from calendar_app.foundation.db import Database, all_channels, scope_to
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import act_for, plan_changed
from calendar_app.posts.models import Post
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant
from tests.feeds.reading import built, page, titles
from tests.feeds.samples import wall


def subscribed(session: Session, person: Person, kind: str = "team") -> Feed:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed


def build(database: Database, feed: Feed, days: int = 0) -> None:
    with database.session() as session:
        bring_up_to_date(session, feed.id, NOW + timedelta(days=days), page)
        session.commit()


def written(session: Session) -> dict[int, tuple[int, int]]:
    """The written events by id: of which row, at which revision."""
    rows = session.scalars(select(WrittenEvent).execution_options(populate_existing=True))
    return {row.id: (row.row_id, row.stamp) for row in rows}


def test_an_edit_writes_one_event_anew(session: Session, workspace: Workspace, alice: Person) -> None:
    mastodon = make_channel(session)
    variants = [make_variant(session, mastodon, text=f"Number {n}.") for n in range(5)]
    slots = [make_slot(session, alice, [mastodon]) for _ in range(3)]
    built(session, alice)
    before = written(session)
    variants[2].text = "Something else."
    skip(session, slots[1], wall(2026, 4, 13, 9), now=NOW)
    session.expire_all()

    octets = built(session, alice)

    new = [row for event_id, row in written(session).items() if event_id not in before]
    assert sorted(row_id for row_id, _ in new) == sorted([variants[2].id, slots[1].id])
    assert len(written(session)) == len(before) == 8
    assert "Mastodon: Something else." in titles(octets)
    assert b"EXDATE;TZID=Europe/Berlin:20260413T090000" in octets


def test_a_change_of_what_the_post_is_about_counts_as_an_edit(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    variant = make_variant(session, make_channel(session), text="")
    built(session, alice)
    session.get_one(Post, variant.post_id).core = "Another idea"

    assert titles(built(session, alice)) == {"Mastodon: Another idea"}


def test_what_is_kept_joins_to_the_bytes_of_a_first_build(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    late = make_variant(session, mastodon, text="Written first, planned late.")
    make_variant(session, mastodon, text="The other.")
    slots = [make_slot(session, person, [mastodon]) for person in (alice, bob, alice)]
    built(session, alice)
    late.text = "Written anew, so its bytes are the newest row."
    skip(session, slots[0], wall(2026, 4, 13, 9), now=NOW)
    session.expire_all()
    joined = built(session, alice)
    for row in session.scalars(select(WrittenEvent)):
        session.delete(row)
    session.flush()

    assert built(session, alice) == joined


def test_a_new_name_of_a_person_or_a_channel_is_written_into_all_events(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="Hello.", answer_person=bob)
    make_slot(session, bob, [mastodon])
    built(session, alice)
    bob.name, mastodon.name = "Bob Berger", "Fediverse"

    octets = built(session, alice)

    assert titles(octets) == {"Fediverse: Hello.", "Dialog time of Bob Berger: Fediverse"}
    assert b"Brandt" not in octets


def test_feeds_of_one_style_share_their_events(
    session: Session, database: Database, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, author=alice)
    make_slot(session, make_person(session), [mastodon])
    feeds = [subscribed(session, person) for person in (alice, bob)]

    for feed in feeds:
        build(database, feed)

    assert session.scalar(select(func.count()).select_from(WrittenEvent)) == 2


def test_an_outsiders_feed_does_not_take_over_words_about_channels_out_of_reach(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    shared, hidden = make_channel(session, "Shared"), make_channel(session, "Hidden")
    make_slot(session, alice, [shared, hidden])
    built(session, alice)
    guest = make_person(session, "Guest", Role.EXTERNAL)
    guest.channel_ids = [shared.id]
    session.flush()
    act_for(session, guest)

    assert titles(built(session, guest)) == {"Dialog time of Alice Adler: Shared"}


def test_what_no_feed_needs_is_forgotten(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    gone = make_variant(session, mastodon, text="Deleted soon.")
    past = make_variant(session, mastodon, text="Over soon.", planned_wall=wall(2026, 3, 10, 9))
    stays = make_variant(session, mastodon, text="Stays.")
    slot = make_slot(session, alice, [mastodon])
    feed = subscribed(session, alice)
    build(database, feed)
    assert {row_id for row_id, _ in written(session).values()} == {gone.id, past.id, stays.id, slot.id}
    session.delete(gone)
    plan_changed(session)
    session.commit()

    build(database, feed, days=3)

    assert sorted(row_id for row_id, _ in written(session).values()) == sorted([stays.id, slot.id])


def test_a_revoked_feed_leaves_nothing_behind(
    session: Session, database: Database, workspace: Workspace, alice: Person, bob: Person
) -> None:
    make_variant(session, make_channel(session), author=alice)
    mine, theirs = subscribed(session, alice, "mine"), subscribed(session, bob)
    bob.language = "de"
    session.commit()
    build(database, mine)
    build(database, theirs)
    assert len(written(session)) == 2

    services.revoke(session, session.get_one(Feed, mine.id, populate_existing=True), now=NOW)
    session.commit()

    (kept,) = session.scalars(select(WrittenEvent))
    assert b"Eingeplant" in kept.octets


def test_an_outsiders_build_forgets_nothing_of_others(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session, "Hidden"))
    shared = make_channel(session, "Shared")
    guest = make_person(session, "Guest", Role.EXTERNAL)
    guest.channel_ids = [shared.id]
    build(database, subscribed(session, alice))
    before = written(session)

    build(database, subscribed(session, guest))

    scope_to(session, workspace.id)
    with all_channels(session):
        assert before.items() <= written(session).items()
