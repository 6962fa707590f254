"""The page of one occurrence: who may do what, and that nothing happens twice."""

import gzip
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.engagement import services
from calendar_app.engagement.inbound.models import InboundOutcome
from calendar_app.engagement.inbound.services import Message, enter
from calendar_app.engagement.models import (
    AgendaItem,
    AgendaKind,
    Interaction,
    InteractionKind,
    OutcomeKind,
    Slot,
    SlotOutcome,
)
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}'
ENTRY = {"entry_key": "6f1c2a52-6ff0-4a4e-9c0e-0d1b3f9a7c11", "kind": "comment", "quality": "2"}


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    """Bob's Wednesday at nine on two channels; it is on right now."""
    channels = [make_channel(session), make_channel(session, "LinkedIn", "linkedin")]
    channels[0].url = "https://social.example/@parley"
    slot = make_slot(
        session, bob, channels, starts_wall=wall("2026-04-01T09:00"), rrule="FREQ=WEEKLY;BYDAY=WE"
    )
    session.commit()
    return slot


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def page(slot: Slot, tail: str = "", key: str = "2026-04-08T09:00") -> str:
    return f"/dialog/{slot.id}/{key}{tail}"


def logged(session: Session) -> Sequence[Interaction]:
    """What is kept now. The reading is ended: on SQLite pages wait for a session that may write."""
    rows = session.scalars(select(Interaction).execution_options(populate_existing=True)).all()
    session.commit()
    return rows


def outcomes(session: Session) -> list[str]:
    kinds = [str(kind) for kind in session.scalars(select(SlotOutcome.kind))]
    session.commit()
    return kinds


def entry(slot: Slot, **changes: str) -> dict[str, str]:
    return {**ENTRY, "channel": str(slot.channels[0].id), **changes}


def test_the_page_leads_to_the_channels_and_tells_the_time_left(
    sign_in: SignIn, bob: Person, slot: Slot, clock: FixedClock
) -> None:
    clock.moment = NOW + timedelta(minutes=12)

    text = sign_in(bob).get(page(slot)).text

    assert "18 minutes left" in text
    assert 'href="https://social.example/@parley" target="_blank" rel="noopener noreferrer"' in text
    assert "no address stored" in text


def test_an_interaction_is_logged_and_shown(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    answer = client.post(page(slot, "/log"), data=entry(slot, note="About oak", link="https://example.org/1"))

    assert answer.status_code == 303
    assert answer.location.endswith("#logged")
    [kept] = logged(session)
    assert (kept.kind, kept.quality, kept.person_id) == (InteractionKind.COMMENT, 2, bob.id)
    assert kept.occurrence == wall("2026-04-08T09:00")
    assert "About oak" in client.get(page(slot)).text


def test_a_double_tap_logs_once(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client = sign_in(bob)

    answers = [client.post(page(slot, "/log"), data=entry(slot)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(logged(session)) == 1


def test_each_page_has_a_key_of_its_own(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    client = sign_in(bob)

    keys = {re.search(r'name="entry_key"[^>]*value="([^"]+)"', client.get(page(slot)).text) for _ in range(2)}

    assert len({found and found[1] for found in keys}) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"quality": "4"},
        {"quality": "x"},
        {"kind": "like"},
        {"channel": "999999"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_is_no_interaction_is_refused_and_keeps_the_note(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, wrong: dict[str, str]
) -> None:
    answer = sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Long thought", **wrong))

    assert answer.status_code == 422
    assert "Long thought" in answer.text
    assert logged(session) == []


def test_a_visit_is_remembered_with_the_interaction(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    item = AgendaItem(channel=slot.channels[0], kind=AgendaKind.PERSON, name="Karin", created_at=NOW)
    session.add(item)
    session.commit()

    sign_in(bob).post(page(slot, "/log"), data=entry(slot, visited=str(item.id)))

    [kept] = logged(session)
    assert kept.agenda_item_id == item.id
    session.refresh(item)
    assert item.visited_at == NOW


def test_an_entry_is_taken_back_once_or_twice(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)
    client.post(page(slot, "/log"), data=entry(slot))
    [kept] = logged(session)

    answers = [client.post(page(slot, "/remove"), data={"entry": kept.id}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert logged(session) == []


def test_done_twice_is_done_once_and_another_answer_comes_too_late(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    for kind in ("done", "done", "could_not"):
        assert client.post(page(slot, "/outcome"), data={"kind": kind}).status_code == 303

    assert outcomes(session) == ["done"]
    assert "open again" in client.get(page(slot)).text


def test_a_wrong_button_can_be_taken_back(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client = sign_in(bob)
    client.post(page(slot, "/outcome"), data={"kind": "done"})

    client.post(page(slot, "/reopen"))
    client.post(page(slot, "/reopen"))
    client.post(page(slot, "/outcome"), data={"kind": "could_not", "reason": "Fire drill"})

    session.expire_all()
    [outcome] = session.scalars(select(SlotOutcome)).all()
    assert (outcome.kind, outcome.minutes, outcome.note) == (OutcomeKind.COULD_NOT, 0, "Fire drill")


def test_what_has_not_come_cannot_be_done_but_may_be_called_off(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client, next_week = sign_in(bob), page(slot, "/outcome", "2026-04-15T09:00")

    client.post(next_week, data={"kind": "done"})
    assert outcomes(session) == []
    client.post(next_week, data={"kind": "could_not"})
    assert outcomes(session) == ["could_not"]


def test_an_unknown_outcome_is_refused(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    assert sign_in(bob).post(page(slot, "/outcome"), data={"kind": "brilliant"}).status_code == 422
    assert outcomes(session) == []


def test_who_waits_for_an_answer_comes_up_complaints_first(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    other = make_channel(session, "Instagram", "instagram")
    for text, kind, channel in (
        ("Is it open on Sunday?", InboundKind.QUESTION, slot.channels[0]),
        ("It broke on the first day", InboundKind.COMPLAINT, slot.channels[1]),
        ("Not of this time", InboundKind.COMPLAINT, other),
    ):
        message = Message(channel=channel, kind=kind, text=text, received_at=NOW - timedelta(hours=1))
        enter(session, message, now=NOW)
    session.commit()
    client = sign_in(bob)

    text = client.get(page(slot)).text

    assert text.index("It broke on the first day") < text.index("Is it open on Sunday?")
    assert "Not of this time" not in text


def test_what_goes_out_on_that_day_is_an_occasion_to_talk(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    channel, other = slot.channels[0], make_channel(session, "Instagram", "instagram")
    for text, where, status, at in (
        ("Oak outdoors", channel, Status.PUBLISHED, "2026-04-08T07:30"),
        ("A bench for the square", channel, Status.SCHEDULED, "2026-04-08T17:00"),
        ("Still a draft", channel, Status.DRAFT, "2026-04-08T12:00"),
        ("Tomorrow's post", channel, Status.SCHEDULED, "2026-04-09T09:00"),
        ("Elsewhere", other, Status.SCHEDULED, "2026-04-08T09:00"),
    ):
        make_variant(session, where, text=text, status=status, planned_wall=wall(at))
    session.commit()

    text = sign_in(bob).get(page(slot)).text

    assert text.index("Oak outdoors") < text.index("A bench for the square")
    for unseen in ("Still a draft", "Tomorrow&#39;s post", "Elsewhere"):
        assert unseen not in text


def test_the_page_is_small_enough_for_a_slow_line(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    """Without the files that a browser keeps."""
    assert len(gzip.compress(sign_in(bob).get(page(slot)).data)) < 8_000


def test_an_inquiry_is_answered_once_and_only_on_the_channels_of_the_time(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    here, elsewhere = (
        enter(
            session,
            Message(channel=channel, kind=InboundKind.QUESTION, text="Why oak?", received_at=NOW),
            now=NOW,
        )
        for channel in (slot.channels[0], make_channel(session, "Instagram", "instagram"))
    )
    session.commit()
    client = sign_in(bob)

    answers = [client.post(page(slot, "/answered"), data={"inbound": here.id}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert client.post(page(slot, "/answered"), data={"inbound": elsewhere.id}).status_code == 404
    session.refresh(here)
    assert (here.outcome, here.closed_at) == (InboundOutcome.ANSWERED, NOW)
    assert "Why oak?" not in client.get(page(slot)).text


def test_who_was_not_visited_for_longest_comes_first(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    for name, days in (("Lately", 3), ("Long ago", 120), ("Never", None)):
        visited_at = None if days is None else NOW - timedelta(days=days)
        session.add(AgendaItem(channel=slot.channels[0], name=name, visited_at=visited_at, created_at=NOW))
    session.commit()

    text = sign_in(bob).get(page(slot)).text

    assert text.index("Never") < text.index("Long ago") < text.index("Lately")


def test_somebody_is_put_on_the_list_and_marked_visited_from_the_phone(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, clock: FixedClock
) -> None:
    client = sign_in(bob)
    new = {"list-name": "Karin", "list-kind": "person", "list-channel": str(slot.channels[1].id)}

    for _ in range(2):
        assert client.post(page(slot, "/visit"), data=new).status_code == 303
    [item] = session.scalars(select(AgendaItem)).all()
    session.commit()
    client.post(page(slot, "/visited"), data={"item": item.id})
    clock.moment = NOW + timedelta(minutes=1)
    client.post(page(slot, "/visited"), data={"item": item.id})

    session.refresh(item)
    assert item.visited_at == NOW


def test_hostile_text_is_text(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    slot.note = HOSTILE
    slot.channels[0].name = HOSTILE
    session.add(AgendaItem(channel=slot.channels[0], name=HOSTILE, note=HOSTILE, created_at=NOW))
    session.commit()
    client = sign_in(bob)
    client.post(page(slot, "/log"), data=entry(slot, note=HOSTILE))
    client.post(page(slot, "/outcome"), data={"kind": "could_not", "reason": HOSTILE})

    for address in (page(slot), "/dialog", "/dialog/agenda", f"/dialog/{slot.id}/edit"):
        text = client.get(address).text
        assert "<img src=x" not in text
        assert "{{7*7}}" in text or address.endswith("/edit")


def test_a_colleague_sees_the_time_but_neither_log_nor_buttons(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Between us"))
    colleague = make_person(session, "Cora")
    session.commit()
    client = sign_in(colleague)

    text = client.get(page(slot)).text

    assert "Between us" not in text
    assert "Log an interaction" not in text
    assert client.post(page(slot, "/log"), data=entry(slot)).status_code == 403
    assert client.post(page(slot, "/outcome"), data={"kind": "done"}).status_code == 403
    assert client.post(page(slot, "/reopen")).status_code == 403


def test_a_lead_reads_the_log_but_does_not_write_in_it(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot
) -> None:
    sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Between us"))

    text = sign_in(alice).get(page(slot)).text

    assert "Between us" in text
    assert "Log an interaction" not in text


def test_a_trainee_logs_own_time(sign_in: SignIn, slot: Slot, session: Session) -> None:
    trainee = make_person(session, "Tina", Role.TRAINEE)
    own = make_slot(session, trainee, slot.channels, starts_wall=wall("2026-04-08T09:00"), rrule="")
    session.commit()

    answer = sign_in(trainee).post(page(own, "/log"), data=entry(own))

    assert answer.status_code == 303
    assert len(logged(session)) == 1


def test_an_external_person_sees_only_time_on_their_channels(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    other = make_channel(session, "Instagram", "instagram")
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [other.id]
    theirs = make_slot(session, bob, [other], starts_wall=wall("2026-04-08T11:00"), rrule="")
    session.commit()
    client = sign_in(agency)

    assert client.get(page(slot)).status_code == 404
    assert client.get(page(theirs, key="2026-04-08T11:00")).status_code == 200
    assert f"/dialog/{slot.id}/" not in client.get("/dialog").text


# What happened to a date that is no more


def gone(answer: TestResponse) -> str:
    assert answer.status_code == 410
    return answer.text


def test_a_skipped_date_says_so_and_offers_today(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    services.skip(session, slot, wall("2026-04-15T09:00"), now=NOW)
    session.commit()

    text = gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))

    assert "was skipped" in text
    assert page(slot) in text


def test_a_moved_date_says_where_it_stood_before(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    services.move(session, slot, wall("2026-04-15T09:00"), wall("2026-04-16T11:00"), now=NOW)
    session.commit()

    text = sign_in(bob).get(page(slot, key="2026-04-15T09:00")).text

    assert "Moved: the series has it on Wed, 15 Apr 2026, 09:00" in text
    assert "11:00–11:30" in text


def test_an_ended_series_says_so(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    services.end_series(session, slot, now=NOW)
    session.commit()

    assert "The series ended on" in gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))


def test_a_changed_series_says_how_it_goes_on(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    later = services.Reservation(
        person=bob,
        channels=tuple(slot.channels),
        starts_wall=wall("2026-04-09T10:00"),
        zone="Europe/Berlin",
        rhythm=Rhythm((3,)),
    )
    services.change(session, slot, later, now=NOW)
    session.commit()

    text = gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))

    assert "goes on differently" in text
    assert "Every Thursday" in text


def test_a_date_that_never_was_says_so(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    client = sign_in(bob)

    assert "has no date on" in gone(client.get(page(slot, key="2026-04-14T09:00")))
    assert client.post(page(slot, "/log", "2026-04-14T09:00"), data=ENTRY).status_code == 410


@pytest.mark.parametrize("key", ["tomorrow", "2026-4-8T9:00", "9999-12-31T00:00", "0001-01-01T00:00", "%00"])
def test_what_is_no_key_is_not_there(sign_in: SignIn, bob: Person, slot: Slot, key: str) -> None:
    assert sign_in(bob).get(page(slot, key=key)).status_code == 404


@pytest.mark.parametrize("number", ["999999", "99999999999999999999", "0"])
def test_what_is_no_slot_is_not_there(sign_in: SignIn, bob: Person, slot: Slot, number: str) -> None:
    assert sign_in(bob).get(f"/dialog/{number}/2026-04-08T09:00").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_log(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, count_queries: Callable[[], int]
) -> None:
    client = sign_in(bob)
    client.get(page(slot))
    count_queries()
    client.get(page(slot))
    few = count_queries()

    for number in range(20):
        channel = slot.channels[number % 2]
        session.add(AgendaItem(channel=channel, name=f"Person {number}", created_at=NOW))
        session.add(
            Interaction(
                channel=channel,
                person_id=bob.id,
                slot_id=slot.id,
                occurrence=wall("2026-04-08T09:00"),
                kind=InteractionKind.ANSWER,
                quality=1,
                entry_key=f"key-{number}",
                at=datetime(2026, 4, 8, 7, 5, tzinfo=UTC),
            )
        )
    session.commit()
    count_queries()
    client.get(page(slot))

    assert count_queries() <= few
