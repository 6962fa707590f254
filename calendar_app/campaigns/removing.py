"""Deleting a campaign that came to nothing; what is on record stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.campaigns.contest import records_of
from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.services import Refused
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed

_ = gettext


def why_not_deleted(session: Session, row: Campaign, *, posts: int) -> str:
    """Why a campaign has to stay; "" when it may go. `posts` are those that belong to it.

    Without it they would go out past its premortem.
    """
    if posts:
        return _("Posts belong to it. Cancel them or take them out of it first; what was published stays.")
    return _("Votes were counted for it, and that stays on record.") if records_of(session, row) else ""


def delete(session: Session, row: Campaign, *, posts: int, by: Person, now: datetime) -> None:
    """Remove a campaign with everything that was settled for it. Raises Refused when it has to stay."""
    if why := why_not_deleted(session, row, posts=posts):
        raise Refused(why)
    note(session, by, mark("deleted"), row, now=now)
    session.delete(row)
    session.flush()
    plan_changed(session)
