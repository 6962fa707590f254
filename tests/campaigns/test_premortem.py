"""The premortem: what is open, who signs, what makes a sign-off void, and what the rule says of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.campaigns import aftercare, premortem, services
from calendar_app.campaigns.models import AftercareTask, Campaign, CampaignKind, OnCall, Scenario
from calendar_app.campaigns.services import Particulars, Refused
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts.content import content_of
from calendar_app.posts.judging import judge
from calendar_app.posts.many import judge_many
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.writing import edit_variant
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_campaign, make_channel, make_person, make_slot, make_variant
from tests.posts.test_facts import counted_queries

LATER = NOW + timedelta(hours=1)
FRIDAY = datetime(2026, 4, 10, 8, 0)  # noqa: DTZ001 wall time


@pytest.fixture
def bert(session: Session, alice: Person) -> Person:
    return make_person(session, "Bert Brand", Role.APPROVER)


@pytest.fixture
def campaign(session: Session, alice: Person) -> Campaign:
    return make_campaign(session, alice)


@pytest.fixture
def post(session: Session, alice: Person, campaign: Campaign) -> Variant:
    channel = make_channel(session)
    make_slot(session, alice, [channel], starts_wall=FRIDAY, minutes=240, rrule="")
    variant = make_variant(session, channel, author=alice)
    variant.campaign = campaign
    session.flush()
    return variant


def severity(session: Session, variant: Variant) -> Severity:
    verdicts = judge(session, variant, now=LATER).verdicts
    return next(each.severity for each in verdicts if each.rule == "premortem-incomplete")


def particulars(campaign: Campaign, **changed: object) -> Particulars:
    names = Particulars.__dataclass_fields__
    return Particulars(**{name: getattr(campaign, name) for name in names} | changed)


def test_a_post_of_an_unsigned_campaign_is_blocked_until_somebody_else_signs(
    session: Session, bert: Person, campaign: Campaign, post: Variant
) -> None:
    before = severity(session, post)

    premortem.sign(session, campaign, by=bert, now=LATER)

    assert before is Severity.BLOCK
    assert severity(session, post) is Severity.PASS
    assert premortem.points_of(session, campaign) == []


def test_a_change_after_the_sign_off_makes_it_void(
    session: Session, alice: Person, bert: Person, campaign: Campaign, post: Variant
) -> None:
    premortem.sign(session, campaign, by=bert, now=LATER)
    wanted = particulars(campaign, stop_criterion="We never stop.")

    services.change(session, campaign, wanted, by=alice, now=LATER + timedelta(minutes=1))

    assert not premortem.is_signed(campaign)
    assert severity(session, post) is Severity.BLOCK
    assert premortem.points_of(session, campaign) == ["new sign-off after a change"]


def test_saving_the_same_again_leaves_the_sign_off_as_it_is(
    session: Session, alice: Person, bert: Person, campaign: Campaign
) -> None:
    premortem.sign(session, campaign, by=bert, now=LATER)

    services.change(session, campaign, particulars(campaign), by=alice, now=LATER + timedelta(minutes=1))

    assert premortem.is_signed(campaign)


def test_the_roster_may_change_at_any_hour_but_a_gap_blocks(
    session: Session, alice: Person, bert: Person, campaign: Campaign, post: Variant
) -> None:
    premortem.sign(session, campaign, by=bert, now=LATER)
    (turn,) = campaign.on_call
    premortem.take_off_call(session, campaign, turn, by=alice, now=LATER)
    with_gap = severity(session, post)

    whole = OnCall(person=bert, starts_wall=FRIDAY, ends_wall=FRIDAY + timedelta(hours=48))
    premortem.put_on_call(session, campaign, whole, by=alice, now=LATER)

    assert with_gap is Severity.BLOCK
    assert severity(session, post) is Severity.PASS


def test_the_owner_does_not_sign_and_nobody_signs_what_is_open(
    session: Session, alice: Person, bert: Person, campaign: Campaign
) -> None:
    with pytest.raises(Refused, match="Somebody else than the owner"):
        premortem.sign(session, campaign, by=alice, now=LATER)

    campaign.worst_cases.pop()
    session.flush()

    with pytest.raises(Refused, match=r"worst cases \(each with tripwire"):
        premortem.sign(session, campaign, by=bert, now=LATER)


def test_a_worst_case_counts_when_it_is_complete_and_its_person_is_here(
    session: Session, alice: Person, bert: Person, campaign: Campaign
) -> None:
    premortem.sign(session, campaign, by=bert, now=LATER)
    case = premortem.Case(scenario=Scenario.FRAUD, what="Bots vote.")
    premortem.keep_case(session, campaign, case, by=alice, now=LATER)
    premortem.keep_case(session, campaign, case, by=alice, now=LATER)
    alice.left_at = NOW

    points = premortem.points_of(session, campaign)

    assert len(campaign.worst_cases) == 4
    assert any("worst cases" in point for point in points)
    assert any("on-call" in point for point in points)


def test_posts_with_one_subject_need_no_premortem(
    session: Session, campaign: Campaign, post: Variant
) -> None:
    campaign.kind = CampaignKind.OTHER
    session.flush()

    assert severity(session, post) is Severity.NOT_APPLICABLE
    assert premortem.points_of(session, campaign) == []


def test_many_are_judged_like_one_and_with_as_many_queries(
    session: Session, alice: Person, campaign: Campaign, post: Variant
) -> None:
    second = make_variant(session, post.channel, planned_wall=datetime(2026, 4, 13, 9, 0))  # noqa: DTZ001
    second.campaign = make_campaign(session, alice, name="Another one")
    session.flush()
    judge_many(session, [post], now=LATER)

    with counted_queries(session) as one:
        judge_many(session, [post], now=LATER)
    with counted_queries(session) as two:
        judged = judge_many(session, [post, second], now=LATER)

    assert len(two) <= len(one)
    assert all(each.of("premortem-incomplete") for each in judged.values())


def test_three_dates_to_look_again_follow_the_end(session: Session, alice: Person) -> None:
    wanted = Particulars(
        name="Chairs",
        kind=CampaignKind.CONTEST,
        ends_wall=datetime(2026, 4, 30, 18, 0),  # noqa: DTZ001 wall time
        owner_id=alice.id,
    )
    row = services.begin(session, wanted, zone="Europe/Berlin", by=alice, now=NOW)
    first = row.aftercare[0]
    aftercare.finish(session, first, row, by=alice, now=NOW)

    later = particulars(row, ends_wall=datetime(2026, 5, 30, 18, 0))  # noqa: DTZ001 wall time
    services.change(session, row, later, by=alice, now=LATER)

    assert first.due_on == date(2026, 5, 30)  # done: it stays as it was
    assert [task.due_on for task in row.aftercare[1:]] == [date(2026, 8, 28), date(2027, 5, 30)]
    due = aftercare.open_tasks(session, date(2026, 12, 31))
    assert [task.days_after for task in due] == [90]


def test_a_task_is_added_once(session: Session, alice: Person, campaign: Campaign) -> None:
    for _again in range(2):
        task = AftercareTask(what="Thank everybody", due_on=date(2026, 5, 1))
        aftercare.add_task(session, campaign, task, by=alice, now=NOW)

    assert [task.what for task in campaign.aftercare] == ["Thank everybody"]


def test_the_journal_says_who_signed_what(session: Session, bert: Person, campaign: Campaign) -> None:
    premortem.sign(session, campaign, by=bert, now=LATER)

    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()

    assert entry is not None
    assert (entry.person_id, entry.action, entry.name) == (bert.id, "premortem signed", campaign.name)


def test_an_approval_is_void_when_the_post_joins_a_campaign(
    session: Session, alice: Person, post: Variant
) -> None:

    content = replace(content_of(post), campaign_id=None)

    edit_variant(session, post, content, revision=post.revision, person=alice, now=LATER)

    assert post.status == Status.IN_REVIEW
