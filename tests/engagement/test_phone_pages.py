"""The page of one occurrence: what it shows, and whom one can visit and answer from it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.signing import Signing
from calendar_app.engagement.agenda import is_due
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.engagement.inbound.services import Message, enter
from calendar_app.engagement.models import AgendaItem, AgendaKind, Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person
from calendar_app.posts.models import Status
from calendar_app.rules.facts import InboundKind
from tests.engagement.booking import SignIn, wall
from tests.engagement.phone import entry, page, slot_on_now
from tests.factories import NOW, make_channel, make_variant

HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}'


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    return slot_on_now(session, bob)


def test_the_page_leads_to_the_channels_and_tells_the_time_left(
    sign_in: SignIn, bob: Person, slot: Slot, clock: FixedClock, session: Session
) -> None:
    clock.moment = NOW + timedelta(minutes=12)
    slot.channels[0].signing = Signing.FIRST_NAME
    session.commit()

    text = sign_in(bob).get(page(slot)).text

    assert "18 minutes left" in text
    assert text.count("signs “<bdi>– Bob</bdi>”") == 1
    assert 'href="https://social.example/@parley" target="_blank" rel="noopener noreferrer"' in text
    assert "no address stored" in text


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
    """With the style sheet, the script, the icons and the font, which a browser asks for but once."""
    client = sign_in(bob)
    text = client.get(page(slot)).text
    files = set(re.findall(r'(?:href|src)="(/built/[^"#]+\.(?:css|js|woff2))"', text))
    files |= set(re.findall(r'href="(/built/icons[^"#]+)#', text))

    weights = [
        len(client.get(each, headers={"Accept-Encoding": "gzip"}, buffered=True).data) for each in files
    ]

    assert len(files) == 4
    assert len(text.encode()) < 20_000
    assert len(text.encode()) + sum(weights) < 70_000


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


def test_words_to_look_for_come_up_again_a_week_after_they_were_looked_for(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    words, person = (
        AgendaItem(channel=slot.channels[0], kind=kind, name=name, created_at=NOW)
        for kind, name in ((AgendaKind.SEARCH, "Parlay"), (AgendaKind.PERSON, "Karin"))
    )
    session.add_all([words, person])
    session.commit()
    client = sign_in(bob)

    text = client.get(page(slot)).text
    for item in (words, person):
        client.post(page(slot, "/visited"), data={"item": item.id})
    ticked = client.get(page(slot)).text

    assert 'href="https://social.example/search?q=Parlay"' in text
    assert "All words were looked for" in ticked
    assert "All on the list were visited" in ticked
    for item in (words, person):
        session.refresh(item)
    assert [is_due(words, NOW + timedelta(days=day)) for day in (6, 7)] == [False, True]
    assert [is_due(person, NOW + timedelta(days=day)) for day in (7, 89, 90)] == [False, False, True]


def test_where_no_search_is_known_the_words_stand_to_be_copied_beside_the_channel(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    forum = make_channel(session, "The forum", "general")
    forum.url = "https://forum.example/"
    slot.channels.append(forum)
    session.add(AgendaItem(channel=forum, kind=AgendaKind.SEARCH, name="Parlay", created_at=NOW))
    session.commit()

    text = sign_in(bob).get(page(slot)).text

    assert re.search(r'<input[^>]* value="Parlay" readonly>', text)
    assert (
        '<a href="https://forum.example/" target="_blank" rel="noopener noreferrer">Open The forum</a>'
        in text
    )


def test_what_was_found_is_put_down_on_the_spot_and_once(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, clock: FixedClock
) -> None:
    client, channel = sign_in(bob), slot.channels[0]
    found = {
        "heard-kind": "complaint",
        "heard-text": "Parlay sold me a bent nail",
        "heard-channel": channel.id,
    }
    session.commit()

    for minutes in (2, 9):
        clock.moment = NOW + timedelta(minutes=minutes)
        assert client.post(page(slot, "/heard"), data=found).status_code == 303
    elsewhere = client.post(page(slot, "/heard"), data={**found, "heard-link": "https://social.example/2"})
    refused = client.post(page(slot, "/heard"), data={**found, "heard-text": "", "heard-link": "nowhere"})

    item, other = session.scalars(select(InboundItem).order_by(InboundItem.id)).all()
    assert elsewhere.status_code == 303
    assert other.link == "https://social.example/2"
    assert (item.kind, item.received_at) == (InboundKind.COMPLAINT, NOW + timedelta(minutes=2))
    assert refused.status_code == 422
    assert 'value="nowhere"' in refused.text


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
