"""What a feed's event says of a post."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.feeds.contents import Detail
from calendar_app.people.models import Person, Workspace
from calendar_app.posts import stops
from calendar_app.posts.models import Status, Variant
from tests.factories import NOW, make_channel, make_post, make_slot, make_variant
from tests.feeds.reading import built, events, page, titles
from tests.feeds.samples import wall


def test_a_post_says_what_where_who_answers_and_leads_back(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    variant = make_variant(session, mastodon, text="Who has built a chair? " * 30, answer_person=bob)

    shown = events(built(session, alice))[f"post-{variant.id}"]

    assert str(shown["SUMMARY"]).startswith("Mastodon: Who has built a chair?")
    assert "Answers: Bob Brandt" in shown["DESCRIPTION"]
    assert "Status: Scheduled" in shown["DESCRIPTION"]
    assert f"Open in Parley: {shown['URL']}" in shown["DESCRIPTION"]
    assert len(shown["DESCRIPTION"]) < 500
    assert shown["URL"] == page("posts.variant", post_id=variant.post_id, variant_id=variant.id)
    assert shown.decoded("DTSTART") == variant.planned_at
    assert shown["TRANSP"] == "TRANSPARENT"
    assert [str(word) for word in shown["CATEGORIES"].cats] == ["Mastodon", "Scheduled"]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.DRAFT, "TENTATIVE"),
        (Status.IN_REVIEW, "TENTATIVE"),
        (Status.HELD, "TENTATIVE"),
        (Status.SCHEDULED, "CONFIRMED"),
        (Status.PUBLISHED, "CONFIRMED"),
        (Status.CANCELLED, "CANCELLED"),
    ],
)
def test_what_is_not_settled_is_tentative(
    session: Session, workspace: Workspace, alice: Person, status: Status, shown: str
) -> None:
    variant = make_variant(session, make_channel(session), status=status)

    assert events(built(session, alice))[f"post-{variant.id}"]["STATUS"] == shown


def test_what_a_stop_holds_tells_its_reason_and_dialog_time_goes_on(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    variant, slot = make_variant(session, mastodon), make_slot(session, alice, [mastodon])
    before = events(built(session, alice))
    stops.stop(session, stops.Place(mastodon), 4, "A fire next door.", person=alice, now=NOW)
    session.flush()

    after = events(built(session, alice))
    (stop,) = stops.stops(session)
    stops.lift(session, stop, person=alice, now=NOW + timedelta(hours=1))

    told = after[f"post-{variant.id}"]
    assert "Publishing was stopped: A fire next door." in told["DESCRIPTION"]
    assert told["SEQUENCE"] > before[f"post-{variant.id}"]["SEQUENCE"]
    assert after[f"slot-{slot.id}"] == before[f"slot-{slot.id}"]
    assert events(built(session, alice))[f"post-{variant.id}"] == told


def test_the_title_of_a_held_post_says_so_except_to_outsiders(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session), text="Who comes?", status=Status.HELD)

    english, german, outside, busy = (
        titles(built(session, alice, **wishes))
        for wishes in ({}, {"language": "de"}, {"for_outsiders": True}, {"detail": Detail.BUSY})
    )

    assert english == {"Held – Mastodon: Who comes?"}
    assert german == {"Angehalten – Mastodon: Who comes?"}
    assert outside == {"Mastodon: Who comes?"}
    assert busy == {"Post"}


def test_what_was_cancelled_stays_for_seven_days(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session), status=Status.CANCELLED)

    assert len(events(built(session, alice, now=NOW + timedelta(days=7)))) == 1
    assert events(built(session, alice, now=NOW + timedelta(days=8))) == {}


def test_what_has_no_time_yet_is_in_no_calendar(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    make_variant(session, make_channel(session), planned_wall=None, status=Status.DRAFT)

    assert events(built(session, alice)) == {}


def test_an_edit_raises_the_sequence(session: Session, workspace: Workspace, alice: Person) -> None:
    variant = make_variant(session, make_channel(session))
    before = events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"]
    variant.text = "Now it says something else."
    session.flush()
    variant.post.link = "https://example.org"
    session.flush()

    after = events(built(session, alice))[f"post-{variant.id}"]["SEQUENCE"]

    assert after == before + 2


def test_a_variant_without_any_words_still_has_a_title(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    variant = Variant(
        post=make_post(session, core="The core"),
        channel=make_channel(session),
        labels=[],
        planned_wall=wall(2026, 4, 10, 9),
        planned_at=datetime(2026, 4, 10, 7, tzinfo=UTC),
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(variant)

    assert titles(built(session, alice)) == {"Mastodon: The core"}
