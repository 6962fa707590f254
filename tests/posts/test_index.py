"""The index of fingerprints: always what the rows say, without anybody calling it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.index import day_of
from calendar_app.posts.models import Fingerprint, Status, Variant
from calendar_app.rules.fingerprints import kept
from tests.factories import NOW, make_channel, make_variant

LONG = "Anyone who has ever stood in front of a broken chair knows the feeling. We mend it in an hour."


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session)


def indexed(session: Session, variant: Variant) -> set[tuple[int, int]]:
    """The numbers and days by which a variant is found."""
    session.flush()
    rows = select(Fingerprint.value, Fingerprint.day).where(Fingerprint.variant_id == variant.id)
    return {(row.value, row.day) for row in session.execute(rows)}


def test_a_counted_variant_is_found_by_its_words_on_its_day(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)
    assert variant.planned_at is not None

    assert indexed(session, variant) == {(value, day_of(variant.planned_at)) for value in kept(LONG)}
    assert variant.fingerprint_count == len(kept(LONG))


def test_other_words_leave_nothing_of_the_old_ones_behind(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)

    variant.text = "Short and new."
    few = indexed(session, variant)
    variant.text = "🎉"

    assert {value for value, _ in few} == kept("Short and new.")
    assert indexed(session, variant) == set()
    assert (variant.fingerprint_count, variant.text_key) == (0, None)


def test_the_day_follows_the_plan_and_then_the_publication(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)

    variant.planned_at = NOW + timedelta(days=20)
    planned = indexed(session, variant)
    variant.status, variant.published_at = Status.PUBLISHED, NOW + timedelta(days=21)

    assert {day for _, day in planned} == {day_of(NOW) + 20}
    assert {day for _, day in indexed(session, variant)} == {day_of(NOW) + 21}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_does_not_count_is_not_in_the_index(session: Session, channel: Channel, status: Status) -> None:
    variant = make_variant(session, channel, text=LONG, status=status)
    before = indexed(session, variant)

    variant.status = Status.SCHEDULED
    meanwhile = indexed(session, variant)
    variant.status = status

    assert before == indexed(session, variant) == set()
    assert len(meanwhile) == len(kept(LONG))


def test_a_deleted_variant_leaves_nothing_behind(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)

    session.delete(variant)
    session.flush()

    assert session.scalar(select(Fingerprint.value)) is None


def test_what_is_rolled_back_is_not_in_the_index(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)
    before = indexed(session, variant)

    with session.begin_nested() as part:
        variant.text = "Something quite different from before, and of some length."
        session.flush()
        part.rollback()

    assert indexed(session, variant) == before
