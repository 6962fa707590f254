"""What one person has to do, and nothing else."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role, Workspace
from calendar_app.posts.models import Status
from tests.factories import make_channel, make_person, make_post, make_slot, make_variant
from tests.feeds.reading import built, titles


def test_my_calendar_holds_what_i_wrote_or_answer_for_and_my_slots(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="I wrote this.", author=alice)
    make_variant(session, mastodon, text="I answer for this.", author=bob, answer_person=alice)
    make_variant(
        session, mastodon, text="My idea, her words.", author=bob, post=make_post(session, author=alice)
    )
    make_variant(session, mastodon, text="All of this is Bob's.", author=bob)
    make_slot(session, alice, [mastodon])
    make_slot(session, bob, [make_channel(session, "LinkedIn", "linkedin")])

    assert titles(built(session, alice, "mine")) == {
        "Mastodon: I wrote this.",
        "Mastodon: I answer for this.",
        "Mastodon: My idea, her words.",
        "Dialog time: Mastodon",
    }


@pytest.mark.parametrize(("role", "is_a_task"), [(Role.AUTHOR, False), (Role.APPROVER, True)])
def test_a_post_in_review_is_a_task_of_who_may_approve_it(
    session: Session, workspace: Workspace, bob: Person, role: Role, is_a_task: bool
) -> None:
    make_variant(session, make_channel(session), text="Please read.", author=bob, status=Status.IN_REVIEW)
    reader = make_person(session, "Reader", role)

    assert titles(built(session, reader, "mine")) == ({"Mastodon: Please read."} if is_a_task else set())
