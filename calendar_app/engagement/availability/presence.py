"""Who is there at a moment."""

from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.engagement.availability.models import DAY, gone
from calendar_app.engagement.availability.services import absences_by_person
from calendar_app.people.models import Person


class Presence:
    """Who is there when, from a moment on; absences are read once."""

    def __init__(self, session: Session, since: datetime) -> None:
        self._absences = absences_by_person(session, (since - DAY).date())

    def has(self, person: Person, at: datetime) -> bool:
        absences = self._absences.get(person.id, ())
        away = (*gone(person), *(absence.span_in(person.zone) for absence in absences))
        return person.is_here and not any(at in span for span in away)
