"""Reserved time alone."""

from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Workspace
from tests.factories import make_channel, make_slot, make_variant
from tests.feeds.reading import built, titles


def test_the_dialog_calendar_holds_everybodys_slots_and_no_post(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, author=alice, answer_person=alice)
    make_slot(session, alice, [mastodon])
    make_slot(session, bob, [mastodon])

    assert titles(built(session, alice, "engagement")) == {
        "Dialog time: Mastodon",
        "Dialog time of Bob Brandt: Mastodon",
    }
