"""What a reminder's kind has to know: when one is owed, whether it still holds, what it says.

A kind is a file in kinds/ with an object called REMINDER, and a folder of the same name in templates/mail/.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from calendar_app.catalog import catalogue
from calendar_app.engagement.links import Link
from calendar_app.foundation.addresses import PageAddress
from calendar_app.reminders import kinds
from calendar_app.reminders.appointment import Appointment
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places

Subject = TypeVar("Subject")

GATHERED = "gathered"  # the kind that carries others' words, in one mail a day


@dataclass(frozen=True, slots=True)
class Owed:
    """One mail that is owed: about what, to whom, how long before, and until when it is of use.

    `follows` are earlier subjects that this one goes on from: who was told of the same time there is not told
    again.
    """

    subject_id: int
    occurrence: str
    starts_at: datetime
    expires_at: datetime
    person_id: int
    lead_minutes: int
    follows: tuple[int, ...] = ()
    # When the person wants it, if not just so long before.
    wanted_at: datetime | None = None
    # It comes with the person's daily mail.
    is_gathered: bool = False
    # No later mail tells the same.
    is_last: bool = True
    # The device that rings; 0: a mail.
    device_id: int = 0

    @property
    def due_at(self) -> datetime:
        return self.wanted_at or self.starts_at - timedelta(minutes=self.lead_minutes)

    def is_overtaken(self, now: datetime) -> bool:
        """Whether it comes too late to be the early one: what is planned at short notice is told once."""
        return not self.is_last and self.due_at <= now


class ReminderKind(ABC, Generic[Subject]):
    """One occasion on which a person gets a mail. `name` is its name in English, marked for translation.

    `proposed` says whether those get it who have chosen nothing, `has_leads` whether people choose how long
    before it comes, `can_wait` whether it is put off to working hours for who wants that.
    """

    name: str
    icon: str
    proposed: bool = True
    has_leads: bool = False
    can_wait: bool = False

    @abstractmethod
    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        """What the plan, as it stands, owes for moments in [start, end)."""

    @abstractmethod
    def about(self, session: Session, reminder: Reminder) -> Subject | None:
        """What a reminder is about, if it is still right: same time, same person, still wanted."""

    def subjects(self, session: Session, reminders: Sequence[Reminder]) -> Mapping[int, Subject]:
        """What reminders of one workspace are about, by their ids; without those that are not right any more.

        A kind of which many come at once reads for all of them together.
        """
        found = {reminder.id: self.about(session, reminder) for reminder in reminders}
        return {reminder_id: subject for reminder_id, subject in found.items() if subject is not None}

    @abstractmethod
    def says(
        self, session: Session, reminder: Reminder, subject: Subject, page: PageAddress
    ) -> Mapping[str, object]:
        """What its templates need."""

    def carries(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        """The reminders that need no mail of their own when one that says this has been sent."""
        return ()

    def appointment(self, subject: Subject) -> Appointment | None:
        """What comes along as a calendar file, in the language that is spoken; None where none would help."""
        return None

    def door(self, reminder: Reminder) -> Link | None:
        """The dialog time that the mail's one link opens without signing in; None for any other page."""
        return None

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        """The channels that mails about these are about, as a list of mails names them."""
        return {}

    @abstractmethod
    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        """The one page the mail leads to; None when what it is about is gone."""


@cache
def all_kinds() -> Mapping[str, ReminderKind[Any]]:
    """All kinds by key."""
    return catalogue(kinds, "REMINDER", ReminderKind)  # type: ignore[type-abstract]
