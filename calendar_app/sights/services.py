"""Views are kept, found and removed, each by the person whose they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.people.services import take_turns
from calendar_app.sights.filters import Filters
from calendar_app.sights.models import SavedView

MOST = 20
"""Views a person may keep: more are no choice any more."""


def views_of(session: Session, person: Person) -> Sequence[SavedView]:
    """A person's views by name."""
    query = select(SavedView).where(SavedView.person_id == person.id)
    return sorted(session.scalars(query), key=lambda view: view.name.casefold())


def own_view(session: Session, person: Person, view_id: int) -> SavedView | None:
    """A view of the person; None for anybody else's."""
    return next((view for view in views_of(session, person) if view.id == view_id), None)


def keep(session: Session, person: Person, name: str, filters: Filters, *, now: datetime) -> SavedView | None:
    """Keep filters under a name; a view that is called so already shows them from now on.

    None: there are too many.
    """
    take_turns(session)
    known = views_of(session, person)
    view = next((each for each in known if each.name == name), None)
    if view is None:
        if len(known) >= MOST:
            return None
        view = SavedView(person_id=person.id, name=name, created_at=now)
    view.filters = filters
    session.add(view)
    session.flush()
    return view


def remove(session: Session, view: SavedView) -> None:
    """Forget a view. What was made of it goes with it."""
    session.delete(view)
    session.flush()
