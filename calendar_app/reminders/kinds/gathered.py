"""Each morning on which something waits: what else would have come as a mail of its own, in one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.mail import Letter
from calendar_app.foundation.zones import to_wall
from calendar_app.people.services import team
from calendar_app.reminders.gathering import waiting
from calendar_app.reminders.hours import MORNING, mornings
from calendar_app.reminders.kind import Owed, ReminderKind, all_kinds
from calendar_app.reminders.letters import compose_all, is_owed
from calendar_app.reminders.models import Reminder

_ = mark

USEFUL_FOR = timedelta(hours=23)


@dataclass(frozen=True)
class Entry:
    """What one of the gathered mails says in a line, and where it leads."""

    reminder_id: int
    occasion: str
    line: str
    url: str


class Gathered(ReminderKind[Sequence[Reminder]]):
    name = _("What can wait, gathered in one mail each morning")
    icon = "inbox"
    proposed = False
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        return [
            Owed(person.id, day.isoformat(), at, at + USEFUL_FOR, person.id, 0)
            for person in team(session)
            for day, at in mornings(start, end, person.zone, MORNING)
        ]

    def about(self, session: Session, reminder: Reminder) -> Sequence[Reminder] | None:
        """What waits and still holds; nothing brings no mail."""
        return [each for each in waiting(session, reminder) if is_owed(session, each)] or None

    def says(
        self, session: Session, reminder: Reminder, subject: Sequence[Reminder], page: PageAddress
    ) -> Mapping[str, object]:
        """What cannot be written is left out: it goes its own way, and its fault shows there."""
        entries = [
            Entry(each.id, gettext(all_kinds()[each.kind].name), letter.subject, letter.url)
            for each, letter in compose_all(session, subject, page)
            if isinstance(letter, Letter)
        ]
        if not entries:
            raise ValueError("nothing of what was gathered can be written")
        return {
            "url": self.opens(session, reminder, page),
            "day": to_wall(reminder.due_at, reminder.person.zone).date(),
            "entries": entries,
        }

    def carries(self, values: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(entry.reminder_id for entry in values["entries"])

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        return page("board.week")


REMINDER = Gathered()
