"""What stands in a feed: for whom, in which form, built when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import SlotException
from calendar_app.feeds import services
from calendar_app.feeds.building import KINDS, bring_up_to_date, is_stale, stale_feeds
from calendar_app.feeds.composing import compose
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.models import Feed
from calendar_app.feeds.slot_entries import MOST_SERIES
from calendar_app.foundation.db import Database, scope_to
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import act_for, plan_changed
from calendar_app.posts import stops
from calendar_app.posts.models import Status, Variant
from tests.factories import NOW, make_channel, make_person, make_post, make_slot, make_variant, make_workspace
from tests.feeds.reading import built, events, page, starts, titles
from tests.feeds.samples import HOSTILE, wall


def subscribed(session: Session, person: Person, kind: str = "team") -> Feed:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed


def brought_up_to_date(database: Database, feed: Feed, now: datetime = NOW) -> Feed:
    """Built as a job would, seen as the next request would."""
    with database.session() as session:
        bring_up_to_date(session, feed.id, now, page)
        session.commit()
    with database.reading() as session:
        scope_to(session, feed.workspace_id)
        found = session.get_one(Feed, feed.id)
        assert found.packed
        assert found.person.workspace
        return found


def overtaken(database: Database) -> list[int]:
    with database.reading() as session:
        return stale_feeds(session, NOW)


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


def test_a_post_says_what_where_who_answers_and_leads_back(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    variant = make_variant(session, mastodon, text="Who has built a chair? " * 30, answer_person=bob)

    shown = events(built(session, alice))[f"post-{variant.id}"]

    assert str(shown["SUMMARY"]).startswith("Mastodon: Who has built a chair?")
    assert "Answers: Bob Brandt" in shown["DESCRIPTION"]
    assert "Status: Scheduled" in shown["DESCRIPTION"]
    assert f"Open in Parley: {shown['URL']}" in shown["DESCRIPTION"]
    assert len(shown["DESCRIPTION"]) < 500
    assert shown["URL"] == page("posts.variant", post_id=variant.post_id, variant_id=variant.id)
    assert shown.decoded("DTSTART") == variant.planned_at
    assert shown["TRANSP"] == "TRANSPARENT"
    assert [str(word) for word in shown["CATEGORIES"].cats] == ["Mastodon", "Scheduled"]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.DRAFT, "TENTATIVE"),
        (Status.IN_REVIEW, "TENTATIVE"),
        (Status.HELD, "TENTATIVE"),
        (Status.SCHEDULED, "CONFIRMED"),
        (Status.PUBLISHED, "CONFIRMED"),
        (Status.CANCELLED, "CANCELLED"),
    ],
)
def test_what_is_not_settled_is_tentative(
    session: Session, workspace: Workspace, alice: Person, status: Status, shown: str
) -> None:
    variant = make_variant(session, make_channel(session), status=status)

    assert events(built(session, alice))[f"post-{variant.id}"]["STATUS"] == shown


def test_what_a_stop_holds_tells_its_reason_and_dialog_time_goes_on(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    variant, slot = make_variant(session, mastodon), make_slot(session, alice, [mastodon])
    before = events(built(session, alice))
    stops.stop(session, stops.Place(mastodon), 4, "A fire next door.", person=alice, now=NOW)
    session.flush()

    after = events(built(session, alice))
    (stop,) = stops.stops(session)
    stops.lift(session, stop, person=alice, now=NOW + timedelta(hours=1))

    told = after[f"post-{variant.id}"]
    assert "Publishing was stopped: A fire next door." in told["DESCRIPTION"]
    assert told["SEQUENCE"] > before[f"post-{variant.id}"]["SEQUENCE"]
    assert after[f"slot-{slot.id}"] == before[f"slot-{slot.id}"]
    assert events(built(session, alice))[f"post-{variant.id}"] == told


def test_what_was_cancelled_stays_for_seven_days(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session), status=Status.CANCELLED)

    assert len(events(built(session, alice, now=NOW + timedelta(days=7)))) == 1
    assert events(built(session, alice, now=NOW + timedelta(days=8))) == {}


def test_the_window_reaches_thirty_days_back_and_a_year_ahead(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    for text, days in (("too old", -31), ("old", -29), ("far", 364), ("too far", 366)):
        make_variant(session, mastodon, text=text, planned_wall=wall(2026, 4, 8, 9) + timedelta(days=days))

    assert titles(built(session, alice)) == {"Mastodon: old", "Mastodon: far"}


def test_what_has_no_time_yet_is_in_no_calendar(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session), planned_wall=None, status=Status.DRAFT)

    assert events(built(session, alice)) == {}


def test_a_slot_blocks_the_time_of_who_holds_it_and_of_nobody_else(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    slot = make_slot(session, bob, [make_channel(session)])

    mine, theirs = built(session, bob, "mine"), built(session, alice, "team")

    assert events(mine)[f"slot-{slot.id}"]["TRANSP"] == "OPAQUE"
    assert events(theirs)[f"slot-{slot.id}"]["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize("zone", ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe"])
def test_slots_with_a_skip_and_a_move_are_shown_as_planned_over_both_clock_changes(
    session: Session, workspace: Workspace, alice: Person, zone: str
) -> None:
    slot = make_slot(session, alice, [make_channel(session)], zone=zone, starts_wall=wall(2026, 3, 23, 9))
    slot.exceptions = [
        SlotException(occurrence=wall(2026, 4, 13, 9), updated_at=NOW),
        SlotException(occurrence=wall(2026, 10, 26, 9), moved_wall=wall(2026, 10, 25, 2, 30), updated_at=NOW),
    ]
    session.flush()
    first, last = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)

    octets = built(session, alice, "mine")

    planned = engagement.occurrences(session, first, last, person_id=alice.id)
    assert starts(octets, first, last) == [occurrence.start for occurrence in planned]
    assert len(planned) == 36
    assert to_utc(wall(2026, 10, 25, 2, 30), zone) in starts(octets, first, last)


def test_a_moved_date_that_the_rule_does_not_give_any_more_is_left_out(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    slot = make_slot(session, alice, [make_channel(session)])
    slot.exceptions = [
        SlotException(occurrence=wall(2026, 4, 14, 9), moved_wall=wall(2026, 4, 15, 9), updated_at=NOW)
    ]

    assert set(events(built(session, alice))) == {f"slot-{slot.id}"}


def test_an_ended_series_stops_where_it_ended(session: Session, workspace: Workspace, alice: Person) -> None:
    slot = make_slot(session, alice, [make_channel(session)])
    slot.ended_wall = wall(2026, 4, 20, 9)

    shown = starts(built(session, alice), datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))

    assert [moment.day for moment in shown] == [6, 13]


def test_a_single_slot_is_one_event_in_utc(session: Session, workspace: Workspace, alice: Person) -> None:
    slot = make_slot(session, alice, [make_channel(session)], rrule="", starts_wall=wall(2026, 4, 9, 15))

    shown = events(built(session, alice))[f"slot-{slot.id}"]

    assert shown["DTSTART"].to_ical() == b"20260409T130000Z"


def test_many_series_are_written_as_single_dates(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    for _ in range(MOST_SERIES):
        make_slot(session, alice, [mastodon])
    few = built(session, alice)
    make_slot(session, alice, [mastodon])

    many = built(session, alice)

    assert few.count(b"RRULE:FREQ=WEEKLY") == MOST_SERIES
    assert b"RRULE:FREQ=WEEKLY" not in many
    assert b"VTIMEZONE" not in many
    assert len(events(many)) == (MOST_SERIES + 1) * 53


def test_slots_of_somebody_who_has_left_are_gone(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    make_slot(session, bob, [make_channel(session)])
    bob.left_at = NOW

    assert events(built(session, alice)) == {}


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


def test_an_edit_raises_the_sequence(session: Session, workspace: Workspace, alice: Person) -> None:
    variant = make_variant(session, make_channel(session))
    before = events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"]
    variant.text = "Now it says something else."
    session.flush()
    variant.post.link = "https://example.org"
    session.flush()

    after = events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"]

    assert after == before + 2


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


def test_a_feed_is_stale_after_an_edit_and_fresh_once_built(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    feed = brought_up_to_date(database, subscribed(session, alice))
    assert not is_stale(feed, NOW, page)

    plan_changed(session)
    session.commit()

    assert overtaken(database) == [feed.id]
    feed = brought_up_to_date(database, feed)
    assert not is_stale(feed, NOW, page)
    assert overtaken(database) == []


def test_a_new_day_another_language_and_another_address_make_a_feed_stale(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    feed = brought_up_to_date(database, subscribed(session, alice))

    assert is_stale(feed, NOW + timedelta(days=1), page)
    assert is_stale(feed, NOW, lambda endpoint, **values: "https://elsewhere.test/" + endpoint)
    feed.person.language = "de"
    assert is_stale(feed, NOW, page)


def test_bytes_that_stay_the_same_keep_their_etag_and_date(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    first = brought_up_to_date(database, subscribed(session, alice))
    plan_changed(session)
    session.commit()

    again = brought_up_to_date(database, first, NOW + timedelta(minutes=5))

    assert again.built_revision == first.built_revision + 1
    assert (again.etag, again.changed_at, again.packed) == (first.etag, first.changed_at, first.packed)


def test_a_feed_that_is_gone_is_not_built(session: Session, workspace: Workspace, alice: Person) -> None:
    bring_up_to_date(session, 4711, NOW, page)
    feed = subscribed(session, alice)
    services.revoke(session, feed, now=NOW)
    session.commit()

    bring_up_to_date(session, feed.id, NOW, page)

    assert stale_feeds(session, NOW) == []
    assert feed.packed is None


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


def test_a_variant_without_any_words_still_has_a_title(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    variant = Variant(
        post=make_post(session, core="The core"),
        channel=make_channel(session),
        labels=[],
        planned_wall=wall(2026, 4, 10, 9),
        planned_at=datetime(2026, 4, 10, 7, tzinfo=UTC),
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(variant)

    assert titles(built(session, alice)) == {"Mastodon: The core"}
