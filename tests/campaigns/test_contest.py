"""Contests and votes: nothing that was written down is changed, and nobody wins against the terms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns import contest, premortem
from calendar_app.campaigns.contest import Count, Terms
from calendar_app.campaigns.contest_models import AppendOnlyError, Decides, VoteRecord
from calendar_app.campaigns.models import Campaign, CampaignKind
from calendar_app.campaigns.services import Refused
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts import holding
from calendar_app.posts.models import Status
from tests.factories import NOW, make_campaign, make_channel, make_person, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

MONDAY = datetime(2026, 4, 13, 9, 0)  # noqa: DTZ001 wall time
DURING = NOW + timedelta(days=3)  # the campaign begins on the Friday after
TERMS = Terms(
    url="https://example.org/terms",
    text="One vote each.\nMost votes win.",
    eligibility="Everybody.",
    period="Two weeks.",
    decides=Decides.VOTES,
    selection="Most votes.",
    jury="None.",
    exclusions="Insults.",
    counting="Two people count; votes of bots are left out and told.",
    privacy="Nothing is kept.",
    names_platform_release=True,
    wants_no_sharing=True,
)
COUNTS: list[Count] = [("Fuchur", 128), ("Rocket", 117)]


@pytest.fixture
def vote(session: Session, alice: Person) -> Campaign:
    return make_campaign(session, alice, kind=CampaignKind.VOTE)


@pytest.fixture
def signed(session: Session, alice: Person, vote: Campaign) -> Campaign:
    contest.keep_terms(session, vote, TERMS, by=alice, now=NOW)
    premortem.sign(session, vote, by=make_person(session, "Bert", Role.APPROVER), now=NOW)
    return vote


def count(session: Session, row: Campaign, by: Person, **more: object) -> None:
    wanted = {"counts": COUNTS, "said": "Two of us.", "by": by, "now": DURING} | more
    contest.record(session, row, **wanted)  # type: ignore[arg-type]


def test_without_terms_every_point_of_them_is_open(session: Session, vote: Campaign) -> None:
    before = premortem.points_of(session, vote)

    assert "terms with link and fingerprint" in before
    assert "counting and handling of fraud" in before
    assert len(before) == 11  # ten of the terms, and the sign-off


@pytest.mark.parametrize(
    ("left_out", "point"),
    [
        ({"url": ""}, "terms with link and fingerprint"),
        ({"text": ""}, "terms with link and fingerprint"),
        ({"counting": ""}, "counting and handling of fraud"),
        ({"wants_no_sharing": False}, "no sharing or tagging to win"),
    ],
)
def test_what_the_terms_leave_out_is_named(
    session: Session, alice: Person, vote: Campaign, left_out: dict[str, object], point: str
) -> None:
    contest.keep_terms(session, vote, replace(TERMS, **left_out), by=alice, now=NOW)  # type: ignore[arg-type]

    assert point in premortem.points_of(session, vote)


def test_a_change_of_the_terms_after_the_start_is_seen_and_holds_what_is_planned(
    session: Session, alice: Person, signed: Campaign
) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=60, rrule="FREQ=DAILY")
    post = make_variant(session, channel, planned_wall=MONDAY)
    post.campaign = signed
    session.flush()
    holding.keep(session, holding.look(session, now=NOW), now=NOW)
    was = post.status

    contest.keep_terms(session, signed, replace(TERMS, jury="It decides."), by=alice, now=DURING)
    holding.keep(session, holding.look(session, now=DURING), now=DURING)

    assert (was, post.status) == (Status.SCHEDULED, Status.HELD)
    assert "premortem-incomplete" in post.held_for
    assert len(contest.terms_of(session, signed)) == 2
    actions = set(session.scalars(select(JournalEntry.action)))
    assert "terms changed after the start" in actions


def test_the_same_terms_again_change_nothing(session: Session, alice: Person, signed: Campaign) -> None:
    assert not contest.keep_terms(session, signed, TERMS, by=alice, now=DURING)
    assert premortem.is_signed(signed)


def test_a_fingerprint_sees_a_word_but_no_line_end() -> None:
    one = contest.fingerprint("Most votes win.\nOne each.")

    assert one == contest.fingerprint("Most votes win. \r\nOne each.\r\n")
    assert one != contest.fingerprint("Most votes win.\nTwo each.")
    assert contest.fingerprint(" ") == ""


def test_nobody_counts_before_the_terms_say_how(session: Session, alice: Person, vote: Campaign) -> None:
    with pytest.raises(Refused, match="First the terms"):
        count(session, vote, alice)


def test_a_winner_against_counts_and_terms_is_refused_with_the_reason(
    session: Session, alice: Person, signed: Campaign
) -> None:
    with pytest.raises(Refused, match="that is Fuchur with 128, not Rocket with 117"):
        count(session, signed, alice, winner="Rocket")
    with pytest.raises(Refused, match="none of the counted"):
        count(session, signed, alice, winner="Something else")

    count(session, signed, alice, winner="Fuchur")

    assert [each.winner for each in contest.records_of(session, signed)] == ["Fuchur"]


def test_of_two_with_most_votes_either_may_win(session: Session, alice: Person, signed: Campaign) -> None:
    count(session, signed, alice, counts=[("a", 5), ("b", 5)], winner="b")

    assert contest.records_of(session, signed)[0].winner == "b"


def test_a_jury_may_choose_among_what_was_counted(session: Session, alice: Person, vote: Campaign) -> None:
    contest.keep_terms(session, vote, replace(TERMS, decides=Decides.JURY), by=alice, now=NOW)

    count(session, vote, alice, winner="Rocket")

    assert contest.records_of(session, vote)[0].winner == "Rocket"


def test_a_count_is_never_changed_only_corrected(session: Session, alice: Person, signed: Campaign) -> None:
    count(session, signed, alice)
    (first,) = contest.records_of(session, signed)
    count(session, signed, alice, counts=[("Fuchur", 128), ("Rocket", 131)], corrects=first)
    session.commit()

    first.counts = [["Fuchur", 1]]
    with pytest.raises(AppendOnlyError):
        session.flush()
    session.rollback()
    session.delete(first)
    with pytest.raises(AppendOnlyError):
        session.flush()
    session.rollback()

    later, earlier = contest.records_of(session, signed)
    assert earlier.counts == [["Fuchur", 128], ["Rocket", 117]]
    assert later.corrects_id == earlier.id


def test_an_impatient_finger_counts_once(session: Session, alice: Person, signed: Campaign) -> None:
    count(session, signed, alice)
    count(session, signed, alice)

    assert len(contest.records_of(session, signed)) == 1


def test_terms_and_counts_are_written_on_their_pages(
    sign_in: SignIn, session: Session, alice: Person, vote: Campaign
) -> None:
    session.commit()
    client, page = sign_in(alice), f"/campaigns/{vote.id}"
    form = {name: getattr(TERMS, name) for name in Terms.__dataclass_fields__} | {"decides": "votes"}
    kept = client.post(f"{page}/terms", data=form)
    lines = {"counts": "Fuchur: 1.128\n\nRocket: 117", "note": "Two of us."}
    counted = client.post(f"{page}/counts", data=lines)
    refused = client.post(f"{page}/counts", data=lines | {"winner": "Rocket"})

    shown = client.get(page).get_data(as_text=True)

    assert (kept.status_code, counted.status_code, refused.status_code) == (303, 303, 422)
    assert "not Rocket with 117" in refused.get_data(as_text=True)
    assert "1 count" in shown
    assert contest.fingerprint(TERMS.text)[:12] in shown
    assert session.scalars(select(VoteRecord.counts)).one() == [["Fuchur", 1128], ["Rocket", 117]]


@pytest.mark.parametrize(
    "line", ["Fuchur", "Fuchur: many", ": 5", "Fuchur: -1", "a: 1\na: 2", "a: 9999999999"]
)
def test_a_line_that_is_no_count_is_said(
    sign_in: SignIn, session: Session, alice: Person, vote: Campaign, line: str
) -> None:
    contest.keep_terms(session, vote, TERMS, by=alice, now=NOW)
    session.commit()

    answer = sign_in(alice).post(f"/campaigns/{vote.id}/counts", data={"counts": line, "note": "Me."})

    assert answer.status_code == 422
    assert "Me." in answer.get_data(as_text=True)
