"""The index of fingerprints: always what the rows say, without anybody calling it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select
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


@contextmanager
def index_statements(session: Session) -> Iterator[list[str]]:
    """What is asked of the index meanwhile: the verb of each statement."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if "fingerprint " in statement:
            asked.append(statement.split(maxsplit=1)[0])

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield asked
    session.flush()
    event.remove(connection, "before_cursor_execute", note)


def test_writing_takes_no_more_statements_than_it_must(session: Session, channel: Channel) -> None:
    with index_statements(session) as for_new:
        variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)
    with index_statements(session) as for_other_words:
        variant.text = LONG.upper() + " Come and see."
    with index_statements(session) as for_none:
        variant.status = Status.CANCELLED
    with index_statements(session) as for_a_draft:
        make_variant(session, channel, text=LONG, status=Status.DRAFT)

    assert for_new == ["INSERT"]
    assert for_other_words == ["DELETE", "INSERT"]
    assert for_none == ["DELETE"]
    assert for_a_draft == []


def test_a_state_nobody_has_looked_at_leaves_nothing_behind(session: Session, channel: Channel) -> None:
    variant = make_variant(session, channel, text=LONG, status=Status.SCHEDULED)
    session.flush()
    session.expire(variant)

    variant.status = Status.CANCELLED

    assert indexed(session, variant) == set()
