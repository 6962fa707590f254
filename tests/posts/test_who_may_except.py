"""What each rule of the catalogue says of exceptions: who may make one, how long it lasts, what is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.posts import exceptions, review
from calendar_app.posts.errors import ReasonNeededError, RefusedError
from calendar_app.posts.exceptions import make_exception, why_no_exception
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.rules.engine import RULES
from calendar_app.rules.rule import Severity, Verdict
from calendar_app.wording import Text
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant

REASON = "All three tags are read by people who come to us."
NIGHT = datetime(2026, 4, 7, 20, 30, tzinfo=UTC)

WRITERS = {Role.EXTERNAL, Role.AUTHOR, Role.APPROVER, Role.LEAD, Role.ADMIN}
LEADS = {Role.LEAD, Role.ADMIN}
ADMINS = {Role.ADMIN}
NOBODY: set[Role] = set()

# Rule → who may let pass what it finds, for how long at most, and what a mere warning asks of whoever
# hands the text in.
CATALOGUE = {
    "R01": (LEADS, None, "tick"),
    "R02": (LEADS, None, "tick"),
    "R03": (LEADS, None, "tick"),
    "R04": (LEADS, None, "tick"),
    "R05": (ADMINS, None, "tick or exception"),
    "R06": (LEADS, None, "tick"),
    "R07": (LEADS, None, "tick"),
    "R08": (LEADS, None, "tick"),
    "R09": (LEADS, None, "tick"),
    "R10": (LEADS, None, "tick"),
    "R11": (LEADS, None, "tick"),
    "R12": (LEADS, None, "tick"),
    "R13": (LEADS, None, "tick"),
    "R14": (NOBODY, None, "tick"),
    "R15": (WRITERS, None, "reason"),
    "R16": (WRITERS, None, "reason"),
    "R17": (WRITERS, None, "reason"),
    "R18": (LEADS, None, "tick"),
    "R19": (LEADS, None, "tick"),
    "R20": (LEADS, None, "tick"),
    "R21": (LEADS, None, "tick"),
    "R22": (NOBODY, None, "tick"),
    "R23": (LEADS, None, "tick"),
    "R24": (NOBODY, None, "tick"),
    "R25": (ADMINS, None, "tick"),
    "R26": (NOBODY, None, "tick"),
    "R27": (ADMINS, timedelta(hours=24), "tick"),
    "R28": (ADMINS, timedelta(hours=72), "tick"),
    "R29": (ADMINS, None, "tick"),
}


@pytest.fixture
def variant(session: Session, alice: Person) -> Variant:
    """Three hashtags, where the platform takes two; its author is an admin beside another approver."""
    make_person(session, "Lea Lorenz", Role.LEAD)
    channel = make_channel(session, "X", "x", owner=alice)
    make_slot(session, alice, [channel], minutes=240, rrule="FREQ=WEEKLY;BYDAY=MO,FR")
    return make_variant(
        session,
        channel,
        text="Who has ever built a chair? #wood #chair #saturday",
        status=Status.DRAFT,
        author=alice,
        answer_person=alice,
        mode=Mode.LIVE,
    )


def found(number: str, severity: Severity) -> Verdict:
    rule = next(each for each in RULES if each.number == number)
    return Verdict(rule.key, number, severity, Text("Found.", "Gefunden."), override=rule.override)


def asked(verdict: Verdict) -> str:
    if verdict.wants_reason:
        return "reason"
    return "tick or exception" if verdict.is_exceptable else "tick"


def test_the_table_has_every_rule() -> None:
    assert list(CATALOGUE) == [rule.number for rule in RULES]


@pytest.mark.parametrize("number", CATALOGUE)
def test_each_rule_says_for_how_long_and_what_its_warning_asks(number: str) -> None:
    _who, lasts, warning = CATALOGUE[number]

    verdict = found(number, Severity.WARN)

    assert verdict.override.lasts == lasts
    assert asked(verdict) == warning


def test_each_rule_says_who_may_except(session: Session, variant: Variant) -> None:
    people = [make_person(session, f"{role} of the house", role) for role in Role]
    judgement = judge(session, variant, now=NIGHT)

    able = {
        number: {
            each.role
            for each in people
            if not why_no_exception(session, variant, judgement, found(number, Severity.BLOCK), each)
        }
        for number in CATALOGUE
    }

    assert able == {number: who for number, (who, _lasts, _warning) in CATALOGUE.items()}


def give_reason(
    session: Session, variant: Variant, person: Person, rule: str = "hashtag-limit", now: datetime = NOW
) -> None:
    make_exception(session, variant, rule, REASON, revision=variant.revision, person=person, now=now)


def hand_in(session: Session, variant: Variant, person: Person) -> None:
    review.submit(session, variant, revision=variant.revision, person=person, now=NOW, ticked=True)


def test_a_tick_is_not_enough_where_an_author_answers_for_it(
    session: Session, variant: Variant, alice: Person
) -> None:
    with pytest.raises(ReasonNeededError):
        hand_in(session, variant, alice)

    give_reason(session, variant, alice)
    hand_in(session, variant, alice)

    assert variant.status == Status.IN_REVIEW


def test_a_trainee_asks_an_author(session: Session, variant: Variant) -> None:
    trainee = make_person(session, "Toni Traub", Role.TRAINEE)

    with pytest.raises(RefusedError, match="a trainee asks one"):
        give_reason(session, variant, trainee)


def test_beyond_what_the_platform_takes_no_reason_helps(
    session: Session, variant: Variant, alice: Person
) -> None:
    variant.channel = make_channel(session, "Instagram", "instagram")
    variant.text = "A chair. #a1 #b2 #c3 #d4 #e5 #f6 #g7 #h8"
    session.flush()

    with pytest.raises(RefusedError, match="Nobody"):
        give_reason(session, variant, alice)


def test_an_authors_reason_is_no_habit_of_exceptions(
    session: Session, variant: Variant, alice: Person
) -> None:
    give_reason(session, variant, alice)
    variant.status, variant.planned_at = Status.SCHEDULED, NOW - timedelta(days=1)
    session.flush()

    counted = exceptions.habit(session, NOW)

    assert (counted.posts, counted.excepted) == (1, 0)


@pytest.fixture
def moving(session: Session, variant: Variant) -> Variant:
    """On a channel that an outside crossposter still fills, since twelve days."""
    variant.text = "Who has ever built a chair?"
    variant.channel.outside_mirror_since = NOW.date() - timedelta(days=12)
    session.flush()
    return variant


def warned(session: Session, variant: Variant, now: datetime) -> set[str]:
    return {verdict.number for verdict in judge(session, variant, now=now).warnings}


def test_during_a_move_an_admin_lets_a_crossposter_be(session: Session, moving: Variant) -> None:
    assert "R05" in warned(session, moving, NOW)

    give_reason(session, moving, make_person(session, "Ada Ahrens", Role.ADMIN), "auto-sync-source")

    days = {day: "R05" in warned(session, moving, NOW + timedelta(days=day)) for day in (0, 1, 2)}
    assert days == {0: False, 1: False, 2: True}


def test_after_two_weeks_nobody_does(session: Session, moving: Variant) -> None:
    admin = make_person(session, "Ada Ahrens", Role.ADMIN)

    with pytest.raises(RefusedError):
        give_reason(session, moving, admin, "auto-sync-source", NOW + timedelta(days=2))


def test_four_eyes_are_waited_for_while_somebody_is_at_work(session: Session, variant: Variant) -> None:
    admin = make_person(session, "Ada Ahrens", Role.ADMIN)
    verdict = found("R27", Severity.BLOCK)

    said = {
        now: why_no_exception(session, variant, judge(session, variant, now=now), verdict, admin)
        for now in (NOW, NIGHT)
    }

    assert "Ask a colleague now" in said[NOW]
    assert said[NIGHT] == ""
