"""What is kept of the last build: an edit writes one event anew, and nobody can tell from the bytes."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.engagement.services import skip
from calendar_app.feeds import services
from calendar_app.feeds.building import KINDS, bring_up_to_date, drafts_of
from calendar_app.feeds.composing import Composition, compose
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.drafts import Draft
from calendar_app.feeds.models import Feed
from calendar_app.foundation.db import Database, scope_to
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import Particulars, act_for, change_person, plan_changed
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.posts.writing import Idea, delete_post, edit_post
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds.reading import built, events, page, titles
from tests.feeds.samples import wall


def subscribed(session: Session, person: Person, kind: str = "team") -> Feed:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed


def build(database: Database, feed: Feed, days: int = 0) -> None:
    with database.session() as session:
        bring_up_to_date(session, feed.id, NOW + timedelta(days=days), page)
        session.commit()


def composed(session: Session, person: Person, kept: Mapping[str, Draft] | None = None) -> Composition:
    return compose(session, KINDS["team"], person, Contents(), NOW, page, kept=kept)


def rewritten(session: Session, person: Person, change: Callable[[], object]) -> set[str]:
    """Which events a build after a change wrote anew, by UID without its host; the others were copied."""
    session.flush()
    before = composed(session, person)
    change()
    session.flush()
    session.expire_all()
    after = composed(session, person, before.drafts)
    assert after.octets == composed(session, person).octets
    fresh = [style for style, draft in after.drafts.items() if draft is not before.drafts.get(style)]
    parts = [part for style in fresh for part in after.drafts[style].parts if isinstance(part, bytes)]
    return {uid.decode() for uid in re.findall(rb"UID:([^@]+)@", b"".join(parts))}


def test_an_edit_writes_one_event_anew(session: Session, workspace: Workspace, alice: Person) -> None:
    mastodon = make_channel(session)
    variants = [make_variant(session, mastodon, text=f"Number {n}.") for n in range(5)]
    slots = [make_slot(session, alice, [mastodon]) for _ in range(3)]

    def edit() -> None:
        variants[2].text = "Something else."
        skip(session, slots[1], wall(2026, 4, 13, 9), now=NOW)

    assert rewritten(session, alice, edit) == {f"post-{variants[2].id}", f"slot-{slots[1].id}"}
    octets = built(session, alice)
    assert "Mastodon: Something else." in titles(octets)
    assert b"EXDATE;TZID=Europe/Berlin:20260413T090000" in octets


def test_what_is_gone_is_left_out_and_nothing_is_written_for_it(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    variants = [make_variant(session, mastodon, text=f"Number {n}.") for n in range(4)]

    def delete() -> None:
        session.delete(variants[0])
        session.delete(variants[3])

    assert rewritten(session, alice, delete) == set()
    assert titles(built(session, alice)) == {"Mastodon: Number 1.", "Mastodon: Number 2."}


def test_a_change_of_what_the_post_is_about_counts_as_an_edit(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    variant = make_variant(session, make_channel(session), text="")
    other = make_variant(session, variant.channel)
    later, idea = NOW + timedelta(hours=1), Idea("Another idea", "", "")
    revision = variant.post.revision

    anew = rewritten(
        session,
        alice,
        lambda: edit_post(session, variant.post, idea, revision=revision, person=alice, now=later),
    )

    shown = events(built(session, alice))
    assert anew == {f"post-{variant.id}"}
    assert str(shown[f"post-{variant.id}"]["SUMMARY"]) == "Mastodon: Another idea"
    assert shown[f"post-{variant.id}"].decoded("LAST-MODIFIED") == later
    assert shown[f"post-{other.id}"].decoded("LAST-MODIFIED") == NOW


def test_a_new_post_does_not_take_over_the_event_of_a_deleted_one(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="Stays.")
    gone = make_variant(session, mastodon, text="Deleted.", status=Status.DRAFT)

    def replace() -> None:
        delete_post(session, gone.post, revision=gone.post.revision, person=alice, now=NOW)
        session.flush()
        make_variant(session, mastodon, text="New.")

    (anew,) = rewritten(session, alice, replace)
    assert anew != f"post-{gone.id}"
    assert titles(built(session, alice)) == {"Mastodon: Stays.", "Mastodon: New."}


@pytest.mark.parametrize("who", ["author of a slot", "answer person"])
def test_a_persons_new_name_is_in_all_events_and_apps_are_told(
    session: Session, workspace: Workspace, alice: Person, bob: Person, who: str
) -> None:
    mastodon = make_channel(session)
    if who == "answer person":
        event = f"post-{make_variant(session, mastodon, answer_person=bob).id}"
    else:
        event = f"slot-{make_slot(session, bob, [mastodon]).id}"
    before = events(built(session, alice))[event]
    later = NOW + timedelta(hours=1)

    change_person(session, bob, particulars(bob, name="Bob Berger"), by=alice, now=later)
    session.refresh(workspace)

    octets = built(session, alice)
    after = events(octets)[event]
    assert b"Bob Berger" in octets
    assert b"Brandt" not in octets
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("LAST-MODIFIED") == later


def test_another_answer_person_never_lowers_the_sequence(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    variant = make_variant(session, make_channel(session), answer_person=bob)
    for name in ("Bob Berger", "Bob Brandt"):
        change_person(session, bob, particulars(bob, name=name), by=alice, now=NOW)
    session.refresh(workspace)
    before = events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"]
    variant.answer_person = alice

    assert events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"] == before + 1


def particulars(person: Person, *, name: str) -> Particulars:
    return Particulars(
        name=name, email=person.email, role=person.role, language=person.language, zone=person.zone
    )


def test_an_outsiders_feed_says_nothing_of_channels_out_of_reach(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    shared, hidden = make_channel(session, "Shared"), make_channel(session, "Hidden")
    make_slot(session, alice, [shared, hidden])
    guest = make_person(session, "Guest", Role.EXTERNAL)
    guest.channel_ids = [shared.id]
    session.flush()
    act_for(session, guest)

    assert titles(built(session, guest)) == {"Dialog time of Alice Adler: Shared"}


def test_a_build_starts_from_the_last_one_and_forgets_the_day_before(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    past = make_variant(session, mastodon, planned_wall=wall(2026, 3, 10, 9))
    make_slot(session, alice, [mastodon])
    feed = subscribed(session, alice)
    build(database, feed)
    assert f"post-{past.id}" in kept_events(database, feed)
    before = kept(database, feed)

    build(database, feed, days=3)

    after = kept(database, feed)
    assert len(after) == len(before) == 2
    assert len(after.keys() & before.keys()) == 1  # series are written within the day's window
    assert f"post-{past.id}" not in kept_events(database, feed)


def test_a_revoked_feed_leaves_nothing_behind(
    session: Session, database: Database, workspace: Workspace, alice: Person, bob: Person
) -> None:
    make_variant(session, make_channel(session), author=alice)
    mine, theirs = subscribed(session, alice, "mine"), subscribed(session, bob)
    for feed in (mine, theirs):
        build(database, feed)
    stays = kept_events(database, theirs)

    services.revoke(session, session.get_one(Feed, mine.id, populate_existing=True), now=NOW)
    session.commit()

    assert kept_events(database, mine) == set()
    assert kept_events(database, theirs) == stays != set()


def kept(database: Database, feed: Feed) -> dict[str, Draft]:
    with database.reading() as session:
        scope_to(session, feed.workspace_id)
        return drafts_of(session, feed.id)


def kept_events(database: Database, feed: Feed) -> set[str]:
    octets = b"".join(draft.octets for draft in kept(database, feed).values())
    return {uid.decode() for uid in re.findall(rb"UID:([^@]+)@", octets)}


Row = TypeVar("Row", Post, Slot, Variant)

# What can happen to a plan between two builds: what, to which of the rows, and how much.
happenings = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "write",
                "plan",
                "idea",
                "status",
                "add",
                "delete",
                "person",
                "channel",
                "skip",
                "hand over",
                "day",
            )
        ),
        st.integers(0, 5),
        st.integers(0, 400),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=happenings, most=st.sampled_from((1_000_000, 4_500, 2_500)))
def test_whatever_happens_spliced_bytes_are_those_of_a_first_build(
    empty: Database, happenings: list[tuple[str, int, int]], most: int
) -> None:
    with empty.session() as session:  # never committed
        team = Team(session)
        kept: Mapping[str, Draft] = {}
        for what, which, much in happenings:
            team.happens(what, which, much)
            spliced = team.composed(most, kept)
            assert spliced.octets == team.composed(most).octets
            assert len(spliced.octets) <= most
            kept = spliced.drafts


@pytest.fixture
def empty(tmp_path: Path, empty_database: bytes) -> Iterator[Database]:
    (tmp_path / "parley.db").write_bytes(empty_database)
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    yield database
    database.engine.dispose()


class Team:
    """A small team, and what happens to its plan."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, NOW
        self.workspace = make_workspace(session)
        self.persons = [make_person(session, name, Role.ADMIN) for name in ("Alice", "Bob")]
        self.channels = [make_channel(session, name) for name in ("Mastodon", "Bluesky")]
        for n in range(4):
            self.add(n, 100 + n)
        for person in self.persons:
            make_slot(session, person, self.channels)

    def composed(self, most: int, kept: Mapping[str, Draft] | None = None) -> Composition:
        return compose(
            self.session, KINDS["team"], self.persons[0], Contents(), self.now, page, kept=kept, most=most
        )

    def happens(self, what: str, which: int, much: int) -> None:
        getattr(self, what.replace(" ", "_"))(which, much)
        plan_changed(self.session, renamed_at=self.now if what in {"person", "channel"} else None)
        self.session.flush()
        self.session.expire_all()

    def write(self, which: int, much: int) -> None:
        if variant := self.row(Variant, which):
            variant.text = "x " * much

    def plan(self, which: int, much: int) -> None:
        if variant := self.row(Variant, which):
            variant.planned_wall = wall(2026, 3, 1, 9) + timedelta(days=much)
            variant.planned_at = to_utc(variant.planned_wall, variant.channel.zone)

    def idea(self, which: int, much: int) -> None:
        if post := self.row(Post, which):
            post.core = f"Idea {much}"

    def status(self, which: int, much: int) -> None:
        if variant := self.row(Variant, which):
            variant.status = list(Status)[much % len(Status)]
            variant.updated_at = self.now - timedelta(days=much % 9)

    def add(self, which: int, much: int) -> None:
        channel, person = self.channels[which % 2], self.persons[much % 2]
        starts = wall(2026, 3, 1, 9) + timedelta(days=much)
        make_variant(self.session, channel, text="y " * much, planned_wall=starts, answer_person=person)

    def delete(self, which: int, much: int) -> None:
        if post := self.row(Post, which):
            self.session.delete(post)

    def person(self, which: int, much: int) -> None:
        self.persons[which % 2].name = f"Person {much}"

    def channel(self, which: int, much: int) -> None:
        self.channels[which % 2].name = f"Channel {much}"

    def skip(self, which: int, much: int) -> None:
        if slot := self.row(Slot, which):
            skip(self.session, slot, slot.starts_wall + timedelta(weeks=much % 50 + 1), now=self.now)

    def hand_over(self, which: int, much: int) -> None:
        if slot := self.row(Slot, which):
            slot.person = self.persons[much % 2]

    def day(self, which: int, much: int) -> None:
        self.now += timedelta(days=much % 40)

    def row(self, table: type[Row], which: int) -> Row | None:
        rows = list(self.session.scalars(select(table)))
        return rows[which % len(rows)] if rows else None
