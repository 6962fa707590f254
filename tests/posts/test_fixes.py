"""What findings offer is really done."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person, Role
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import ConflictError, RefusedError
from calendar_app.posts.fixes import Mended, mend
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.posts.undoing import Undo, take_back
from calendar_app.posts.writing import edit_variant
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session, owner=alice)


@pytest.fixture
def lonely(session: Session, channel: Channel, bob: Person) -> Variant:
    """A variant with nobody to answer and no dialog time in its week."""
    return make_variant(session, channel, text=TEXT, status=Status.DRAFT, author=bob)


def do(session: Session, variant: Variant, rule: str, kind: str, person: Person) -> str:
    return mended(session, variant, rule, kind, person).said


def mended(session: Session, variant: Variant, rule: str, kind: str, person: Person) -> Mended:
    return mend(session, variant, rule, kind, revision=variant.revision, person=person, now=NOW)


def undone(session: Session, variant: Variant, undo: Undo, person: Person) -> str:
    return take_back(session, variant, undo, person=person, now=NOW)


def rules_found(session: Session, variant: Variant) -> set[str]:
    return {verdict.number for verdict in judge(session, variant, now=NOW).findings}


def test_naming_somebody_names_who_asked(session: Session, lonely: Variant, bob: Person) -> None:
    said = do(session, lonely, "unattended-publication", "name_answer_person", bob)

    assert lonely.answer_person_id == bob.id
    assert bob.name in said
    assert "R08" not in rules_found(session, lonely)


def test_marking_as_recycled_satisfies_the_rule_about_repeats(
    session: Session, lonely: Variant, channel: Channel, bob: Person
) -> None:
    make_variant(session, channel, text=TEXT, planned_wall=FRIDAY - timedelta(days=120))

    do(session, lonely, "same-channel-repeat", "mark_recycled", bob)

    assert lonely.mode == Mode.RECYCLED
    repeat = judge(session, lonely, now=NOW).of("same-channel-repeat")
    assert repeat is not None
    assert repeat.severity is Severity.INFO


def test_a_trainee_names_the_one_who_cares_for_the_channel(
    session: Session, lonely: Variant, alice: Person
) -> None:
    trainee = make_person(session, "Toni Traub", Role.TRAINEE)

    do(session, lonely, "unattended-publication", "name_answer_person", trainee)

    assert lonely.answer_person_id == alice.id


def test_booking_reserves_time_that_satisfies_the_rule(
    session: Session, lonely: Variant, channel: Channel, bob: Person
) -> None:
    do(session, lonely, "dialog-time-reserved", "book_slot", bob)

    slot = session.scalars(select(Slot)).one()
    assert (slot.channels, slot.minutes, slot.zone) == ([channel], 60, "Europe/Berlin")
    assert "R10" not in rules_found(session, lonely)


def test_booking_after_publishing_answers_the_unattended(
    session: Session, lonely: Variant, bob: Person
) -> None:
    do(session, lonely, "unattended-publication", "book_slot", bob)

    slot = session.scalars(select(Slot)).one()
    assert slot.starts_wall == FRIDAY
    assert "R08" not in rules_found(session, lonely)


def at_other_places(session: Session, *people: Person) -> None:
    """Everybody has dialog time elsewhere in the hour after the post."""
    for person in people:
        place = make_channel(session, f"Elsewhere {person.id}")
        make_slot(session, person, [place], starts_wall=FRIDAY, rrule="", minutes=60)


def last_booked(session: Session) -> Slot:
    return session.scalars(select(Slot).order_by(Slot.id.desc()).limit(1)).one()


def test_booking_takes_somebody_who_is_free(
    session: Session, lonely: Variant, alice: Person, bob: Person
) -> None:
    at_other_places(session, bob)

    do(session, lonely, "unattended-publication", "book_slot", bob)

    assert last_booked(session).person_id == alice.id
    assert last_booked(session).starts_wall == FRIDAY


def test_booking_takes_nobody_who_is_away(
    session: Session, lonely: Variant, alice: Person, bob: Person
) -> None:
    session.add(Absence(person=bob, first=FRIDAY.date(), last=FRIDAY.date(), created_at=NOW))

    said = do(session, lonely, "unattended-publication", "book_slot", bob)

    assert alice.name in said


def test_booking_for_a_week_finds_a_later_time_of_the_day(
    session: Session, lonely: Variant, alice: Person, bob: Person
) -> None:
    at_other_places(session, alice, bob)

    do(session, lonely, "dialog-time-reserved", "book_slot", bob)

    assert last_booked(session).starts_wall == FRIDAY + timedelta(hours=1)


def test_booking_for_a_week_finds_another_day_when_the_evening_is_taken(
    session: Session, channel: Channel, alice: Person, bob: Person
) -> None:
    thursday = FRIDAY.replace(day=9, hour=21, minute=30)
    late = make_variant(session, channel, text=TEXT, status=Status.DRAFT, author=bob, planned_wall=thursday)
    for person in (alice, bob):
        place = make_channel(session, f"Elsewhere {person.id}")
        make_slot(session, person, [place], starts_wall=thursday, rrule="")

    do(session, late, "dialog-time-reserved", "book_slot", bob)

    assert last_booked(session).starts_wall == FRIDAY


def test_nobody_is_booked_twice_for_the_time_after_a_post(
    session: Session, lonely: Variant, alice: Person, bob: Person
) -> None:
    at_other_places(session, alice, bob)

    with pytest.raises(RefusedError, match="Everybody who may answer"):
        do(session, lonely, "unattended-publication", "book_slot", bob)


def test_a_booking_can_be_taken_back(session: Session, lonely: Variant, bob: Person) -> None:
    undo = mended(session, lonely, "dialog-time-reserved", "book_slot", bob).undo

    said = undone(session, lonely, undo, bob)

    assert said == "The dialog time is not reserved any more."
    assert "R10" in rules_found(session, lonely)


def test_a_booking_that_was_changed_since_stays(session: Session, lonely: Variant, bob: Person) -> None:
    undo = mended(session, lonely, "dialog-time-reserved", "book_slot", bob).undo
    last_booked(session).minutes = 90
    session.flush()

    with pytest.raises(RefusedError, match="changed meanwhile"):
        undone(session, lonely, undo, bob)


def test_a_named_person_can_be_taken_back(session: Session, lonely: Variant, bob: Person) -> None:
    undo = mended(session, lonely, "unattended-publication", "name_answer_person", bob).undo

    undone(session, lonely, undo, bob)

    assert lonely.answer_person_id is None


def test_a_move_can_be_taken_back(
    session: Session, lonely: Variant, channel: Channel, alice: Person, bob: Person
) -> None:
    make_slot(session, alice, [channel], starts_wall=FRIDAY - timedelta(hours=19), rrule="", minutes=60)
    undo = mended(session, lonely, "unattended-publication", "move_to", bob).undo
    assert lonely.planned_wall != FRIDAY

    undone(session, lonely, undo, bob)

    assert lonely.planned_wall == FRIDAY


def test_an_emptied_text_comes_back(session: Session, lonely: Variant, channel: Channel, bob: Person) -> None:
    first = replace(content_of(lonely), text=f"{TEXT} Really.", mode=Mode.SYNC)
    edit_variant(session, lonely, first, revision=lonely.revision, person=bob, now=NOW)
    undo = mended(session, lonely, "auto-sync-source", "start_own_text", bob).undo
    assert lonely.text == ""

    undone(session, lonely, undo, bob)

    assert lonely.text == f"{TEXT} Really."


def test_a_mirror_is_switched_off_and_on_again(session: Session, lonely: Variant, bob: Person) -> None:
    lonely.mode = Mode.SYNC
    session.flush()
    undo = mended(session, lonely, "auto-sync-source", "switch_mirror_off", bob).undo
    modes = [lonely.mode]

    undone(session, lonely, undo, bob)

    assert [*modes, lonely.mode] == [Mode.LIVE, Mode.SYNC]


def test_nothing_is_taken_back_once_it_was_changed(session: Session, lonely: Variant, bob: Person) -> None:
    undo = mended(session, lonely, "unattended-publication", "name_answer_person", bob).undo
    lonely.text = "Something else."
    session.flush()

    with pytest.raises(ConflictError):
        undone(session, lonely, undo, bob)


def test_who_may_not_reserve_books_nothing(session: Session, lonely: Variant) -> None:
    agency = make_person(session, "Toni Traub", Role.TRAINEE)

    with pytest.raises(RefusedError):
        do(session, lonely, "dialog-time-reserved", "book_slot", agency)

    assert session.scalars(select(Slot)).all() == []


def test_moving_goes_where_somebody_is(
    session: Session, lonely: Variant, channel: Channel, alice: Person, bob: Person
) -> None:
    make_slot(session, alice, [channel], starts_wall=datetime(2026, 4, 9, 14, 0), rrule="", minutes=60)  # noqa: DTZ001 wall time

    do(session, lonely, "unattended-publication", "move_to", bob)

    assert str(lonely.planned_wall) == "2026-04-09 14:00:00"
    assert "R08" not in rules_found(session, lonely)


def test_where_no_time_fits_it_is_said(session: Session, lonely: Variant, bob: Person) -> None:
    with pytest.raises(RefusedError, match="no time that fits better"):
        do(session, lonely, "unattended-publication", "move_to", bob)

    assert lonely.planned_wall == FRIDAY


def test_starting_anew_keeps_the_old_words_among_the_versions(
    session: Session, channel: Channel, bob: Person
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    copy = make_variant(session, channel, text=TEXT, status=Status.DRAFT, author=bob)

    do(session, copy, "identical-cross-post", "start_own_text", bob)

    assert copy.text == ""
    assert "R01" not in rules_found(session, copy)


def test_going_live_takes_the_variant_out_of_the_automated_ones(
    session: Session, channel: Channel, bob: Person
) -> None:
    for number in range(4):
        make_variant(
            session,
            channel,
            text=f"{number} " + "abcdefghij"[number] * 50,
            planned_wall=FRIDAY.replace(hour=10 + number),
            mode=Mode.FEED,
        )
    variant = make_variant(session, channel, text=TEXT, status=Status.DRAFT, author=bob, mode=Mode.FEED)

    do(session, variant, "automated-share", "go_live", bob)

    assert variant.mode == Mode.LIVE


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("identical-cross-post", "start_own_text"),
        ("unattended-publication", "go_to_the_moon"),
        ("no-such-rule", "book_slot"),
        ("platform-length", "shorten_by"),
    ],
)
def test_what_is_not_offered_is_not_done(
    session: Session, lonely: Variant, bob: Person, rule: str, kind: str
) -> None:
    before = lonely.revision

    with pytest.raises(RefusedError):
        do(session, lonely, rule, kind, bob)

    assert lonely.revision == before


JOB = (
    "We are looking for {} as soon as possible, {}. "
    "Send your letter, your certificates and a photo of your workbench to the town hall."
)
JOBS = (
    ("a gardener", "to care for two parks and the old cemetery"),
    ("an archivist", "who reads old German script like a newspaper"),
    ("a night porter", "for the youth hostel beside the harbour"),
)


@pytest.fixture
def advertised(session: Session, channel: Channel) -> Variant:
    """The third advert of one form, after two for other posts on another channel."""
    elsewhere = make_channel(session, "Elsewhere")
    for days, words in enumerate(JOBS[:2], start=1):
        make_variant(session, elsewhere, text=JOB.format(*words), planned_wall=FRIDAY - timedelta(days=days))
    return make_variant(session, channel, text=JOB.format(*JOBS[2]), status=Status.DRAFT)


def test_what_a_series_says_each_time_is_left_out_with_one_click(
    session: Session, advertised: Variant, alice: Person
) -> None:
    assert "R02" in rules_found(session, advertised)

    done = mended(session, advertised, "near-identical-cross-post", "leave_out_series", alice)

    assert "certificates and a photo of your workbench" in done.said
    assert "R02" not in rules_found(session, advertised)

    undone(session, advertised, done.undo, alice)

    assert "R02" in rules_found(session, advertised)


def test_leaving_out_words_is_for_leads(session: Session, advertised: Variant, bob: Person) -> None:
    with pytest.raises(RefusedError, match="lead or admin"):
        do(session, advertised, "near-identical-cross-post", "leave_out_series", bob)


def test_one_text_with_a_word_changed_each_time_is_no_series(
    session: Session, channel: Channel, alice: Person
) -> None:
    elsewhere = make_channel(session, "Elsewhere")
    for days, word in enumerate(("table", "bench"), start=1):
        changed = TEXT.replace("chair", word)
        make_variant(session, elsewhere, text=changed, planned_wall=FRIDAY - timedelta(days=days))
    copy = make_variant(session, channel, text=TEXT, status=Status.DRAFT)

    with pytest.raises(RefusedError, match="not needed"):
        do(session, copy, "near-identical-cross-post", "leave_out_series", alice)


def test_surplus_hashtags_are_left_out_with_one_click_and_come_back(
    session: Session, lonely: Variant, bob: Person
) -> None:
    edit_variant(
        session,
        lonely,
        replace(content_of(lonely), text="At #home. #One #Two #Three #Four"),
        revision=lonely.revision,
        person=bob,
        now=NOW,
    )
    written = lonely.text

    done = mended(session, lonely, "hashtag-limit", "leave_out_tags", bob)
    shorter, found = lonely.text, rules_found(session, lonely)
    undone(session, lonely, done.undo, bob)

    assert (done.said, shorter) == ("Left out: #Four", "At #home. #One #Two #Three")
    assert "R15" not in found
    assert lonely.text == written


def test_a_hashtag_that_is_one_word_is_not_asked_about_again_until_that_is_taken_back(
    session: Session, lonely: Variant, alice: Person, bob: Person
) -> None:
    lonely.text = "Come to the #stadtbibliothek."
    session.flush()

    with pytest.raises(RefusedError):
        mended(session, lonely, "hashtag-limit", "keep_as_one_word", bob)
    done = mended(session, lonely, "hashtag-limit", "keep_as_one_word", alice)
    known = rules_found(session, lonely)
    undone(session, lonely, done.undo, alice)

    assert "R15" not in known
    assert "R15" in rules_found(session, lonely)
