"""The calendar file that comes with a mail: one event, for whoever has subscribed to no calendar."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from calendar_app.reminders.models import Reminder


@dataclass(frozen=True)
class Appointment:
    """What is put into a calendar: `starts` and `ends` are aware."""

    name: str
    starts: datetime
    ends: datetime


def calendar_file(appointment: Appointment, reminder: Reminder, url: str) -> bytes:
    """An iCalendar file with METHOD:PUBLISH: it asks for no answer and names nobody.

    A moved appointment keeps its UID. Its SEQUENCE is the plan's revision, which grows with every change, so
    that readers replace what they have.
    """
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Parley//Parley//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    about = f"{reminder.kind}.{reminder.subject_id}.{reminder.occurrence}"
    event.add("uid", f"{about}@{urlsplit(url).hostname}")
    event.add("sequence", reminder.person.workspace.plan_revision)
    event.add("dtstamp", reminder.created_at)
    event.add("dtstart", appointment.starts)
    event.add("dtend", appointment.ends)
    event.add("summary", appointment.name)
    event.add("url", url)
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets
