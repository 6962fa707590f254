"""The launch gate: its page, what it names, and what the rule about a channel's state makes of it."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.gate.services import is_evidence_old, keep, open_items
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.availability.services import Week, be_away, keep_workweek
from calendar_app.people.models import Person, Role
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import capacity_exceeded, dormant_channel
from calendar_app.rules.facts import GateItem, Strictness
from tests.channels.launching import ANSWERS, settle
from tests.factories import NOW, make_channel, make_person, make_variant
from tests.forms import form_with

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def idea(session: Session, alice: Person, bob: Person) -> Channel:
    idea = make_channel(session, "Bluesky", "bluesky", state=ChannelState.IDEA, owner=alice)
    idea.deputy, idea.purpose, idea.audience = bob, "Talk", "Readers"
    session.commit()
    return idea


def test_answers_close_items_one_by_one(session: Session, alice: Person, idea: Channel) -> None:
    without_one = ANSWERS | {"accounts": "Ada\n\nBert\nCleo\nDora"}

    before = open_items(idea, None)
    then = open_items(idea, keep(session, idea, without_one, by=alice, now=NOW))
    unsigned = open_items(idea, keep(session, idea, ANSWERS, by=alice, now=NOW))
    after = open_items(idea, settle(session, idea, alice))

    assert before == tuple(GateItem)[4:]
    assert then == (GateItem.ACCOUNTS, GateItem.SIGN_OFF)
    assert (unsigned, after) == ((GateItem.SIGN_OFF,), ())


def test_the_page_keeps_what_is_settled_and_the_rule_names_what_is_open(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    variant = make_variant(session, idea, status=Status.DRAFT)
    session.commit()
    browser = sign_in(alice)

    typed = {name: str(answer) for name, answer in ANSWERS.items()}
    browser.post(f"/channels/{idea.id}/gate", data=typed | {"plan": "", "council": ""})

    page = browser.get(f"/channels/{idea.id}/gate").text
    verdicts = judge(session, variant, now=NOW).verdicts
    found = next(each for each in verdicts if each.number == "R26")
    assert "2 items are open:</b> plan, works council" in page
    assert found.message("en").endswith("Finish the launch gate: plan, works council and sign-off.")
    assert found.message("de").endswith("Startprüfung abschließen: Plan, Betriebsrat und Freigabe.")


def test_a_launch_on_the_page_is_refused_while_another_channel_starves(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    silent = make_channel(session, "Silent old account")
    silent.created_at = NOW - timedelta(days=61)
    settle(session, idea, alice)
    session.commit()
    browser = sign_in(alice)

    refused = browser.post(f"/channels/{idea.id}/launch")
    browser.post(f"/channels/{silent.id}/silence")
    launched = browser.post(f"/channels/{idea.id}/launch")

    assert refused.status_code == 422
    assert "Silent old account" in refused.text
    assert launched.status_code == 303


def test_the_teams_own_days_decide_when_silence_shuts_the_gate_and_for_how_long_it_is_put_off(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    silent = make_channel(session, "Silent old account")
    silent.created_at = NOW - timedelta(days=9)
    settle(session, idea, alice)
    numbers = {"quiet_days": 2, "inactive_days": 4, "decide_days": 5}
    decide(
        session, dormant_channel.RULE, Place(channel=silent), Decision(values=numbers), person=alice, now=NOW
    )
    session.commit()
    browser = sign_in(alice)

    refused = browser.post(f"/channels/{idea.id}/launch")
    page = browser.get(f"/channels/{silent.id}").text
    browser.post(f"/channels/{silent.id}/silence")
    session.refresh(silent)

    assert refused.status_code == 422
    assert "Silent for 9 days." in page
    assert "Decide within 5 days" in page
    assert silent.silence_accepted_until == NOW.date() + timedelta(days=5)


def test_what_was_put_off_stays_so_for_as_long_as_the_team_says_now(
    session: Session, alice: Person, sign_in: SignIn
) -> None:
    silent = make_channel(session, "Silent old account")
    silent.created_at = NOW - timedelta(days=61)
    elsewhere = make_channel(session, "Never put off")
    session.commit()
    browser = sign_in(alice)
    browser.post(f"/channels/{silent.id}/silence")
    session.expire_all()

    longer = Decision(values={"decide_days": 20})
    decide(session, dormant_channel.RULE, Place(platform="mastodon"), longer, person=alice, now=NOW)
    session.commit()

    again = browser.post(f"/channels/{silent.id}/silence", follow_redirects=True).text
    assert silent.silence_accepted_until == NOW.date() + timedelta(days=20)
    assert elsewhere.silence_accepted_until is None
    assert "This can be put off once" in again


def test_an_author_does_not_see_the_gate(bob: Person, idea: Channel, sign_in: SignIn) -> None:
    assert sign_in(bob).get(f"/channels/{idea.id}/gate").status_code == 403


def test_evidence_is_old_after_a_year() -> None:
    gate = LaunchGate(evidence_on=date(2025, 4, 8))

    assert not is_evidence_old(gate, date(2026, 4, 8))
    assert is_evidence_old(gate, date(2026, 4, 9))


@pytest.fixture
def team_time(session: Session, bob: Person) -> Callable[[int], None]:
    """Record the minutes that the team has in each week."""

    def _record(minutes: int) -> None:
        week = Week(starts=time(9), ends=time(17), weekdays=(0, 1, 2, 3, 4), minutes=minutes)
        keep_workweek(session, bob, week)
        session.commit()

    return _record


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 422),
        ({"given_minutes": 120}, 303),
        ({"agency_until": NOW.date()}, 303),
        ({"agency_until": NOW.date() - timedelta(days=1)}, 422),
    ],
    ids=["no help", "another channel gives time", "an agency", "an agency of the past"],
)
def test_a_gate_stays_shut_while_the_team_lacks_the_minutes(
    session: Session,
    alice: Person,
    idea: Channel,
    sign_in: SignIn,
    team_time: Callable[[int], None],
    more: dict[str, object],
    status: int,
) -> None:
    team_time(120)
    alice.role = Role.LEAD
    keep(session, idea, ANSWERS | {"minutes": 180} | more, by=alice, now=NOW)
    session.commit()
    browser = sign_in(alice)
    page = browser.get(f"/channels/{idea.id}/gate").text
    seen = form_with(page, "goal")["seen"]

    answer = browser.post(f"/channels/{idea.id}/gate/sign", data={"seen": seen})

    launched = browser.post(f"/channels/{idea.id}/launch")
    assert (answer.status_code, launched.status_code) == (status, status)
    assert ("The gate stays shut." in page) == (status == 422)


@pytest.mark.parametrize("strictness", [Strictness.ADVISE, Strictness.OFF])
def test_a_team_that_lets_the_rule_only_advise_signs_over_full_weeks(
    session: Session,
    alice: Person,
    idea: Channel,
    sign_in: SignIn,
    team_time: Callable[[int], None],
    strictness: Strictness,
) -> None:
    team_time(120)
    alice.role = Role.LEAD
    keep(session, idea, ANSWERS | {"minutes": 180}, by=alice, now=NOW)
    decide(session, capacity_exceeded.RULE, Place(), Decision(strictness), person=alice, now=NOW)
    session.commit()
    browser = sign_in(alice)
    page = browser.get(f"/channels/{idea.id}/gate").text

    signed = browser.post(f"/channels/{idea.id}/gate/sign", data={"seen": form_with(page, "goal")["seen"]})

    launched = browser.post(f"/channels/{idea.id}/launch")
    assert (signed.status_code, launched.status_code) == (303, 303)
    assert "The gate stays shut." not in page
    assert "It does not fit, and the team has decided that the gate opens all the same." in page


def test_the_fullest_week_decides_and_all_are_shown(
    session: Session,
    alice: Person,
    bob: Person,
    idea: Channel,
    sign_in: SignIn,
    team_time: Callable[[int], None],
) -> None:
    team_time(500)
    be_away(session, bob, date(2026, 4, 20), date(2026, 4, 22), now=NOW)
    keep(session, idea, ANSWERS | {"minutes": 180}, by=alice, now=NOW)
    session.commit()

    page = " ".join(sign_in(alice).get(f"/channels/{idea.id}/gate").text.split())

    assert "The fullest week has 200 free minutes, the channel asks for 180." in page
    assert page.count("<td>500</td>") == 3


def test_an_admin_passes_over_full_weeks_and_says_why(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn, team_time: Callable[[int], None]
) -> None:
    team_time(60)
    alice.role = Role.ADMIN
    keep(session, idea, ANSWERS, by=alice, now=NOW)
    session.commit()
    browser = sign_in(alice)
    shut = browser.get(f"/channels/{idea.id}/gate").text
    form = form_with(shut, "because")

    hasty = browser.post(f"/channels/{idea.id}/gate/sign", data=form | {"because": ["Because"]})
    reasoned = browser.post(
        f"/channels/{idea.id}/gate/sign", data=form | {"because": ["Two volunteers begin in May."]}
    )

    assert (hasty.status_code, reasoned.status_code) == (422, 303)
    signed = browser.get(f"/channels/{idea.id}/gate").text
    assert "Two volunteers begin in May." in signed
    assert ["The gate stays shut." in page for page in (shut, signed)] == [True, False]
    assert ["Everything is settled." in page for page in (shut, signed)] == [False, False]


def test_what_is_changed_after_the_sign_off_has_to_be_signed_anew(
    session: Session, alice: Person, idea: Channel
) -> None:
    gate = settle(session, idea, alice)

    keep(session, idea, ANSWERS, by=alice, now=NOW + timedelta(hours=1))
    unchanged = gate.is_signed
    keep(session, idea, ANSWERS | {"plan": "Daily."}, by=alice, now=NOW + timedelta(hours=1))

    assert unchanged
    assert open_items(idea, gate) == (GateItem.SIGN_OFF,)


def test_nobody_signs_answers_that_they_have_not_seen(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    keep(session, idea, ANSWERS, by=alice, now=NOW)
    session.commit()
    browser = sign_in(alice)
    form = form_with(browser.get(f"/channels/{idea.id}/gate").text, "goal")
    browser.post(f"/channels/{idea.id}/gate", data=form | {"plan": ["Something else."]})

    answer = browser.post(f"/channels/{idea.id}/gate/sign", data={"seen": form["seen"]})

    assert answer.status_code == 409
    assert "Something else." in answer.text


def test_weeks_that_filled_up_since_the_sign_off_shut_the_launch(
    session: Session,
    alice: Person,
    bob: Person,
    idea: Channel,
    sign_in: SignIn,
    team_time: Callable[[int], None],
) -> None:
    team_time(500)
    alice.role = Role.ADMIN
    settle(session, idea, alice)
    be_away(session, bob, date(2026, 4, 20), date(2026, 4, 24), now=NOW)
    session.commit()
    browser = sign_in(alice)

    full = browser.post(f"/channels/{idea.id}/launch")
    page = browser.get(f"/channels/{idea.id}/gate").text
    form = form_with(page, "because") | {"because": ["Two volunteers begin in May."]}
    browser.post(f"/channels/{idea.id}/gate/sign", data=form)
    launched = browser.post(f"/channels/{idea.id}/launch")

    assert "weeks have no room for it" in full.text
    assert "weeks have filled up since it was signed." in page
    assert (full.status_code, launched.status_code) == (422, 303)


def test_while_two_could_sign_it_is_not_the_one_who_filled_it_in(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    alice.role, lena = Role.LEAD, make_person(session, "Lena Lead", Role.LEAD)
    keep(session, idea, ANSWERS, by=alice, now=NOW)
    session.commit()
    page = sign_in(alice).get(f"/channels/{idea.id}/gate").text
    seen = {"seen": form_with(page, "goal")["seen"]}

    own = sign_in(alice).post(f"/channels/{idea.id}/gate/sign", data=seen)
    others = sign_in(lena).post(f"/channels/{idea.id}/gate/sign", data=seen)

    assert "Somebody else than who filled it in signs" in page
    assert (own.status_code, others.status_code) == (422, 303)
