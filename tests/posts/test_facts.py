"""What the rules get to know: enough, no more than their windows reach, in a fixed number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Reach, limit_to_channels
from calendar_app.people.models import Person
from calendar_app.posts import relatives as by_fingerprint
from calendar_app.posts.facts import Surroundings, fact_of, facts_between, facts_of_check
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook.models import Boilerplate, RuleChange
from tests.factories import NOW, make_channel, make_post, make_slot, make_variant

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time


@pytest.fixture
def mastodon(session: Session, alice: Person) -> Channel:
    return make_channel(session, "Mastodon", "mastodon")


@pytest.fixture
def linkedin(session: Session, alice: Person) -> Channel:
    return make_channel(session, "LinkedIn", "linkedin")


def surroundings(session: Session, variant: Variant, text: str | None = None) -> Surroundings:
    fact = fact_of(variant)
    fact = replace(fact, text=fact.text if text is None else text)
    return facts_of_check(session, fact, zone=variant.channel.zone, now=NOW)


def relatives(session: Session, variant: Variant, text: str | None = None) -> set[object]:
    return {each.id for each in surroundings(session, variant, text).relatives}


@contextmanager
def counted_queries(session: Session) -> Iterator[list[str]]:
    """The statements sent within the block."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_check_takes_the_same_queries_whatever_the_number_of_variants(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_slot(session, alice, [mastodon, linkedin])
    variant = make_variant(session, mastodon, text=TEXT)
    make_variant(session, linkedin, text=TEXT)
    judge(session, variant, now=NOW)

    with counted_queries(session) as few:
        judge(session, variant, now=NOW)
    for number in range(60):
        make_variant(
            session,
            [mastodon, linkedin][number % 2],
            text=f"{TEXT} {number}",
            planned_wall=FRIDAY - timedelta(hours=number),
        )
    with counted_queries(session) as many:
        judge(session, variant, now=NOW)

    assert len(few) == len(many) <= 21


def test_an_equal_text_is_a_relative_however_short(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    other = make_variant(session, linkedin, text="Frohe Ostern!")
    variant = make_variant(session, mastodon, text="FROHE OSTERN 🐣")

    assert relatives(session, variant) == {other.id}


def test_a_text_inside_a_longer_one_is_a_relative(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    long = (
        "Something quite different comes first and goes on for a while. " * 6
        + TEXT
        + " And then it goes on." * 9
    )
    other = make_variant(session, linkedin, text=long)
    variant = make_variant(session, mastodon, text=TEXT)

    assert relatives(session, variant) == {other.id}


def test_a_short_text_inside_a_very_long_one_is_a_relative(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    words = [f"{chr(97 + i % 26)}{chr(97 + i * 7 % 26)}{chr(97 + i * i % 26)}{i % 97}" for i in range(7_000)]
    other = make_variant(session, linkedin, text=TEXT)
    variant = make_variant(session, mastodon, text=" ".join([*words[:3_000], TEXT, *words[3_000:]]))

    assert relatives(session, variant) == {other.id}


def test_of_very_long_relatives_the_best_few_are_read(
    session: Session, mastodon: Channel, linkedin: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_fingerprint, "MOST_MARKS", 30)
    long = " ".join(f"{number * 7919 % 100_003:x}" for number in range(60))
    others = [make_variant(session, linkedin, text=f"{long} {number}{'ab' * number}") for number in range(9)]
    variant = make_variant(session, mastodon, text=f"{long} 8{'ab' * 8}x")

    found = relatives(session, variant)

    assert others[-1].id in found
    assert 1 < len(found) <= 30 // others[0].fingerprint_count


def test_a_channel_that_repeats_itself_hides_no_copy_on_another_one(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    other = make_variant(session, linkedin, text="Frohe Ostern!")
    for number in range(110):
        make_variant(session, mastodon, text="Frohe Ostern!", planned_wall=FRIDAY - timedelta(hours=number))
    variant = make_variant(session, mastodon, text="Frohe Ostern!")

    assert other.id in relatives(session, variant)


def test_drafts_and_old_texts_hide_no_near_copy(
    session: Session, mastodon: Channel, linkedin: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calendar_app.posts.sharing.MOST_ROWS", 300)  # both ways of looking are taken
    other = make_variant(session, linkedin, text=f"{TEXT} Bring glue.", planned_wall=FRIDAY)
    for number in range(60):
        make_variant(session, linkedin, text=f"{TEXT} {number}", status=Status.DRAFT)
        make_variant(
            session, linkedin, text=f"{TEXT} {number}", planned_wall=FRIDAY - timedelta(days=200 + number)
        )
        make_variant(
            session, mastodon, text=f"{TEXT} {number}", planned_wall=FRIDAY - timedelta(hours=number)
        )
    variant = make_variant(session, mastodon, text=f"{TEXT} Bring wood.", planned_wall=FRIDAY)

    found = relatives(session, variant)

    assert other.id in found
    assert len(found) == 31


def test_a_text_that_was_never_saved_finds_its_relatives(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    other = make_variant(session, linkedin, text=TEXT)
    variant = make_variant(session, mastodon, text="")

    assert relatives(session, variant) == set()
    assert relatives(session, variant, TEXT.upper()) == {other.id}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_does_not_count_is_no_relative(
    session: Session, mastodon: Channel, linkedin: Channel, status: Status
) -> None:
    make_variant(session, linkedin, text=TEXT, status=status)
    variant = make_variant(session, mastodon, text=TEXT)

    assert relatives(session, variant) == set()


def test_a_draft_of_the_same_post_is_a_relative(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    post = make_post(session)
    sibling = make_variant(session, linkedin, post=post, text="Anything", status=Status.DRAFT)
    variant = make_variant(session, mastodon, post=post, text=TEXT)

    assert relatives(session, variant) == {sibling.id}


def test_a_channel_that_is_copied_everywhere_still_finds_its_own_repeat(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    own = make_variant(session, mastodon, text=f"{TEXT} Bring a friend.")
    for number in range(40):
        make_variant(session, linkedin, text=TEXT, planned_wall=FRIDAY - timedelta(hours=number))
    variant = make_variant(session, mastodon, text=TEXT)

    assert own.id in relatives(session, variant)


@pytest.mark.parametrize(("days", "is_found"), [(-900, True), (-31, True), (90, True), (91, False)])
def test_equal_texts_of_the_own_channel_are_found_from_long_ago_to_ninety_days_ahead(
    session: Session, mastodon: Channel, days: int, is_found: bool
) -> None:
    other = make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY + timedelta(days=days))
    variant = make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY)

    assert (other.id in relatives(session, variant)) == is_found


@pytest.mark.parametrize(("days", "is_found"), [(30, True), (31, False), (-30, True), (-31, False)])
def test_relatives_lie_within_thirty_days(
    session: Session, mastodon: Channel, linkedin: Channel, days: int, is_found: bool
) -> None:
    other = make_variant(session, linkedin, text=TEXT, planned_wall=FRIDAY + timedelta(days=days))
    variant = make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY)

    assert (other.id in relatives(session, variant)) == is_found


def test_a_team_that_looks_further_finds_what_lies_further_away(
    session: Session, mastodon: Channel, linkedin: Channel
) -> None:
    other = make_variant(session, linkedin, text=f"{TEXT} Soon!", planned_wall=FRIDAY + timedelta(days=50))
    variant = make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY)
    assert relatives(session, variant) == set()

    session.add(RuleChange(rule="near-identical-cross-post", values={"window_days": 60}, changed_at=NOW))
    session.flush()

    assert relatives(session, variant) == {other.id}


@pytest.mark.parametrize(("days", "is_found"), [(-90, True), (-91, False)])
def test_what_is_the_same_without_boilerplate_is_a_repeat_for_ninety_days(
    session: Session, mastodon: Channel, days: int, is_found: bool
) -> None:
    imprint = "Impressum und Datenschutz auf unserer Seite"
    session.add(Boilerplate(text=imprint, created_at=NOW))
    told = FRIDAY + timedelta(days=days)
    other = make_variant(session, mastodon, text=f"{TEXT} {imprint}", planned_wall=told)
    variant = make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY)

    assert (other.id in relatives(session, variant)) == is_found


def test_the_best_of_many_relatives_are_kept(session: Session, mastodon: Channel, linkedin: Channel) -> None:
    shared = "This stands in very many texts of ours and says nothing."
    for number in range(40):
        filler = "".join(chr(97 + (number * 7 + i * i) % 26) for i in range(160))
        make_variant(session, linkedin, text=f"{shared} {filler}")
    best = make_variant(session, linkedin, text=f"{TEXT} {shared}")
    variant = make_variant(session, mastodon, text=f"{TEXT} {shared}")

    found = relatives(session, variant)

    assert best.id in found
    assert len(found) <= 30


def test_the_window_reaches_from_28_days_before_the_local_week_to_nine_after_it(
    session: Session, mastodon: Channel
) -> None:
    monday = datetime(2026, 4, 6)  # noqa: DTZ001 wall time
    walls = [
        monday - timedelta(days=28, minutes=1),
        monday - timedelta(days=28),
        monday + timedelta(days=16) - timedelta(minutes=1),
        monday + timedelta(days=16),
    ]
    ids = [make_variant(session, mastodon, text="", planned_wall=wall).id for wall in walls]
    variant = make_variant(session, mastodon, text="", planned_wall=FRIDAY)

    around = {each.id for each in surroundings(session, variant).plan.variants}

    assert around & set(ids) == {ids[1], ids[2]}


def test_what_was_published_counts_where_it_was_published(session: Session, mastodon: Channel) -> None:
    late = make_variant(
        session, mastodon, text="", planned_wall=FRIDAY - timedelta(days=90), status=Status.PUBLISHED
    )
    late.published_at = NOW
    session.flush()
    variant = make_variant(session, mastodon, text="")

    assert late.id in {each.id for each in surroundings(session, variant).plan.variants}


def test_rules_see_channels_that_an_external_person_does_not(
    session: Session, mastodon: Channel, linkedin: Channel, bob: Person
) -> None:
    """An agency must not copy what it cannot see; it gets to know the channel's name, not the text."""
    other = make_variant(session, linkedin, text=TEXT)
    variant = make_variant(session, mastodon, text=TEXT)
    session.commit()
    limit_to_channels(session, Reach((mastodon.id,), bob.id))

    assert relatives(session, variant) == {other.id}


def test_other_workspaces_are_no_part_of_it(session: Session, mastodon: Channel, charlie: Person) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    make_variant(session, make_channel(session, "Theirs", "linkedin"), text=TEXT)
    session.info["scope"] = home
    variant = make_variant(session, mastodon, text=TEXT)

    found = surroundings(session, variant)

    assert found.relatives == ()
    assert [channel.name for channel in found.plan.channels] == ["Mastodon"]


def test_the_weeks_of_a_strip_come_with_their_backfill(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_slot(session, alice, [mastodon])
    inside = make_variant(session, mastodon, text="", planned_wall=FRIDAY - timedelta(days=20))
    outside = make_variant(session, mastodon, text="", planned_wall=FRIDAY - timedelta(days=60))
    elsewhere = make_variant(session, linkedin, text="", planned_wall=FRIDAY)
    start = NOW - timedelta(days=2)

    found = facts_between(session, start, start + timedelta(days=7), now=NOW, channel_ids=[mastodon.id])

    ids = {each.id for each in found.variants}
    assert inside.id in ids
    assert not ids & {outside.id, elsewhere.id}
    assert found.slots
