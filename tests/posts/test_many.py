"""Judging many variants at once says what judging each alone says, in a fixed number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.posts.facts import fact_of
from calendar_app.posts.judging import judge
from calendar_app.posts.many import judge_many
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.posts.relatives import Wanted, relatives, relatives_of_many
from calendar_app.rulebook.boilerplate import phrases as known_phrases
from calendar_app.rulebook.models import Boilerplate
from calendar_app.rules.windows import Windows
from tests.factories import NOW, make_channel, make_post, make_slot, make_variant

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
LONG = "It takes glue, patience and a good eye. " + TEXT + " Bring a chair of your own, we have the tools."


@pytest.fixture
def plan(session: Session, alice: Person) -> list[Variant]:
    """Copies, near copies, repeats, a burst, feeds, a post without words: something for most rules."""
    one, two, three = (make_channel(session, name, name.lower()) for name in ("Mastodon", "LinkedIn", "X"))
    post, first = make_post(session), datetime(2026, 4, 9, 9, 0)  # noqa: DTZ001 wall time
    make_slot(session, alice, [one, two])

    def add(channel: object, text: str, hours: int, **more: object) -> Variant:
        wall = first + timedelta(hours=hours)
        return make_variant(session, channel, text=text, planned_wall=wall, author=alice, **more)  # type: ignore[arg-type]

    planned = [
        add(one, TEXT, 0, post=post),
        add(two, TEXT, 0, post=post, answer_person=alice),
        add(three, LONG, 1, mode=Mode.FEED),
        add(three, "Something else entirely about the weather on the coast.", 1, mode=Mode.RECYCLED),
        add(one, "Short.", 30, status=Status.IN_REVIEW),
        add(two, "", 300, status=Status.HELD),
        add(three, TEXT, 500),
    ]
    add(one, TEXT, -2000, status=Status.SCHEDULED)
    add(three, TEXT, -200, post=post, status=Status.DRAFT)
    add(two, LONG, -300)
    return planned


def test_the_verdicts_are_those_of_each_alone(session: Session, plan: list[Variant]) -> None:
    together = judge_many(session, plan, now=NOW)

    for variant in plan:
        alone = judge(session, variant, now=NOW)
        assert [(v.rule, v.severity, v.params) for v in together[variant.id].verdicts] == [
            (v.rule, v.severity, v.params) for v in alone.verdicts
        ]
    assert any(judgement.blocks for judgement in together.values())


@contextmanager
def counted_queries(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow(session: Session, plan: list[Variant]) -> None:
    session.flush()

    counts = []
    for variants in (plan[:1], plan):
        session.commit()
        loaded = [session.get_one(Variant, each.id) for each in variants]
        for each in loaded:
            assert each.channel
            assert each.post
        with counted_queries(session) as seen:
            judge_many(session, loaded, now=NOW)
        counts.append(len(seen))

    assert counts[1] <= counts[0]


FRAME = "Every week from our open workshop, with tools for everybody: "
DAYS = Windows(timedelta(days=15), timedelta(days=20), timedelta(days=90))


@pytest.fixture
def crowd(session: Session, alice: Person) -> list[Variant]:
    """Posts of two channels in one frame, some of them told again, some equal but for the boilerplate."""
    channels = [make_channel(session, name, name.lower()) for name in ("Mastodon", "LinkedIn")]
    session.add(Boilerplate(text=FRAME.strip(), created_at=NOW))
    first = datetime(2026, 4, 9, 9, 0)  # noqa: DTZ001 wall time
    return [
        make_variant(
            session,
            channels[number % 2],
            text=(FRAME if number % 3 else "") + f"{TEXT} {'glue ' * (number % 4)}{number % 7 * 7919:x}",
            planned_wall=first + timedelta(days=2 * number, hours=number % 5),
        )
        for number in range(30)
    ]


@pytest.mark.parametrize("most_rows", [20_000, 190, 50])  # all at once, each alone, a sample of each
def test_a_crowd_has_the_same_relatives_together_and_alone(
    session: Session, crowd: list[Variant], most_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calendar_app.posts.sharing.MOST_ROWS", most_rows)
    phrases = known_phrases(session)
    wanted = [Wanted(fact_of(each), each.planned_at or NOW, DAYS) for each in crowd]

    together = relatives_of_many(session, phrases, wanted)

    alone = [[row.id for row in relatives(session, phrases, each)] for each in wanted]
    assert together == alone
    assert all(together)


def test_a_crowd_is_judged_like_each_alone(session: Session, crowd: list[Variant]) -> None:
    together = judge_many(session, crowd, now=NOW)

    for variant in crowd[::7]:
        told = [(v.rule, v.params, v.relatives) for v in judge(session, variant, now=NOW).findings]
        assert [(v.rule, v.params, v.relatives) for v in together[variant.id].findings] == told


def test_what_is_read_for_a_crowd_is_bounded(
    session: Session, crowd: list[Variant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calendar_app.posts.sharing.MOST_ROWS", 50)
    wanted = [Wanted(fact_of(each), each.planned_at or NOW, DAYS) for each in crowd]

    with counted_queries(session) as sent:
        relatives_of_many(session, (), wanted)

    of_the_index = [each for each in sent if "FROM fingerprint" in each]
    assert all("LIMIT" in each for each in of_the_index)
    assert len(of_the_index) <= 2 + 2 * len(wanted)
    assert len(sent) - len(of_the_index) <= 2 * 3
