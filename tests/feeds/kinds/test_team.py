"""What the whole team plans, and nobody else."""

from sqlalchemy.orm import Session

from calendar_app.foundation.db import scope_to
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import act_for
from tests.factories import make_channel, make_slot, make_variant
from tests.feeds.reading import built, titles


def test_the_team_calendar_holds_all_of_this_workspace_and_nothing_of_another(
    session: Session, workspace: Workspace, alice: Person, bob: Person, charlie: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="Bob's.", author=bob)
    make_slot(session, bob, [mastodon])
    scope_to(session, charlie.workspace_id)
    theirs = make_channel(session, "Their channel")
    make_variant(session, theirs, text="A secret of theirs.", author=charlie)
    make_slot(session, charlie, [theirs])
    session.flush()
    act_for(session, alice)

    assert titles(built(session, alice)) == {"Mastodon: Bob's.", "Dialog time of Bob Brandt: Mastodon"}
