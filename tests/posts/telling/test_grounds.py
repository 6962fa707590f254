"""What stands below a finding: the measure with its units, what was counted, whose number the limit is."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import automated_share, dialog_time_reserved
from calendar_app.rules.facts import Mode
from tests.factories import NOW, make_channel, make_variant
from tests.posts.composer import form_of

SignIn = Callable[[Person], FlaskClient]


def planned(session: Session, channel: Channel, hour: int, status: Status) -> Variant:
    return make_variant(session, channel, planned_wall=datetime(2026, 4, 9, hour), status=status)  # noqa: DTZ001 wall time


def finding(client: FlaskClient, variant: Variant, number: str, **changes: object) -> str:
    """One finding on the page, as words and addresses without the marks between them."""
    page = client.post(f"/variants/{variant.id}/check", data=form_of(variant, **changes))
    articles = re.findall(r'<article class="finding.*?</article>', page.get_data(as_text=True), re.DOTALL)
    (found,) = (each for each in articles if f'class="finding-code">{number}<' in each)
    return re.sub(r"<(?!a )[^>]*>|\s+", " ", found)


def test_counted_posts_are_named_and_lead_to_their_pages(
    sign_in: SignIn, session: Session, bob: Person, alice: Person
) -> None:
    channel = make_channel(session, "X", "x")
    other = planned(session, channel, 10, Status.SCHEDULED)
    checked = planned(session, channel, 15, Status.DRAFT)
    session.commit()

    told = finding(sign_in(bob), checked, "R10", mode=Mode.LIVE.value)

    assert f'<a href="/variants/{other.id}">X, Thu, 9 Apr 2026, 10:00' in told
    assert "this one (X, Thu, 9 Apr 2026, 15:00)" in told
    assert "Measured: 0 minutes. Needed: 1 hour." in told
    assert "From Mon, 6 Apr 2026, 00:00 to Mon, 13 Apr 2026, 00:00." in told


def test_each_number_says_who_decided_it(
    sign_in: SignIn, session: Session, bob: Person, alice: Person
) -> None:
    channel = make_channel(session, "X", "x")
    checked = planned(session, channel, 15, Status.DRAFT)
    place = Place(channel=channel)
    decide(session, dialog_time_reserved.RULE, place, Decision(None, {"base": 45}), person=alice, now=NOW)
    session.commit()

    told = " ".join(finding(sign_in(bob), checked, "R10").split())

    assert "45 minutes decided for the channel" in told
    assert "15 minutes built in: " in told
    assert "Checked on " in told


@pytest.mark.parametrize(
    ("text_limit", "said"),
    [
        (None, "Limit: 280 weighted characters the platform’s profile: X. Checked on "),
        (30, "Limit: 30 weighted characters decided for the channel"),
    ],
)
def test_a_limit_says_whose_it_is(
    sign_in: SignIn, session: Session, bob: Person, text_limit: int | None, said: str
) -> None:
    channel = make_channel(session, "X", "x")
    channel.text_limit = text_limit
    checked = planned(session, channel, 15, Status.DRAFT)
    session.commit()

    told = finding(sign_in(bob), checked, "R14", text="x" * 300)

    assert said in " ".join(told.split())


def test_a_limit_that_is_one_already_when_it_is_reached_says_so(
    sign_in: SignIn, session: Session, bob: Person, alice: Person
) -> None:
    channels = [make_channel(session, name, "x") for name in ("One", "Two", "Three")]
    checked, *others = (planned(session, each, 15, Status.SCHEDULED) for each in channels)
    for other in others:
        other.post = checked.post
    session.commit()

    told = finding(sign_in(alice), checked, "R04")

    assert "Measured: 3 channels. Too much from: 3 channels." in told


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Measured: 33.3%. Limit: 33%."), ("de", "Gemessen: 33,3 %. Grenze: 33 %.")]
)
def test_a_share_above_its_limit_never_reads_as_if_it_were_at_it(
    sign_in: SignIn, session: Session, bob: Person, alice: Person, language: str, said: str
) -> None:
    channel = make_channel(session, "X", "x")
    for hour in range(8, 19):
        mode = Mode.FEED if hour < 11 else Mode.LIVE
        make_variant(session, channel, planned_wall=datetime(2026, 4, 9, hour), mode=mode)  # noqa: DTZ001 wall time
    checked = planned(session, channel, 20, Status.DRAFT)
    decide(session, automated_share.RULE, Place(), Decision(None, {"warn": 33}), person=alice, now=NOW)
    bob.account.language = language  # type: ignore[union-attr]  # he has one
    session.commit()

    assert said in finding(sign_in(bob), checked, "R06", mode=Mode.FEED.value)
