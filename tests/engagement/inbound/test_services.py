"""Who waits for an answer, and until when."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.engagement.inbound.services import (
    Message,
    close,
    edit,
    enter,
    inbound_facts,
    reopen,
    waiting,
)
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.posts.facts import fact_of, facts_of_check
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules import engine
from calendar_app.rules.catalog import reply_overdue
from calendar_app.rules.facts import InboundKind, Workday
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_variant


def received(text: str) -> datetime:
    return to_utc(datetime.fromisoformat(text), "Europe/Berlin")


def message(channel: Channel, kind: InboundKind = InboundKind.QUESTION, **changes: object) -> Message:
    given: dict[str, object] = {
        "channel": channel,
        "kind": kind,
        "text": "When do you open?",
        "received_at": received("2026-04-07 16:30"),
        **changes,
    }
    return Message(**given)  # type: ignore[arg-type]


def test_what_comes_in_on_friday_afternoon_is_due_on_monday_in_the_working_hours_of_the_channel(
    session: Session, channel: Channel
) -> None:
    enter(session, message(channel, received_at=received("2026-04-17 16:30")), now=NOW)

    [each] = waiting(session, now=received("2026-04-17 18:00"))

    assert f"{to_wall(each.due_at, channel.zone):%a %H:%M}" == "Mon 14:30"
    assert not each.is_overdue


def test_an_answer_is_due_when_somebody_of_the_team_is_at_work(
    session: Session, channel: Channel, bob: Person
) -> None:
    week = Week(
        starts=time(9),
        ends=time(17),
        weekdays=(0, 1, 2, 3),
        days=(Workday(4, time(9), time(13)), Workday(5, time(10), time(12))),
    )
    keep_workweek(session, bob, week)
    enter(session, message(channel, received_at=received("2026-04-17 12:00")), now=NOW)

    [each] = waiting(session, now=received("2026-04-17 18:00"))

    assert f"{to_wall(each.due_at, channel.zone):%a %H:%M}" == "Mon 12:00"  # 1 h on Friday, 2 h on Saturday


def test_a_complaint_stands_above_a_question_of_the_same_minute(session: Session, channel: Channel) -> None:
    for kind in (InboundKind.PRAISE, InboundKind.QUESTION, InboundKind.COMPLAINT):
        enter(session, message(channel, kind, text=kind.value), now=NOW)

    found = waiting(session, [channel.id], now=NOW)

    assert [each.item.kind for each in found] == ["complaint", "question", "praise"]
    assert found[0].due_at < found[1].due_at < found[2].due_at


def test_what_a_team_decides_about_the_target_moves_the_due_time(
    session: Session, channel: Channel, alice: Person
) -> None:
    enter(session, message(channel), now=NOW)
    before = waiting(session, now=NOW)[0].due_at

    decision = Decision(values={"question_hours": 1, "complaint_hours": 1})
    decide(session, reply_overdue.RULE, Place(channel=channel), decision, person=alice, now=NOW)

    assert before - waiting(session, now=NOW)[0].due_at == timedelta(hours=5)


def test_the_same_message_is_entered_once(session: Session, channel: Channel) -> None:
    first = enter(session, message(channel), now=NOW)

    assert enter(session, message(channel), now=NOW) is first
    assert enter(session, message(channel, text="And on Sundays?"), now=NOW) is not first


@pytest.mark.parametrize("outcome", list(InboundOutcome))
def test_only_what_a_human_did_closes_an_item(
    session: Session, channel: Channel, bob: Person, outcome: InboundOutcome
) -> None:
    item = enter(session, message(channel), now=NOW)

    close(session, item, outcome, "", person=bob, now=NOW)
    session.flush()

    assert (len(waiting(session, now=NOW)) == 1) == (outcome is InboundOutcome.AUTOMATIC)
    reopen(session, item)
    session.flush()
    assert (item.outcome, item.closed_by) == (None, None)
    assert len(waiting(session, now=NOW)) == 1


def test_what_was_said_first_of_an_item_stays(session: Session, channel: Channel, bob: Person) -> None:
    item = enter(session, message(channel), now=NOW)
    close(session, item, InboundOutcome.PASSED_ON, "to the shop", person=bob, now=NOW)

    close(session, item, InboundOutcome.ANSWERED, "", person=bob, now=NOW + timedelta(hours=1))

    assert (item.outcome, item.outcome_note, item.closed_at) == (InboundOutcome.PASSED_ON, "to the shop", NOW)


def test_the_channels_owner_answers_unless_somebody_is_named(
    session: Session, alice: Person, bob: Person
) -> None:
    channel = make_channel(session, owner=alice)
    item = enter(session, message(channel), now=NOW)

    assert item.in_charge is alice
    edit(session, item, message(channel, owner=bob))
    assert item.in_charge is bob


def severity_of_an_advertisement(session: Session, channel: Channel) -> Severity:
    variant = make_variant(session, channel)
    variant.labels = ["promo"]
    checked = fact_of(variant)
    found = facts_of_check(session, checked, zone=channel.zone, now=NOW)
    verdicts = engine.check(found.plan, checked, found.relatives, [reply_overdue.RULE])
    return verdicts[0].severity


def test_answering_changes_what_the_rule_says_of_an_advertisement(
    session: Session, channel: Channel, bob: Person
) -> None:
    assert severity_of_an_advertisement(session, channel) == Severity.NOT_APPLICABLE
    items = [
        enter(session, message(channel, text=text, received_at=received("2026-04-07 09:00")), now=NOW)
        for text in ("One", "Two", "Three")
    ]
    assert severity_of_an_advertisement(session, channel) == Severity.BLOCK

    for item in items[:2]:
        close(session, item, InboundOutcome.ANSWERED, "", person=bob, now=NOW)
    assert severity_of_an_advertisement(session, channel) == Severity.WARN
    close(session, items[2], InboundOutcome.AUTOMATIC, "", person=bob, now=NOW)
    assert severity_of_an_advertisement(session, channel) == Severity.WARN
    close(session, items[2], InboundOutcome.ANSWERED, "", person=bob, now=NOW)
    assert severity_of_an_advertisement(session, channel) == Severity.PASS


def test_what_was_closed_long_ago_tells_the_rules_nothing(
    session: Session, channel: Channel, bob: Person
) -> None:
    item = enter(session, message(channel), now=NOW)
    close(session, item, InboundOutcome.ANSWERED, "", person=bob, now=NOW - timedelta(days=29))
    session.flush()

    assert inbound_facts(session, [channel.id], NOW) == ()


def test_a_long_text_is_called_by_its_beginning() -> None:
    called = InboundItem(text="somewhere " * 50).called

    assert len(called) <= 60
    assert set(called.removesuffix("…").split()) == {"somewhere"}
