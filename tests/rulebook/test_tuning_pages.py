"""The page of one rule."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.people.models import Person
from calendar_app.posts.models import Status
from calendar_app.rulebook import tuning
from calendar_app.rulebook.tuning import Decision, Place
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Strictness
from calendar_app.rules.rule import Rule
from calendar_app.rules.units import measure
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]
EACH = [pytest.param(rule, id=rule.key) for rule in RULES]
RULE = {rule.key: rule for rule in RULES}


def sent(client: FlaskClient, key: str, **typed: str) -> TestResponse:
    return client.post(f"/rules/{key}", data=typed)


def saved(client: FlaskClient, key: str, **typed: str) -> TestResponse:
    """Look at what it would do first, then save just that, as the page's two buttons do."""
    page = sent(client, key, **typed).get_data(as_text=True)
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    assert shown is not None
    return sent(client, key, **typed, shown=shown[1])


@pytest.mark.parametrize("rule", EACH)
def test_each_rule_has_a_page_with_its_numbers_and_where_they_come_from(
    sign_in: SignIn, alice: Person, rule: Rule
) -> None:
    page = sign_in(alice).get(f"/rules/{rule.key}").get_data(as_text=True)

    for parameter in rule.parameters:
        assert f'name="number_{parameter.name}"' in page
    assert ('name="strictness"' in page) is not rule.is_fixed


def test_each_unit_is_said_in_both_languages() -> None:
    units = {parameter.unit for rule in RULES for parameter in rule.parameters}

    assert all(measure(2, unit).de for unit in units)


def test_nothing_is_saved_before_it_was_shown(sign_in: SignIn, session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), text="Nobody answers here in the morning.")
    session.commit()

    answer = sent(sign_in(alice), "unattended-publication", strictness="off")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "The one planned post of the coming four weeks would be judged otherwise." in page
    assert variant.called in page
    assert tuning.tunings(session) == ()


def test_what_was_shown_is_saved(sign_in: SignIn, session: Session, alice: Person) -> None:
    channel = make_channel(session)
    session.commit()

    answer = saved(
        sign_in(alice), "automated-share", place=str(channel.id), strictness="advise", number_warn="10"
    )

    (held,) = tuning.tunings(session)
    assert answer.status_code == 303
    assert (held.channel_id, held.strictness, held.values) == (channel.id, Strictness.ADVISE, {"warn": 10})


@pytest.mark.parametrize(("chosen", "values"), [("0", {"sundays": 0}), ("1", {"sundays": 1}), ("", {})])
def test_a_yes_or_no_is_chosen_by_its_word(
    sign_in: SignIn, session: Session, alice: Person, chosen: str, values: dict[str, int]
) -> None:
    client = sign_in(alice)

    page = client.get("/rules/quiet-hours").get_data(as_text=True)
    saved(client, "quiet-hours", strictness="off", number_sundays=chosen)

    assert "Sundays are days of rest" in page
    assert '<option value="1">yes</option>' in page
    assert [each.values for each in tuning.tunings(session)] == [values]


def test_something_else_than_what_was_shown_is_shown_first(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    client = sign_in(alice)
    page = sent(client, "automated-share", number_warn="10").get_data(as_text=True)
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    assert shown is not None

    answer = sent(client, "automated-share", number_warn="12", shown=shown[1])

    assert answer.status_code == 200
    assert tuning.tunings(session) == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number_warn": "101"}, "Number must be between 0 and 100."),
        ({"number_warn": "many"}, "Not a valid integer value."),
        ({"number_warn": "9" * 400}, "Not a valid integer value."),
        ({"number_warn": "60"}, "This lies above “Blocks above this share (%)” (50)."),
        ({"number_warn": "40", "number_block": "30"}, "This lies above “Blocks above this share (%)” (30)."),
        ({"strictness": "never"}, "Choose one of the entries"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_kept(
    sign_in: SignIn, session: Session, alice: Person, typed: dict[str, str], said: str
) -> None:
    answer = sent(sign_in(alice), "automated-share", **typed)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert all(f'value="{word}"' in page for name, word in typed.items() if name != "strictness")
    assert tuning.tunings(session) == ()


def test_a_rule_with_a_floor_stays_strict_whatever_is_sent(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    saved(sign_in(alice), "platform-length", strictness="off", number_info_at="90")

    (held,) = tuning.tunings(session)
    assert (held.strictness, held.values) == (None, {"info_at": 90})


@pytest.mark.parametrize("place", ["nowhere", "999999", "9" * 40])
def test_an_unknown_place_is_not_found(sign_in: SignIn, alice: Person, place: str) -> None:
    client = sign_in(alice)

    assert client.get("/rules/automated-share", query_string={"place": place}).status_code == 404
    assert sent(client, "automated-share", place=place).status_code == 404


def test_an_author_reads_what_holds_and_changes_nothing(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    tuning.decide(
        session, RULE["automated-share"], Place(), Decision(values={"warn": 17}), person=alice, now=NOW
    )
    author = make_person(session, "Author")
    session.commit()
    client = sign_in(author)

    page = client.get("/rules/automated-share").get_data(as_text=True)

    assert "17%" in page
    assert "decided for everywhere" in page
    assert sent(client, "automated-share", number_warn="10").status_code == 403


def test_only_what_is_planned_is_counted_in_the_preview(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    channel = make_channel(session)
    make_variant(session, channel, status=Status.DRAFT)
    make_variant(session, channel, status=Status.CANCELLED)
    session.commit()

    page = sent(sign_in(alice), "unattended-publication", strictness="off").get_data(as_text=True)

    assert "The 0 planned posts of the coming four weeks" in page
