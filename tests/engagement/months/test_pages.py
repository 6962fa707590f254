"""The page of a month."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Interaction, InteractionKind
from calendar_app.engagement.months.models import Audience
from calendar_app.engagement.months.services import year_until
from calendar_app.people.models import JournalEntry, Person
from calendar_app.posts.activity import went_out
from calendar_app.posts.models import Source, Status
from tests.engagement.booking import SignIn
from tests.factories import NOW, make_channel, make_variant

MIDNIGHT = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # in Berlin, April begins


def log(
    session: Session, person: Person, channel: Channel, *kinds: InteractionKind, at: datetime = NOW
) -> None:
    for number, kind in enumerate(kinds):
        session.add(
            Interaction(
                channel=channel,
                person_id=person.id,
                kind=kind,
                quality=1,
                entry_key=f"{channel.id} {at} {number}",
                at=at,
            )
        )
    session.commit()


def test_a_month_is_shown_by_channel_and_names_nobody(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    started = [InteractionKind.COMMENT] * 3
    log(session, bob, channel, *started, InteractionKind.ANSWER)

    page = sign_in(alice).get("/dialog/months").text

    assert "April 2026" in page
    assert "75%" in page
    assert bob.name not in page


def test_large_numbers_read_as_the_reader_writes_them(sign_in: SignIn, bob: Person, channel: Channel) -> None:
    client = sign_in(bob)
    audience = {"channel": channel.id, "month": "2026-04", "followers": "12400", "engaged": "1310"}

    client.post("/dialog/months", data=audience)

    assert "1,310/12,400" in client.get("/dialog/months").text


def test_a_year_is_shown_of_all_channels_together(session: Session, bob: Person, channel: Channel) -> None:
    elsewhere = make_channel(session, "York", zone="America/New_York")
    log(session, bob, channel, InteractionKind.COMMENT, at=MIDNIGHT)
    log(session, bob, elsewhere, InteractionKind.ANSWER, at=MIDNIGHT)
    log(session, bob, channel, *[InteractionKind.QUESTION] * 2, at=MIDNIGHT - timedelta(days=330))

    year = year_until(session, date(2026, 4, 1), went_out)

    assert list(year)[0::11] == [date(2025, 5, 1), date(2026, 4, 1)]
    assert {month: found.started for month, found in year.items() if found.contributions} == {
        date(2025, 5, 1): 2,
        date(2026, 3, 1): 0,
        date(2026, 4, 1): 1,
    }


def test_a_month_begins_at_midnight_of_the_channel(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    log(session, bob, channel, InteractionKind.COMMENT, at=MIDNIGHT)
    log(
        session,
        bob,
        make_channel(session, "York", zone="America/New_York"),
        InteractionKind.ANSWER,
        at=MIDNIGHT,
    )
    client = sign_in(bob)

    assert "1/1" in client.get("/dialog/months?month=2026-04").text
    assert "0%" in client.get("/dialog/months?month=2026-03").text


@pytest.mark.parametrize("month", ["", "2026-13", "9999-01", "never", "2026-04-01"])
def test_what_is_no_month_shows_this_one(sign_in: SignIn, bob: Person, month: str) -> None:
    assert "April 2026" in sign_in(bob).get(f"/dialog/months?month={month}").text


def test_an_empty_month_has_no_data(sign_in: SignIn, bob: Person, channel: Channel) -> None:
    assert sign_in(bob).get("/dialog/months?month=2025-01").text.count("no data") == 5 + 12 * 4


def test_posts_that_answer_questions_are_counted_on_the_clock_of_their_channel(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    """Three of our own in April, one of them an answer; what the platform reposted is none of ours."""
    york = make_channel(session, "York", zone="America/New_York")
    for place, source, at, labels in (
        (channel, Source.QUESTION, MIDNIGHT, ["question"]),
        (channel, Source.CONVERSATION, NOW, []),
        (channel, Source.OWN, NOW, []),
        (channel, Source.QUESTION, NOW, ["reshare"]),
        (channel, Source.QUESTION, None, []),
        (york, Source.QUESTION, MIDNIGHT, []),
    ):
        variant = make_variant(session, place, status=Status.PUBLISHED if at else Status.SCHEDULED)
        variant.post.source, variant.published_at, variant.labels = source, at, labels
    session.commit()
    client = sign_in(bob)

    april, march = (client.get(f"/dialog/months?month=2026-{number}").text for number in ("04", "03"))

    assert "1/3" in april
    assert "1/1" not in april
    assert "1/1" in march
    year = year_until(session, date(2026, 4, 1), went_out)
    assert [(found.answering, found.posts) for found in year.values()][-2:] == [(1, 1), (1, 3)]


def test_the_audience_is_typed_in_and_corrected(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)
    for followers in ("100", "400"):
        typed = {"month": "2026-03", "channel": channel.id, "followers": followers, "engaged": "10"}
        assert client.post("/dialog/months", data=typed).status_code == 303

    assert "10/400" in client.get("/dialog/months?month=2026-03").text
    assert len(session.scalars(select(Audience)).all()) == 1
    assert "audience entered" in set(session.scalars(select(JournalEntry.action)))


@pytest.mark.parametrize(
    "wrong", [{"followers": "-1"}, {"followers": "many"}, {"engaged": "101"}, {"channel": "999"}]
)
def test_numbers_that_cannot_be_are_refused(
    sign_in: SignIn, bob: Person, channel: Channel, wrong: dict[str, str]
) -> None:
    typed = {"month": "2026-03", "channel": channel.id, "followers": "100", "engaged": "10", **wrong}

    assert sign_in(bob).post("/dialog/months", data=typed).status_code == 422


def test_own_figures_are_hidden_until_asked_for_and_shown_to_nobody_else(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    log(session, bob, channel, InteractionKind.COMMENT)
    client = sign_in(bob)
    assert "of mine" not in client.get("/dialog/months").text

    client.post("/dialog/months/own", data={"wanted": "yes", "month": "2026-04"})
    assert "1 contribution of mine" in client.get("/dialog/months").text
    assert "of mine" not in sign_in(alice).get("/dialog/months").text

    client.post("/dialog/months/own", data={"wanted": "no"})
    assert "of mine" not in client.get("/dialog/months").text


def test_the_page_asks_a_fixed_number_of_queries(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel, count_queries: Callable[[], int]
) -> None:
    client, numbers = sign_in(bob), []
    client.get("/dialog/months")
    for number in range(3):
        place = make_channel(session, f"Channel {number}")
        make_variant(session, place, status=Status.PUBLISHED).published_at = NOW
        log(session, bob, place, InteractionKind.COMMENT)
        count_queries()
        client.get("/dialog/months")
        numbers.append(count_queries())

    assert len(set(numbers)) == 1


def test_who_talks_more_stands_nowhere_higher(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    log(session, bob, channel, *[InteractionKind.COMMENT] * 3)
    client = sign_in(alice)

    for address in ("/people", "/dialog/people"):
        text = client.get(address).text
        listed = text[text.index("<main") :]
        assert listed.index(alice.name) < listed.index(bob.name)
        assert "3 contributions" not in listed
