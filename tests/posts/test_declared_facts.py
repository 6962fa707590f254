"""What a team says of a channel or of itself on a page changes the next verdict."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.availability.models import Workweek
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.people.models import Person
from calendar_app.posts.channel_facts import channel_facts
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.rules.facts import InboundKind
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_variant

SignIn = Callable[[Person], FlaskClient]

CHANNEL = {
    "name": "House account",
    "platform": "mastodon",
    "url": "",
    "languages": "en, de",
    "zone": "Europe/Berlin",
    "owner_id": "",
    "deputy_id": "",
    "stripe": "1",
}
FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time
MONDAY = datetime(2026, 4, 6, 9, 0)  # noqa: DTZ001 wall time
WORKSPACE = {"name": "Newsroom", "language": "en", "zone": "Europe/Berlin", "region": ""}


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session, "House account")
    session.commit()
    return channel


def severity(session: Session, variant: Variant, number: str) -> Severity:
    session.expire_all()
    verdicts = judge(session, variant, now=NOW).verdicts
    found = next(each.severity for each in verdicts if each.number == number)
    session.commit()
    return found


def declare(session: Session, browser: FlaskClient, channel: Channel, **more: str) -> None:
    form = CHANNEL | {"revision": str(channel.revision)} | more
    session.commit()
    assert browser.post(f"/channels/{channel.id}/edit", data=form).status_code == 303


def test_a_declared_mirror_warns_after_two_weeks(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    variant = make_variant(session, channel, status=Status.DRAFT)
    session.commit()
    browser = sign_in(alice)
    before = severity(session, variant, "R05")

    declare(session, browser, channel, outside_tool="Zap", outside_mirror_since="2026-03-20")

    assert (before, severity(session, variant, "R05")) == (Severity.PASS, Severity.WARN)


def test_posts_of_an_outside_tool_count_as_automated(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    for day in range(1, 5):
        make_variant(session, channel, mode=Mode.LIVE, planned_wall=MONDAY + timedelta(days=day))
    fired = make_variant(session, channel, planned_wall=MONDAY)
    session.commit()
    browser = sign_in(alice)
    before = severity(session, fired, "R06")

    declare(session, browser, channel, outside_tool="RSS bot", outside_posts_per_week="20")

    assert before is not Severity.BLOCK
    assert severity(session, fired, "R06") is Severity.BLOCK


def test_a_burst_is_welcome_during_an_event(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    variant = make_variant(session, channel, mode=Mode.LIVE)
    make_variant(session, channel, mode=Mode.LIVE, planned_wall=FRIDAY + timedelta(minutes=5))
    session.commit()
    browser = sign_in(alice)
    before = severity(session, variant, "R21")

    declare(session, browser, channel, event_from="2026-04-10")

    assert (before, severity(session, variant, "R21")) == (Severity.BLOCK, Severity.PASS)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"event_from": "2026-04-10", "event_until": "2026-04-12"}, "An event lasts a day or two."),
        ({"event_until": "2026-04-12"}, "The first day of the event is missing."),
        ({"outside_posts_per_week": "3"}, "Name the tool"),
    ],
)
def test_what_makes_no_sense_is_refused(
    more: dict[str, str], sentence: str, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    answer = sign_in(alice).post(f"/channels/{channel.id}/edit", data=CHANNEL | {"revision": "1"} | more)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_decision_about_a_silent_channel_is_put_off_once(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    channel.created_at = NOW - timedelta(days=40)
    variant = make_variant(session, channel, status=Status.DRAFT)
    session.commit()
    browser = sign_in(alice)
    before = severity(session, variant, "R20")

    browser.post(f"/channels/{channel.id}/silence")
    again = browser.post(f"/channels/{channel.id}/silence", follow_redirects=True)

    assert (before, severity(session, variant, "R20")) == (Severity.WARN, Severity.INFO)
    assert channel.silence_accepted_until == date(2026, 4, 22)
    assert "This can be put off once" in again.text


def test_a_listening_place_with_reserved_time_needs_it(
    session: Session, channel: Channel, alice: Person, sign_in: SignIn
) -> None:
    channel.state = ChannelState.LISTEN_ONLY
    session.commit()

    declare(session, sign_in(alice), channel, needs_dialog_base="y")

    session.expire_all()
    assert [each.needs_dialog_base for each in channel_facts(session, NOW)] == [True]


def test_how_many_write_is_counted_over_eight_weeks(session: Session, channel: Channel) -> None:
    for weeks in (1, 3, 7, 9):
        for _number in range(3):
            session.add(
                InboundItem(
                    channel=channel,
                    kind=InboundKind.QUESTION,
                    text="When?",
                    received_at=NOW - timedelta(weeks=weeks),
                    created_at=NOW,
                )
            )
    session.flush()

    assert [each.inbound_per_week for each in channel_facts(session, NOW)] == [2]


def test_what_a_workspace_says_of_itself_reaches_the_rules(
    session: Session, alice: Person, channel: Channel, sign_in: SignIn
) -> None:
    variant = make_variant(session, channel, status=Status.DRAFT, text="Come and see: #nachhaltigkeit")
    session.commit()
    browser = sign_in(alice)
    before = severity(session, variant, "R15")

    browser.post(
        "/workspace",
        data=WORKSPACE | {"is_public_body": "y", "single_words": "#Nachhaltigkeit, Stadtbibliothek"},
    )

    assert (before, severity(session, variant, "R15")) == (Severity.INFO, Severity.PASS)
    assert judge(session, variant, now=NOW).plan.is_public_body


def test_a_week_of_all_channels_is_held_against_the_teams_minutes(
    session: Session, alice: Person, channel: Channel
) -> None:
    other = make_channel(session, "Other", "bluesky")
    variant = make_variant(session, channel)
    for hour in range(8, 14):
        make_variant(session, other, planned_wall=FRIDAY.replace(hour=hour))
    unknown = severity(session, variant, "R29")

    session.add(Workweek(person_id=alice.id, minutes=330))
    session.flush()

    assert unknown is Severity.NOT_APPLICABLE
    assert severity(session, variant, "R29") is Severity.WARN
